"""Check the labelled letters: format, offsets, counts. `python evals/letters/validate.py [folder …]`.

`second/` repeats letters of the others, so it is checked only when it is named.

Prints a table of rules (letters with the fault, single labels, letters with a near miss, letters by part) and of
situations. Exit status 1 if a line is wrong; each fault is named with file and line.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

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
DAYS = (None, "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TEXTS = ("id", "lang", "situation", "customer_name", "agent_name", "incoming", "reply", "trade", "voice")
KEYS = {*TEXTS, "weekday", "tricky", "labels", "near"}
THANKED = {"acknowledgement", "feature-unplanned", "feature-planned", "gratitude", "browser-outdated"}
WISHES = {"feature-unplanned", "feature-planned"}
# Absences have no place in the text; these rules may have one or none; all others point at words.
ABSENCES = {"thanks", "closing", "no-empathy", "no-apology", "no-question", "vague-status"}
EITHER = {"greeting-name", "signature-person", "no-invitation"}


def part(letter_id: str) -> str:
    """ "tune" (70 %) or "check" (30 %), by a hash of the id, so that a letter never changes sides; "fresh" for those of `fresh/`."""
    if letter_id.startswith("fresh-"):
        return "fresh"
    return "check" if int(hashlib.sha256(letter_id.encode()).hexdigest(), 16) % 10 >= 7 else "tune"


def spanned(label: dict[str, object] | str) -> dict[str, object]:
    """A label with its place; some near misses are told by their rule's name alone."""
    return {"rule": label, "start": None, "end": None, "quote": None} if isinstance(label, str) else label


def faults_of(letter: dict[str, object]) -> list[str]:
    """What is wrong with one record, in words."""
    found = []
    if set(letter) != KEYS:
        found.append(f"keys differ: {sorted(set(letter) ^ KEYS)}")
        return found
    found += [f"{key} is no text" for key in TEXTS if not isinstance(letter[key], str)]
    if letter["situation"] not in SITUATIONS:
        found.append(f"unknown situation {letter['situation']}")
    if letter["weekday"] not in DAYS:
        found.append(f"unknown weekday {letter['weekday']}")
    if (
        letter["lang"] not in ("ru", "en")
        or not isinstance(letter["tricky"], bool)
        or not str(letter["reply"]).strip()
    ):
        found.append("lang, tricky or reply is wrong")
    seen = set()
    for kind in ("labels", "near"):
        for label in map(spanned, letter[kind]):  # type: ignore[call-overload]
            rule, start, end, quote = label["rule"], label["start"], label["end"], label["quote"]
            if rule not in RULES:
                found.append(f"unknown rule {rule}")
            elif (start is None) != (end is None) or (start is None) != (quote is None):
                found.append(f"{rule}: half a span")
            elif start is not None and (start >= end or str(letter["reply"])[start:end] != quote):
                found.append(f"{rule}: the quote does not stand at {start}:{end}")
            if kind == "near":
                continue
            if rule in ABSENCES and start is not None:
                found.append(f"{rule}: an absence with a span")
            if rule not in ABSENCES | EITHER and start is None:
                found.append(f"{rule}: no span")
            if (rule, start, end) in seen:
                found.append(f"{rule}: labelled twice at {start}")
            seen.add((rule, start, end))
    rules = {label["rule"] for label in letter["labels"]}  # type: ignore[attr-defined]
    if "thanks" in rules and letter["situation"] not in THANKED:
        found.append("thanks in a situation that asks for none")
    if "vague-status" in rules and letter["situation"] not in WISHES:
        found.append("vague-status without a wish")
    if "cold-thanks" in rules and letter["situation"] != "gratitude":
        found.append("cold-thanks without thanks")
    if "greeting-name" in rules and not letter["customer_name"]:
        found.append("greeting-name without a known name")
    return found


def main(folders: list[Path]) -> int:
    """Check every *.jsonl below the folders and print the tables; the number of wrong records, at most 1."""
    letters, wrong, ids = [], 0, Counter()
    for path in sorted(file for folder in folders for file in folder.rglob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                letter = json.loads(line)
                faults = faults_of(letter)
                ids[letter["id"]] += 1
            except (ValueError, KeyError, TypeError) as error:
                faults, letter = [repr(error)], None
            for fault in faults:
                print(f"{path}:{number}: {fault}")
            wrong += bool(faults)
            if letter is not None:
                letters.append(letter)
    for letter_id, count in ids.items():
        if count > 1:
            print(f"id {letter_id} stands {count} times")
            wrong += 1
    texts = Counter(letter["reply"] for letter in letters)
    for text, count in texts.items():
        if count > 1:
            print(f"the same reply {count} times: {text[:60]!r}")
            wrong += 1
    print(f"\n{'rule':18}{'letters':>8}{'labels':>8}{'near':>6}{'tune':>6}{'check':>6}{'tricky':>7}")
    for rule in RULES:
        having = [letter for letter in letters if any(label["rule"] == rule for label in letter["labels"])]
        single = sum(label["rule"] == rule for letter in letters for label in letter["labels"])
        near = sum(any(spanned(label)["rule"] == rule for label in letter["near"]) for letter in letters)
        parts = Counter(part(letter["id"]) for letter in having)
        tricky = sum(letter["tricky"] for letter in having)
        print(f"{rule:18}{len(having):8}{single:8}{near:6}{parts['tune']:6}{parts['check']:6}{tricky:7}")
    print(f"\n{'situation':18}{'letters':>8}{'clean':>8}")
    for situation in SITUATIONS:
        those = [letter for letter in letters if letter["situation"] == situation]
        print(f"{situation:18}{len(those):8}{sum(not letter['labels'] for letter in those):8}")
    clean = sum(not letter["labels"] for letter in letters)
    tricky = sum(letter["tricky"] for letter in letters)
    checked = sum(part(letter["id"]) == "check" for letter in letters)
    trades = len({letter["trade"] for letter in letters})
    print(
        f"\n{len(letters)} letters: {clean} without a finding, {tricky} tricky, {checked} in the check part, {trades} trades, {wrong} wrong"
    )
    return int(wrong > 0)


if __name__ == "__main__":
    HERE = Path(__file__).parent
    sys.exit(main([Path(name) for name in sys.argv[1:]] or [HERE / "ru", HERE / "en", HERE / "fresh"]))
