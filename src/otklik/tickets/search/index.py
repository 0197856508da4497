"""Keeping the search index in step, inside the transaction of the change itself."""

from __future__ import annotations

from otklik.people.models import Contact
from otklik.tickets.models import Message, Note, Ticket


def ticket(row: Ticket, *, requester: Contact) -> None:
    """Index (again) a ticket's subject and its requester's name."""


def message(row: Message) -> None:
    """Index a message's new text."""


def note(row: Note) -> None:
    """Index a note's text."""


def forget_message(row: Message) -> None:
    """Take a message out of the index."""
