"""A letter that we sent ourselves and that came home would be answered for ever: it stops here."""

from __future__ import annotations

from otklik.channels.kinds.email import tokens
from otklik.intake.draft import Draft, Stop


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """Stops letters with our marker, with a Message-ID of ours, or from an address of ours."""
    if draft.mail.auto == "loop":
        return Stop("our own letter has come back (marker)"), "loop"
    if tokens.ticket_of_message_id(draft.mail.message_id, key=draft.key) is not None:
        return Stop("our own letter has come back (message id)"), "loop"
    sender = draft.mail.from_.address if draft.mail.from_ else ""
    if sender and tokens.plain_address(sender) in draft.own and draft.mail.bounce is None:
        return Stop(f"the sender {sender} is a mailbox of ours"), "loop"
    return draft, "not ours"
