"""A letter that we sent ourselves and that came home would be answered for ever: it stops here."""

from __future__ import annotations

import re
from dataclasses import replace

from otklik.channels.kinds.email import tokens
from otklik.intake.draft import Draft, Stop

_HEAD = 200_000
# Another installation's marker: its desk writes to ours, which is no loop.
_FOREIGN = re.compile(rb"(?im)^X-Otklik-Mail:\s*(reply|automatic)\s*;\s*desk=([a-z2-7]{8})\s*$")


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """Stops letters with our marker, with a Message-ID of ours, or from an address of ours."""
    if draft.mail.auto == "loop":
        desk = _FOREIGN.search(draft.raw[:_HEAD])
        if desk is None or desk[2].decode("ascii") == tokens.desk_mark(draft.key):
            return Stop("our own letter has come back (marker)"), "loop"
        auto = "auto-reply" if desk[1].lower() == b"automatic" else None
        draft = replace(draft, mail=replace(draft.mail, auto=auto))
    if tokens.ticket_of_message_id(draft.mail.message_id, key=draft.key) is not None:
        return Stop("our own letter has come back (message id)"), "loop"
    sender = draft.mail.from_.address if draft.mail.from_ else ""
    if sender and tokens.plain_address(sender) in draft.own and draft.mail.bounce is None:
        return Stop(f"the sender {sender} is a mailbox of ours"), "loop"
    return draft, "not ours"
