"""Reads for the letter and for its story."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from collections.abc import Iterable, Sequence

from otklik.channels.kinds.email import tokens
from otklik.channels.kinds.email.reasons import plain_words
from otklik.coach.request.catalogue import Question, RequestType
from otklik.kit import blobs
from otklik.outbound.asking import Written
from otklik.outbound.models import Attempt, Outcome
from otklik.outbound.render import EnclosedFile, Outgoing, Quote
from otklik.outbound.wording import language_of
from otklik.tickets.models import Direction, Message, State, Ticket
from otklik.triage import queries as triage
from otklik.triage import reading, rules
from otklik.triage.models import Reading
from otklik.triage.types import types


def outgoing(message: Message, *, key: str) -> Outgoing:
    """All that the letter of a queued message is made of; ticket, account, brand, agent must be loadable."""
    ticket = message.ticket
    account = message.account or ticket.account
    if account is None or message.agent is None:
        raise ValueError("the ticket has no mailbox to answer from")
    answered = _answered(message)
    zone = zoneinfo.ZoneInfo(ticket.requester.time_zone or ticket.brand.time_zone)
    quote = None
    if answered is not None:
        who = ticket.requester.name if answered.contact_id == ticket.requester_id else ""
        quote = Quote(
            who or answered.sender, answered.created_at.astimezone(zone), answered.reply_text or answered.text
        )
    earlier = ticket.messages.filter(pk__lt=message.pk).exclude(state=State.CANCELLED).order_by("-id")
    chain = list(earlier.values_list("external_id", flat=True)[:20])[::-1]
    return Outgoing(
        message_id=message.external_id,
        agent_name=message.agent.name,
        brand_name=ticket.brand.name,
        brand_color=ticket.brand.color,
        language=language_of(message.language, ticket.requester.language, ticket.brand.language),
        from_address=account.address,
        reply_to=tokens.reply_address(account.address, ticket.pk, key=key),
        to=tuple(message.to),
        cc=tuple(message.cc),
        subject=message.subject,
        text=message.text,
        at=message.created_at.astimezone(zone),
        tag=tokens.token(ticket.pk, key=key),
        in_reply_to=message.in_reply_to,
        references=tuple(chain),
        quote=quote,
        files=tuple(
            EnclosedFile(each.filename, each.content_type, blobs.read(each.digest))
            for each in message.attachments.order_by("id")
        ),
        is_automatic=message.is_automatic,
        desk=tokens.desk_mark(key),
    )


def _answered(message: Message) -> Message | None:
    """The newest letter of the ticket's people: what a stranger wrote into it is not sent back to them as theirs."""
    ticket = message.ticket
    known = [ticket.requester_id, *ticket.participations.values_list("contact_id", flat=True)]
    incoming = ticket.messages.filter(direction=Direction.IN, pk__lt=message.pk, auto="", contact_id__in=known)
    return incoming.order_by("-id").first()


def story(message: Message, attempts: Iterable[Attempt], *, language: str, zone: datetime.tzinfo) -> list[str]:
    """What became of a message, one line a try, in words for an agent."""
    lines = [_line(each, language=language, zone=zone) for each in attempts]
    if message.state == State.QUEUED and message.attempts and message.send_after:
        when = message.send_after.astimezone(zone)
        lines.append(f"Попробуем снова в {when:%H:%M}" if language == "ru" else f"Next try at {when:%H:%M}")
    return lines


def _line(attempt: Attempt, *, language: str, zone: datetime.tzinfo) -> str:
    when, host = f"{attempt.finished_at.astimezone(zone):%H:%M}", attempt.host
    if attempt.outcome == Outcome.ACCEPTED:
        return f"Принято сервером получателя {host} в {when}" if language == "ru" else f"Accepted by {host} at {when}"
    words = plain_words("", f"{attempt.code} {attempt.said}", language=language)
    return f"{when}: {words} ({host})" if host else f"{when}: {words}"


def asks(ticket: Ticket, *, by_machine: bool) -> tuple[Reading, RequestType, Sequence[Question]] | None:
    """What to ask the customer for, with what is known of the ticket; None when there is nothing to ask. The machine asks only
    once, and only where much is missing of a type that is sure; an agent may ask for anything that is open."""
    known = triage.reading_of(ticket)
    kind = types().get(known.kind) if known else None
    if known is None or kind is None:
        return None
    if by_machine and not (
        ticket.brand.asks
        and known.decided_by
        and known.asked_at is None
        and rules.is_worth_asking(known.kind, known.completeness, known.reports)
    ):
        return None
    questions = rules.to_ask(kind, known.missing, least=2 if by_machine else 1)
    return (known, kind, questions) if questions else None


def written_of(ticket: Ticket, known: Reading) -> Written:
    """What the customer wrote, as the letter that asks needs it."""
    letters = reading.letters(ticket)
    text = "\n".join(part for each in letters for part in (each.new, *(file.text for file in each.files)))
    said = next((each.words for each in triage.answers(known) if each.question.id.endswith(".client-ip")), "")
    address = re.search(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]+", said, re.I)
    own = address.group() if address else ""
    return Written(text, frozenset({own} - {""}), own)
