"""Reads of accounts."""

from __future__ import annotations

import json

from django.conf import settings

from otklik.channels.models import Account
from otklik.kit import crypt


def secrets_of(account: Account) -> dict[str, str]:
    """The account's opened secrets; raises crypt.Unreadable when the installation's key has changed."""
    if not account.sealed:
        return {}
    opened: dict[str, str] = json.loads(crypt.unseal(account.sealed, key=settings.SECRET_KEY))
    return opened


def fetched_accounts() -> list[Account]:
    """Mailboxes whose letters we fetch."""
    return [
        each
        for each in Account.objects.filter(kind="email", is_active=True).order_by("pk")
        if each.config.get("imap")
    ]
