"""What the desk does when something has happened: names for live pages, never contents."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.desk.actions import signal
from otklik.kit.clock import now
from otklik.tickets import events
from otklik.tickets.models import Announcement, Event

_ON_ITS_WAY = (events.MESSAGE_SENT, events.MESSAGE_DELAYED, events.MESSAGE_FAILED)


def tell_pages(events: Sequence[Event]) -> None:
    """The tickets' pages and every list have something to fetch; pages of wishes, too, also of a letter on its way."""
    names = [f"ticket-{event.ticket_id}" for event in events if event.ticket_id is not None]
    names += ["inbox"] if names else []
    on_their_way = [event.message_id for event in events if event.kind in _ON_ITS_WAY]
    features = {event.feature_id for event in events if event.feature_id is not None}
    if on_their_way:
        features.update(Announcement.objects.filter(message__in=on_their_way).values_list("feature", flat=True))
    if features:
        names += [*(f"feature-{each}" for each in sorted(features)), "features"]
    if names:
        signal(names, at=now())
