"""How well two labellers agree. `python -m evals.letters.agreement`.

Reads `second/{ru,en}.jsonl` (labelled without sight of the first labels) and the first labels of the same letters. For
each rule, on the level of letters (the rule is found in the letter or not): letters by the first, by the second, by
both, agreement F1 = 2·both / (first + second), and Cohen's kappa. The last line pools all letter-and-rule decisions.
With `--differences` each letter where the two differ is named with what only the first and only the second found.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from evals.letters.validate import RULES

HERE = Path(__file__).parent
Found = dict[str, set[str]]


def read(folder: Path, pattern: str) -> Found:
    """Letter id → the rules labelled in it."""
    letters = [json.loads(line) for file in folder.glob(pattern) for line in file.read_text("utf-8").splitlines()]
    return {letter["id"]: {label["rule"] for label in letter["labels"]} for letter in letters}


def agreement(first: int, second: int, both: int, total: int) -> tuple[float | None, float | None]:
    """F1 and kappa of two yes-or-no labellings; None where nobody said yes (or both said nothing else)."""
    if not first + second:
        return None, None
    f1 = 2 * both / (first + second)
    observed = (both + (total - first - second + both)) / total
    expected = (first * second + (total - first) * (total - second)) / total**2
    return f1, (observed - expected) / (1 - expected) if expected < 1 else None


def table(ours: Found, theirs: Found) -> list[str]:
    """The table as lines, over the letters of `theirs`."""
    lines = [f"{'rule':18}{'first':>7}{'second':>7}{'both':>6}{'F1':>7}{'kappa':>7}"]
    sums = [0, 0, 0]
    for rule in [*RULES, "all"]:
        counts = [
            sum(rule in ours[i] for i in theirs),
            sum(rule in theirs[i] for i in theirs),
            sum(rule in ours[i] & theirs[i] for i in theirs),
        ]
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
        total = len(theirs)
        if rule == "all":
            counts, total = sums, len(theirs) * len(RULES)
        values = agreement(counts[0], counts[1], counts[2], total)
        shown = "".join(f"{'–' if value is None else format(value, '.2f'):>7}" for value in values)
        lines.append(f"{rule:18}{counts[0]:7}{counts[1]:7}{counts[2]:6}{shown}")
    return lines


def main(differences: bool) -> None:
    for lang in ("ru", "en"):
        theirs = read(HERE / "second", f"{lang}.jsonl")
        first = read(HERE / lang, "*.jsonl")
        ours = {letter: first[letter] for letter in theirs}
        same = sum(ours[letter] == theirs[letter] for letter in theirs)
        print(f"\n{lang}: {len(theirs)} letters, {same} with the same set of rules")
        print("\n".join(table(ours, theirs)))
        for letter in theirs if differences else ():
            if ours[letter] != theirs[letter]:
                print(
                    letter,
                    "first:",
                    *sorted(ours[letter] - theirs[letter]),
                    "| second:",
                    *sorted(theirs[letter] - ours[letter]),
                )


if __name__ == "__main__":
    main("--differences" in sys.argv[1:])
