"""Letter in, findings out, in the order of the text; absences last."""

from __future__ import annotations

import functools
from dataclasses import replace

from otklik.coach.reply.catalogue import Catalogue, shipped
from otklik.coach.reply.detectors import DETECTORS
from otklik.coach.reply.model import Finding, Letter
from otklik.coach.text import Text, read
from otklik.coach.words import language

MAX_TEXT = 50_000


def check(letter: Letter, catalogue: Catalogue | None = None) -> list[Finding]:
    """Everything the catalogue finds in the letter. Never raises for any text."""
    if not letter.text.strip():
        return []
    letter = replace(
        letter,
        text=letter.text[:MAX_TEXT],
        lang=letter.lang if letter.lang in ("ru", "en") else language(letter.text),
    )
    text = _read(letter.text)
    found: list[Finding] = []
    for rule in (catalogue or shipped()).of(letter.lang):
        if not rule.holds_for(letter):
            continue
        for mark in DETECTORS[rule.detector](rule, letter, text):
            found.append(
                Finding(
                    rule=rule.id,
                    start=mark.start,
                    end=mark.end,
                    message=mark.message or rule.message.replace("{words}", mark.words),
                    why=rule.why,
                    title=rule.title,
                    suggestion=mark.suggestion,
                    severity=rule.severity,
                    is_safe=rule.is_safe,
                    asks=rule.asks,
                )
            )
    return sorted(_without_overlaps(found), key=lambda each: (each.start is None, each.start or 0))


@functools.lru_cache(maxsize=8)
def _read(text: str) -> Text:
    return read(text)


def _without_overlaps(found: list[Finding]) -> list[Finding]:
    """Of two marks of one rule over the same words, the longer."""
    kept: list[Finding] = []
    for each in sorted(found, key=lambda f: (f.rule, f.start if f.start is not None else -1, -(f.end or 0))):
        last = kept[-1] if kept else None
        if (
            last
            and last.rule == each.rule
            and each.start is not None
            and last.end is not None
            and each.start < last.end
        ):
            continue
        kept.append(each)
    return kept
