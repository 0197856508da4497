"""Reading what has arrived."""

from __future__ import annotations

from otklik.intake import actions
from otklik.intake.queries import waiting
from otklik.kit.clock import now


def run_once(*, limit: int = 50) -> int:
    """Process up to `limit` envelopes; how many there were."""
    envelopes = waiting(limit)
    accounts = actions.mailboxes() if envelopes else {}
    for envelope in envelopes:
        actions.process(envelope, at=now(), accounts=accounts)
    return len(envelopes)
