"""Letters that machines write are kept and shown, and nothing answers them."""

from __future__ import annotations

import re
from dataclasses import replace

from otklik.intake.draft import Draft, Stop

_MACHINES = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?_?reply|do-?not-?reply|bounces?|daemon|root|cron|robot|notifications?)\b", re.I
)


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """Marks letters of machine-like senders; the parser has told the others."""
    if draft.mail.auto:
        return draft, draft.mail.auto
    if _MACHINES.match(draft.sender):
        return replace(draft, mail=replace(draft.mail, auto="auto-reply")), "the address is a machine's"
    return draft, "a person"
