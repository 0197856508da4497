"""What the desk does when something has happened: names for live pages, never contents."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.desk.actions import signal
from otklik.kit.clock import now
from otklik.tickets import events
from otklik.tickets.models import Announcement, Event

_ON_ITS_WAY = (events.MESSAGE_SENT, events.MESSAGE_DELAYED, events.MESSAGE_FAILED)


def tell_pages(events: Sequence[Event]) -> None:
    """The tickets' pages and every list have something to fetch."""
    names = [f"ticket-{event.ticket_id}" for event in events if event.ticket_id is not None]
    if names:
        signal([*names, "inbox"], at=now())
def tell_pages(event: Event) -> None:
    """The ticket's page and every list have something to fetch; the wish's page and the board, too."""
    names = [] if event.ticket_id is None else [f"ticket-{event.ticket_id}", "inbox"]
    feature = event.feature_id
    if event.kind in _ON_ITS_WAY:
        row = Announcement.objects.filter(message=event.message_id).values_list("feature_id", flat=True)
        feature = row.first()
    if feature is not None:
        names += [f"feature-{feature}", "features"]
    if names:
        signal(names, at=now())
