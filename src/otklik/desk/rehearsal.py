"""What a rule would have marked in the last letters that went out, before it is switched on."""

from __future__ import annotations

import datetime
import functools
import time
from dataclasses import dataclass

from otklik.coach.reply import Catalogue, Letter, Rule, check
from otklik.coach.reply import situations as library
from otklik.coach.reply.trial import Place, passing, places
from otklik.coach.words import language
from otklik.people.models import Agent
from otklik.tickets.models import Direction, Message, State
from otklik.tickets.queries import hidden_teams

LETTERS = 500  # the last ones
SHOWN = 30  # hits on the page
PATIENCE = 0.5  # seconds for asking what the other rules say; what is left is said to be unknown
LONGEST = 20_000  # characters of a letter that are looked at


@dataclass(frozen=True)
class Hit:
    """Words of a letter that was sent. `known`: titles of other rules that mark them already; None when there was no time to ask."""

    ticket: int
    subject: str
    who: str
    at: datetime.datetime
    place: Place
    known: tuple[str, ...] | None


@dataclass(frozen=True)
class Rehearsal:
    """`looked` letters in the rule's language were read; `letters` of them have `hits` places, of which `new` no other rule marks,
    `known` another does, and `unasked` nobody asked. `shown` are the newest, new ones first."""

    looked: int
    letters: int
    hits: int
    new: int
    known: int
    unasked: int
    shown: tuple[Hit, ...]


def rehearse(rule: Rule, agent: Agent, known: Catalogue) -> Rehearsal:
    """Try a rule on the last letters sent that this agent may see. `known` are the rules in use, what the rule itself
    is among them does not count. Takes under a second."""
    sent = [each for each in _sent(agent) if language(each.text) == rule.lang]
    rule = passing(rule)
    found: list[tuple[Message, list[Place]]] = []
    until = time.monotonic() + PATIENCE
    for looked, message in enumerate(sent):
        if (
            rule.situations and time.monotonic() > until
        ):  # guessing situations takes long: fewer letters are looked at
            sent = sent[:looked]
            break
        marks = places(rule, Letter(message.text[:LONGEST], lang=rule.lang))
        if marks and (not rule.situations or _situation(message, rule.lang) in rule.situations):
            found.append((message, marks))
    until = time.monotonic() + PATIENCE
    hits = [hit for message, marks in found for hit in _hits(message, marks, rule, known, until)]
    new = [each for each in hits if each.known is not None and not each.known]
    old = [each for each in hits if each.known]
    unasked = [each for each in hits if each.known is None]
    shown = (*new, *unasked, *old)[:SHOWN]
    return Rehearsal(len(sent), len(found), len(hits), len(new), len(old), len(unasked), shown)


def _sent(agent: Agent) -> list[Message]:
    """What agents wrote and what has left, newest first; nothing of a ticket that this agent may not see."""
    rows = Message.objects.filter(direction=Direction.OUT, state=State.SENT, is_automatic=False, agent__isnull=False)
    if hidden := hidden_teams(agent):
        rows = rows.exclude(ticket__team_id__in=hidden)
    return list(
        rows.select_related("ticket", "agent")
        .only("text", "created_at", "agent__name", "ticket__subject", "ticket__situation")
        .order_by("-id")[:LETTERS]
    )


def _situation(message: Message, lang: str) -> str:
    """As the composer would have had it: what was said, else the guess from the customer's letter before."""
    if message.ticket.situation:
        return message.ticket.situation
    before = (
        Message.objects.filter(ticket=message.ticket_id, direction=Direction.IN, id__lt=message.pk)
        .order_by("-id")
        .values_list("reply_text", "text")
        .first()
    )
    return library.guess((before[0] or before[1])[:LONGEST], lang).id if before else ""


def _hits(message: Message, marks: list[Place], rule: Rule, known: Catalogue, until: float) -> list[Hit]:
    said: list[tuple[int, int, str]] | None = None
    if time.monotonic() < until:
        found = _marked(message.text[:LONGEST], rule.lang, message.ticket.situation, known)
        said = [(start, end, title) for start, end, name, title in found if name != rule.id]
    return [
        Hit(
            ticket=message.ticket_id, subject=message.ticket.subject, who=message.agent.name if message.agent else "", at=message.created_at,
            place=place,
            known=None if said is None else tuple(dict.fromkeys(title for start, end, title in said if start < place.end and place.start < end)),
        )
        for place in marks
    ]  # fmt: skip


@functools.lru_cache(maxsize=2 * LETTERS)
def _marked(text: str, lang: str, situation: str, known: Catalogue) -> tuple[tuple[int, int, str, str], ...]:
    """(start, end, rule, title) of all that is marked in a letter: asked once while somebody types a rule."""
    return tuple(
        (each.start, each.end, each.rule, each.title)
        for each in check(Letter(text, lang=lang, situation=situation), known)
        if each.start is not None and each.end is not None
    )
