"""Two robots that answer each other fill a desk overnight: after so many letters in a window, one sender is a machine."""

from __future__ import annotations

import datetime
from dataclasses import replace

from otklik.intake.draft import Draft, Stop
from otklik.people.models import Identity
from otklik.tickets.models import Direction, Message

IN_A_TICKET = (datetime.timedelta(hours=1), 40)  # from whomever: robots that answer each other through us
WINDOWS = ((datetime.timedelta(minutes=10), 20), (datetime.timedelta(hours=24), 200))


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """A sender or a ticket over a limit is in the hands of machines: kept, never answered, nothing reopened."""
    identity = Identity.objects.select_related("contact").filter(kind="email", value=draft.sender).first()
    draft = replace(draft, identity=identity)
    if draft.mail.auto:
        return draft, "a machine already"
    # Of a new sender there are none; the ticket is counted all the same.
    recent = _times(identity.contact_id, draft.at) if identity is not None else []
    for window, limit in WINDOWS:
        count = sum(each > draft.at - window for each in recent)
        if count >= limit:
            return replace(draft, mail=replace(draft.mail, auto="loop")), f"{count} letters in {window}"
    window, limit = IN_A_TICKET
    if draft.ticket_id is not None and draft.ticket_messages >= limit:
        here = Message.objects.filter(
            ticket_id=draft.ticket_id, direction=Direction.IN, created_at__gt=draft.at - window
        )
        if len(here.values_list("pk", flat=True)[:limit]) >= limit:
            return replace(draft, mail=replace(draft.mail, auto="loop")), f"{limit} letters in one ticket in {window}"
    return draft, "calm"


def _times(contact_id: int, at: datetime.datetime) -> list[datetime.datetime]:
    """When the contact wrote in the longest window, from any address of theirs. The limit bounds the count: what lies
    beyond it is not read."""
    longest, most = WINDOWS[-1]
    letters = Message.objects.filter(contact_id=contact_id, direction=Direction.IN, created_at__gt=at - longest)
    return list(letters.order_by("-created_at").values_list("created_at", flat=True)[:most])
