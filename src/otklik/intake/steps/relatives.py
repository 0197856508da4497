"""What we have of the letter's conversation: letters under its own id and under those it answers, asked for at once."""

from __future__ import annotations

from dataclasses import replace

from otklik.channels.kinds.email.parsed import ParsedMail
from otklik.intake.draft import Draft, Relative, Stop
from otklik.tickets.models import Message

MOST_IDS, MOST_ROWS = 50, 200


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """Sets `relatives`, the oldest first."""
    ids = [each[:500] for each in (draft.message_id, *chain(draft.mail))]
    rows = Message.objects.filter(external_id__in=ids).order_by("pk").values_list(
        "pk", "external_id", "direction", "sender", "ticket_id", "ticket__status", "ticket__message_count"
    )  # fmt: skip
    found = tuple(Relative(*row) for row in rows[:MOST_ROWS])
    return replace(draft, relatives=found), f"{len(found)} known"


def chain(mail: ParsedMail) -> list[str]:
    """The ids of the letters that this one answers, the nearest first."""
    return list(dict.fromkeys(filter(None, (mail.in_reply_to, *reversed(mail.references)))))[:MOST_IDS]
