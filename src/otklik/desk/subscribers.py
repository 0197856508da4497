"""What the desk does when something has happened: names for live pages, never contents."""

from __future__ import annotations

from otklik.desk.actions import signal
from otklik.kit.clock import now
from otklik.tickets.models import Event


def tell_pages(event: Event) -> None:
    """The ticket's page and every list have something to fetch."""
    if event.ticket_id is not None:
        signal([f"ticket-{event.ticket_id}", "inbox"], at=now())
