"""The writers of attempts: a try and what it means for the message, in one transaction."""

from __future__ import annotations

import datetime
import logging
from dataclasses import dataclass

from django.db import DatabaseError, transaction

from otklik.channels.kinds.email.reasons import plain_words
from otklik.channels.kinds.email.tokens import new_message_id
from otklik.channels.types import Receipt
from otklik.kit import jobs
from otklik.outbound import asking, wording
from otklik.outbound.models import Attempt, Outcome
from otklik.outbound.queries import asks, written_of
from otklik.people.models import Agent
from otklik.people.names import given_name
from otklik.tickets import actions as tickets
from otklik.tickets.models import Direction, Message, Ticket
from otklik.triage import actions as triage

log = logging.getLogger("otklik.outbound")

GIVES_UP_AFTER = datetime.timedelta(days=3)
ACKNOWLEDGEMENTS = (
    (datetime.timedelta(minutes=10), 2),
    (datetime.timedelta(days=1), 5),
)  # to one address at the most


@dataclass(frozen=True)
class Tried:
    """How a try went: receipts of those who answered; `until` and `is_over` say what follows."""

    receipts: tuple[Receipt, ...]
    started_at: datetime.datetime
    finished_at: datetime.datetime


@transaction.atomic
def record(message: Message, tried: Tried) -> None:
    """Write the attempts and move the message on: sent, deferred or failed. One taken by some recipients and refused
    by others is sent, with the refusals in its log: sending again would give the others a second letter."""
    _write(message, tried)
    errors = [each.error for each in tried.receipts if each.error is not None]
    if len(errors) < len(tried.receipts):
        tickets.record_sent(message, at=tried.finished_at)
        return
    language = message.ticket.brand.language
    first = next(each for each in tried.receipts if each.error is not None)
    reason = plain_words(
        _status(first.said), f"{first.code} {first.said}", recipient=first.recipient, language=language
    )
    is_over = all(error.permanent for error in errors) or tried.finished_at - message.created_at > GIVES_UP_AFTER
    if is_over:
        tickets.fail(message, reason=reason, at=tried.finished_at)
    else:
        tickets.defer(
            message,
            until=tried.finished_at + jobs.back_off(message.attempts + 1),
            reason=reason,
            at=tried.finished_at,
        )


@transaction.atomic
def refuse(message: Message, *, reason: str, at: datetime.datetime) -> None:
    """The message cannot even be tried (no address, no account): it failed, and says why."""
    Attempt.objects.create(message=message, outcome=Outcome.PERMANENT, said=reason, started_at=at, finished_at=at)
    tickets.fail(message, reason=reason, at=at)


@transaction.atomic
def acknowledge(ticket: Ticket, message: Message, *, key: str, weekday: int, at: datetime.datetime) -> Message | None:
    """«Your letter has arrived»: to a person, once a ticket, not too often, from somebody on duty. None when not. One that lacks much
    of what its type needs gets the letter that asks for it instead."""
    if not _may_acknowledge(ticket, message, at=at):
        return None
    agent = _on_duty(ticket)
    if agent is None or ticket.account is None:
        return None
    question = _question(ticket, message, agent, weekday=weekday)
    if not question and not ticket.brand.acknowledges:
        return None
    text = question or wording.write(
        "acknowledgement", language=_language(ticket, message), name=given_name(ticket.requester.name), agent=agent.name,
        brand=ticket.brand.name, weekday=weekday,
    )  # fmt: skip
    sent = tickets.acknowledge(
        ticket, on_behalf_of=agent, text=text, to=message.sender, subject=message.subject, at=at,
        external_id=new_message_id(ticket.pk, ticket.account.address, key=key),
    )  # fmt: skip
    if question:
        triage.note_ask(ticket, sent, at=at)
    return sent


def _question(ticket: Ticket, message: Message, agent: Agent, *, weekday: int) -> str:
    """The letter that asks for what is missing, "" when nothing is to be asked; its failure costs nobody the other letter."""
    try:
        found = asks(ticket, by_machine=True)
        if found is None:
            return ""
        known, kind, questions = found
        return asking.write(
            kind, questions, language=_language(ticket, message), name=given_name(ticket.requester.name), agent=agent.name,
            brand=ticket.brand.name, weekday=weekday, mood=known.mood, written=written_of(ticket, known),
        )  # fmt: skip
    except DatabaseError:
        raise
    except Exception:
        log.exception("no questions could be written for ticket %s", ticket.pk)
        return ""


def _language(ticket: Ticket, message: Message) -> str:
    return wording.language_of(message.language, ticket.brand.language)


def _may_acknowledge(ticket: Ticket, message: Message, *, at: datetime.datetime) -> bool:
    if (
        not (ticket.brand.acknowledges or ticket.brand.asks)
        or message.auto
        or message.verdict == "fail"
        or "@" not in message.sender
    ):
        return False
    if Message.objects.filter(ticket=ticket, direction=Direction.OUT).exists():
        return False
    longest = max(window for window, _ in ACKNOWLEDGEMENTS)
    sent = Message.objects.filter(contact_id=ticket.requester_id, is_automatic=True, created_at__gt=at - longest)
    times = list(sent.values_list("created_at", flat=True))
    return all(sum(each > at - window for each in times) < limit for window, limit in ACKNOWLEDGEMENTS)


def _on_duty(ticket: Ticket) -> Agent | None:
    """The assignee, else somebody of the team who is on duty, else anybody: the same for the same ticket."""
    if ticket.assignee is not None:
        return ticket.assignee
    people = Agent.objects.filter(is_active=True, is_on_duty=True, role__in=("agent", "admin")).order_by("role", "pk")
    team = list(people.filter(teams=ticket.team)) if ticket.team_id else []
    candidates = team or [each for each in people if each.role == "agent"] or list(people)
    return candidates[ticket.pk % len(candidates)] if candidates else None


def _write(message: Message, tried: Tried) -> None:
    rows = [
        Attempt(
            message=message,
            recipient=each.recipient[:320],
            host=each.host[:255],
            outcome=_outcome(each),
            code=each.code,
            said=each.said[:2000],
            started_at=tried.started_at,
            finished_at=tried.finished_at,
        )
        for each in tried.receipts
    ]
    Attempt.objects.bulk_create(rows)


def _outcome(receipt: Receipt) -> str:
    if receipt.error is None:
        return Outcome.ACCEPTED
    return Outcome.PERMANENT if receipt.error.permanent else Outcome.TEMPORARY


def _status(said: str) -> str:
    """The enhanced code at the start of a server's words."""
    first = said.split(" ", 1)[0]
    return first if first.count(".") == 2 and first.replace(".", "").isdigit() else ""
