"""The intake's policy on one screen: which step follows which. A step reads and answers; it writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from otklik.intake.draft import Draft, Stop
from otklik.intake.steps import (
    authentic,
    bounce,
    duplicate,
    machine,
    own_mail,
    relatives,
    sender,
    storm,
    thanks,
    thread,
)

Step = Callable[[Draft], "tuple[Draft | Stop, str]"]

STEPS: tuple[tuple[str, Step], ...] = (
    ("own mail", own_mail.step),  # a letter of ours that has come home: a loop
    ("sender", sender.step),  # who writes
    ("relatives", relatives.step),  # what we have of its conversation
    ("duplicate", duplicate.step),  # the same letter again
    ("bounce", bounce.step),  # a report about a letter of ours
    ("authentic", authentic.step),  # is the sender who the letter says
    ("machine", machine.step),  # auto-replies and lists: kept, answered by nothing
    ("thread", thread.step),  # which ticket it answers
    ("storm", storm.step),  # too many from one sender, or in one ticket
    ("thanks", thanks.step),  # «спасибо!» reopens nothing
)


def run(draft: Draft) -> tuple[Draft, Stop | None]:
    """Take the draft through all steps; `draft.steps` tells what each said."""
    for name, step in STEPS:
        answer, said = step(draft)
        if isinstance(answer, Stop):
            return replace(draft, steps=(*draft.steps, (name, said))), answer
        draft = replace(answer, steps=(*draft.steps, (name, said)))
    return draft, None
