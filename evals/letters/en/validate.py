"""Check letter files and count what they hold: `python evals/letters/en/validate.py [FILE…]`.

A line is right when its keys, situation, day and rules are known, its id is its own, and every span is the quoted words.
Prints one line a fault and exits 1, or the counts by rule and by situation.
"""

import json
import sys
from collections import Counter
from pathlib import Path

KEYS = [
    "id",
    "lang",
    "situation",
    "customer_name",
    "agent_name",
    "weekday",
    "incoming",
    "reply",
    "tricky",
    "trade",
    "voice",
    "labels",
    "near",
]
SITUATIONS = [
    "acknowledgement",
    "feature-unplanned",
    "feature-planned",
    "browser-display",
    "browser-extension",
    "browser-outdated",
    "mail-blocked",
    "offline-use",
    "criticism",
    "gratitude",
    "other",
]
RULES = [
    "greeting-name",
    "thanks",
    "officialese",
    "jargon",
    "inconvenience",
    "long-sentence",
    "closing",
    "signature-person",
    "ticket-number",
    "insincere-promise",
    "blame-shift",
    "missing-link",
    "no-reason",
    "robotic",
    "no-empathy",
    "no-apology",
    "no-question",
    "no-invitation",
    "vague-status",
    "cold-thanks",
]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", None]


def faults(letter: dict, seen: set[str]) -> list[str]:
    """What is wrong with one line, in words; empty when it is right. Adds its id to `seen`."""
    found = []
    if list(letter) != KEYS:
        return [f"keys {list(letter)}"]
    if letter["id"] in seen:
        found.append("id used twice")
    seen.add(letter["id"])
    if letter["situation"] not in SITUATIONS:
        found.append(f"situation {letter['situation']}")
    if letter["weekday"] not in DAYS:
        found.append(f"weekday {letter['weekday']}")
    absences = [label["rule"] for label in letter["labels"] if label["start"] is None]
    if len(absences) != len(set(absences)):
        found.append("an absence is named twice")
    for label in letter["labels"]:
        start, end, quote = label["start"], label["end"], label["quote"]
        if label["rule"] not in RULES:
            found.append(f"rule {label['rule']}")
        if start is None:
            if end is not None or quote is not None:
                found.append(f"{label['rule']}: an absence has no place")
        elif letter["reply"][start:end] != quote or not quote.strip():
            found.append(f"{label['rule']}: the span is not the quote {quote!r}")
    found += [f"near miss of no rule: {rule}" for rule in letter["near"] if rule not in RULES]
    return found


def main(paths: list[Path]) -> int:
    seen: set[str] = set()
    wrong = clean = tricky = 0
    labels, near, situations = Counter(), Counter(), Counter()
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            letter = json.loads(line)
            for fault in faults(letter, seen):
                print(f"{path}:{number}: {fault}")
                wrong += 1
            clean += not letter["labels"]
            tricky += letter["tricky"]
            situations[letter["situation"]] += 1
            labels.update(label["rule"] for label in letter["labels"])
            near.update(letter["near"])
    print(f"{len(seen)} letters, {clean} without a finding, {tricky} tricky")
    for situation in SITUATIONS:
        print(f"{situation:18} {situations[situation]:4}")
    for rule in RULES:
        print(f"{rule:18} {labels[rule]:4} labels {near[rule]:4} near misses")
    return 1 if wrong else 0


if __name__ == "__main__":
    here = Path(__file__).parent
    sys.exit(main([Path(name) for name in sys.argv[1:]] or sorted(here.glob("*.jsonl"))))
