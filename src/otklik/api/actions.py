"""The writers of tokens and of what was asked of late."""

from __future__ import annotations

import datetime
import hashlib
import logging
import secrets

from django.db import transaction
from django.db.models import F

from otklik.api.models import Spent, Token, TokenUse

PREFIX = "otk_"  # secret scanners know ours by it
KEPT = datetime.timedelta(hours=1)
log = logging.getLogger("otklik.api")


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def add_token(name: str, *, at: datetime.datetime) -> str:
    """A new token's secret, which nobody can be told again. Raises ValueError on an empty or a taken name."""
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise ValueError("a token needs a name of up to 80 characters: which program is it for?")
    if Token.objects.filter(name=name).exists():
        raise ValueError(f"the name «{name}» is taken; a revoked token keeps its name, so that the log stays true")
    secret = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(name=name, digest=digest_of(secret), created_at=at)
    log.info("token «%s» made", name)
    return secret


@transaction.atomic
def revoke_token(name: str, *, at: datetime.datetime) -> bool:
    """From now on it opens nothing; whether it opened anything before. Raises Token.DoesNotExist."""
    token = Token.objects.get(name=" ".join(name.split()))
    changed = Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)
    if changed:
        log.info("token «%s» revoked", token.name)
    return bool(changed)


@transaction.atomic
def note_use(token: Token, *, letters: int, is_refused: bool, at: datetime.datetime) -> None:
    """Remember that a token was used, and for how much."""
    row, _ = TokenUse.objects.get_or_create(token=token, day=at.date())
    TokenUse.objects.filter(pk=row.pk).update(
        calls=F("calls") + 1,
        letters=F("letters") + (0 if is_refused else letters),
        refused=F("refused") + int(is_refused),
    )


@transaction.atomic
def spend(who: str, letters: int, *, limit: int, at: datetime.datetime) -> datetime.timedelta | None:
    """Take so many letters out of this minute's allowance; None when there were enough, else how long to wait. In the database, so
    that it holds for all web processes together. More than the limit at once never goes."""
    minute = at.replace(second=0, microsecond=0)
    row, is_new = Spent.objects.get_or_create(who=who[:80], minute=minute)
    if is_new:
        Spent.objects.filter(minute__lt=at - KEPT).delete()
    left = Spent.objects.filter(pk=row.pk, letters__lte=limit - letters).update(letters=F("letters") + letters)
    return None if left else minute + datetime.timedelta(minutes=1) - at
