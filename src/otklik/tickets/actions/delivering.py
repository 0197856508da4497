"""What becomes of a queued message. The outbound workers call these; nothing here touches the network."""

from __future__ import annotations

import datetime

from django.db import transaction

from otklik.kit import jobs
from otklik.people.models import Agent
from otklik.tickets import events
from otklik.tickets.actions.reminding import drop_reminders
from otklik.tickets.actions.rows import excerpt, lock, log
from otklik.tickets.models import Direction, Draft, Message, State
from otklik.tickets.rules import require_writer
from otklik.tickets.search import index

STUCK_AFTER = datetime.timedelta(minutes=10)


@transaction.atomic
def cancel(message: Message, *, by: Agent, at: datetime.datetime) -> Draft | None:
    """Take a reply back before it has left: its text becomes the writer's draft again. None when it is too late."""
    require_writer(by)
    ticket = lock(message.ticket)
    if not Message.objects.filter(pk=message.pk, state=State.QUEUED, attempts=0, agent=by).update(
        state=State.CANCELLED
    ):
        return None
    begun = Draft.objects.filter(ticket=ticket, agent=by, is_note=False).first()
    # What was begun meanwhile stays, below.
    text = f"{message.text}\n\n{begun.text}" if begun is not None and begun.text.strip() else message.text
    draft, _ = Draft.objects.update_or_create(
        ticket=ticket, agent=by, is_note=False, defaults={"text": text, "updated_at": at}
    )
    message.attachments.update(message=None, draft=draft)
    drop_reminders(message, at=at)
    ticket.message_count -= 1
    fields = ["message_count"]
    queued = message.events.filter(kind=events.REPLY_QUEUED).first()
    if queued is not None and queued.data.get("to") == ticket.status:
        ticket.status = queued.data["from"]
        ticket.solved_at = None
        fields += ["status", "solved_at"]
    newest = ticket.messages.exclude(state=State.CANCELLED).order_by("-id").first()
    if newest is not None:  # the list shows and sorts by what is left
        ticket.excerpt, ticket.updated_at = excerpt(newest.reply_text or newest.text), newest.created_at
        fields += ["excerpt", "updated_at"]
    if newest is not None and newest.direction == Direction.IN and not newest.auto:
        ticket.waiting_since = newest.created_at
        fields.append("waiting_since")
    ticket.save(update_fields=fields)
    log(ticket, events.REPLY_CANCELLED, at=at, agent=by, message=message)
    index.forget_message(message)
    message.state = State.CANCELLED
    return draft


def claim_queued(*, at: datetime.datetime, limit: int = 20) -> list[Message]:
    """Take messages whose time has come; they are SENDING and nobody else gets them."""
    due = (
        Message.objects.filter(state=State.QUEUED, send_after__lte=at)
        .select_related("ticket__requester", "ticket__brand", "ticket__account", "account", "agent")
        .order_by("send_after", "id")
    )
    return jobs.claim(due, limit=limit, changes={"state": State.SENDING, "claimed_at": at})


@transaction.atomic
def record_sent(message: Message, *, at: datetime.datetime) -> None:
    """The next server has taken the message."""
    changed = Message.objects.filter(pk=message.pk, state=State.SENDING).update(
        state=State.SENT, sent_at=at, claimed_at=None, failure="", attempts=message.attempts + 1
    )
    if changed:
        log(message.ticket, events.MESSAGE_SENT, at=at, agent=message.agent, message=message)


@transaction.atomic
def defer(message: Message, *, until: datetime.datetime, reason: str, at: datetime.datetime) -> None:
    """It did not go now; it is queued again for `until`."""
    changed = Message.objects.filter(pk=message.pk, state=State.SENDING).update(
        state=State.QUEUED, send_after=until, claimed_at=None, failure=reason, attempts=message.attempts + 1
    )
    if changed:
        log(message.ticket, events.MESSAGE_DELAYED, at=at, message=message, data={"reason": reason})


@transaction.atomic
def fail(message: Message, *, reason: str, at: datetime.datetime) -> None:
    """It will never go; the ticket says so and why."""
    changed = Message.objects.filter(pk=message.pk, state=State.SENDING).update(
        state=State.FAILED, claimed_at=None, failure=reason, attempts=message.attempts + 1
    )
    if changed:
        log(message.ticket, events.MESSAGE_FAILED, at=at, message=message, data={"reason": reason})


@transaction.atomic
def record_bounce(message: Message, *, reason: str, permanent: bool, at: datetime.datetime) -> None:
    """A letter sent earlier has come back (or waits on the way, `permanent` False)."""
    ticket = lock(message.ticket)
    if permanent:
        Message.objects.filter(pk=message.pk).update(state=State.FAILED, failure=reason)
        log(ticket, events.MESSAGE_FAILED, at=at, message=message, data={"reason": reason})
    else:
        Message.objects.filter(pk=message.pk).update(failure=reason)
        log(ticket, events.MESSAGE_DELAYED, at=at, message=message, data={"reason": reason})


@transaction.atomic
def recover_stuck(*, at: datetime.datetime, older_than: datetime.timedelta = STUCK_AFTER) -> int:
    """Messages whose worker died while sending go back into the queue; how many. A lone process passes zero at
    its start: whoever was sending is dead."""
    stuck = Message.objects.filter(state=State.SENDING, claimed_at__lte=at - older_than)
    return stuck.update(state=State.QUEUED, send_after=at, claimed_at=None)
