"""Who writes: From, or Reply-To where a web form or a forwarder put the person there."""

from __future__ import annotations

from dataclasses import replace

from otklik.channels.kinds.email.parsed import Mailbox
from otklik.channels.kinds.email.tokens import plain_address
from otklik.intake.draft import Draft, Stop

_NOBODY = (
    "noreply",
    "no-reply",
    "donotreply",
    "do-not-reply",
    "wordpress",
    "form",
    "forms",
    "site",
    "www-data",
    "apache",
    "robot",
)


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """A letter without any sender is kept under the envelope's; one without that too stops."""
    box = draft.mail.from_ if draft.mail.from_ and "@" in draft.mail.from_.address else None
    reply_to = next((each for each in draft.mail.reply_to if "@" in each.address), None)
    said = "from"
    if reply_to is not None and plain_address(reply_to.address) not in draft.own and (box is None or _is_form(box)):
        name = reply_to.name or (box.name if box else "")
        box, said = Mailbox(name, reply_to.address), "reply-to: the sender is a form"
    if box is None and "@" in draft.envelope_sender:
        box, said = Mailbox("", draft.envelope_sender), "envelope sender"
    if box is None:
        if draft.mail.bounce is not None:
            return draft, "a report without a sender"
        return Stop("no sender at all"), "nobody"
    return replace(draft, sender=box.address.lower()[:320], sender_name=box.name[:200]), said


def _is_form(box: Mailbox) -> bool:
    local = box.address.lower().partition("@")[0]
    return local in _NOBODY or local.startswith(("noreply", "no-reply", "no_reply"))
