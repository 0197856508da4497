"""The `otklik` command line: one table of commands, each imported only when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

# name -> (module, function, one line of help). Functions take the remaining arguments and return an exit status.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "demo": ("otklik.project.commands.demo", "run", "everything at once with a story; nothing leaves the machine"),
    "serve": ("otklik.project.commands.serve", "serve", "a real installation: web, mail in, workers (--data FOLDER)"),
    "work": ("otklik.project.commands.serve", "work", "workers alone, beside web processes elsewhere"),
    "createadmin": ("otklik.project.commands.people", "createadmin", "make the first admin, a brand and its mailbox"),
    "password": ("otklik.project.commands.people", "password", "a new password for somebody who has lost theirs"),
    "check": ("otklik.project.commands.check", "check", "look at configuration, database, mail in and out, DNS"),
    "mailbox": (
        "otklik.project.commands.mailbox",
        "run",
        "fetch a mailbox by IMAP, send by its own SMTP: mailbox add …",
    ),
    "backup": ("otklik.project.commands.backup", "backup", "a consistent copy while it runs: otklik backup FILE"),
    "restore": ("otklik.project.commands.backup", "restore", "a backup into an empty folder: otklik restore FILE"),
    "intake": ("otklik.project.commands.intake", "run", "why a letter became what it became; read it again"),
    "coach": ("otklik.project.commands.coach", "run", "judge letters: otklik coach reply [FILE…], rules, explain"),
    "triage": ("otklik.project.commands.triage", "run", "understand the tickets from before: triage read [--all]"),
    "token": ("otklik.project.commands.token", "run", "programs that may ask the coach over HTTP: token add NAME"),
    "mail": ("otklik.project.commands.mail", "run", "read a letter: otklik mail parse FILE…"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 failed, 2 the words were off."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help", "help"):
        sys.stdout.write("otklik COMMAND …\n\n" + "".join(f"  {n:<12} {h}\n" for n, (_, _, h) in COMMANDS.items()))
        return 0 if words else 2
    if words[0] not in COMMANDS:
        sys.stderr.write(f"otklik: no command «{words[0]}». Try: {', '.join(COMMANDS)}\n")
        return 2
    module, function, _ = COMMANDS[words[0]]
    try:
        return int(getattr(importlib.import_module(module), function)(words[1:]))
    except BrokenPipeError:  # `otklik … | head`: the reader has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
