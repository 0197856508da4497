"""`otklik coach reply`: JSON Lines in, JSON Lines out; with a file on a terminal, remarks for a person. `otklik coach rules`
lists the catalogue, `otklik coach situations` the situations. No database, no server, no settings."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from otklik.coach.reply import Letter, check, shipped, situations
from otklik.coach.reply.model import weekday_of


def run(words: Sequence[str]) -> int:
    """0 done, 1 nothing could be read, 2 the words were off."""
    if words and words[0] == "reply":
        return _reply(words[1:])
    if words and words[0] == "rules":
        for rule in shipped().rules:
            sys.stdout.write(f"{rule.lang}  {rule.id:<18} {rule.title}: {rule.why}\n")
        return 0
    if words and words[0] == "situations":
        return _situations(words[1:])
    sys.stderr.write("usage: otklik coach reply [FILE] | otklik coach rules | otklik coach situations [ID]\n")
    return 2


def _situations(words: Sequence[str]) -> int:
    """All situations, a line each; with an id, what a letter in it needs, its traps and saved replies."""
    parser = argparse.ArgumentParser(prog="otklik coach situations")
    parser.add_argument("id", nargs="?", default="", choices=("", *situations.shipped().by_id))
    parser.add_argument("--lang", default="", choices=("", "ru", "en"))
    given = parser.parse_args(words)
    for lang in (given.lang,) if given.lang else ("ru", "en"):
        for each in situations.shipped().by_id.values():
            if given.id in ("", each.id):
                sys.stdout.write(f"{lang}  {each.id:<18} {each.label[lang]}: {each.about[lang]}\n")
            if given.id == each.id:
                lines = [f"    ? {one.question[lang]}" for one in each.required] + [
                    f"    ! {trap}" for trap in each.traps[lang]
                ]
                replies = [f"\n    {one.title} [{one.id}]\n\n{one.text}" for one in each.saved[lang]]
                sys.stdout.write("\n".join([*lines, *replies]) + "\n")
    return 0


def _reply(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="otklik coach reply")
    parser.add_argument("file", nargs="?", help="a letter; without it, JSON Lines are read from standard input")
    parser.add_argument("--name", default="", help="the customer's name")
    parser.add_argument("--agent", default="", help="the agent's name")
    parser.add_argument("--situation", default="", choices=("", *situations.shipped().by_id))
    parser.add_argument("--lang", default="", choices=("", "ru", "en"))
    parser.add_argument("--weekday", default="", help="monday … sunday, or понедельник … воскресенье")
    given = parser.parse_args(words)
    if given.file is None:
        return answer_lines(sys.stdin, sys.stdout)
    try:
        text = Path(given.file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"otklik: cannot read {given.file}: {error}\n")
        return 1
    letter = Letter(
        text=text, lang=given.lang, situation=given.situation, customer_name=given.name, agent_name=given.agent,
        weekday=weekday_of(given.weekday),
    )  # fmt: skip
    _show(letter)
    return 0


def answer_lines(source: TextIO, out: TextIO) -> int:
    """The public contract: a line in, a line out; a line that cannot be read gets an `error`, the rest goes on."""
    asked = answered = 0
    for line in source:
        if not line.strip():
            continue
        asked += 1
        answer = _answer(line)
        answered += "error" not in answer
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()
    return 1 if asked and not answered else 0


def _answer(line: str) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except ValueError as error:
        return {"id": None, "error": f"no JSON: {error}"}
    if not isinstance(data, dict):
        return {"id": None, "error": "not an object"}
    if not isinstance(data.get("reply"), str):
        return {"id": data.get("id"), "error": "the key «reply» must be a text"}
    letter = Letter(
        text=data["reply"],
        lang=_text(data, "lang"),
        situation=_text(data, "situation"),
        customer_name=_text(data, "customer_name"),
        agent_name=_text(data, "agent_name"),
        weekday=weekday_of(data.get("weekday")),
        incoming=_text(data, "incoming"),
    )
    findings = [
        {
            "rule": each.rule,
            "start": each.start,
            "end": each.end,
            "message": each.message,
            "suggestion": each.suggestion,
        }
        for each in check(letter)
    ]
    return {"id": data.get("id"), "findings": findings}


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _show(letter: Letter) -> None:
    found = check(letter)
    if not found:
        sys.stdout.write("Nothing to mend: a good letter.\n")
    for each in found:
        if each.start is not None and each.end is not None:
            number = letter.text.count("\n", 0, each.start) + 1
            sys.stdout.write(f"line {number}: «{letter.text[each.start : each.end].strip()}»\n")
        else:
            sys.stdout.write("missing:\n")
        sys.stdout.write(f"    {each.message} {each.why}  [{each.rule}]\n")
        if each.suggestion:
            sys.stdout.write(f"    → {each.suggestion}\n")
