"""What goes from us: replies, acknowledgements, notes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction

from otklik.people.models import Agent
from otklik.tickets import events
from otklik.tickets.actions.reminding import Pledge, put_reminder
from otklik.tickets.actions.rows import copy_update, excerpt, lock, log, put_files
from otklik.tickets.arrivals import File
from otklik.tickets.models import Attachment, Direction, Draft, Message, Note, State, Status, Ticket
from otklik.tickets.rules import ThreadChanged, WrongStatus, may_follow, require_writer
from otklik.tickets.search import index


@transaction.atomic
def reply(
    ticket: Ticket,
    *,
    by: Agent,
    text: str,
    to: Iterable[str],
    cc: Iterable[str] = (),
    external_id: str,
    at: datetime.datetime,
    send_after: datetime.datetime,
    seen: int | None,
    status: str | None = None,
    html: str = "",
    files: Iterable[File] = (),
    draft: Draft | None = None,
    pledge: Pledge | None = None,
) -> Message:
    """Queue a reply to the customer; it leaves after `send_after`, until then `cancel` takes it back.

    `seen` is the id of the newest message that the writer had before their eyes (None: not checked, for machines
    and the demo); raises ThreadChanged when there is a newer one, NotAllowed for a viewer, WrongStatus. The
    draft's attachments go with the reply and the draft is gone. `pledge`: what it promises comes back as a reminder.
    """
    require_writer(by)
    locked = lock(ticket)
    wanted = status or (Status.OPEN if locked.status == Status.NEW else locked.status)
    if not may_follow(locked.status, wanted):
        raise WrongStatus(f"{wanted} may not follow {locked.status}")
    if seen is not None:
        said = locked.messages.exclude(state=State.CANCELLED).exclude(
            is_automatic=True
        )  # our machine adds no thought
        newest = said.order_by("-id").values_list("id", flat=True).first()
        if newest is not None and newest > seen:
            raise ThreadChanged(newest)
    message = queue(
        locked,
        text=text,
        html=html,
        to=to,
        cc=cc,
        external_id=external_id,
        at=at,
        send_after=send_after,
        agent=by,
    )
    put_files(files, message=message)
    if draft is not None:
        Attachment.objects.filter(draft=draft).update(draft=None, message=message)
        Draft.objects.filter(pk=draft.pk).delete()
    before = locked.status
    fields = ["message_count", "updated_at", "excerpt", "waiting_since", "status", "solved_at"]
    locked.message_count += 1
    locked.updated_at, locked.excerpt, locked.waiting_since = max(locked.updated_at, at), excerpt(text), None
    locked.status = wanted
    if wanted == Status.SOLVED and before != Status.SOLVED:
        locked.solved_at = at
    elif wanted not in (Status.SOLVED, Status.CLOSED):
        locked.solved_at = None
    if locked.assignee_id is None:
        locked.assignee = by
        fields.append("assignee")
    locked.save(update_fields=fields)
    data = {"from": before, "to": wanted} if before != wanted else {}
    if pledge is not None:
        put_reminder(locked, pledge, by=by, message=message, at=at)
        data |= {"words": pledge.words[:200], "remind_at": pledge.remind_at.isoformat()}
    log(locked, events.REPLY_QUEUED, at=at, agent=by, message=message, data=data)
    index.message(message)
    copy_update(ticket, locked, fields)
    return message


@transaction.atomic
def acknowledge(
    ticket: Ticket,
    *,
    on_behalf_of: Agent,
    text: str,
    to: str,
    subject: str,
    external_id: str,
    at: datetime.datetime,
) -> Message:
    """Queue the automatic letter that says «it has arrived, I shall answer»; changes no status and no waiting."""
    locked = lock(ticket)
    message = queue(
        locked,
        text=text,
        html="",
        to=[to],
        cc=(),
        external_id=external_id,
        at=at,
        send_after=at,
        agent=on_behalf_of,
        is_automatic=True,
        subject=subject,
    )
    locked.message_count += 1
    locked.save(update_fields=["message_count"])
    log(locked, events.ACKNOWLEDGEMENT_QUEUED, at=at, agent=on_behalf_of, message=message)
    copy_update(ticket, locked, ["message_count"])
    return message


@transaction.atomic
def add_note(
    ticket: Ticket,
    *,
    by: Agent,
    text: str,
    at: datetime.datetime,
    files: Iterable[File] = (),
    draft: Draft | None = None,
) -> Note:
    """An internal remark. Raises NotAllowed for a viewer."""
    require_writer(by)
    locked = lock(ticket)
    note = Note.objects.create(ticket=locked, agent=by, text=text, created_at=at)
    put_files(files, note=note)
    if draft is not None:
        Attachment.objects.filter(draft=draft).update(draft=None, note=note)
        Draft.objects.filter(pk=draft.pk).delete()
    log(locked, events.NOTE_ADDED, at=at, agent=by, note=note)
    index.note(note)
    return note


def queue(
    ticket: Ticket,
    *,
    text: str,
    html: str,
    to: Iterable[str],
    cc: Iterable[str],
    external_id: str,
    at: datetime.datetime,
    send_after: datetime.datetime,
    agent: Agent,
    is_automatic: bool = False,
    subject: str = "",
) -> Message:
    """A message row on its way out, in answer to the newest that came in; opens no transaction of its own."""
    newest_in = ticket.messages.filter(direction=Direction.IN).order_by("-id").first()
    return Message.objects.create(
        ticket=ticket,
        direction=Direction.OUT,
        channel=newest_in.channel if newest_in else "email",
        account_id=ticket.account_id,
        contact_id=ticket.requester_id,
        agent=agent,
        external_id=external_id,
        in_reply_to=newest_in.external_id if newest_in else "",
        to=list(to),
        cc=list(cc),
        subject=subject or ticket.subject,
        text=text,
        html=html,
        language=ticket.language,
        is_automatic=is_automatic,
        state=State.QUEUED,
        send_after=send_after,
        created_at=at,
    )
