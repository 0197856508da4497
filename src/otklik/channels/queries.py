"""Reads of accounts."""

from __future__ import annotations

import datetime
import json

from django.conf import settings

from otklik.channels.models import Account, Lease
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


def trusted_authserv(account: Account, *, is_fetched: bool, usual: str) -> str:
    """Whose Authentication-Results are believed for a letter of this account: the account's own server before the
    installation's (`usual`). Of a fetched mailbox it is the provider that writes them, so a letter that came to the same
    address by our own port is not believed in the provider's name: anybody may have written that line."""
    own = str(account.config.get("authserv") or "")
    return own if own and (is_fetched or not account.config.get("imap")) else usual


def email_accounts() -> list[Account]:
    """All mailboxes, those at work first."""
    return list(Account.objects.filter(kind="email").select_related("brand").order_by("-is_active", "address"))


def is_being_fetched(account: Account, *, at: datetime.datetime) -> bool:
    """Whether a process has taken it upon itself to fetch the account's letters."""
    return Lease.objects.filter(account=account, expires_at__gt=at).exists()
