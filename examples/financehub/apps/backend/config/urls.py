"""Which address is answered by what."""

from django.urls import path

from ledger import views

urlpatterns = [
    path("health/", views.health),
    path("api/accounts/", views.accounts),
    path("api/accounts/<int:account_id>/entries/", views.entries),
]
