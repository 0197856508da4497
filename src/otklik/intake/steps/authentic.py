"""Whether the sender is who the letter says: kept on the message; one who fails is never threaded by `thread`."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from otklik.channels.kinds.email.authentication import judge
from otklik.intake.draft import Draft, Stop


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """Sets the verdict: pass, fail or none."""
    verdict = judge(
        draft.mail,
        draft.raw,
        remote=draft.remote,
        helo=draft.helo,
        mail_from=draft.envelope_sender,
        trusted=draft.trusted,
        own_check=settings.CONFIG.verify_senders and bool(draft.remote),
    )
    return replace(draft, verdict=verdict.result), f"{verdict.result}: {verdict.why}"
