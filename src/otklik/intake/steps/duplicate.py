"""The same letter a second time (two of our addresses, a second delivery) is one message."""

from __future__ import annotations

from otklik.intake.draft import Draft, Stop
from otklik.tickets.models import Direction, Message


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """Stops a Message-ID that we have from this sender already."""
    known = Message.objects.filter(external_id=draft.message_id[:500], direction=Direction.IN, sender=draft.sender)
    found = known.values_list("pk", flat=True).first()
    if found is not None:
        return Stop("we have this letter already", duplicate_of=found), "again"
    return draft, "new"
