"""What insight does when something has happened: notes the letter, reads it later (`worker`)."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.insight import actions
from otklik.tickets import events
from otklik.tickets.models import Event


def take_down_letters(told: Sequence[Event]) -> None:
    """Letters that have left are to be judged; customers who wrote again are noted. Called twice, it acts once."""
    sent = [each.message_id for each in told if each.kind == events.MESSAGE_SENT and each.message_id is not None]
    if sent:
        actions.take_down(sent)
    for each in told:
        if each.kind == events.MESSAGE_RECEIVED and each.message is not None:
            actions.note_question(each.message)
