"""The same letter a second time (two of our addresses, a second delivery) is one message; another letter under the same
id (a scanner that gives all of them one, a stranger who copies one) is a message of its own."""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import replace

from otklik.channels.kinds.email import headers
from otklik.intake.draft import Draft, Stop
from otklik.tickets.models import Direction, Message

_DATE = re.compile(rb"(?im)^date:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)")
_HEAD = 200_000


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """Stops what we have; gives an id of our making to what only bears the id of another letter."""
    own = draft.message_id[:500]
    rows = [each for each in draft.relatives if each.external_id == own and each.direction == Direction.IN][:20]
    for row in rows:
        if row.sender == draft.sender and _is_the_same(draft, row.pk):
            return Stop("we have this letter already", duplicate_of=row.pk), "again"
    if not rows:
        return draft, "new"
    mine = replace(draft, message_id=f"{_digest(draft)}.{draft.message_id}"[:500])
    again = Message.objects.filter(external_id=mine.message_id, direction=Direction.IN, sender=draft.sender).first()
    if again is not None:
        return Stop("we have this letter already", duplicate_of=again.pk), "again"
    return mine, "new, under the id of another letter"


def _is_the_same(draft: Draft, pk: int) -> bool:
    """By the moment it was written; where one of the two does not say it, by the words."""
    row = Message.objects.get(pk=pk)
    envelope = row.envelopes.order_by("pk").first()
    match = _DATE.search(zlib.decompress(bytes(envelope.raw))[:_HEAD]) if envelope else None
    written = headers.date(match[1]) if match else None
    if written is not None and draft.mail.date is not None:
        return written == draft.mail.date
    return row.text.split() == draft.mail.text.split()


def _digest(draft: Draft) -> str:
    said = f"{draft.sender}\n{draft.mail.date}\n{draft.mail.subject}\n{draft.mail.text}"
    files = "".join(f"\n{each.filename} {len(each.content)}" for each in draft.mail.attachments)
    return hashlib.sha256((said + files).encode("utf-8", "replace")).hexdigest()[:20]
