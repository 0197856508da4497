"""What triage does when something has happened."""

from __future__ import annotations

from otklik.kit.clock import now
from otklik.tickets import events
from otklik.tickets.models import Event
from otklik.triage import actions

READ = frozenset({events.TICKET_OPENED, events.MESSAGE_RECEIVED})


def read_letter(event: Event) -> None:
    """A letter that came is read, before it is acknowledged; called twice, it does the same once."""
    if event.kind in READ and event.ticket is not None and event.message is not None and not event.message.auto:
        actions.read(event.ticket, at=now())
