"""Two robots that answer each other fill a desk overnight: after so many letters in a window, one sender is a machine."""

from __future__ import annotations

import datetime
from dataclasses import replace

from otklik.intake.draft import Draft, Stop
from otklik.tickets.models import Direction, Message

IN_A_TICKET = (datetime.timedelta(hours=1), 40)  # from whomever: robots that answer each other through us
WINDOWS = ((datetime.timedelta(minutes=10), 20), (datetime.timedelta(hours=24), 200))


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """A sender or a ticket over a limit is in the hands of machines: kept, never answered, nothing reopened."""
    if draft.mail.auto:
        return draft, "a machine already"
    recent = Message.objects.filter(contact__identities__value=draft.sender, direction=Direction.IN)
    for window, limit in WINDOWS:
        # The limit bounds the count: what lies beyond it is not read.
        count = len(recent.filter(created_at__gt=draft.at - window).values_list("pk", flat=True)[:limit])
        if count >= limit:
            return replace(draft, mail=replace(draft.mail, auto="loop")), f"{count} letters in {window}"
    if draft.ticket_id is not None:
        window, limit = IN_A_TICKET
        here = Message.objects.filter(
            ticket_id=draft.ticket_id, direction=Direction.IN, created_at__gt=draft.at - window
        )
        if len(here.values_list("pk", flat=True)[:limit]) >= limit:
            return replace(draft, mail=replace(draft.mail, auto="loop")), f"{limit} letters in one ticket in {window}"
    return draft, "calm"
