"""Reads of envelopes and of what the listener must know."""

from __future__ import annotations

import datetime
import threading
import time

from django.db.models import QuerySet

from otklik.channels.kinds.email.tokens import plain_address
from otklik.channels.models import Account
from otklik.intake.models import Envelope, EnvelopeState

REMEMBERED = 5.0  # seconds


class Addresses:
    """Our mail addresses, asked of the database at most every few seconds; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: frozenset[str] = frozenset()
        self._read_at = float("-inf")

    def __call__(self, address: str) -> bool:
        """Whether letters to this address (with anything behind a plus) are for us."""
        with self._lock:
            if time.monotonic() - self._read_at > REMEMBERED:
                rows = Account.objects.filter(kind="email", is_active=True).values_list("address", flat=True)
                self._known, self._read_at = frozenset(rows), time.monotonic()
            return plain_address(address) in self._known


def waiting(limit: int = 50) -> list[Envelope]:
    """Letters that nobody has read, oldest first: an answer is read after the letter that it answers."""
    return list(Envelope.objects.filter(state=EnvelopeState.NEW).order_by("id")[:limit])


def quarantined() -> QuerySet[Envelope]:
    """Letters that need a person, newest first."""
    return Envelope.objects.filter(state=EnvelopeState.QUARANTINED).order_by("-received_at").defer("raw")


def last_arrival(account_id: int) -> datetime.datetime | None:
    """When the newest letter of an account came."""
    rows = Envelope.objects.filter(account_id=account_id).order_by("-pk")
    return rows.values_list("received_at", flat=True).first()
