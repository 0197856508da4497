"""The writers of accounts."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from otklik.channels.models import Account
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
