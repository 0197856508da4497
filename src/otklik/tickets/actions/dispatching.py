"""Handing Event rows to the subscribers: claimed in order, marked when all have seen them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Q

from otklik.kit import jobs
from otklik.tickets.models import Event

CLAIM_EXPIRES = datetime.timedelta(minutes=2)


def claim_undispatched(*, at: datetime.datetime, limit: int = 200) -> list[Event]:
    """Events nobody has handed on yet, oldest first; a dead worker's come back after two minutes."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - CLAIM_EXPIRES)
    waiting = Event.objects.filter(free, dispatched_at=None).order_by("id")
    return jobs.claim(waiting, limit=limit, changes={"claimed_at": at})


def mark_dispatched(events: Iterable[Event], *, at: datetime.datetime) -> None:
    """All subscribers have seen these."""
    Event.objects.filter(pk__in=[event.pk for event in events]).update(dispatched_at=at)
