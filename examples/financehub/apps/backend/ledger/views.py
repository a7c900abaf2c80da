"""The JSON interface; every address but the health check wants the token."""

import hmac
import json
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.db import IntegrityError, connection
from django.db.models import Sum
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger.models import Account, Entry

LARGEST_AMOUNT = 10**15

View = Callable[..., JsonResponse]


def refuse(status: int, error: str) -> JsonResponse:
    return JsonResponse({"error": error}, status=status)


def token_required(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, **arguments: int) -> JsonResponse:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        # Comparing in constant time tells nobody how much of a guess was right.
        if not hmac.compare_digest(given.encode(), settings.API_TOKEN.encode()):
            return refuse(401, "a valid token is required")
        return view(request, **arguments)

    return guarded


def body_of(request: HttpRequest) -> dict[str, object]:
    """The request's JSON object, empty where it is none."""
    try:
        value = json.loads(request.body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


@require_GET
def health(_request: HttpRequest) -> JsonResponse:
    connection.ensure_connection()
    return JsonResponse({"status": "healthy"})


@require_http_methods(["GET", "POST"])
@token_required
def accounts(request: HttpRequest) -> JsonResponse:
    if request.method == "GET":
        found = Account.objects.annotate(balance=Sum("entries__amount_cents", default=0)).order_by("name")
        listed = [{"id": one.id, "name": one.name, "balanceCents": one.balance} for one in found]
        return JsonResponse({"accounts": listed})
    name = body_of(request).get("name")
    if not isinstance(name, str) or not 0 < len(name) <= 100:
        return refuse(400, "name is required, of at most 100 characters")
    try:
        account = Account.objects.create(name=name)
    except IntegrityError:
        return refuse(409, "there is an account of that name")
    return JsonResponse({"id": account.id, "name": account.name}, status=201)


@require_POST
@token_required
def entries(request: HttpRequest, account_id: int) -> JsonResponse:
    body = body_of(request)
    amount, description = body.get("amountCents"), body.get("description")
    if not isinstance(amount, int) or abs(amount) > LARGEST_AMOUNT:
        return refuse(400, "amountCents is required, a whole number")
    if not isinstance(description, str) or len(description) > 200:
        return refuse(400, "description is required, of at most 200 characters")
    if not Account.objects.filter(id=account_id).exists():
        return refuse(404, "there is no such account")
    entry = Entry.objects.create(account_id=account_id, amount_cents=amount, description=description)
    return JsonResponse({"id": entry.id}, status=201)
