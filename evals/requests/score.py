"""Score triage and completeness: `python -m evals.requests.score [tune|check] [--errors]`. --errors is for tune alone."""

from __future__ import annotations

import sys
import time
from collections import Counter

from evals.requests.data import Row, everything, messages
from otklik.coach.request.catalogue import shipped
from otklik.coach.request.complete import complete
from otklik.coach.request.triage import triage
from otklik.triage.rules import SURE


def of_triage(rows: list[Row]) -> dict[str, float]:
    """accuracy; on the surest half; calibration error over ten bins; right among the first three."""
    said = [(guess := triage(row.text), guess.confidence, row.label) for row in rows]
    right = [(sure, guess.label == label) for guess, sure, label in said]
    half = sorted(right, reverse=True)[: len(right) // 2]
    error = 0.0
    for at in range(10):
        own = [each for each in right if at / 10 <= each[0] < (at + 1) / 10 or (at == 9 and each[0] == 1)]
        error += abs(sum(sure for sure, _ in own) - sum(is_right for _, is_right in own)) / len(right)
    return {
        "accuracy": sum(is_right for _, is_right in right) / len(right),
        "half": sum(is_right for _, is_right in half) / len(half),
        "calibration": error,
        "three": sum(label in [name for name, _ in guess.likely[:3]] for guess, _, label in said) / len(said),
    }


def of_filling_in(rows: list[Row]) -> dict[str, float]:
    """The share of requests whose type is filled in by the machine, and how many of those are right."""
    said = [(triage(row.text), row.label) for row in rows]
    sure = [guess.label == label for guess, label in said if guess.confidence >= SURE]
    return {"filled in": len(sure) / len(rows), "of these right": sum(sure) / max(1, len(sure))}


def of_completeness(rows: list[Row], *, errors: bool = False) -> dict[str, float]:
    """F1 of what is answered and of what is missing, over all questions of the messages."""
    counts: Counter[str] = Counter()
    for row in rows:
        kind = shipped()[row.label]
        found = {each.question for each in complete(row.text, kind).answered}
        for question in kind.questions:
            truth, mine = question.id in (row.answered or ()), question.id in found
            counts[f"{truth}{mine}"] += 1
            if errors and truth != mine:
                print("MISSED" if truth else "FALSE ", question.id, "|", row.text.replace("\n", " ¶ "))
    hit, false, missed, right = (counts[key] for key in ("TrueTrue", "FalseTrue", "TrueFalse", "FalseFalse"))
    return {
        "answered": 2 * hit / max(1, 2 * hit + false + missed),
        "missing": 2 * right / max(1, 2 * right + false + missed),
    }


def main(words: list[str]) -> None:
    part = "check" if "check" in words else "tune"
    errors = "--errors" in words and part == "tune"
    own = [row for row in messages() if row.part == part]
    print(
        part,
        len(own),
        "messages:",
        {key: round(value, 3) for key, value in of_completeness(own, errors=errors).items()},
    )
    if "--questions" not in words:
        rows = everything(part)
        started = time.process_time()
        print(part, len(rows), "rows:", {key: round(value, 3) for key, value in of_triage(rows).items()})
        print("filled in by itself:", {key: round(value, 3) for key, value in of_filling_in(rows).items()})
        print(f"{(time.process_time() - started) / len(rows) * 1000:.1f} ms CPU a message")


if __name__ == "__main__":
    main(sys.argv[1:])
