"""What comes from the customer: opening a ticket, adding to one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from otklik.channels.models import Account
from otklik.people.models import Contact, Team
from otklik.services.models import Brand
from otklik.tickets import events
from otklik.tickets.actions.rows import copy_update, excerpt, lock, log, put_files
from otklik.tickets.arrivals import Arrival
from otklik.tickets.models import Direction, Message, Participant, State, Status, Ticket
from otklik.tickets.search import index


@transaction.atomic(savepoint=False)  # in the intake it is part of a larger transaction, all of which fails with it
def open_ticket(
    arrival: Arrival,
    *,
    requester: Contact,
    brand: Brand,
    account: Account | None,
    team: Team | None = None,
    copies: Iterable[tuple[Contact, str]] = (),
) -> tuple[Ticket, Message]:
    """A new ticket with its first message. `copies` are contacts in copy with their addresses.

    Raises IntegrityError when the account has this message already.
    """
    ticket = Ticket.objects.create(
        subject=arrival.subject[:500] or excerpt(arrival.reply_text or arrival.text)[:80],
        status=Status.NEW,
        requester=requester,
        brand=brand,
        account=account,
        team=team,
        language=arrival.language,
        excerpt=excerpt(arrival.reply_text or arrival.text),
        message_count=1,
        created_at=arrival.at,
        updated_at=arrival.at,
        waiting_since=arrival.at if not arrival.auto else None,
    )
    message = _add_message(ticket, arrival, contact=requester, account=account)
    _add_participants(ticket, copies, arrival=arrival)
    log(ticket, events.TICKET_OPENED, at=arrival.at, contact=requester, message=message)
    index.message(message)
    return ticket, message


@transaction.atomic(savepoint=False)  # likewise
def receive(
    ticket: Ticket,
    arrival: Arrival,
    *,
    contact: Contact,
    account: Account | None,
    copies: Iterable[tuple[Contact, str]] = (),
    reopens: bool = True,
) -> Message:
    """A further message from the customer's side. A solved ticket opens again if `reopens`; a machine's letter
    (`arrival.auto`) changes neither status nor waiting. Raises IntegrityError on one the account has already."""
    locked = lock(ticket)
    message = _add_message(locked, arrival, contact=contact, account=account)
    fields = ["message_count", "updated_at", "excerpt"]
    locked.message_count += 1
    locked.updated_at = max(locked.updated_at, arrival.at)
    locked.excerpt = excerpt(arrival.reply_text or arrival.text)
    before = locked.status
    if not arrival.auto and reopens:
        if locked.waiting_since is None:
            locked.waiting_since = arrival.at
            fields.append("waiting_since")
        if locked.status not in (Status.NEW, Status.OPEN):
            locked.status, locked.solved_at = Status.OPEN, None
            fields += ["status", "solved_at"]
    locked.save(update_fields=fields)
    if _is_of_the_ticket(locked, contact):
        _add_participants(locked, copies, arrival=arrival)
    data = {"from": before, "to": locked.status} if before != locked.status else {}
    log(locked, events.MESSAGE_RECEIVED, at=arrival.at, contact=contact, message=message, data=data)
    index.message(message)
    copy_update(ticket, locked, fields)
    return message


def _add_message(ticket: Ticket, arrival: Arrival, *, contact: Contact, account: Account | None) -> Message:
    message = Message.objects.create(
        ticket=ticket,
        direction=Direction.IN,
        channel=arrival.channel,
        account=account,
        contact=contact,
        external_id=arrival.external_id[:500],
        in_reply_to=arrival.in_reply_to[:500],
        sender=arrival.sender[:320],
        to=list(arrival.to),
        cc=list(arrival.cc),
        subject=arrival.subject[:500],
        text=arrival.text,
        reply_text=arrival.reply_text,
        html=arrival.html,
        language=arrival.language,
        auto=arrival.auto,
        verdict=arrival.verdict,
        state=State.RECEIVED,
        created_at=arrival.at,
    )
    put_files(arrival.files, message=message)
    return message


def _is_of_the_ticket(ticket: Ticket, contact: Contact) -> bool:
    """Whether the contact is one of the ticket's people: a stranger brings nobody in, not even themselves."""
    return contact.pk == ticket.requester_id or ticket.participations.filter(contact=contact).exists()


def _add_participants(ticket: Ticket, copies: Iterable[tuple[Contact, str]], *, arrival: Arrival) -> None:
    for contact, address in copies:
        if contact.pk != ticket.requester_id:
            Participant.objects.get_or_create(
                ticket=ticket, contact=contact, defaults={"address": address, "added_at": arrival.at}
            )
