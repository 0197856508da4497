"""Changes of a ticket's own fields by an agent (or by the machine, `by=None`)."""

from __future__ import annotations

import datetime

from django.db import transaction

from otklik.channels.models import Account
from otklik.people.actions import change_contact
from otklik.people.models import Agent, Team
from otklik.services.models import Brand
from otklik.tickets import events
from otklik.tickets.actions.rows import copy_update, lock, log
from otklik.tickets.models import Priority, Status, Tag, Ticket
from otklik.tickets.rules import NotAllowed, WrongStatus, may_follow, require_writer
from otklik.tickets.search import index

MAX_REINDEXED = 200  # of a person's tickets, newest first, when the name changes: one press must stay quick


@transaction.atomic
def set_status(ticket: Ticket, status: str, *, by: Agent | None, at: datetime.datetime) -> None:
    """Raises WrongStatus, NotAllowed; the same status again changes nothing."""
    locked = _writable(ticket, by)
    if locked.status == status:
        return
    if status not in Status.values or not may_follow(locked.status, status):
        raise WrongStatus(f"{status} may not follow {locked.status}")
    before, locked.status = locked.status, status
    fields = ["status", "solved_at"]
    if status == Status.SOLVED:
        locked.solved_at, locked.waiting_since = at, None
        fields.append("waiting_since")
    elif status != Status.CLOSED:
        locked.solved_at = None
    locked.save(update_fields=fields)
    log(locked, events.STATUS_CHANGED, at=at, agent=by, data={"from": before, "to": status})
    copy_update(ticket, locked, fields)


@transaction.atomic
def set_priority(ticket: Ticket, priority: int, *, by: Agent | None, at: datetime.datetime) -> None:
    """Raises NotAllowed, ValueError on a number that is no priority."""
    locked = _writable(ticket, by)
    wanted = Priority(priority)
    if locked.priority == wanted:
        return
    before, locked.priority = locked.priority, wanted
    locked.save(update_fields=["priority"])
    log(locked, events.PRIORITY_CHANGED, at=at, agent=by, data={"from": before, "to": int(wanted)})
    copy_update(ticket, locked, ["priority"])


@transaction.atomic
def assign(ticket: Ticket, assignee: Agent | None, *, by: Agent | None, at: datetime.datetime) -> None:
    """Give the ticket to an agent, or to nobody. Raises NotAllowed, also for an assignee who cannot answer."""
    if assignee is not None:
        require_writer(assignee)
    locked = _writable(ticket, by)
    if locked.assignee_id == (assignee.pk if assignee else None):
        return
    before = locked.assignee.name if locked.assignee else None
    locked.assignee = assignee
    locked.save(update_fields=["assignee"])
    to = {"to": assignee.name, "to_id": assignee.pk} if assignee else {"to": None}
    log(locked, events.ASSIGNED, at=at, agent=by, data={"from": before, **to})
    copy_update(ticket, locked, ["assignee"])


@transaction.atomic
def set_team(ticket: Ticket, team: Team | None, *, by: Agent | None, at: datetime.datetime) -> None:
    """Hand the ticket to a team. Raises NotAllowed."""
    locked = _writable(ticket, by)
    if locked.team_id == (team.pk if team else None):
        return
    before = locked.team.name if locked.team else None
    locked.team = team
    locked.save(update_fields=["team"])
    log(locked, events.TEAM_CHANGED, at=at, agent=by, data={"from": before, "to": team.name if team else None})
    copy_update(ticket, locked, ["team"])


@transaction.atomic
def tag(ticket: Ticket, name: str, *, by: Agent | None, at: datetime.datetime) -> None:
    """Put a tag on; the same tag again changes nothing. Raises NotAllowed, ValueError on an empty name."""
    locked = _writable(ticket, by)
    row, _ = Tag.objects.get_or_create(name=_tag_name(name))
    if locked.tags.filter(pk=row.pk).exists():
        return
    locked.tags.add(row)
    log(locked, events.TAGGED, at=at, agent=by, data={"tag": row.name})


