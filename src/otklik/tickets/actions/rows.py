"""Shared pieces of the actions that open no transaction of their own: lock, log, excerpt, attach files."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from otklik.people.models import Agent, Contact
from otklik.services.models import FeatureRequest
from otklik.tickets.arrivals import File
from otklik.tickets.models import Attachment, Event, Message, Note, Ticket

_SPACE = re.compile(r"\s+")


def lock(ticket: Ticket) -> Ticket:
    """The ticket's row with its requester, locked until the end of the transaction (SQLite: the transaction is already
    the writer's)."""
    return Ticket.objects.select_related("requester").select_for_update(of=("self",)).get(pk=ticket.pk)


def log(
    ticket: Ticket,
    kind: str,
    *,
    at: datetime.datetime,
    agent: Agent | None = None,
    contact: Contact | None = None,
    message: Message | None = None,
    note: Note | None = None,
    data: Mapping[str, Any] | None = None,
    feature: FeatureRequest | None = None,
) -> Event:
    """Write one Event row."""
    return Event.objects.create(
        ticket=ticket,
        kind=kind,
        at=at,
        agent=agent,
        contact=contact,
        message=message,
        note=note,
        data=dict(data or {}),
        feature=feature,
    )


def excerpt(text: str) -> str:
    """The first words of a text on one line, for the list."""
    return _SPACE.sub(" ", text[:600]).strip()[:200]


def put_files(files: Iterable[File], *, message: Message | None = None, note: Note | None = None) -> None:
    """Attachment rows of a message or a note."""
    rows = [
        Attachment(
            message=message,
            note=note,
            filename=file.filename[:255],
            content_type=file.content_type[:127],
            size=file.size,
            digest=file.digest,
            is_inline=file.is_inline,
            content_id=file.content_id[:255],
        )
        for file in files
    ]
    if rows:
        Attachment.objects.bulk_create(rows)


def copy_update(original: Ticket, locked: Ticket, fields: Iterable[str]) -> None:
    """Let the caller's object show what was written to the locked row."""
    for name in fields:
        setattr(original, name, getattr(locked, name))
