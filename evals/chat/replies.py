"""What the coach finds in a desk's real chat answers: `python evals/chat/replies.py FILE.csv [--show RULE]`.

FILE is a table with a column of customers' questions and one of agents' answers (`--question`, `--answer` name them). Nobody has labelled
such answers: the hits of a rule are read by a person, a sample that is the same every time, and judged by `evals/letters/GUIDE.md`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from otklik.coach.reply import Finding, Letter, check

QUESTION, ANSWER = "Вопрос пользователя", "Ответ сотрудника"
SAMPLE = 20


def letters(path: Path, question: str, answer: str) -> Iterator[Letter]:
    """Every answer of the table that says anything, as a chat's; no name and no situation are known."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row[answer].strip():
                yield Letter(text=row[answer].replace("\r\n", "\n"), incoming=row[question], channel="chat")


def found(path: Path, question: str, answer: str) -> tuple[int, dict[str, list[tuple[Letter, Finding]]]]:
    """(how many answers, the hits of each rule that fires, in an order that is no order of the table's)."""
    hits: dict[str, list[tuple[Letter, Finding]]] = {}
    number = 0
    for letter in letters(path, question, answer):
        number += 1
        for each in check(letter):
            hits.setdefault(each.rule, []).append((letter, each))
    for rows in hits.values():
        rows.sort(
            key=lambda row: hashlib.sha256(f"{row[0].incoming}{row[0].text}{row[1].start}".encode()).hexdigest()
        )
    return number, hits


def show(rows: list[tuple[Letter, Finding]], context: int) -> None:
    """A sample with all that is needed to judge it."""
    for number, (letter, each) in enumerate(rows, 1):
        print(f"=== {number}. {' '.join(letter.incoming.split())[:context]}")
        if each.start is None or each.end is None:
            print(f"  absence\n{letter.text[: 3 * context]}")
        else:
            begin, end = max(0, each.start - context), each.end + context
            marked = f"{letter.text[begin : each.start]}⟦{letter.text[each.start : each.end]}⟧{letter.text[each.end : end]}"
            print("  " + " ".join(marked.split()))


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--question", default=QUESTION)
    parser.add_argument("--answer", default=ANSWER)
    parser.add_argument("--show", default="", metavar="RULE")
    parser.add_argument("--sample", type=int, default=SAMPLE)
    parser.add_argument("--context", type=int, default=300, help="characters around the words")
    given = parser.parse_args(words)
    number, hits = found(given.file, given.question, given.answer)
    if given.show:
        show(hits.get(given.show, [])[: given.sample], given.context)
        return 0
    print(f"{number} answers")
    for rule, rows in sorted(hits.items(), key=lambda each: -len(each[1])):
        print(f"{rule:<18} {len(rows):4} hits  {len({id(letter) for letter, _ in rows}):4} answers")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
