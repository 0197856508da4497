"""What the ticket's panel says of what is understood: the type and how sure, answers with their words, what is missing, reports, objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from otklik.desk import words
from otklik.desk.hops import picture
from otklik.kit.clock import now
from otklik.outbound import asking
from otklik.outbound.queries import asks, written_of
from otklik.outbound.wording import language_of, signed
from otklik.people.models import Agent
from otklik.people.names import given_name
from otklik.tickets.models import Ticket
from otklik.triage import queries
from otklik.triage.models import DecidedBy, Reading
from otklik.triage.queries import Answer
from otklik.triage.types import types

KINDS = ("domain", "ip", "mailbox", "server", "order", "ticket", "error")
MOODS = {
    "angry": pgettext_lazy("mood", "angry"), "upset": pgettext_lazy("mood", "upset"), "urgent": pgettext_lazy("mood", "in a hurry"),
    "glad": pgettext_lazy("mood", "glad"),
}  # fmt: skip
THINGS = {
    "domain": pgettext_lazy("thing", "Domain"), "ip": pgettext_lazy("thing", "Address"), "mailbox": pgettext_lazy("thing", "Mailbox"), "server": pgettext_lazy("thing", "Server"),
    "order": pgettext_lazy("thing", "Order"), "ticket": pgettext_lazy("thing", "Ticket"), "error": pgettext_lazy("thing", "Error"),
}  # fmt: skip


@dataclass(frozen=True)
class Chip:
    """A type to be said with one press; `key` is the digit that presses it."""

    key: int
    id: str
    label: str
    percent: int


def kinds() -> list[tuple[str, str]]:
    """All types with their names, by name."""
    return sorted(((each, words.kind(each)) for each in types()), key=lambda pair: pair[1])


def kinds_by_words() -> dict[str, str]:
    """Ids of types by what a person may call them in a search: the names in both languages, in lower case."""
    return {each.label[language].lower(): each.id for each in types().values() for language in ("ru", "en")}


def panel(ticket: Ticket) -> dict[str, Any]:
    """What the template needs; four queries at most beside the reading."""
    language = words.reader_language()
    known = queries.reading_of(ticket)
    shown: dict[str, Any] = {
        "kinds": kinds(), "category": ticket.category, "category_label": words.kind(ticket.category),
        "is_known_kind": not ticket.category or ticket.category in types(), "reading": known,
    }  # fmt: skip
    if known is None:
        return {"understood": shown | {"is_open": False}}
    found = queries.answers(known)
    open_ = queries.missing(known)
    reports = [picture(each) for each in known.reports]
    is_weak = any(each.get("weak") for each in known.reports)
    chips = [] if ticket.category or known.decided_by else _chips(known)
    shown |= {
        "chips": chips, "how": _how(known, ticket), "answers": [_answer(each, language) for each in found],
        "missing": [each.text[language] for each in open_], "known": len(found), "of": len(found) + len(open_),
        "share": round(100 * known.completeness) if known.completeness is not None else None,
        "mood": MOODS.get(known.mood, ""), "reports": reports, "things": _things(ticket), "may_ask": bool(open_),
        "asked": known.ask, "asked_ago": words.ago(known.asked_at, now()) if known.asked_at else "",
        "is_open": bool(chips or open_ or is_weak), "is_weak": is_weak,
    }  # fmt: skip
    return {"understood": shown}


def letter(ticket: Ticket, agent: Agent, *, weekday: int, signature: str) -> tuple[str, str] | None:
    """(the letter that asks for what is missing, its questions alone), None when nothing is."""
    found = asks(ticket, by_machine=False)
    if found is None:
        return None
    known, kind, questions = found
    language = language_of(ticket.language, ticket.requester.language, ticket.brand.language)
    written = written_of(ticket, known)
    text = asking.write(
        kind, questions, language=language, name=given_name(ticket.requester.name), agent=agent.name, brand=ticket.brand.name,
        weekday=weekday, mood=known.mood, written=written, is_automatic=False,
    )  # fmt: skip
    return signed(text, signature).rstrip(), asking.asked(questions, language=language, written=written)


def _chips(known: Reading) -> list[Chip]:
    likely = [(name, share) for name, share in known.likely if name in types()]
    return [Chip(key, name, words.kind(name), round(100 * share)) for key, (name, share) in enumerate(likely, 1)]


def _how(known: Reading, ticket: Ticket) -> str:
    """Whose word the type is."""
    if known.decided_by == DecidedBy.AGENT:
        said = ticket.decisions.exclude(agent=None).select_related("agent").order_by("-pk").first()
        return _("said by %(who)s") % {"who": said.agent.name} if said and said.agent else _("said by a colleague")
    if not known.kind or known.kind != known.guess:
        return ""
    why = ", ".join(f"«{each}»" for each in known.words)
    sure = _("%(n)d %% sure") % {"n": min(99, round(100 * known.probability))}
    return f"{sure}: {why}" if why else sure


def _answer(each: Answer, language: str) -> dict[str, Any]:
    return {
        "question": each.question.text[language], "words": each.words, "message": each.message, "start": each.start, "end": each.end,
        "is_file": each.file is not None, "is_report": bool(each.question.special),
    }  # fmt: skip


def _things(ticket: Ticket) -> list[tuple[str, list[str]]]:
    """What the customer names, by kind."""
    found: dict[str, list[str]] = {}
    for kind, value in queries.mentions(ticket):
        found.setdefault(kind, []).append(value)
    return [(str(THINGS[kind]), found[kind]) for kind in KINDS if kind in found]
