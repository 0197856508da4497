"""Which ticket the letter answers: three keys that do not depend on each other, checked against the sender.

The Message-ID chain, the token in the address and the quiet tag are signed or unguessable: whoever has them has our
letter. A plain number in the subject is guessable: it counts from people of the ticket only. A sender who failed the
check of authenticity opens a new ticket whatever he has.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from otklik.channels.kinds.email import tokens
from otklik.intake.draft import Draft, Stop
from otklik.intake.steps.relatives import chain
from otklik.tickets.models import Participant, Ticket

_NUMBER = re.compile(r"[\[(][^\])]{0,40}?[#№]\s?(\d{1,12})\s?[\])]|(?:^|\s)[#№](\d{1,12})\b")


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """Sets the ticket with what it is like, or leaves it for a new one."""
    ticket, key = _strong(draft)
    if ticket is None:
        ticket, key = _numbered(draft)
    if ticket is None:
        return draft, "new"
    if draft.verdict == "fail":
        return draft, f"new: {key} names ticket {ticket.number}, but the sender is not who the letter says"
    draft = replace(draft, ticket_id=ticket.number, ticket_status=ticket.status, ticket_messages=ticket.messages)
    return draft, f"ticket {ticket.number} by {key}"


class _Found(NamedTuple):
    number: int
    status: str
    messages: int


def _strong(draft: Draft) -> tuple[_Found | None, str]:
    ids = chain(draft.mail)
    if ids:
        known = {each.external_id: each for each in draft.relatives}
        for each in ids:
            if row := known.get(each[:500]):
                return _Found(row.ticket_id, row.ticket_status, row.ticket_messages), "message id"
        for each in ids:
            if ticket := _ticket(tokens.ticket_of_message_id(each, key=draft.key)):
                return ticket, "our message id"
    addresses = (
        *draft.recipients,
        *draft.mail.delivered_to,
        *(box.address for box in (*draft.mail.to, *draft.mail.cc)),
    )
    for address in addresses:
        if ticket := _ticket(tokens.find(address, key=draft.key) if "+" in address else None):
            return ticket, "reply address"
    for text in (draft.mail.subject, draft.mail.text):
        if ticket := _ticket(tokens.find(text, key=draft.key)):
            return ticket, "quiet tag"
    return None, ""


def _numbered(draft: Draft) -> tuple[_Found | None, str]:
    match = _NUMBER.search(draft.mail.subject)
    ticket = _ticket(int(match[1] or match[2])) if match else None
    if ticket is None or not _is_of(ticket.number, draft.sender):
        return None, ""
    return ticket, "number in the subject, from one of its people"


def _is_of(ticket_id: int, sender: str) -> bool:
    asks = Ticket.objects.filter(
        pk=ticket_id, requester__identities__kind="email", requester__identities__value=sender
    )
    is_in_copy = Participant.objects.filter(
        ticket_id=ticket_id, contact__identities__kind="email", contact__identities__value=sender
    )
    return asks.exists() or is_in_copy.exists()


def _ticket(ticket_id: int | None) -> _Found | None:
    if ticket_id is None:
        return None
    row = Ticket.objects.filter(pk=ticket_id).values_list("number", "status", "message_count").first()
    return _Found(*row) if row else None
