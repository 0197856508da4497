"""Which ticket the letter answers: three keys that do not depend on each other, checked against the sender.

The Message-ID chain, the token in the address and the quiet tag are signed or unguessable: whoever has them has our
letter. A plain number in the subject is guessable: it counts from people of the ticket only. A sender who failed the
check of authenticity opens a new ticket whatever he has.
"""

from __future__ import annotations

import re
from dataclasses import replace

from otklik.channels.kinds.email import tokens
from otklik.intake.draft import Draft, Stop
from otklik.tickets.models import Message, Participant, Ticket

_NUMBER = re.compile(r"[\[(][^\])]{0,40}?[#№]\s?(\d{1,12})\s?[\])]|(?:^|\s)[#№](\d{1,12})\b")


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """Sets `ticket_id`, or leaves None for a new ticket."""
    ticket_id, key = _strong(draft)
    if ticket_id is None:
        ticket_id, key = _numbered(draft)
    if ticket_id is None:
        return draft, "new"
    if draft.verdict == "fail":
        return draft, f"new: {key} names ticket {ticket_id}, but the sender is not who the letter says"
    return replace(draft, ticket_id=ticket_id), f"ticket {ticket_id} by {key}"


def _strong(draft: Draft) -> tuple[int | None, str]:
    chain = list(dict.fromkeys(filter(None, (draft.mail.in_reply_to, *reversed(draft.mail.references)))))[:50]
    if chain:
        found = dict(Message.objects.filter(external_id__in=chain).values_list("external_id", "ticket_id"))
        for each in chain:
            if each in found:
                return found[each], "message id"
        for each in chain:
            ticket_id = tokens.ticket_of_message_id(each, key=draft.key)
            if ticket_id is not None and _exists(ticket_id):
                return ticket_id, "our message id"
    addresses = (
        *draft.recipients,
        *draft.mail.delivered_to,
        *(box.address for box in (*draft.mail.to, *draft.mail.cc)),
    )
    for address in addresses:
        ticket_id = tokens.find(address, key=draft.key) if "+" in address else None
        if ticket_id is not None and _exists(ticket_id):
            return ticket_id, "reply address"
    for text in (draft.mail.subject, draft.mail.text):
        ticket_id = tokens.find(text, key=draft.key)
        if ticket_id is not None and _exists(ticket_id):
            return ticket_id, "quiet tag"
    return None, ""


def _numbered(draft: Draft) -> tuple[int | None, str]:
    match = _NUMBER.search(draft.mail.subject)
    if match is None:
        return None, ""
    ticket_id = int(match[1] or match[2])
    is_known = (
        Ticket.objects.filter(
            pk=ticket_id, requester__identities__kind="email", requester__identities__value=draft.sender
        ).exists()
        or Participant.objects.filter(
            ticket_id=ticket_id, contact__identities__kind="email", contact__identities__value=draft.sender
        ).exists()
    )
    return (ticket_id, "number in the subject, from one of its people") if is_known else (None, "")


def _exists(ticket_id: int) -> bool:
    return Ticket.objects.filter(pk=ticket_id).exists()
