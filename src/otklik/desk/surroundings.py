"""What the desk knows around a letter: files, notes, earlier letters, other people, promises. Reads only what the agent may see."""

from __future__ import annotations

import datetime
import re
import zoneinfo

from django.db.models import Count
from django.utils import timezone

from otklik.coach.around import Around, Promise, promises
from otklik.kit.clock import now
from otklik.people.models import Agent
from otklik.services.models import Brand
from otklik.tickets.actions import Pledge
from otklik.tickets.models import Direction, State, Ticket
from otklik.tickets.queries import visible_to

NEIGHBOURS = 200  # tickets of the list whose customers' names could slip into a letter
LETTERS = 60  # of this conversation that are looked through
NOTES = 30
_FULL_NAME = re.compile(r"\b[A-ZА-ЯЁ][\w-]+ [A-ZА-ЯЁ][\w-]+")


def around(ticket: Ticket, agent: Agent, text: str) -> Around:
    """The facts of a letter of this text in this ticket; six queries at most, whatever the conversation's length."""
    letters = ticket.messages.exclude(state=State.CANCELLED).filter(is_automatic=False).order_by("-id")
    rows = list(letters.values_list("direction", "reply_text", "text")[:LETTERS])[::-1]
    draft = ticket.drafts.filter(agent=agent, is_note=False).annotate(files=Count("attachments")).first()
    colleagues = [part for row in Agent.objects.values_list("name", "email") for part in row]
    return Around(
        files=draft.files if draft else 0,
        notes=tuple(ticket.notes.order_by("-id").values_list("text", flat=True)[:NOTES]),
        colleagues=tuple(colleagues),
        others=_others(ticket, agent) if _FULL_NAME.search(text.replace(agent.name, "")) else (),
        brand=ticket.brand.name,
        brands=tuple(Brand.objects.exclude(pk=ticket.brand_id).values_list("name", flat=True)),
        sent=tuple(said for direction, _, said in rows if direction == Direction.OUT),
        said=tuple(new or said for direction, new, said in rows if direction == Direction.IN),
    )


def _others(ticket: Ticket, agent: Agent) -> tuple[str, ...]:
    """Names of the other customers in the agent's list, those of tickets they may not see left out: a mark must not betray one."""
    near = visible_to(agent).exclude(requester=ticket.requester_id).order_by("-updated_at")
    return tuple(dict.fromkeys(near.values_list("requester__name", flat=True)[:NEIGHBOURS]))


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
