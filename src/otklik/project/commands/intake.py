"""`otklik intake list | explain ID | retry ID|--all`: what became of a letter, and again."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from otklik.project.commands.setting_up import begin_existing

USAGE = "usage: otklik intake list | explain ID | retry ID | retry --all   [--data FOLDER]\n"


def run(words: Sequence[str]) -> int:
    """0 done, 1 there is no such letter, 2 the words were off."""
    words = list(words)
    data = None
    if "--data" in words[:-1]:
        at = words.index("--data")
        data = Path(words[at + 1])
        del words[at : at + 2]
    if not _is_understood(words):
        sys.stderr.write(USAGE)
        return 2
    begin_existing(data=data)
    from otklik.intake.actions import retry  # noqa: PLC0415 -- after django.setup()
    from otklik.intake.models import Envelope  # noqa: PLC0415 -- after django.setup()
    from otklik.intake.queries import quarantined  # noqa: PLC0415 -- after django.setup()

    if words[0] == "list":
        for each in quarantined():
            sys.stdout.write(f"{each.pk}\t{each.received_at:%Y-%m-%d %H:%M}\t{each.sender}\t{each.reason}\n")
        return 0
    if words[0] == "retry":
        rows = list(quarantined()) if words[1] == "--all" else list(Envelope.objects.filter(pk=_number(words[1])))
        done = sum(retry(each) for each in rows)
        if not done and words[1] != "--all":
            why = (
                f"letter {words[1]} is not quarantined ({rows[0].state})"
                if rows
                else f"there is no letter {words[1]}"
            )
            sys.stderr.write(f"otklik: {why}; nothing was changed\n")
            return 1
        sys.stdout.write(f"{done} will be read again\n")
        return 0
    envelope = Envelope.objects.filter(pk=_number(words[1])).defer("raw").first()
    if envelope is None:
        sys.stderr.write(f"otklik: there is no envelope {words[1]}\n")
        return 1
    sys.stdout.write(
        f"envelope {envelope.pk}: {envelope.state}, from {envelope.sender or '<>'} to {', '.join(envelope.recipients)}, {envelope.size} bytes\n"
    )
    for name, said in envelope.steps:
        sys.stdout.write(f"  {name:<10} {said}\n")
    became = f"ticket {envelope.ticket_id}, message {envelope.message_id}" if envelope.ticket_id else "no ticket"
    sys.stdout.write(f"  → {became}{': ' + envelope.reason if envelope.reason else ''}\n")
    if envelope.traceback:
        sys.stdout.write(envelope.traceback)
    return 0


def _is_understood(words: list[str]) -> bool:
    if len(words) == 1:
        return words[0] == "list"
    if len(words) != 2 or words[0] not in ("explain", "retry"):
        return False
    return words[1].isdigit() or (words[0] == "retry" and words[1] == "--all")


def _number(word: str) -> int:
    return int(word) if word.isdigit() else 0
