"""Handing Event rows to the subscribers: claimed in order, marked when all have seen them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction

from otklik.kit import jobs
from otklik.tickets.models import Event


def claim_undispatched(*, at: datetime.datetime, limit: int = 200) -> list[Event]:
    """Events nobody has handed on yet, oldest first."""
    waiting = Event.objects.filter(dispatched_at=None, claimed_at=None).order_by("id")
    # What every subscriber looks at; the rest is read by who needs it. Nine tables in one question take PostgreSQL
    # 4 ms to plan.
    waiting = waiting.select_related("message", "ticket__brand")
    return jobs.claim(waiting, limit=limit, changes={"claimed_at": at})


@transaction.atomic
def take_back_events() -> int:
    """Events that a dead process had claimed wait again; how many. For the only one who hands events on now."""
    return Event.objects.filter(dispatched_at=None).exclude(claimed_at=None).update(claimed_at=None)


def mark_dispatched(events: Iterable[Event], *, at: datetime.datetime) -> None:
    """All subscribers have seen these."""
    Event.objects.filter(pk__in=[event.pk for event in events]).update(dispatched_at=at)
