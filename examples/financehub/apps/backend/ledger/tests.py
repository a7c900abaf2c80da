"""What the interface promises."""

from django.conf import settings
from django.test import TestCase


class LedgerTest(TestCase):
    def setUp(self) -> None:
        self.token = {"HTTP_AUTHORIZATION": f"Bearer {settings.API_TOKEN}"}

    def post(self, path: str, body: dict[str, object]):
        return self.client.post(path, body, content_type="application/json", **self.token)

    def test_balance_is_the_sum_of_the_entries(self) -> None:
        account = self.post("/api/accounts/", {"name": "Household"}).json()["id"]
        for amount in (5000, -1250):
            self.post(f"/api/accounts/{account}/entries/", {"amountCents": amount, "description": "x"})
        listed = self.client.get("/api/accounts/", **self.token).json()["accounts"]
        self.assertEqual(listed, [{"id": account, "name": "Household", "balanceCents": 3750}])

    def test_nothing_without_the_token(self) -> None:
        self.assertEqual(self.client.get("/api/accounts/").status_code, 401)

    def test_refuses_what_is_no_entry(self) -> None:
        account = self.post("/api/accounts/", {"name": "Household"}).json()["id"]
        self.assertEqual(self.post(f"/api/accounts/{account}/entries/", {"amountCents": "5"}).status_code, 400)
        self.assertEqual(
            self.post("/api/accounts/0/entries/", {"amountCents": 5, "description": "x"}).status_code, 404
        )

    def test_two_accounts_cannot_share_a_name(self) -> None:
        self.post("/api/accounts/", {"name": "Household"})
        self.assertEqual(self.post("/api/accounts/", {"name": "Household"}).status_code, 409)

    def test_health_is_open(self) -> None:
        self.assertEqual(self.client.get("/health/").json(), {"status": "healthy"})
