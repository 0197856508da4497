"""Finding tickets by what a person typed, within what that person may see; newest matches first."""

from __future__ import annotations

import datetime
import functools
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from rapidfuzz.distance import DamerauLevenshtein

from otklik.people.models import Agent, Contact, Identity
from otklik.tickets.models import Attachment, NameGram, Priority, SearchDocument, Status, Ticket
from otklik.tickets.queries import visible_to
from otklik.tickets.search.index import grams, text_of
from otklik.tickets.search.query import Filter, Query, Term, parse
from otklik.tickets.search.words import normal, stem

READ_AT_ONCE = 400


@dataclass(frozen=True)
class Hit:
    """A ticket found. `snippet` are the words around the match, as (text, is_match) pieces."""

    ticket_id: int
    document_id: int | None
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Found:
    """A page of hits; `next_before` continues it (pass as `before`), None at the end; `corrected` is the name
    that was looked for instead of a misspelt one."""

    query: Query
    hits: tuple[Hit, ...]
    next_before: int | None
    corrected: str


def find(
    agent: Agent,
    text: str,
    *,
    today: datetime.date,
    limit: int = 50,
    before: int | None = None,
    kinds: Mapping[str, str] | None = None,
) -> Found:
    """One page of tickets for `agent`. `kinds`: see `parse`. `before` is the `next_before` of the page above."""
    query = parse(text, today=today, kinds=kinds)
    if query.is_empty:
        return Found(query, (), None, "")
    tickets = _filtered(visible_to(agent), query.filters, agent=agent)
    if not query.terms or all(term.is_excluded for term in query.terms):
        return _by_filters_only(query, _without(tickets, query.terms), limit=limit, before=before)
    corrected = ""
    pairs = _pairs(query.terms, tickets if query.filters else None, agent=agent, limit=limit, before=before)
    if not pairs and before is None:
        terms, corrected = _corrected(query.terms)
        if corrected:
            query = replace(query, terms=terms)
            pairs = _pairs(terms, tickets if query.filters else None, agent=agent, limit=limit, before=before)
    hits = _with_number(query, pairs, agent=agent) if before is None else pairs
    next_before = pairs[limit - 1][1] if len(pairs) > limit else None
    return Found(query, _with_snippets(hits[:limit], query.terms), next_before, corrected)


def _pairs(
    terms: Iterable[Term], tickets: QuerySet[Ticket] | None, *, agent: Agent, limit: int, before: int | None
) -> list[tuple[int, int]]:
    """(ticket, its newest matching document) in the order of the documents, newest first; one more than `limit`."""
    seen: dict[int, int] = {}
    position = before
    while len(seen) <= limit:
        rows = _matching(terms, before=position, limit=READ_AT_ONCE)
        if not rows:
            break
        wanted = [ticket for ticket, _ in rows if ticket not in seen]
        allowed = set(
            (tickets if tickets is not None else visible_to(agent))
            .filter(pk__in=set(wanted))
            .values_list("pk", flat=True)
        )
        for ticket, document in rows:
            if ticket in allowed and ticket not in seen and len(seen) <= limit:
                seen[ticket] = document
        position = rows[-1][1]
        if len(rows) < READ_AT_ONCE:
            break
    return list(seen.items())


def _matching(terms: Iterable[Term], *, before: int | None, limit: int) -> list[tuple[int, int]]:
    match, sql = (_tsquery(terms), _POSTGRES) if connection.vendor == "postgresql" else (_fts5(terms), _SQLITE)
    with connection.cursor() as cursor:
        cursor.execute(sql, [match, before or 2**62, limit])
        return [(int(ticket), int(document)) for ticket, document in cursor.fetchall()]


_SQLITE = """
    SELECT d.ticket_id, d.id FROM tickets_search_fts f CROSS JOIN tickets_searchdocument d ON d.id = f.rowid
    WHERE f.terms MATCH %s AND f.rowid < %s ORDER BY f.rowid DESC LIMIT %s
"""
_POSTGRES = """
    SELECT ticket_id, id FROM tickets_searchdocument
    WHERE vector @@ %s::tsquery AND id < %s ORDER BY id DESC LIMIT %s
"""


