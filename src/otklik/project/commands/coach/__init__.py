"""`otklik coach …`: the coach outside the desk. No database, no server, no settings; `recount` alone asks an installation."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

# name -> (module, function, one line of help)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "reply": (
        "otklik.project.commands.coach.reply",
        "run",
        "judge letters: files, folders, - for a pipe; without any, JSON Lines",
    ),
    "rules": (
        "otklik.project.commands.coach.rules",
        "rules",
        "the catalogue as a table; with a rule's id, all about it",
    ),
    "situations": (
        "otklik.project.commands.coach.situations",
        "run",
        "what customers write about; with an id, what a letter in it needs",
    ),
    "explain": (
        "otklik.project.commands.coach.rules",
        "explain",
        "how a letter is read: what was said of it, what kept silent and why",
    ),
    "recount": (
        "otklik.project.commands.coach.recount",
        "run",
        "an installation's sent letters, judged for its statistics of writing",
    ),
    "mtr": (
        "otklik.project.commands.coach.request",
        "mtr",
        "are the mtr reports in a text sound, where does the loss begin",
    ),
    "secrets": (
        "otklik.project.commands.coach.request",
        "secrets",
        "passwords, keys, tokens and card numbers in a text, with their places",
    ),
    "triage": (
        "otklik.project.commands.coach.request",
        "triage",
        "which type of request a message is, and how sure that is",
    ),
    "complete": (
        "otklik.project.commands.coach.request",
        "complete",
        "which of its type's questions a message answers, which are missing",
    ),
}


def run(words: Sequence[str]) -> int:
    """0 done, 1 nothing could be read or --strict has found something, 2 the words were off."""
    if words and words[0] in COMMANDS:
        module, function, _ = COMMANDS[words[0]]
        return int(getattr(importlib.import_module(module), function)(words[1:]))
    out = sys.stdout if words and words[0] in ("-h", "--help", "help") else sys.stderr
    out.write(
        "usage: otklik coach COMMAND …\n\n"
        + "".join(f"  {name:<11} {about}\n" for name, (_, _, about) in COMMANDS.items())
    )
    return 0 if out is sys.stdout else 2
