"""`otklik coach triage` and `otklik coach complete`: JSON Lines in, an answer a line (the public contract)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from typing import Any, TextIO

from otklik.coach.request import complete as completeness
from otklik.coach.request import triage as sorting


def triage(words: Sequence[str]) -> int:
    """Which type of request each message is. 0 done, 1 nothing could be read."""
    argparse.ArgumentParser(
        prog="otklik coach triage", description="JSON Lines from standard input: id, channel, subject, text."
    ).parse_args(words)
    return answer_lines(sys.stdin, sys.stdout, sorting.answer)


def complete(words: Sequence[str]) -> int:
    """Which of its type's questions each message answers. 0 done, 1 nothing could be read."""
    argparse.ArgumentParser(
        prog="otklik coach complete", description="JSON Lines from standard input: id, category, text."
    ).parse_args(words)
    return answer_lines(sys.stdin, sys.stdout, completeness.answer)


def answer_lines(source: TextIO, out: TextIO, answer: Callable[[object], dict[str, Any]]) -> int:
    """A line in, a line out; one that cannot be read gets an `error`, the rest goes on."""
    asked = answered = 0
    for line in source:
        if not line.strip():
            continue
        asked += 1
        try:
            said = answer(json.loads(line))
        except (ValueError, RecursionError) as error:
            said = {"id": None, "error": f"no JSON: {error}"}
        answered += "error" not in said
        out.write(json.dumps(said, ensure_ascii=False) + "\n")
        out.flush()
    return 1 if asked and not answered else 0
