"""Score the reply coach on labelled letters: `python evals/letters/score.py [FILE|FOLDER …] [--show RULE] [--part tune|check|fresh]`.

A letter is one JSON line: the keys of `otklik coach reply` plus `labels`, a list of {"rule", "start", "end"}. Its part is
told by its id: sha256 mod 10 below 7 is `tune`, the rest `check`; the letters of `fresh/` are a part of their own, read only
when that folder or `--part fresh` is asked for. Errors are shown of the tune part only, so that nobody learns the others by
heart. A hit or a miss is counted once a rule and letter.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from otklik.coach.reply import Letter, check
from otklik.coach.reply.model import weekday_of

HERE = Path(__file__).parent
RULES = (
    "greeting-name", "thanks", "officialese", "jargon", "inconvenience", "long-sentence", "closing", "signature-person", "ticket-number",
    "insincere-promise", "blame-shift", "missing-link", "no-reason", "robotic", "no-empathy", "no-apology", "no-question", "no-invitation",
    "vague-status", "cold-thanks",
)  # fmt: skip
APART = {"fresh", "second"}


def part_of(name: str) -> str:
    """tune, check or fresh."""
    if name.startswith("fresh-"):
        return "fresh"
    return "tune" if int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10 < 7 else "check"


def letters(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Every letter of the files, and of the folders' files, once; the folders set apart only if they are named themselves."""
    seen: set[str] = set()
    for path in paths:
        inside = [file for file in sorted(path.rglob("*.jsonl")) if not APART & set(file.relative_to(path).parts)]
        for file in inside if path.is_dir() else [path]:
            for line in file.read_text(encoding="utf-8").splitlines():
                row = json.loads(line) if line.strip() else {"id": ""}
                if row["id"] and row["id"] not in seen:
                    seen.add(row["id"])
                    yield row


def letter_of(row: dict[str, Any]) -> Letter:
    """The row as the coach is asked."""
    return Letter(
        text=row["reply"], lang=row.get("lang", ""), situation=row.get("situation") or "", customer_name=row.get("customer_name") or "",
        agent_name=row.get("agent_name") or "", weekday=weekday_of(row.get("weekday")), incoming=row.get("incoming") or "",
    )  # fmt: skip


class Count:
    """Hits, false alarms, misses of each rule; spans; clean letters."""

    def __init__(self) -> None:
        self.hit, self.false, self.missed = Counter[str](), Counter[str](), Counter[str]()
        self.spans = self.over = self.good = self.clean = self.letters = 0

    def add(self, row: dict[str, Any], findings: list[Any]) -> tuple[set[str], set[str]]:
        """Count a letter; the false alarms and the misses."""
        wanted = {each["rule"] for each in row["labels"]} & set(RULES)
        found = {each.rule for each in findings} & set(RULES)
        self.letters += 1
        self.hit.update(wanted & found)
        self.false.update(found - wanted)
        self.missed.update(wanted - found)
        if not wanted:
            self.good += 1
            self.clean += not found
        for rule in wanted & found:
            marked = [(f["start"], f["end"]) for f in row["labels"] if f["rule"] == rule and f["start"] is not None]
            ours = [(f.start, f.end) for f in findings if f.rule == rule and f.start is not None]
            if marked and ours:
                self.spans += 1
                self.over += any(a < d and c < b for a, b in marked for c, d in ours)
        return found - wanted, wanted - found

    def figures(self, rule: str = "") -> tuple[int, int, int, float, float, float]:
        """TP, FP, FN, precision, recall, F1 of a rule, or of all."""
        tp, fp, fn = (
            counter[rule] if rule else sum(counter.values()) for counter in (self.hit, self.false, self.missed)
        )
        precision, recall = tp / (tp + fp) if tp + fp else 1.0, tp / (tp + fn) if tp + fn else 1.0
        return (
            tp,
            fp,
            fn,
            precision,
            recall,
            2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        )


def report(title: str, count: Count) -> None:
    """A table on standard output."""
    _, _, _, precision, recall, f1 = count.figures()
    print(
        f"{title}: {count.letters} letters  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  "
        f"good clean {count.clean}/{count.good} = {count.clean / max(1, count.good):.2f}  "
        f"span over {count.over}/{count.spans} = {count.over / max(1, count.spans):.2f}"
    )


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--show", default="", help="a rule, or `all`: print its errors in the tune part")
    parser.add_argument("--lang", default="")
    parser.add_argument("--part", default="", choices=("", "tune", "check", "fresh"))
    parser.add_argument("--rules", action="store_true", help="a line a rule")
    given = parser.parse_args(words)
    counts: dict[tuple[str, str, bool], Count] = {}
    for row in letters(given.paths or [HERE / "fresh" if given.part == "fresh" else HERE]):
        part = part_of(row["id"])
        if (given.lang and row["lang"] != given.lang) or (given.part and part != given.part):
            continue
        findings = check(letter_of(row))
        for key in ((row["lang"], part, False), *([(row["lang"], part, True)] if row.get("tricky") else [])):
            false, missed = counts.setdefault(key, Count()).add(row, findings)
        if part == "tune" and given.show:
            show(row, findings, false, missed, given.show)
    for (lang, part, tricky), count in sorted(counts.items()):
        report(f"{lang} {part}{' tricky' if tricky else ''}", count)
        if given.rules and not tricky:
            for rule in RULES:
                tp, fp, fn, precision, recall, f1 = count.figures(rule)
                print(f"    {rule:<18} {tp:4} {fp:4} {fn:4}   P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}")
    return 0


def show(row: dict[str, Any], findings: list[Any], false: set[str], missed: set[str], rule: str) -> None:
    """The letter's errors of a rule, with what is needed to judge them."""
    wrong = [("FALSE", each) for each in sorted(false)] + [("MISSED", each) for each in sorted(missed)]
    wrong = [each for each in wrong if rule in ("all", each[1])]
    if not wrong:
        return
    print(
        f"=== {row['id']} {row.get('situation')} | {row.get('customer_name')} | {row.get('incoming')}\n{row['reply']}"
    )
    for what, name in wrong:
        spans = [
            row["reply"][f["start"] : f["end"]] if f["start"] is not None else "-"
            for f in row["labels"]
            if f["rule"] == name
        ] or [row["reply"][f.start : f.end] if f.start is not None else "-" for f in findings if f.rule == name]
        print(f"  ** {what} {name}: {spans}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
