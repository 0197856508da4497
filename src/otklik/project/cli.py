"""The `otklik` command line: one table of commands, each imported only when it is called."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

# name -> (module, function, one line of help). Functions take the remaining arguments and return an exit status.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "coach": ("otklik.project.commands.coach", "run", "judge a letter: otklik coach reply [FILE]"),
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
    return int(getattr(importlib.import_module(module), function)(words[1:]))
