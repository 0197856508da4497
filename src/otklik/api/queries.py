"""Reads of the doors for programs and guests."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Max, Sum

from otklik.api.actions import PREFIX, digest_of
from otklik.api.models import Token


@dataclass(frozen=True)
class Told:
    """A token and what it was used for: whole counts, the last day."""

    token: Token
    calls: int
    letters: int
    refused: int
    last: datetime.date | None


def token_of(secret: str) -> Token | None:
    """The living token of this secret."""
    if not secret.startswith(PREFIX):
        return None
    return Token.objects.filter(digest=digest_of(secret), revoked_at=None).first()


def tokens() -> list[Told]:
    """All tokens by name."""
    rows = Token.objects.annotate(
        calls=Sum("uses__calls"), letters=Sum("uses__letters"), refused=Sum("uses__refused"), last=Max("uses__day")
    ).order_by("name")
    return [Told(row, row.calls or 0, row.letters or 0, row.refused or 0, row.last) for row in rows]