def _fts5(terms: Iterable[Term]) -> str:
    wanted, unwanted = _split(terms)
    parts = []
    for term in wanted:
        phrase = f'"{" ".join(term.stems)}"'
        if term.is_prefix:
            phrase = f'({phrase} OR "{" ".join((*term.stems[:-1], term.typed))}" *)'
        parts.append(phrase)
    match = " AND ".join(parts)
    return (
        f"({match}) NOT ({' OR '.join(chr(34) + ' '.join(t.stems) + chr(34) for t in unwanted)})"
        if unwanted
        else match
    )


def _tsquery(terms: Iterable[Term]) -> str:
    wanted, unwanted = _split(terms)
    parts = []
    for term in wanted:
        phrase = " <-> ".join(f"'{piece}'" for piece in term.stems)
        if term.is_prefix:
            going_on = " <-> ".join([*(f"'{piece}'" for piece in term.stems[:-1]), f"'{term.typed}':*"])
            phrase = f"({phrase}) | ({going_on})"
        parts.append(f"({phrase})")
    parts += [f"!({' <-> '.join(f'{chr(39)}{piece}{chr(39)}' for piece in term.stems)})" for term in unwanted]
    return " & ".join(parts)


def _split(terms: Iterable[Term]) -> tuple[list[Term], list[Term]]:
    every = list(terms)
    return [term for term in every if not term.is_excluded], [term for term in every if term.is_excluded]


def _by_filters_only(query: Query, tickets: QuerySet[Ticket], *, limit: int, before: int | None) -> Found:
    """No words: the newest tickets that pass; `before` counts the tickets already shown."""
    skip = before or 0
    ids = list(tickets.order_by("-updated_at").values_list("pk", flat=True)[skip : skip + limit + 1])
    hits = tuple(Hit(number, None, ()) for number in ids[:limit])
    return Found(query, hits, skip + limit if len(ids) > limit else None, "")


def _without(tickets: QuerySet[Ticket], terms: Iterable[Term]) -> QuerySet[Ticket]:
    """Only words to leave out: the tickets in which none of them stands."""
    unwanted = list(terms)
    if not unwanted:
        return tickets
    if connection.vendor == "postgresql":
        match = " | ".join(
            f"({' <-> '.join(f'{chr(39)}{piece}{chr(39)}' for piece in term.stems)})" for term in unwanted
        )
        where = "number NOT IN (SELECT ticket_id FROM tickets_searchdocument WHERE vector @@ %s::tsquery)"
    else:
        match = " OR ".join(f'"{" ".join(term.stems)}"' for term in unwanted)
        where = (
            "number NOT IN (SELECT d.ticket_id FROM tickets_search_fts f JOIN tickets_searchdocument d ON d.id = f.rowid"
            " WHERE f.terms MATCH %s)"
        )
    return tickets.extra(where=[where], params=[match])  # noqa: S610 -- both texts are ours; the words are a parameter


def _with_number(query: Query, pairs: list[tuple[int, int]], *, agent: Agent) -> list[tuple[int, int | None]]:
    """The ticket whose number was typed comes first."""
    others: list[tuple[int, int | None]] = [pair for pair in pairs if pair[0] != query.number]
    if query.number is not None and visible_to(agent).filter(pk=query.number).exists():
        document = next((found for number, found in pairs if number == query.number), None)
        return [(query.number, document), *others]
    return others


def _filtered(tickets: QuerySet[Ticket], filters: Iterable[Filter], *, agent: Agent) -> QuerySet[Ticket]:
    for each in filters:
        condition = _CONDITIONS[each.name](each.value, agent)
        tickets = tickets.exclude(condition) if each.is_excluded else tickets.filter(condition)
    return tickets


def _from(value: str, agent: Agent) -> Q:
    by_address = Identity.objects.filter(value__contains=value).values("contact_id")
    # SQLite compares Cyrillic letters with their case: the words of names are looked for as they are usually written.
    spellings = {value, value.capitalize(), value.title(), value.upper()}
    by_name = Contact.objects.filter(functools.reduce(operator.or_, (Q(name__contains=s) for s in spellings))).values(
        "pk"
    )
    return Q(requester_id__in=by_address) | Q(requester_id__in=by_name)


def _assignee(value: str, agent: Agent) -> Q:
    if value in ("me", "я", "мне", "мои"):
        return Q(assignee=agent)
    if value in ("none", "nobody", "нет", "никто", "никому"):
        return Q(assignee=None)
    people = [a.pk for a in Agent.objects.all() if value in normal(a.name) or value in a.email]
    return Q(assignee_id__in=people)


