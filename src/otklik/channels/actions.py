"""The writers of accounts and of the leases on them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from otklik.channels.models import Account, Lease
from otklik.channels.queries import secrets_of
from otklik.kit import crypt


@transaction.atomic
def add_account(
    *,
    kind: str,
    name: str,
    address: str,
    brand_id: int,
    at: datetime.datetime,
    team_id: int | None = None,
    config: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> Account:
    """A new account; its secrets are sealed with the installation's key."""
    return Account.objects.create(
        kind=kind,
        name=name,
        address=address.lower(),
        brand_id=brand_id,
        team_id=team_id,
        config=dict(config or {}),
        sealed=crypt.seal(json.dumps(dict(secrets)), key=settings.SECRET_KEY) if secrets else "",
        created_at=at,
    )


@transaction.atomic
def remember(account: Account, *, config: Mapping[str, Any]) -> None:
    """Keep what the channel learned (a mailbox's position) beside its settings."""
    locked = Account.objects.select_for_update().get(pk=account.pk)
    locked.config = {**locked.config, **config}
    locked.save(update_fields=["config"])
    account.config = locked.config


@transaction.atomic
def remember_secret(account: Account, *, name: str, value: str) -> str:
    """Keep a secret that the channel made for itself; the one that another process has kept before wins."""
    locked = Account.objects.select_for_update().get(pk=account.pk)
    known = secrets_of(locked)
    kept = known.setdefault(name, value)
    locked.sealed = crypt.seal(json.dumps(known), key=settings.SECRET_KEY)
    locked.save(update_fields=["sealed"])
    account.sealed = locked.sealed
    return kept


@transaction.atomic
def configure(account: Account, *, config: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
    """New settings and secrets over the old ones; a key whose value is None or "" is taken away. The account works again.
    Old secrets that were sealed with another key are lost, and make room for the new ones."""
    locked = Account.objects.select_for_update().get(pk=account.pk)
    locked.config = {name: value for name, value in {**locked.config, **config}.items() if value is not None}
    try:
        before = secrets_of(locked)
    except crypt.Unreadable:
        before = {}
    known = {name: value for name, value in {**before, **secrets}.items() if value}
    locked.sealed = crypt.seal(json.dumps(known), key=settings.SECRET_KEY) if known else ""
    locked.is_active = True
    locked.save(update_fields=["config", "sealed", "is_active"])
    account.config, account.sealed, account.is_active = locked.config, locked.sealed, True


@transaction.atomic
def replace_secret(account: Account, *, name: str, value: str) -> None:
    """A secret that its issuer has changed (a rotated refresh token)."""
    locked = Account.objects.select_for_update().get(pk=account.pk)
    locked.sealed = crypt.seal(json.dumps({**secrets_of(locked), name: value}), key=settings.SECRET_KEY)
    locked.save(update_fields=["sealed"])
    account.sealed = locked.sealed


@transaction.atomic
def stop(account: Account) -> None:
    """Neither fetch nor receive for this account any more; its tickets and settings stay."""
    Account.objects.filter(pk=account.pk).update(is_active=False)
    account.is_active = False


@transaction.atomic
def start(account: Account) -> None:
    """Fetch and receive again for an account that was stopped."""
    Account.objects.filter(pk=account.pk).update(is_active=True)
    account.is_active = True


@transaction.atomic
def fetch_again(account: Account, *, at: datetime.datetime) -> None:
    """Let whoever fetches the account begin anew now, however long it wanted to wait after its last trouble."""
    locked = Account.objects.select_for_update().get(pk=account.pk)
    if locked.config.get("imap"):
        locked.config = {**locked.config, "imap": {**locked.config["imap"], "set_at": at.isoformat()}}
        locked.save(update_fields=["config"])
    account.config = locked.config


@transaction.atomic
def take_lease(
    account: Account, *, holder: str, at: datetime.datetime, until: datetime.datetime, dead: Sequence[str] = ()
) -> bool:
    """Become or stay the one who fetches; False when somebody else is. `dead`: holders known to be no more."""
    free = Q(holder=holder) | Q(expires_at__lte=at) | Q(holder__in=dead)
    if Lease.objects.filter(free, account=account).update(holder=holder, expires_at=until):
        return True
    Lease.objects.bulk_create([Lease(account=account, holder=holder, expires_at=until)], ignore_conflicts=True)
    return Lease.objects.filter(account=account, holder=holder).exists()


@transaction.atomic
def give_back_lease(account: Account, *, holder: str) -> None:
    """Let others fetch at once."""
    Lease.objects.filter(account=account, holder=holder).delete()
