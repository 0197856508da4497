"""The request coach outside the desk, `otklik coach mtr|secrets|triage|complete`: JSON Lines in, JSON Lines out (the public
contract); or files, an answer each."""

from __future__ import annotations

import argparse
import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from otklik.coach.request import complete as completeness
from otklik.coach.request import triage as sorting
from otklik.coach.request.contract import answer
from otklik.coach.request.mtr import judge, told

MAX_FILE = 20_000_000  # bytes


def mtr(words: Sequence[str]) -> int:
    """Are these reports of mtr sound, and where does the loss begin? Exit status as of `run`."""
    return run("mtr", words)


def secrets(words: Sequence[str]) -> int:
    """Where are the passwords, keys, tokens and card numbers? Exit status as of `run`."""
    return run("secrets", words)


def triage(words: Sequence[str]) -> int:
    """Which type of request is each message? Exit status as of `run`."""
    return run("triage", words)


def complete(words: Sequence[str]) -> int:
    """Which of its type's questions does each message answer? Exit status as of `run`."""
    return run("complete", words)


# A question as it comes over a pipe, to the answer as it goes back.
ANSWERS: dict[str, Callable[[object], dict[str, Any]]] = {
    "mtr": functools.partial(answer, "mtr"),
    "secrets": functools.partial(answer, "secrets"),
    "triage": sorting.answer,
    "complete": completeness.answer,
}


def run(command: str, words: Sequence[str]) -> int:
    """0 done; 1 nothing could be read, or a named file could not; 2 the words were off."""
    parser = argparse.ArgumentParser(
        prog=f"otklik coach {command}",
        description="Without files, JSON Lines are read from standard input, an answer a line.",
    )
    parser.add_argument("files", nargs="*", help="JSON Lines (.jsonl), or texts of any kind; - is a text from a pipe")
    if command == "mtr":
        parser.add_argument("--words", choices=("ru", "en"), help="of files: the verdict in sentences, not in JSON")
    if command == "complete":
        parser.add_argument("--category", help="of files: the type of request that they are")
    given = parser.parse_args(words)
    lang, more = getattr(given, "words", None), {}
    if command == "complete" and given.category:
        more["category"] = given.category
    if not given.files:
        return _answer_lines(command, sys.stdin)
    status = 0
    for name in given.files:
        try:
            text = _read(name)
        except (OSError, ValueError) as error:
            sys.stderr.write(f"otklik: {name}: {error}\n")
            status = 1
            continue
        if name.endswith(".jsonl"):
            status = max(status, _answer_lines(command, text.split("\n")))
        elif lang:
            sys.stdout.write("\n".join([f"{name}:", *(f"  {each}" for each in told(judge(text), lang))]) + "\n")
        else:
            _print(ANSWERS[command]({"id": name, "text": text, **more}))
    return status


def _read(name: str) -> str:
    """Raises OSError or ValueError when it cannot be read."""
    if name == "-":
        return sys.stdin.read()
    path = Path(name)
    if path.stat().st_size > MAX_FILE:
        raise ValueError("too large for a letter")
    return path.read_text(encoding="utf-8", errors="replace")


def _answer_lines(command: str, lines: Iterable[str]) -> int:
    asked = answered = 0
    for said in _answers(command, lines):
        asked += 1
        answered += "error" not in said
        _print(said)
    return 1 if asked and not answered else 0


def _answers(command: str, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        if line.strip():
            try:
                question = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield {"id": None, "error": f"no JSON: {error}"}
            else:
                yield ANSWERS[command](question)


def _print(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    sys.stdout.flush()
