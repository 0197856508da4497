"""What the coach is told of a ticket, and what it says: remarks, the situation, what a letter in it needs, saved replies."""

from __future__ import annotations

import functools
import zoneinfo
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from otklik.coach.around import look
from otklik.coach.reply import Letter, check
from otklik.coach.reply import situations as library
from otklik.coach.reply.fixes import is_safe
from otklik.coach.words import language
from otklik.desk import surroundings, words
from otklik.desk.honesty import with_facts
from otklik.kit.clock import now
from otklik.outbound.wording import language_of
from otklik.people.models import Agent
from otklik.rulebook.queries import HINT, catalogue
from otklik.tickets import wishes
from otklik.tickets.models import Direction, Ticket
from otklik.tickets.wishes import Wish

CANDIDATES = 3  # how many situations are offered when none is sure enough
OPENING = 160  # characters of a saved reply in the list; the page cuts them to its width
UNLIKELY = 0.08  # a share below which a situation is not worth offering
AUTOMATIC = "acknowledgement"  # written by the house itself, never by an agent


@dataclass(frozen=True)
class Reply:
    """A saved reply filled in; `opening`: its first words after the greeting."""

    title: str
    opening: str
    text: str


@dataclass(frozen=True)
class Stock:
    """The saved replies of one situation."""

    label: str
    replies: tuple[Reply, ...]


def letter_of(ticket: Ticket, agent: Agent, text: str) -> Letter:
    """The answer in the making with all that is known around it."""
    newest = ticket.messages.filter(direction=Direction.IN).order_by("-id").first()
    return Letter(
        text=text, lang=language(text), situation=ticket.situation, customer_name=ticket.requester.name, agent_name=agent.name,
        weekday=weekday_of(ticket), incoming=(newest.reply_text or newest.text) if newest else "",
    )  # fmt: skip


def findings(ticket: Ticket, agent: Agent, letter: Letter, dismissed: Collection[str]) -> list[dict[str, Any]]:
    """The coach's remarks as the page wants them, the desk's own among them, in the letter's order and hints last; those that were
    waved off are left out, what asks before sending stays. `safe`: its fix may be made with others at one press."""
    found = []
    own = look(letter, surroundings.around(ticket, agent, letter.text))
    for each in (*own, *with_facts(check(letter, catalogue()), letter.text, _wishes(ticket))):
        key = f"{each.rule}:{letter.text[each.start : each.end].lower() if each.start is not None else ''}"[:200]
        if key not in dismissed or each.asks:
            found.append({
                "rule": each.rule, "start": each.start, "end": each.end, "message": each.message, "why": each.why, "key": key,
                "suggestion": each.suggestion, "asks": each.asks, "title": each.title, "safe": is_safe(each, letter.text),
                "severity": each.severity,
            })  # fmt: skip
    return sorted(found, key=lambda each: (each["severity"] == HINT, each["start"] is None, each["start"] or 0))


def promise(ticket: Ticket, letter: Letter) -> dict[str, Any] | None:
    """The soonest thing that the letter promises, and the reminder that is offered for it, in the reader's zone; None without one."""
    found = surroundings.promised(ticket, letter.text, letter.lang)
    if not found:
        return None
    remind = timezone.localtime(found[0].remind)
    return {"words": found[0].words, "remind": f"{remind:%Y-%m-%dT%H:%M}", "said": words.moment(remind)}


def situation(ticket: Ticket, letter: Letter) -> dict[str, Any]:
    """What was said to be the situation (`said`), else the guess (`guesses`, sure of one or up to three) and the customer's words
    that it rests on."""
    if letter.situation:
        return {"said": letter.situation, "guesses": [], "is_sure": True, "why": []}
    guess = _guess(letter.incoming, _status(_wishes(ticket)))
    guesses = [{"id": each, "label": words.situation(each)} for each in _candidates(guess)]
    return {"said": "", "guesses": guesses, "is_sure": bool(guess), "why": list(guess.why)}


def checklist(ticket: Ticket, letter: Letter) -> dict[str, Any]:
    """What a letter in this situation must contain, in the letter's language, and which of it is there."""
    if not letter.situation:
        guess = _guess(letter.incoming, _status(_wishes(ticket)))
        letter = replace(letter, situation=guess.id)
    items = library.checklist(letter) if letter.situation else []
    return {"lang": letter.lang, "items": [{"question": each.question, "done": each.done} for each in items]}


def saved_replies(ticket: Ticket, agent: Agent, *, signature: str) -> list[Stock]:
    """Saved replies of the ticket's situation, or of those that it may be, in the customer's language, under our signature."""
    letter = letter_of(ticket, agent, "")
    lang, wished = _language(ticket), _wishes(ticket)
    address = ticket.account.address if ticket.account else ""
    facts = library.Facts(
        customer_name=ticket.requester.name, agent_name=agent.name, agent_gender=agent.gender, brand=ticket.brand.name,
        product=ticket.brand.product, weekday=letter.weekday, mail_domain=address.rpartition("@")[2],
        mail_addresses=tuple(ticket.brand.mail_hosts) or ((address,) if address else ()), links=ticket.brand.help_links,
        feature=wished[0].title if wished else "", feature_status=_status(wished),
    )  # fmt: skip
    names = [letter.situation] if letter.situation else _candidates(_guess(letter.incoming, _status(wished)))
    stocks = [
        Stock(
            words.situation(name),
            tuple(_signed(each, facts, signature) for each in library.saved_replies(name, lang, facts)),
        )
        for name in names
    ]
    return [each for each in stocks if each.replies]


def _signed(reply: library.Filled, facts: library.Facts, signature: str) -> Reply:
    """The reply with the agent's own signature for the plain one that it ends with."""
    body = reply.text.removesuffix(f"{facts.agent_name}\n{facts.brand}")
    text = reply.text if body == reply.text else body + signature
    parts = text.split("\n\n")
    return Reply(reply.title, parts[min(1, len(parts) - 1)][:OPENING], text)


def _candidates(guess: library.Guess) -> list[str]:
    """The sure one, else up to three that it may be."""
    if guess:
        return [guess.id]
    return [each for each, share in guess.likely if share >= UNLIKELY and each != AUTOMATIC][:CANDIDATES]


@functools.lru_cache(maxsize=512)
def _guess(incoming: str, feature_status: str) -> library.Guess:
    """Guessed once for all the keystrokes of an answer."""
    return library.guess(incoming, context=library.Context(feature_status))


def _wishes(ticket: Ticket) -> list[Wish]:
    return wishes.of_ticket(ticket, _language(ticket))


def _status(wished: list[Wish]) -> str:
    """How far the wish is that was linked last, "" without one."""
    return wished[0].status if wished else ""


def _language(ticket: Ticket) -> str:
    """ru or en: what we write to this customer in."""
    return language_of(ticket.language, ticket.requester.language, ticket.brand.language)


def weekday_of(ticket: Ticket) -> int:
    """The customer's day, 0 is Monday."""
    zone = zoneinfo.ZoneInfo(ticket.requester.time_zone or ticket.brand.time_zone)
    return now().astimezone(zone).weekday()
