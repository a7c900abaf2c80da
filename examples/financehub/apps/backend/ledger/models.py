"""Accounts and the entries that make up their balance, in whole cents."""

from django.db import models


class Account(models.Model):
    name = models.CharField(max_length=100, unique=True)


class Entry(models.Model):
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    amount_cents = models.BigIntegerField()
    description = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
