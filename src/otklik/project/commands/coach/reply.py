"""`otklik coach reply`: JSON Lines in, JSON Lines out (the public contract); with files, folders or a pipe, remarks for a person, one
JSON document, or SARIF."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from otklik.coach.reply import Catalogue, Letter, situations
from otklik.coach.reply.contract import answer
from otklik.coach.reply.model import weekday_of
from otklik.project.commands.coach import human, sarif
from otklik.project.commands.coach.catalogue import add_options, chosen
from otklik.project.commands.coach.judging import as_data, judge, text_of


def run(words: Sequence[str]) -> int:
    """0 done; 1 nothing could be read, a named file could not, or --strict has found something; 2 the words were off."""
    parser = argparse.ArgumentParser(
        prog="otklik coach reply",
        description="Judge letters. Without files, JSON Lines are read from standard input, an answer a line.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        help="letters (.txt, .md), saved replies (.yaml), JSON Lines (.jsonl), folders of them; - is a pipe",
    )
    parser.add_argument("--name", default="", help="the customer's name")
    parser.add_argument("--agent", default="", help="the agent's name")
    parser.add_argument("--situation", default="", choices=("", *situations.shipped().by_id))
    parser.add_argument("--lang", default="", choices=("", "ru", "en"))
    parser.add_argument("--weekday", default="", help="monday … sunday, or понедельник … воскресенье")
    parser.add_argument("--incoming", type=Path, metavar="FILE", help="what the customer wrote")
    parser.add_argument(
        "--templates", action="store_true", help="saved replies: {name} and other variables are no leftovers"
    )
    parser.add_argument(
        "--format",
        choices=("human", "json", "sarif"),
        help="human is the usual one for files, JSON Lines without any",
    )
    parser.add_argument("--strict", action="store_true", help="exit with 1 when anything is found")
    add_options(parser)
    given = parser.parse_args(words)
    catalogue = chosen(given)
    if not given.files and given.format is None and not given.templates:
        if sys.stdin.isatty():
            sys.stderr.write(
                "otklik: reading JSON Lines from the terminal, Ctrl-D ends them; otklik coach reply --help tells more\n"
            )
        return answer_lines(sys.stdin, sys.stdout, catalogue, is_strict=given.strict)
    incoming = ""
    if given.incoming is not None:
        found = text_of(given.incoming)
        if found is None:
            return 1
        incoming = found
    known = Letter(
        text="", lang=given.lang, situation=given.situation, customer_name=given.name, agent_name=given.agent,
        weekday=weekday_of(given.weekday), incoming=incoming,
    )  # fmt: skip
    judged, is_whole = judge(given.files, known, catalogue, as_templates=given.templates)
    if given.format == "json":
        sys.stdout.write(json.dumps(as_data(judged), ensure_ascii=False, indent=1) + "\n")
    elif given.format == "sarif":
        sys.stdout.write(json.dumps(sarif.log(judged, catalogue), ensure_ascii=False, indent=1) + "\n")
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        sys.stdout.write(human.report(judged, is_coloured=human.may_colour(sys.stdout), width=width))
    return 1 if not is_whole or (given.strict and any(each.findings for each in judged)) else 0


def answer_lines(source: TextIO, out: TextIO, catalogue: Catalogue | None = None, *, is_strict: bool = False) -> int:
    """The public contract: a line in, a line out; a line that cannot be read gets an `error`, the rest goes on."""
    asked = answered = found = 0
    for line in source:
        if not line.strip():
            continue
        asked += 1
        try:
            said = answer(json.loads(line), catalogue)
        except (ValueError, RecursionError) as error:
            said = {"id": None, "error": f"no JSON: {error}"}
        answered += "error" not in said
        found += bool(said.get("findings"))
        out.write(json.dumps(said, ensure_ascii=False) + "\n")
        out.flush()
    return 1 if (asked and not answered) or (is_strict and found) else 0
