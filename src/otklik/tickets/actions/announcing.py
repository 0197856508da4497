"""Telling those who asked that their wish has come true: a letter for each, read by a person before it goes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from otklik.people.models import Agent, Contact
from otklik.services.models import FeatureRequest, FeatureStatus
from otklik.tickets import events
from otklik.tickets.actions.rows import copy_update, excerpt, lock, log
from otklik.tickets.actions.writing import queue
from otklik.tickets.models import Announcement, AnnouncementState, Event, Message, Ticket
from otklik.tickets.rules import WrongStatus, require_writer
from otklik.tickets.search import index

BY_HAND = "by-hand"


@dataclass(frozen=True)
class Written:
    """A letter for one customer, or why there is none: then `reason` is a word of `wishes.Reason`."""

    contact: Contact
    ticket: Ticket | None
    agent: Agent | None
    to: str
    language: str
    text: str
    reason: str = ""


@transaction.atomic
def write_announcements(
    feature: FeatureRequest, letters: Iterable[Written], *, by: Agent, at: datetime.datetime
) -> int:
    """Keep the letters for a wish that has shipped; who has one, sent or not, gets no second. One who could not be
    written to and now can, can. How many are new. Raises NotAllowed, WrongStatus when the wish has not shipped."""
    require_writer(by)
    _shipped(feature)
    known = {each.contact_id: each for each in Announcement.objects.select_for_update().filter(feature=feature)}
    fresh, count = [], 0
    for each in letters:
        old = known.get(each.contact.pk)
        if old is None:
            old = Announcement(feature=feature, contact=each.contact, created_at=at)
            fresh.append(old)
        elif old.state != AnnouncementState.SKIPPED or old.reason == BY_HAND or each.reason:
            continue
        count += 1
        old.ticket, old.agent, old.to, old.language = each.ticket, each.agent, each.to, each.language
        old.text, old.reason, old.updated_at = each.text, each.reason, at
        old.state = AnnouncementState.SKIPPED if each.reason else AnnouncementState.DRAFT
        if old.pk:
            old.save()
    Announcement.objects.bulk_create(fresh)
    if count:
        Event.objects.create(
            feature=feature, kind=events.ANNOUNCEMENTS_WRITTEN, agent=by, data={"count": count}, at=at
        )
    return count


@transaction.atomic
def approve_announcement(row: Announcement, *, text: str, by: Agent, at: datetime.datetime) -> bool:
    """A person has read the letter: with this text it may go. False when it has gone or was skipped. Raises
    NotAllowed, ValueError on an empty text."""
    require_writer(by)
    if not text.strip():
        raise ValueError("a letter needs words")
    return _move(
        row, (AnnouncementState.DRAFT, AnnouncementState.READY), AnnouncementState.READY, at=at, text=text.strip()
    )


@transaction.atomic
def skip_announcement(row: Announcement, *, by: Agent, at: datetime.datetime) -> bool:
    """This letter does not go. False when it has gone. Raises NotAllowed."""
    require_writer(by)
    before = (AnnouncementState.DRAFT, AnnouncementState.READY)
    return _move(row, before, AnnouncementState.SKIPPED, at=at, reason=BY_HAND)


@transaction.atomic
def restore_announcement(row: Announcement, *, by: Agent, at: datetime.datetime) -> bool:
    """A letter that a person took out, or held ready, is a draft again. Raises NotAllowed."""
    require_writer(by)
    if row.state == AnnouncementState.SKIPPED and row.reason != BY_HAND:
        return False
    before = (AnnouncementState.SKIPPED, AnnouncementState.READY)
    return _move(row, before, AnnouncementState.DRAFT, at=at, reason="")


@transaction.atomic
def queue_announcement(
    row: Announcement, *, by: Agent, external_id: str, at: datetime.datetime, send_after: datetime.datetime
) -> Message | None:
    """Queue a letter that was read, into its customer's ticket and in its agent's name. The ticket keeps its status,
    its assignee and whoever waits in it. None when it is not ready or has gone: two who press get one letter. Raises
    NotAllowed, WrongStatus when the wish has not shipped after all."""
    require_writer(by)
    _shipped(row.feature)
    held = Announcement.objects.select_for_update().filter(pk=row.pk, state=AnnouncementState.READY).first()
    if held is None or held.ticket is None or held.agent is None or held.message_id is not None:
        return None
    ticket = lock(held.ticket)
    message = queue(
        ticket, text=held.text, html="", to=[held.to], cc=(), external_id=external_id, at=at, send_after=send_after, agent=held.agent,
    )  # fmt: skip
    ticket.message_count += 1
    ticket.updated_at, ticket.excerpt = max(ticket.updated_at, at), excerpt(held.text)
    fields = ["message_count", "updated_at", "excerpt"]
    ticket.save(update_fields=fields)
    held.state, held.message, held.updated_at = AnnouncementState.QUEUED, message, at
    held.save(update_fields=["state", "message", "updated_at"])
    title = {"title": row.feature.title}
    log(ticket, events.ANNOUNCEMENT_QUEUED, at=at, agent=by, message=message, data=title, feature=row.feature)
    index.message(message)
    if row.ticket is not None:
        copy_update(row.ticket, ticket, fields)
    row.state, row.message = held.state, message
    return message


def _shipped(feature: FeatureRequest) -> None:
    locked = FeatureRequest.objects.select_for_update().get(pk=feature.pk)
    if locked.status != FeatureStatus.SHIPPED or locked.merged_into_id:
        raise WrongStatus(f"the wish is {locked.status}, not shipped")


def _move(row: Announcement, before: Iterable[str], state: str, *, at: datetime.datetime, **changes: str) -> bool:
    """One conditional update, so that of two who press at once one wins. No Event: nothing has happened to anybody."""
    values = {"state": state, "updated_at": at, **changes}
    if not Announcement.objects.filter(pk=row.pk, state__in=list(before), message=None).update(**values):
        return False
    row.refresh_from_db()
    return True
