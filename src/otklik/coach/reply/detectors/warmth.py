"""Whether the letter has heard the person: their feeling, their loss, their thanks."""

from __future__ import annotations

from collections.abc import Iterator

from otklik.coach.reply.detectors.mark import Mark, on
from otklik.coach.reply.model import Rule
from otklik.coach.reply.reading import Reading, score


def feeling(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """The customer states a feeling, a deadline or a loss (`when`), and nothing in the letter understands it: neither the group
    `empathy` nor the rule's own `phrases`."""
    if reading.has("empathy") or reading.has(rule.phrases):
        return
    yield Mark(suggestion=rule.fix or None)


def apology(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """Anger, or a failure of ours that the customer tells of (`when`) or the letter admits (`words.admits`), and no sorry for
    the actual thing."""
    is_ours = rule.is_called_for(reading.letter, reading.customer.said, reading.customer.scores)
    if not is_ours and not reading.has(rule.words["admits"], reading.text.body):
        return
    if reading.has("apology") or reading.has(rule.phrases):
        return
    yield Mark(suggestion=rule.fix or None)


def formula(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """The customer said thanks, and nothing in the answer is alive: no `words.alive`. The formula (`phrases`) is marked."""
    body = reading.text.body
    if reading.has(rule.words["alive"], (*body, *reading.text.signature)):
        return
    likely = [(score(rule, reading, each) or 0.0, each) for each in body if each.words]
    if rule.learned and any(value < rule.learned.veto and len(each.words) > 4 for value, each in likely):
        return
    for sentence, _ in reading.find(rule.phrases, body):
        yield on(sentence)
        return
    first = next((each for each in body if each.words), None)
    if first is not None and len(body) <= 4:
        yield on(first)
