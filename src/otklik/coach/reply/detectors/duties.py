"""What is laid on the customer: a "no", a burden, the blame."""

from __future__ import annotations

from collections.abc import Iterator

from otklik.coach.phrases import Hit
from otklik.coach.reply.detectors.mark import Mark, is_quoted, on, option
from otklik.coach.reply.model import Rule
from otklik.coach.reply.reading import Reading
from otklik.coach.text import Sentence


def no_reason(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """A refusal (`phrases`), or a burden (`words.burden`), and no reason in it or beside it that the customer understands
    (the group `reason`; `words.burden-<situation>` burdens in that situation only; `weak_reason` is none). `words.excused`: a sentence with one of these refuses nothing."""
    burden, excused = rule.words["burden"], rule.words["excused"]
    here = rule.words.get(f"burden-{reading.letter.situation}")
    for sentence in reading.text.body:
        hits = rule.phrases.find(sentence.unit) or (() if sentence.is_item else burden.find(sentence.unit))
        hits = hits or (here.find(sentence.unit) if here is not None else ())
        hits = tuple(hit for hit in hits if not is_quoted(sentence, hit))
        if not hits or excused.find(sentence.unit) or sentence.unit.is_question:
            continue
        if any(
            _gives_reason(each, reading)
            for each in reading.near(sentence, option(rule.options, "before", 1), option(rule.options, "after", 1))
        ):
            continue
        yield on(sentence)
        return


def _gives_reason(sentence: Sentence, reading: Reading) -> bool:
    groups = reading.speech.groups
    if not groups["reason"].find(sentence.unit):
        return False
    return not groups["weak_reason"].find(sentence.unit)


def blame(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """Somebody else is at fault (`phrases`), and no usable help anywhere in the letter: nothing that we do (the group
    `help`, `words.helps`), no link."""
    hits: list[tuple[Sentence, Hit]] = [
        (sentence, hit)
        for sentence, hit in reading.find(rule.phrases, reading.text.body)
        if not is_quoted(sentence, hit)
    ]
    if not hits:
        return
    if reading.has("help", reading.text.body) or reading.has(rule.words["helps"], reading.text.body):
        return
    if any(sentence.unit.has_link for sentence in reading.text.body):
        return
    seen: set[int] = set()
    for sentence, _ in hits:
        if sentence.start not in seen:
            seen.add(sentence.start)
            yield on(sentence)
