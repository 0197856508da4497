"""Reads of wishes: the board, what a ticket asks for, which wish fits some words, whom to tell."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Max, Q, QuerySet

from otklik.people.models import Agent, Contact, Identity
from otklik.people.rules import may_write
from otklik.services.models import Brand, FeatureRequest
from otklik.services.rules import is_sentence_stale, sentence_of, title_of
from otklik.tickets.models import Announcement, AnnouncementState, Direction, Event, Message, State, Ticket, Vote
from otklik.tickets.queries import visible_to
from otklik.tickets.search.words import normal, stem, stems, words

READ_AT_ONCE = 3_000  # wishes that a search looks through, those with the latest changes first


class Reason(StrEnum):
    """Why a customer gets no letter."""

    BY_HAND = "by-hand"
    NO_TICKET = "no-ticket"
    NO_ADDRESS = "no-address"
    ERASED = "erased"
    UNDELIVERABLE = "undeliverable"
    NO_MAILBOX = "no-mailbox"


@dataclass(frozen=True)
class Wish:
    """What a ticket asks for, as facts for its letter: name and sentence in the letter's language (ru or en)."""

    pk: int
    title: str
    status: str
    sentence: str
    is_stale: bool  # the written sentence spoke of another status; `sentence` is the plain truth instead


@dataclass(frozen=True)
class Asker:
    """Whom to tell: through which ticket, in whose name, at which address; or why not."""

    contact: Contact
    ticket: Ticket | None
    agent: Agent | None
    to: str
    reason: str = ""


def living(brand: Brand | None = None) -> QuerySet[FeatureRequest]:
    """Wishes that were not merged away, with `voices`: how many people ask; most first. With a brand, its own and the house's."""
    rows = FeatureRequest.objects.filter(merged_into=None).select_related("brand")
    if brand is not None:
        rows = rows.filter(Q(brand=brand) | Q(brand=None))
    return (
        rows.annotate(voices=Count("votes__contact", distinct=True))
        .order_by("-voices", "-updated_at")
        .defer("description")
    )


def of_ticket(ticket: Ticket, language: str) -> list[Wish]:
    """What this ticket asks for, the latest link first. One query."""
    rows = FeatureRequest.objects.filter(votes__ticket=ticket).order_by("-votes__pk")
    return [
        Wish(
            row.pk,
            title_of(row, language) or row.title,
            row.status,
            sentence_of(row, language),
            is_sentence_stale(row),
        )
        for row in rows
    ]


def matching(typed: str, *, brand: Brand | None, limit: int | None = None) -> list[FeatureRequest]:
    """Wishes with all the typed words in any form, the last one perhaps half typed; most asked for first."""
    rows = living(brand)
    wanted = [each.group() for each in words(normal(typed))]
    found = [row for row in rows[:READ_AT_ONCE] if all(_has(row.stems.split(), word) for word in wanted)]
    return found[:limit]


def fitting(text: str, *, brand: Brand | None, limit: int) -> tuple[list[FeatureRequest], bool]:
    """(wishes that a customer's words seem to be about, best first, then those most asked for; whether the first one
    is about them rather than not: over half of its name, by weight, is in the words)."""
    rows = list(living(brand)[:READ_AT_ONCE])
    said = set(stems(text))
    spread = Counter(each for row in rows for each in set(row.stems.split()))
    shares = {
        row.pk: max(_share(title, said, spread, len(rows)) for title in (row.title, row.title_en)) for row in rows
    }
    found = sorted(rows, key=lambda row: -shares[row.pk])[:limit]
    return found, bool(found) and shares[found[0].pk] > 0.5


def _has(terms: list[str], word: str) -> bool:
    root = stem(word)
    return any(term == root or term.startswith(word) or (len(term) >= 4 and word.startswith(term)) for term in terms)


def _share(title: str, said: set[str], spread: Counter[str], total: int) -> float:
    """How much of a name is in the text, 0 … 1: words that many wishes share weigh little, the very short nothing."""
    weights = {each: math.log(1 + total / max(spread[each], 1)) for each in stems(title) if len(each) > 2}
    return sum(weights[each] for each in weights if each in said) / sum(weights.values()) if weights else 0.0


def voices(agent: Agent, feature: FeatureRequest) -> tuple[list[Vote], int]:
    """(votes whose tickets this agent may see, or that have none; how many more people there are), newest first."""
    rows = Vote.objects.filter(feature=feature).select_related("contact__organization", "ticket__brand", "agent")
    shown = rows.filter(Q(ticket=None) | Q(ticket__in=visible_to(agent))).order_by("-pk")
    people = rows.values("contact").distinct().count()
    found = list(shown)
    return found, people - len({vote.contact_id for vote in found})


