"""What the desk knows around a letter: files, notes, earlier letters, other people, promises. Reads only what the agent may see."""

from __future__ import annotations

import datetime
import zoneinfo

from django.db.models import QuerySet
from django.utils import timezone

from otklik.coach.around import Around, Promise, promises
from otklik.kit.clock import now
from otklik.people.models import Agent
from otklik.services.models import Brand
from otklik.tickets.actions import Pledge
from otklik.tickets.models import Direction, Message, State, Ticket
from otklik.tickets.queries import visible_to

NEIGHBOURS = 200  # tickets of the list whose customers' names could slip into a letter
LETTERS = 30  # of this conversation that are looked through, each way
NOTES = 30


def around(ticket: Ticket, agent: Agent) -> Around:
    """The facts of a letter in this ticket; seven queries whatever the conversation's length."""
    letters = ticket.messages.exclude(state=State.CANCELLED).filter(is_automatic=False).order_by("-id")
    said = _texts(letters.filter(direction=Direction.IN))
    sent = _texts(letters.filter(direction=Direction.OUT))
    draft = ticket.drafts.filter(agent=agent, is_note=False).first()
    near = visible_to(agent).exclude(requester=ticket.requester_id).order_by("-updated_at")
    colleagues = [part for row in Agent.objects.values_list("name", "email") for part in row]
    return Around(
        files=draft.attachments.count() if draft else 0,
        notes=tuple(ticket.notes.order_by("-id").values_list("text", flat=True)[:NOTES]),
        colleagues=tuple(colleagues),
        others=tuple(dict.fromkeys(near.values_list("requester__name", flat=True)[:NEIGHBOURS])),
        brand=ticket.brand.name,
        brands=tuple(Brand.objects.exclude(pk=ticket.brand_id).values_list("name", flat=True)),
        sent=sent,
        said=said,
    )


def _texts(letters: QuerySet[Message]) -> tuple[str, ...]:
    rows = letters.values_list("reply_text", "text")[:LETTERS]
    return tuple(reply or text for reply, text in reversed(rows))


def promised(ticket: Ticket, text: str, lang: str) -> list[Promise]:
    """What the letter promises, by the brand's clock; the soonest first."""
    zone = zoneinfo.ZoneInfo(ticket.brand.time_zone)
    return sorted(promises(text, now().astimezone(zone), lang), key=lambda each: each.due)


def pledge(ticket: Ticket, text: str, lang: str, remind: str) -> Pledge | None:
    """The reminder that was accepted with the letter; None when the letter no longer promises anything. `remind` is the moment that
    the agent chose, as a page writes it (local, no zone); one that is no moment, or past, leaves our own."""
    found = promised(ticket, text, lang)
    if not found:
        return None
    first = found[0]
    try:
        chosen = timezone.make_aware(datetime.datetime.fromisoformat(remind))
    except (ValueError, OverflowError):
        chosen = first.remind
    return Pledge(first.words, first.due, chosen if now() < chosen else first.remind)
