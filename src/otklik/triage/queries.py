"""Reads of what is understood: a ticket's reading with the customer's words, who takes what, what is not read yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from otklik.coach.request.catalogue import Question
from otklik.people.models import Team
from otklik.tickets import events
from otklik.tickets.models import Attachment, Event, Message, Ticket
from otklik.triage.models import Mention, Reading, Route
from otklik.triage.types import types

# What the machine writes in somebody's name is no touch of theirs.
_NO_TOUCH = (events.ACKNOWLEDGEMENT_QUEUED, events.MESSAGE_SENT, events.MESSAGE_DELAYED, events.MESSAGE_FAILED, events.ANNOUNCEMENT_QUEUED)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """A question and the customer's words that answer it: `words` are `message`'s text from `start` to `end`, or (`file`) those of
    an attachment, whose name is said instead."""

    question: Question
    words: str
    message: int
    start: int
    end: int
    file: int | None


def reading_of(ticket: Ticket) -> Reading | None:
    """What is known of the ticket, None when it has not been read."""
    return Reading.objects.filter(ticket=ticket).first()


def answers(reading: Reading) -> list[Answer]:
    """What the customer has answered, in the type's order: two queries."""
    kind = types().get(reading.kind)
    if kind is None or not reading.answers:
        return []
    places: Mapping[str, Any] = reading.answers
    texts = {
        pk: new or text
        for pk, new, text in Message.objects.filter(
            pk__in={each["message"] for each in places.values()}, ticket=reading.ticket_id
        ).values_list("pk", "reply_text", "text")
    }
    files = {each["file"] for each in places.values() if each["file"]}
    names = dict(Attachment.objects.filter(pk__in=files).values_list("pk", "filename")) if files else {}
    found = []
    for question in kind.questions:
        place = places.get(question.id)
        if place is None:
            continue
        text = texts.get(place["message"], "")
        words = names.get(place["file"], "") if place["file"] else text[place["start"] : place["end"]]
        found.append(
            Answer(question, " ".join(words.split()), place["message"], place["start"], place["end"], place["file"])
        )
    return found


def missing(reading: Reading) -> list[Question]:
    """The questions that are open, in the type's order."""
    kind = types().get(reading.kind)
    return [each for each in kind.questions if each.id in reading.missing] if kind else []


def mentions(ticket: Ticket) -> list[tuple[str, str]]:
    """(kind, value) of what the customer names, in the order of naming."""
    return list(Mention.objects.filter(ticket=ticket).order_by("pk").values_list("kind", "value"))


def routes() -> dict[str, int]:
    """Ids of the teams that take the types that somebody takes."""
    return dict(Route.objects.values_list("kind", "team_id"))


def team_for(kind: str) -> Team | None:
    """Who takes requests of this type, None: nobody in particular."""
    route = Route.objects.select_related("team").filter(kind=kind).first() if kind else None
    return route.team if route else None


def is_touched(ticket: Ticket) -> bool:
    """Whether an agent has done anything with the ticket: then the machine leaves it where it is."""
    if ticket.assignee_id is not None:
        return True
    return Event.objects.filter(ticket=ticket, agent__isnull=False).exclude(kind__in=_NO_TOUCH).exists()


def unread(*, after: int, limit: int, of_all: bool, model: str) -> list[Ticket]:
    """Tickets to be read, by number: those without a reading and those that another version read, or (`of_all`) all."""
    rows: QuerySet[Ticket] = Ticket.objects.filter(pk__gt=after)
    if not of_all:
        rows = rows.exclude(reading__model=model)
    return list(rows.select_related("requester", "brand", "account").order_by("pk")[:limit])
