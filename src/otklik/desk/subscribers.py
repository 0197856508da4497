"""What the desk does when something has happened: names for live pages, never contents."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.desk.actions import signal
from otklik.kit.clock import now
from otklik.tickets.models import Event


def tell_pages(events: Sequence[Event]) -> None:
    """The tickets' pages and every list have something to fetch."""
    names = [f"ticket-{event.ticket_id}" for event in events if event.ticket_id is not None]
    if names:
        signal([*names, "inbox"], at=now())
