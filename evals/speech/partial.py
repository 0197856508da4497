"""What labelled letters say about speech acts, partly: a sentence under a label of `insincere-promise` makes one, every other
sentence of the letter makes none; a letter labelled `thanks` (for want of it) thanks nowhere; one that is not so labelled
thanks somewhere, most likely where the model so far sees it best. What a letter does not tell is not learned from it; nor are
empathy, the customer's feelings and generic steps, whose labels are too coarse: learning from them made those acts worse."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent / "letters"))

from score import letters, part_of

from otklik.coach.text import Unit, read

# rule: (act under its span, what the absence of the label is worth)
SPANS = {
    "insincere-promise": ("promise-insincere", 1.0), "blame-shift": ("blame", 0.4), "officialese": ("officialese", 1.0), "ticket-number": ("ticket-keep", 1.0),
    "jargon": ("jargon-unexplained", 0.4), "missing-link": ("step-technical", 0.3), "inconvenience": ("apology-formula", 0.0),
    "cold-thanks": ("cold-formula", 1.0),
}  # fmt: skip
ABSENT = {
    "thanks": ("thanks",), "closing": ("wish",), "no-apology": ("apology",), "no-invitation": ("invite", "question"),
    "no-question": ("question",), "vague-status": ("status-honest",), "cold-thanks": ("warm-answer",),
}  # fmt: skip
THANKED = ("acknowledgement", "feature-unplanned", "feature-planned", "gratitude", "browser-outdated")
WISHES = ("feature-unplanned", "feature-planned", "offline-use")


class Partial(NamedTuple):
    """A sentence and what is known of it: act → (is it one, weight)."""

    unit: Unit
    known: dict[str, tuple[bool, float]]


def tune(paths: Iterable[str]) -> list[dict[str, Any]]:
    """The Russian letters of the tune part."""
    return [row for row in letters(map(Path, paths)) if row["lang"] == "ru" and part_of(row["id"]) == "tune"]


def of_agent(row: dict[str, Any], chance: Callable[[Unit, str], float]) -> list[Partial]:
    """What a letter tells of its sentences; `chance` is how likely the model so far thinks an act."""
    body = [each for each in read(row["reply"]).body if each.unit.words]
    found = [Partial(each.unit, {}) for each in body]
    names = {each["rule"] for each in row["labels"]}
    for rule, (act, worth) in SPANS.items():
        if rule == "cold-thanks" and row["situation"] != "gratitude":
            continue
        spans = [
            (each["start"], each["end"])
            for each in row["labels"]
            if each["rule"] == rule and each["start"] is not None
        ]
        for sentence, part in zip(body, found, strict=True):
            under = any(start < sentence.end and sentence.start < end for start, end in spans)
            if under or worth:
                part.known[act] = (under, 1.0 if under else worth)
    for rule, missing in ABSENT.items():
        if rule in names:
            for part in found:
                part.known.update(dict.fromkeys(missing, (False, 1.0)))
    situation = row.get("situation") or ""
    there = [("closing", ("wish",), found[-2:])] if found else []
    there += [("thanks", ("thanks",), found)] * (situation in THANKED)
    there += [("no-apology", ("apology",), found)] * (situation == "criticism")
    there += [("cold-thanks", ("warm-answer",), found)] * (situation == "gratitude")
    there += [("vague-status", ("status-honest", "refusal"), found)] * (situation in WISHES)
    there += [("no-invitation", ("invite", "question"), found)]
    for rule, those, where in there:
        if rule not in names and where:
            act, part = max(
                ((act, part) for act in those for part in where), key=lambda pair: chance(pair[1].unit, pair[0])
            )
            if chance(part.unit, act) > 0.08:
                part.known[act] = (True, 0.7)
    return [part for part in found if part.known]


def of_customer(rows: list[dict[str, Any]], chance: Callable[[Unit, str], float]) -> list[Partial]:
    """What the answers' labels tell of the incoming letters."""
    found = []
    for text in sorted({row["incoming"] for row in rows if row.get("incoming")}):
        answers = [row for row in rows if row.get("incoming") == text]
        names = {each["rule"] for row in answers for each in row["labels"]}
        near = {each["rule"] if isinstance(each, dict) else each for row in answers for each in row.get("near") or []}
        asked = read(text)
        parts = [Partial(each.unit, {}) for each in (*asked.sentences, *asked.signature) if each.unit.words]
        for rule, those in (("no-question", ("vague",)),):
            if rule in names and parts:
                act, part = max(
                    ((act, part) for act in those for part in parts), key=lambda pair: chance(pair[1].unit, pair[0])
                )
                part.known[act] = (True, 0.7)
            elif rule not in near and len(answers) > 1:
                for part in parts:
                    part.known.update(dict.fromkeys(those, (False, 0.3)))
        if answers[0].get("situation") == "gratitude" and parts:
            part = max(parts, key=lambda part: chance(part.unit, "thanks"))
            part.known["thanks"] = (True, 0.7)
        found += [part for part in parts if part.known]
    return found
