"""A delivery report marks the letter that came back; it is no message of a customer's."""

from __future__ import annotations

from otklik.channels.kinds.email import tokens
from otklik.channels.kinds.email.reasons import plain_words
from otklik.intake.draft import Draft, Stop
from otklik.tickets.models import Direction, Message


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """Stops every report, with the message it is about when that can be found."""
    bounce = draft.mail.bounce
    if bounce is None:
        return draft, "no report"
    message = _about(draft)
    if message is None:
        return Stop(f"a delivery report about an unknown letter (to {bounce.recipient or '?'})"), "report"
    if bounce.action in ("delivered", "relayed", "expanded"):
        return Stop("a report of a successful delivery"), "delivered"
    is_permanent = bounce.action == "failed" and not bounce.status.startswith("4")
    language = message.ticket.brand.language
    words = plain_words(bounce.status, bounce.diagnostic, recipient=bounce.recipient, language=language)
    stop = Stop(
        f"message {message.pk} came back: {bounce.status} {bounce.diagnostic[:200]}".strip(),
        bounced_message_id=message.pk,
        is_permanent=is_permanent,
        failure=words,
        bounced_address=bounce.recipient.lower() if is_permanent and bounce.status.startswith("5.1") else "",
    )
    return stop, "failed" if is_permanent else "delayed"


def _about(draft: Draft) -> Message | None:
    sent = Message.objects.filter(direction=Direction.OUT).select_related("ticket__brand")
    bounce = draft.mail.bounce
    ids = [bounce.original_message_id] if bounce and bounce.original_message_id else []
    ids += [draft.mail.in_reply_to, *reversed(draft.mail.references)]
    for each in filter(None, ids):
        found = sent.filter(external_id=each[:500]).first()
        if found is not None:
            return found
    for address in (*draft.recipients, *draft.mail.delivered_to, *(box.address for box in draft.mail.to)):
        ticket_id = tokens.find(address, key=draft.key)
        if ticket_id is not None:
            return sent.filter(ticket_id=ticket_id).order_by("-id").first()
    return None