@transaction.atomic
def untag(ticket: Ticket, name: str, *, by: Agent | None, at: datetime.datetime) -> None:
    """Take a tag off; one that is not on changes nothing. Raises NotAllowed."""
    locked = _writable(ticket, by)
    row = locked.tags.filter(name=_tag_name(name)).first()
    if row is None:
        return
    locked.tags.remove(row)
    log(locked, events.UNTAGGED, at=at, agent=by, data={"tag": row.name})


@transaction.atomic
def set_subject(ticket: Ticket, subject: str, *, by: Agent, at: datetime.datetime) -> None:
    """Rename the ticket. Raises NotAllowed, ValueError on an empty subject."""
    locked = _writable(ticket, by)
    wanted = " ".join(subject.split())[:500]
    if not wanted:
        raise ValueError("a ticket needs a subject")
    if locked.subject == wanted:
        return
    before, locked.subject = locked.subject, wanted
    locked.save(update_fields=["subject"])
    log(locked, events.SUBJECT_CHANGED, at=at, agent=by, data={"from": before, "to": wanted})
    index.ticket(locked, requester=locked.requester)
    copy_update(ticket, locked, ["subject"])


@transaction.atomic
def set_brand(ticket: Ticket, brand: Brand, *, by: Agent, at: datetime.datetime) -> None:
    """Move the ticket to another brand: it is answered from that brand's mailbox and in its name from now on.
    Raises NotAllowed, ValueError when the brand has no mailbox."""
    locked = _writable(ticket, by)
    if locked.brand_id == brand.pk:
        return
    account = Account.objects.filter(brand_id=brand.pk, kind="email", is_active=True).order_by("pk").first()
    if account is None:
        raise ValueError(f"{brand.name} has no mailbox to answer from")
    before = locked.brand.name
    locked.brand, locked.account = brand, account
    locked.save(update_fields=["brand", "account"])
    log(locked, events.BRAND_CHANGED, at=at, agent=by, data={"from": before, "to": brand.name})
    copy_update(ticket, locked, ["brand", "account"])


@transaction.atomic
def change_requester(ticket: Ticket, *, name: str, organization: str, by: Agent, at: datetime.datetime) -> None:
    """Say who the customer is, on all of their tickets; an empty organization is none. Raises NotAllowed, ValueError
    on an empty name."""
    locked = _writable(ticket, by)
    if not change_contact(locked.requester, name=name, organization=organization, at=at):
        return
    for each in locked.requester.tickets.order_by("-updated_at")[:MAX_REINDEXED]:
        index.ticket(each, requester=locked.requester)
    data = {"name": locked.requester.name, "organization": organization}
    log(locked, events.REQUESTER_CHANGED, at=at, agent=by, data=data)
    ticket.requester = locked.requester


@transaction.atomic
def set_situation(ticket: Ticket, situation: str, *, by: Agent | None, at: datetime.datetime) -> None:
    """Say which of the coach's situations this is; empty is unknown. Raises NotAllowed."""
    _set_word(ticket, "situation", situation, kind=events.SITUATION_CHANGED, by=by, at=at)


@transaction.atomic
def set_category(ticket: Ticket, category: str, *, by: Agent | None, at: datetime.datetime) -> None:
    """Say which request type this is; empty is unknown. Raises NotAllowed."""
    _set_word(ticket, "category", category, kind=events.CATEGORY_CHANGED, by=by, at=at)


def _set_word(ticket: Ticket, field: str, word: str, *, kind: str, by: Agent | None, at: datetime.datetime) -> None:
    locked = _writable(ticket, by)
    before = getattr(locked, field)
    if before == word:
        return
    setattr(locked, field, word)
    locked.save(update_fields=[field])
    log(locked, kind, at=at, agent=by, data={"from": before, "to": word})
    copy_update(ticket, locked, [field])


def _writable(ticket: Ticket, by: Agent | None) -> Ticket:
    if by is not None:
        require_writer(by)
    locked = lock(ticket)
    if locked.status == Status.CLOSED and by is None:
        raise NotAllowed("a closed ticket is changed by people only")
    return locked


def _tag_name(name: str) -> str:
    cleaned = " ".join(name.lower().split())[:60]
    if not cleaned:
        raise ValueError("a tag needs a name")
    return cleaned
