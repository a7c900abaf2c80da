"""The one application of this project."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"
