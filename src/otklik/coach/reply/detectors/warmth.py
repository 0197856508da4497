"""Whether the letter has heard the person: their feeling, their loss, their thanks."""

from __future__ import annotations

from collections.abc import Iterator

from otklik.coach.reply.detectors.mark import Mark, on
from otklik.coach.reply.model import Rule
from otklik.coach.reply.reading import Reading, is_lacking, score


def feeling(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """The customer states a feeling, a deadline or a loss (`when`), and nothing in the letter understands it: neither the group
    `empathy` nor the rule's own `phrases`."""
    if not is_lacking(rule, reading, is_there=reading.has("empathy") or reading.has(rule.phrases)):
        return
    yield Mark(suggestion=rule.fix or None)


def apology(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """Anger, or a failure of ours that the customer tells of (`when`) or the letter admits (`words.admits`), and no sorry for
    the actual thing."""
    is_ours = rule.is_called_for(reading.letter, reading.customer.said, reading.customer.scores)
    if not is_ours and not reading.has(rule.words["admits"], reading.text.body):
        return
    if not is_lacking(rule, reading, is_there=reading.has("apology") or reading.has(rule.phrases)):
        return
    yield Mark(suggestion=rule.fix or None)


def formula(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """The customer said thanks, and nothing in the answer is alive: no `words.alive`. The formula (`phrases`) is marked."""
    body = tuple(each for each in reading.text.body if each.words)
    scores = [score(rule, reading, each) for each in body]
    for sentence, likely in zip(
        (*body, *reading.text.signature), (*scores, *[None] * len(reading.text.signature)), strict=True
    ):
        is_formula = likely is not None and rule.learned is not None and likely >= rule.learned.mark
        is_alive = (
            likely is not None and rule.learned is not None and likely < rule.learned.veto and len(sentence.words) > 3
        )
        if is_alive or (not is_formula and rule.words["alive"].find(sentence.unit)):
            return
    for sentence, likely in zip(body, scores, strict=True):
        if rule.phrases.find(sentence.unit) or (likely is not None and rule.learned and likely >= rule.learned.mark):
            yield on(sentence)
            return
    if body and len(body) <= 4:
        yield on(body[0])
