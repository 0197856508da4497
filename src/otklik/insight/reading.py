"""A letter as the coach is asked about it after it was sent, and what came back; reads, writes nothing."""

from __future__ import annotations

import datetime
import zoneinfo
from dataclasses import dataclass

from django.conf import settings

from otklik.coach.reply import Finding, Letter, check, situations
from otklik.coach.words import language
from otklik.intake.steps.thanks import is_bare_thanks
from otklik.tickets.models import Direction, Message, State

AGAIN_WITHIN = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Read:
    """All that is found out of a sent letter."""

    language: str
    situation: str
    is_guess: bool
    is_first: bool
    written_again_at: datetime.datetime | None
    findings: tuple[Finding, ...]


def read(message: Message) -> Read:
    """Judge a sent letter with what was known then. `message` with its ticket's requester and brand, and its agent."""
    ticket, sent = message.ticket, message.sent_at or message.created_at
    asked = ticket.messages.filter(direction=Direction.IN, pk__lt=message.pk).order_by("-pk").first()
    zone = zoneinfo.ZoneInfo(ticket.requester.time_zone or ticket.brand.time_zone)
    incoming = (asked.reply_text or asked.text) if asked else ""
    letter = Letter(
        text=message.text, lang=language(message.text), situation=ticket.situation, customer_name=ticket.requester.name,
        agent_name=message.agent.name if message.agent else "", weekday=sent.astimezone(zone).weekday(), incoming=incoming,
        channel="email" if message.channel == "email" else "chat",
    )  # fmt: skip
    situation = ticket.situation or situations.guess(incoming, letter.lang).id
    return Read(
        language=letter.lang, situation=situation, is_guess=bool(situation) and not ticket.situation, is_first=_is_first(message),
        written_again_at=_written_again(message, sent), findings=tuple(check(letter)),
    )  # fmt: skip


def asks_again(message: Message) -> bool:
    """Whether a customer's message is a person's, with more in it than thanks."""
    is_ours = message.direction != Direction.IN or bool(message.auto)
    return not is_ours and not is_bare_thanks(message.reply_text or message.text)


def week_of(at: datetime.datetime) -> datetime.date:
    """The Monday of that moment's week, by the installation's clock."""
    day = at.astimezone(zoneinfo.ZoneInfo(settings.TIME_ZONE)).date()
    return day - datetime.timedelta(days=day.weekday())


def _is_first(message: Message) -> bool:
    earlier = message.ticket.messages.filter(direction=Direction.OUT, is_automatic=False, pk__lt=message.pk)
    return not earlier.exclude(state=State.CANCELLED).exists()


def _written_again(message: Message, sent: datetime.datetime) -> datetime.datetime | None:
    later = message.ticket.messages.filter(
        direction=Direction.IN, auto="", created_at__gt=sent, created_at__lte=sent + AGAIN_WITHIN
    )
    return next((each.created_at for each in later.order_by("created_at") if asks_again(each)), None)