def history(agent: Agent, feature: FeatureRequest) -> QuerySet[Event]:
    """What happened to a wish, newest first; what happened in tickets that this agent may not see left out."""
    own = Q(ticket=None) | Q(ticket__in=visible_to(agent), kind__startswith="feature-", kind__endswith="linked")
    return Event.objects.filter(own, feature=feature).select_related("agent", "ticket").order_by("-pk")


def announcements(agent: Agent, feature: FeatureRequest) -> QuerySet[Announcement]:
    """The letters about a shipped wish that this agent may see: by their tickets. In the order they were written."""
    rows = Announcement.objects.filter(feature=feature).filter(Q(ticket=None) | Q(ticket__in=visible_to(agent)))
    return rows.select_related("contact", "ticket__brand", "ticket__account", "agent", "message").order_by("pk")


def announced(feature: FeatureRequest) -> dict[str, int]:
    """How many letters stand where: draft, ready, skipped, queued, and of those `sent`, `failed`. Two numbers a state."""
    counts = dict.fromkeys([*AnnouncementState.values, "sent", "failed"], 0)
    rows = Announcement.objects.filter(feature=feature).values_list("state", "message__state").annotate(n=Count("pk"))
    for state, message, number in rows.order_by():
        counts[state] += number
        if message in (State.SENT, State.FAILED):
            counts[message] += number
    return counts


def askers(feature: FeatureRequest, *, otherwise: Agent) -> list[Asker]:
    """Everybody who asked for the wish, once each, with whom they talked to (else the ticket's assignee, else
    `otherwise`). Six queries, however many there are."""
    votes = Vote.objects.filter(feature=feature).select_related("contact").order_by("-pk")
    people: dict[int, Contact] = {}
    through: dict[int, int] = {}
    for vote in votes:
        people.setdefault(vote.contact_id, vote.contact)
        if vote.ticket_id is not None:
            through.setdefault(vote.contact_id, vote.ticket_id)
    through |= _latest_tickets(feature, [each for each in people if each not in through])
    tickets = Ticket.objects.select_related("brand", "account", "assignee", "requester").in_bulk(
        list(through.values())
    )
    wrote = _last_agents(tickets)
    addresses = _addresses(people, tickets)
    found = []
    for pk, contact in people.items():
        ticket = tickets.get(through.get(pk, 0))
        agent = next(filter(_can_write, (wrote.get(ticket.pk), ticket.assignee) if ticket else ()), otherwise)
        to, reason = addresses[pk]
        if not reason and ticket is None:
            reason = Reason.NO_TICKET
        if not reason and ticket is not None and ticket.account is None:
            reason = Reason.NO_MAILBOX
        found.append(Asker(contact, ticket, agent, to, reason))
    return found


def _can_write(agent: Agent | None) -> bool:
    return agent is not None and may_write(agent)


def _latest_tickets(feature: FeatureRequest, contacts: list[int]) -> dict[int, int]:
    """The newest conversation with each of those who asked without one."""
    rows = Ticket.objects.filter(requester__in=contacts)
    if feature.brand_id is not None:
        rows = rows.filter(brand=feature.brand_id)
    return dict(rows.values_list("requester").annotate(newest=Max("pk")).order_by())


def _last_agents(tickets: Iterable[int]) -> dict[int, Agent]:
    """ticket → who wrote the last letter in it that was no machine's."""
    sent = Message.objects.filter(ticket__in=list(tickets), direction=Direction.OUT, is_automatic=False)
    last = sent.exclude(state=State.CANCELLED).exclude(agent=None).values("ticket").annotate(last=Max("pk"))
    rows = Message.objects.filter(pk__in=list(last.order_by().values_list("last", flat=True))).select_related("agent")
    return {row.ticket_id: row.agent for row in rows if row.agent is not None}


def _addresses(people: dict[int, Contact], tickets: dict[int, Ticket]) -> dict[int, tuple[str, str]]:
    """contact → (where to write: the address they last wrote from, else any that takes letters; why there is none)."""
    identities: dict[int, list[Identity]] = {}
    for each in Identity.objects.filter(contact__in=list(people)).order_by("pk"):
        identities.setdefault(each.contact_id, []).append(each)
    letters = Message.objects.filter(ticket__in=list(tickets), contact__in=list(people), direction=Direction.IN)
    senders: dict[int, str] = dict(letters.order_by("pk").values_list("contact", "sender"))
    found = {}
    for pk, contact in people.items():
        own = [each for each in identities.get(pk, ()) if each.kind == "email"]
        good = [each.value for each in own if each.undeliverable_since is None]
        to = senders[pk] if senders.get(pk) in good else good[0] if good else ""
        is_erased = not contact.name and not identities.get(pk)
        reason = "" if to else Reason.ERASED if is_erased else Reason.UNDELIVERABLE if own else Reason.NO_ADDRESS
        found[pk] = (to, str(reason))
    return found