def _named(field: str, value: str) -> Q:
    spellings = {value, value.capitalize(), value.title(), value.upper()}
    return functools.reduce(operator.or_, (Q(**{f"{field}__contains": each}) for each in spellings))


def _before(value: str, agent: Agent) -> Q:
    return Q(updated_at__lt=_midnight(value))


def _after(value: str, agent: Agent) -> Q:
    return Q(updated_at__gte=_midnight(value) + datetime.timedelta(days=1))


def _midnight(day: str) -> datetime.datetime:
    """The start of an ISO day in the reader's zone."""
    return timezone.make_aware(datetime.datetime.fromisoformat(day))


_CONDITIONS: dict[str, Callable[[str, Agent], Q]] = {
    "from": _from,
    "status": lambda value, agent: Q(status=Status(value)),
    "assignee": _assignee,
    "team": lambda value, agent: _named("team__name", value),
    "tag": lambda value, agent: Q(pk__in=Ticket.tags.through.objects.filter(tag__name=value).values("ticket_id")),
    "brand": lambda value, agent: _named("brand__name", value) | Q(brand__slug=value),
    "priority": lambda value, agent: Q(priority=Priority(int(value))),
    "type": lambda value, agent: Q(category=value),
    "before": _before,
    "after": _after,
    "has": lambda value, agent: Q(
        pk__in=Attachment.objects.filter(is_inline=False, message__isnull=False).values("message__ticket_id")
    ),
    "subject": lambda value, agent: _named("subject", value),
}


def _corrected(terms: Iterable[Term]) -> tuple[tuple[Term, ...], str]:
    """Words nobody wrote, put as the nearest word of a known name; and the corrected words, or ""."""
    changed: list[Term] = []
    said: list[str] = []
    for term in terms:
        near = _near_name(term.typed) if len(term.stems) == 1 and not term.is_excluded else None
        if near is None or near == term.typed:
            changed.append(term)
        else:
            changed.append(Term((stem(near),), near))
            said.append(near)
    return tuple(changed), " ".join(said)


def _near_name(word: str) -> str | None:
    """The word of a name within one slip (two in words of eight letters and more), if any."""
    if not 4 <= len(word) <= 40 or any(letter.isdigit() for letter in word):
        return None
    pieces = grams(word)
    counts: dict[str, int] = {}
    for known in NameGram.objects.filter(gram__in=pieces).values_list("word__word", flat=True)[:5000]:
        counts[known] = counts.get(known, 0) + 1
    slips = 2 if len(word) >= 8 else 1
    candidates = [known for known, shared in counts.items() if shared >= len(pieces) - 3 * slips - 1]
    ranked = sorted((DamerauLevenshtein.distance(word, known, score_cutoff=slips), known) for known in candidates)
    return ranked[0][1] if ranked and ranked[0][0] <= slips else None


def _with_snippets(pairs: Iterable[tuple[int, int | None]], terms: Iterable[Term]) -> tuple[Hit, ...]:
    wanted, _ = _split(terms)
    pairs = list(pairs)
    documents = SearchDocument.objects.select_related("message", "note").in_bulk(
        [d for _, d in pairs if d is not None]
    )
    pattern = re.compile(
        "|".join(rf"\b{re.escape(piece)}\w*" for term in wanted for piece in {*term.stems, term.typed} if piece)
        or r"(?!)"
    )
    return tuple(
        Hit(ticket, document, tuple(_snippet(text_of(documents[document]), pattern)) if document in documents else ())
        for ticket, document in pairs
    )


def _snippet(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """Some 160 characters around the first match, cut at words; nothing when the match is in subject or name."""
    text = text[:20_000]
    first = pattern.search(normal(text)) if len(normal(text)) == len(text) else None
    if first is None:
        if text:
            yield " ".join(text[:160].split()), False
        return
    start = text.rfind(" ", 0, max(first.start() - 50, 0)) + 1 if first.start() > 50 else 0
    piece = text[start : start + 170]
    at = 0
    for match in pattern.finditer(normal(piece)):
        yield (("… " if start and not at else "") + piece[at : match.start()].replace("\n", " ")), False
        yield piece[match.start() : match.end()], True
        at = match.end()
    yield piece[at:].replace("\n", " "), False
