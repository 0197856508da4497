"""What is typed and not sent yet. Drafts are private to their writer and write no Event: nothing has happened."""

from __future__ import annotations

import datetime

from django.db import transaction

from otklik.people.models import Agent
from otklik.tickets.arrivals import File
from otklik.tickets.models import Attachment, Draft, Ticket
from otklik.tickets.rules import require_writer


@transaction.atomic
def save_draft(
    ticket: Ticket, *, by: Agent, text: str, is_note: bool, seen: int | None, at: datetime.datetime
) -> Draft:
    """Keep the text as typed; one draft of each kind an agent and ticket. Raises NotAllowed for a viewer."""
    require_writer(by)
    draft, _ = Draft.objects.update_or_create(
        ticket=ticket,
        agent=by,
        is_note=is_note,
        defaults={"text": text, "last_message_id": seen, "updated_at": at},
    )
    return draft


@transaction.atomic
def discard_draft(draft: Draft) -> None:
    """Throw a draft and its attachments away."""
    Draft.objects.filter(pk=draft.pk).delete()


@transaction.atomic
def attach(draft: Draft, file: File) -> Attachment:
    """Put a file to the draft; it goes with the reply or the note."""
    return Attachment.objects.create(
        draft=draft,
        filename=file.filename[:255],
        content_type=file.content_type[:127],
        size=file.size,
        digest=file.digest,
    )


@transaction.atomic
def detach(draft: Draft, attachment_id: int) -> None:
    """Take a file off the draft."""
    Attachment.objects.filter(draft=draft, pk=attachment_id).delete()


@transaction.atomic
def dismiss(draft: Draft, key: str) -> None:
    """Remember that this draft's writer waved this finding off (`key` names rule and words)."""
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if key not in locked.dismissed:
        locked.dismissed = [*locked.dismissed, key[:200]][-200:]
        locked.save(update_fields=["dismissed"])
    draft.dismissed = locked.dismissed
