"""Wishes and who asks for them: added, written about, moved, merged, linked to tickets.

The wish's own row is written by `services.actions`; here is who may, the log, and what it means for tickets.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction

from otklik.people.models import Agent, Contact
from otklik.services import actions as services
from otklik.services.models import Brand, FeatureRequest, FeatureStatus
from otklik.services.rules import SITUATIONS, situation_of
from otklik.tickets import events
from otklik.tickets.actions.rows import copy_update, lock, log
from otklik.tickets.models import Announcement, Event, Ticket, Vote
from otklik.tickets.rules import require_writer
from otklik.tickets.search.words import normal, stems, words

MAX_TITLE, MAX_SENTENCE, MAX_DESCRIPTION = 200, 300, 5_000
# What an agent said more exactly (a complaint, a thank-you) is not put aside for a wish beside it.
_DRIVEN = ("", "acknowledgement", *dict.fromkeys(SITUATIONS.values()))


@transaction.atomic
def add_wish(
    title: str, *, brand: Brand | None, by: Agent, at: datetime.datetime, description: str = "", title_en: str = ""
) -> FeatureRequest:
    """A new wish, unplanned. Raises NotAllowed, ValueError on an empty title."""
    require_writer(by)
    title, title_en, description = _line(title, MAX_TITLE), _line(title_en, MAX_TITLE), description[:MAX_DESCRIPTION]
    if not title:
        raise ValueError("a wish needs a title")
    feature = services.add_feature_request(
        title, title_en=title_en, description=description, brand=brand, stems=_stems(title, title_en, description), at=at
    )  # fmt: skip
    _log(feature, events.FEATURE_ADDED, by=by, at=at, data={"title": title})
    return feature


@transaction.atomic
def rewrite_wish(
    feature: FeatureRequest,
    *,
    title: str,
    by: Agent,
    at: datetime.datetime,
    title_en: str = "",
    description: str = "",
    brand: Brand | None = None,
    sentence_ru: str = "",
    sentence_en: str = "",
) -> None:
    """Change what is written about a wish. Raises NotAllowed, ValueError on an empty title."""
    require_writer(by)
    locked = _lock(feature)
    title, title_en, description = _line(title, MAX_TITLE), _line(title_en, MAX_TITLE), description[:MAX_DESCRIPTION]
    if not title:
        raise ValueError("a wish needs a title")
    changed = services.rewrite_feature_request(
        locked, title=title, title_en=title_en, description=description.strip(), brand=brand,
        sentence_ru=_line(sentence_ru, MAX_SENTENCE), sentence_en=_line(sentence_en, MAX_SENTENCE),
        stems=_stems(title, title_en, description), at=at,
    )  # fmt: skip
    if changed:
        _log(locked, events.FEATURE_REWRITTEN, by=by, at=at, data={"fields": changed})
        _tell_tickets(locked, events.FEATURE_REWRITTEN, by=by, at=at, data={})
    feature.refresh_from_db()


@transaction.atomic
def move_wish(feature: FeatureRequest, status: str, *, by: Agent, at: datetime.datetime) -> None:
    """Give a wish another status; unsolved tickets that ask for it get the situation that follows. The same status
    again changes nothing. Raises NotAllowed, ValueError on a status that there is not."""
    require_writer(by)
    locked = _lock(feature)
    wanted = FeatureStatus(status)
    if locked.status == wanted:
        return
    before = locked.status
    services.move_feature_request(locked, wanted, at=at)
    data = {"title": locked.title, "from": before, "to": str(wanted)}
    _log(locked, events.FEATURE_MOVED, by=by, at=at, data=data)
    _tell_tickets(locked, events.FEATURE_MOVED, by=by, at=at, data=data)
    feature.refresh_from_db()


@transaction.atomic
def merge_wish(feature: FeatureRequest, into: FeatureRequest, *, by: Agent, at: datetime.datetime) -> None:
    """Make one wish of two: votes and letters of `feature` go over to `into`, a person's second one is dropped.
    Raises NotAllowed, ValueError when they are one, or one of them is merged already."""
    require_writer(by)
    if feature.pk == into.pk:
        raise ValueError("a wish cannot be merged into itself")
    pair = FeatureRequest.objects.select_for_update().filter(pk__in=(feature.pk, into.pk)).order_by("pk")
    rows = {row.pk: row for row in pair}
    gone, stays = rows[feature.pk], rows[into.pk]
    if gone.merged_into_id or stays.merged_into_id:
        raise ValueError("a merged wish is merged no more")
    # The unsolved tickets are told before their votes go over: afterwards nobody knows which ones were new here.
    data = {"title": gone.title, "from": gone.status, "to": stays.status}
    _tell_tickets(gone, events.FEATURE_MERGED, by=by, at=at, data={**data, "into": stays.title}, status=stays.status)
    tickets = Vote.objects.filter(feature=stays).exclude(ticket=None).values("ticket")
    people = Vote.objects.filter(feature=stays, ticket=None).values("contact")
    moving = Vote.objects.filter(feature=gone)
    moving.exclude(ticket=None).filter(ticket__in=list(tickets.values_list("ticket", flat=True))).delete()
    moving.filter(ticket=None, contact__in=list(people.values_list("contact", flat=True))).delete()
    moving.update(feature=stays)
    _merge_announcements(gone, stays)
    services.merge_feature_request(gone, stays, at=at)
    _log(stays, events.FEATURE_MERGED, by=by, at=at, data=data)
    _log(gone, events.FEATURE_MERGED, by=by, at=at, data={**data, "into": stays.title})
    feature.refresh_from_db()


def _merge_announcements(gone: FeatureRequest, stays: FeatureRequest) -> None:
    """A person who was told of either is not told again: of two letters the one that went stays."""
    before = Announcement.objects.filter(feature=gone)
    before.filter(message=None).delete()
    told = list(before.values_list("contact", flat=True))
    after = Announcement.objects.filter(feature=stays)
    after.filter(contact__in=told, message=None).delete()
    before.filter(contact__in=list(after.values_list("contact", flat=True))).delete()
    before.update(feature=stays)


@transaction.atomic
def link_wish(ticket: Ticket, feature: FeatureRequest, *, by: Agent, at: datetime.datetime) -> None:
    """The ticket asks for this wish: its requester's vote. Linked twice, it is linked once. Raises NotAllowed,
    ValueError on a wish that was merged."""
    require_writer(by)
    wish = _lock(feature)
    locked = lock(ticket)
    vote, is_new = Vote.objects.get_or_create(
        feature=wish, ticket=locked, defaults={"contact_id": locked.requester_id, "agent": by, "created_at": at}
    )
    if not is_new:
        return
    # A voice that was written down before has its ticket now; both would be the same voice.
    Vote.objects.filter(feature=wish, contact_id=vote.contact_id, ticket=None).delete()
    situation = situation_of(wish.status)
    if locked.situation in _DRIVEN and locked.situation != situation:
        locked.situation = situation
        locked.save(update_fields=["situation"])
        copy_update(ticket, locked, ["situation"])
    log(locked, events.FEATURE_LINKED, at=at, agent=by, data={"title": wish.title}, feature=wish)


@transaction.atomic
def unlink_wish(ticket: Ticket, feature: FeatureRequest, *, by: Agent, at: datetime.datetime) -> None:
    """The ticket does not ask for this wish after all. Raises NotAllowed."""
    require_writer(by)
    locked = lock(ticket)
    if not Vote.objects.filter(feature=feature, ticket=locked).delete()[0]:
        return
    if locked.situation == situation_of(feature.status) and not Vote.objects.filter(ticket=locked).exists():
        locked.situation = ""
        locked.save(update_fields=["situation"])
        copy_update(ticket, locked, ["situation"])
    log(locked, events.FEATURE_UNLINKED, at=at, agent=by, data={"title": feature.title}, feature=feature)


@transaction.atomic
def add_vote(feature: FeatureRequest, contact: Contact, *, by: Agent, at: datetime.datetime) -> bool:
    """Write down that a customer wishes this, told by phone or at a fair; False when their voice is there already.
    Raises NotAllowed, ValueError on a wish that was merged."""
    require_writer(by)
    wish = _lock(feature)
    if Vote.objects.filter(feature=wish, contact=contact).exists():
        return False
    Vote.objects.create(feature=wish, contact=contact, agent=by, created_at=at)
    _log(wish, events.VOTE_ADDED, by=by, at=at, data={"contact": contact.pk})
    return True


@transaction.atomic
def remove_vote(feature: FeatureRequest, contact: Contact, *, by: Agent, at: datetime.datetime) -> None:
    """Take back a voice that was written down without a ticket. Raises NotAllowed."""
    require_writer(by)
    if Vote.objects.filter(feature=feature, contact=contact, ticket=None).delete()[0]:
        _log(feature, events.VOTE_REMOVED, by=by, at=at, data={"contact": contact.pk})


def _lock(feature: FeatureRequest) -> FeatureRequest:
    row = FeatureRequest.objects.select_for_update().get(pk=feature.pk)
    if row.merged_into_id:
        raise ValueError("the wish was merged into another")
    return row


def _tell_tickets(
    feature: FeatureRequest,
    kind: str,
    *,
    by: Agent,
    at: datetime.datetime,
    data: Mapping[str, object],
    status: str = "",
) -> None:
    """Each unsolved ticket that asks for the wish gets an Event, and the situation of the wish's status."""
    votes = Vote.objects.filter(feature=feature, ticket__unsolved=1).values("ticket")
    # Locked in the order of their numbers: two wishes that move at once may share tickets.
    rows = Ticket.objects.select_for_update().filter(pk__in=votes).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True))
    wanted = situation_of(status or feature.status)
    Ticket.objects.filter(pk__in=numbers, situation__in=_DRIVEN).exclude(situation=wanted).update(situation=wanted)
    Event.objects.bulk_create(
        [Event(ticket_id=each, feature=feature, kind=kind, agent=by, data=dict(data), at=at) for each in numbers]
    )


def _log(feature: FeatureRequest, kind: str, *, by: Agent, at: datetime.datetime, data: Mapping[str, object]) -> None:
    Event.objects.create(feature=feature, kind=kind, agent=by, data=dict(data), at=at)


def _line(text: str, limit: int) -> str:
    return " ".join(text.split())[:limit]


def _stems(*texts: str) -> str:
    """What a wish is found by: stems, and the words as they stand for those who have typed half of one."""
    whole = " ".join(texts)
    found = dict.fromkeys([*stems(whole), *(each.group() for each in words(normal(whole)))])
    return f" {' '.join(found)} "
