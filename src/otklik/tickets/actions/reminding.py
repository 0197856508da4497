"""Promises of ours come back in time: a reminder is set with the letter that promises, rings, and is done or cancelled."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction

from otklik.people.models import Agent
from otklik.tickets import events
from otklik.tickets.actions.rows import copy_update, lock, log
from otklik.tickets.models import Message, Reminder, ReminderState, Status, Ticket
from otklik.tickets.rules import require_writer

_OPEN = (ReminderState.WAITING, ReminderState.DUE)


@dataclass(frozen=True)
class Pledge:
    """What is promised: its words in the letter, by when, and when to be reminded of it; both aware."""

    words: str
    due_at: datetime.datetime
    remind_at: datetime.datetime


def put_reminder(ticket: Ticket, pledge: Pledge, *, by: Agent, message: Message, at: datetime.datetime) -> Reminder:
    """The row of a pledge; opens no transaction of its own and writes no Event: the letter's says it."""
    return Reminder.objects.create(
        ticket=ticket, agent=by, message=message, words=pledge.words[:200], due_at=pledge.due_at,
        remind_at=pledge.remind_at, created_at=at,
    )  # fmt: skip


def drop_reminders(message: Message, *, at: datetime.datetime) -> None:
    """The letter was taken back, so nothing was promised; opens no transaction of its own."""
    Reminder.objects.filter(message=message, state__in=_OPEN).update(state=ReminderState.CANCELLED, closed_at=at)


@transaction.atomic
def ring_reminder(reminder: Reminder, *, at: datetime.datetime) -> bool:
    """Its time has come: the ticket goes to the top of the list, open again unless it is closed. False when another process
    was quicker, or it is over."""
    ticket = lock(reminder.ticket)
    if not Reminder.objects.filter(pk=reminder.pk, state=ReminderState.WAITING).update(state=ReminderState.DUE):
        return False
    before, fields = ticket.status, ["updated_at"]
    ticket.updated_at = max(ticket.updated_at, at)
    if before in (Status.PENDING, Status.ON_HOLD, Status.SOLVED):
        ticket.status, ticket.solved_at = Status.OPEN, None
        fields += ["status", "solved_at"]
    ticket.save(update_fields=fields)
    changed = {"from": before, "to": ticket.status} if before != ticket.status else {}
    log(ticket, events.REMINDER_DUE, at=at, data={"words": reminder.words, **changed})
    copy_update(reminder.ticket, ticket, fields)
    reminder.state = ReminderState.DUE
    return True


@transaction.atomic
def finish_reminder(reminder: Reminder, *, by: Agent, at: datetime.datetime) -> None:
    """The promise is kept. Raises NotAllowed for a viewer; one that is over stays as it is."""
    _close(reminder, ReminderState.DONE, events.REMINDER_DONE, by=by, at=at)


@transaction.atomic
def cancel_reminder(reminder: Reminder, *, by: Agent, at: datetime.datetime) -> None:
    """It is not wanted. Raises NotAllowed for a viewer; one that is over stays as it is."""
    _close(reminder, ReminderState.CANCELLED, events.REMINDER_CANCELLED, by=by, at=at)


def _close(reminder: Reminder, state: ReminderState, kind: str, *, by: Agent, at: datetime.datetime) -> None:
    require_writer(by)
    ticket = lock(reminder.ticket)
    if Reminder.objects.filter(pk=reminder.pk, state__in=_OPEN).update(state=state, closed_at=at):
        log(ticket, kind, at=at, agent=by, data={"words": reminder.words})
        reminder.state, reminder.closed_at = state, at
