"""Accounts: one configured mailbox, bot or widget each."""

from __future__ import annotations

from django.db import models


class Account(models.Model):
    """One route in and out. `kind` names the channel (no choices: a new channel needs no migration)."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=320)
    brand = models.ForeignKey("services.Brand", on_delete=models.PROTECT, related_name="accounts")
    team = models.ForeignKey("people.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="accounts")
    is_active = models.BooleanField(default=True)
    config = models.JSONField(default=dict, blank=True)
    sealed = models.TextField(blank=True)  # secrets of the account, as JSON, encrypted by kit.crypt
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "address"], name="account_once")]

    def __str__(self) -> str:
        return self.address


class Lease(models.Model):
    """Who fetches an account's letters now, and until when unless renewed. `holder` is `host:pid:nonce`."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="lease")
    holder = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
