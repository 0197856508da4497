"""The letter that tells a customer that their wish has come true: words for each of those who asked."""

from __future__ import annotations

import datetime
import zoneinfo

from otklik.outbound import wording
from otklik.people.models import Agent
from otklik.people.names import given_name
from otklik.services.models import FeatureRequest
from otklik.services.rules import is_sentence_stale, title_of
from otklik.tickets import wishes
from otklik.tickets.actions.announcing import Written
from otklik.tickets.wishes import Asker


def letters(feature: FeatureRequest, *, by: Agent, at: datetime.datetime) -> list[Written]:
    """A letter for each who asked for the wish, from the agent they talked to (else `by`); or why there is none."""
    return [_write(feature, each, at) for each in wishes.askers(feature, otherwise=by)]


def _write(feature: FeatureRequest, asker: Asker, at: datetime.datetime) -> Written:
    ticket, agent, contact = asker.ticket, asker.agent, asker.contact
    if asker.reason or ticket is None or agent is None:
        return Written(contact, ticket, agent, asker.to, "", "", asker.reason)
    language = wording.language_of(ticket.language, contact.language, ticket.brand.language)
    zone = zoneinfo.ZoneInfo(contact.time_zone or ticket.brand.time_zone)
    text = wording.write(
        "feature-shipped", language=language, name=given_name(contact.name), agent=agent.name, brand=ticket.brand.name,
        weekday=at.astimezone(zone).weekday(), feature=title_of(feature, language) or ticket.subject,
        sentence=_how(feature, language),
    )  # fmt: skip
    if agent.signature:
        text = wording.signed(text, agent.signature)
    return Written(contact, ticket, agent, asker.to, language, text)


def _how(feature: FeatureRequest, language: str) -> str:
    """What was written for this wish now that it has shipped; the letter itself says that it works."""
    written = feature.sentence_ru if language == "ru" else feature.sentence_en
    return "" if is_sentence_stale(feature) or not written else written if written[-1] in ".!?…" else f"{written}."
