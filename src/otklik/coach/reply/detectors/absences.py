"""What is missing: thanks, a question, an invitation, an honest word."""

from __future__ import annotations

from collections.abc import Iterator

from otklik.coach.reply.detectors.mark import Mark, is_quoted, listed, on
from otklik.coach.reply.model import Rule
from otklik.coach.reply.reading import Reading


def absence(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """Nothing of what the rule's `phrases` and the groups in `options.said` look for is in the letter's own words. With
    `options.question`, a question fills the place as well."""
    everywhere = (*reading.text.sentences, *reading.text.signature)
    is_there = reading.has(rule.phrases, everywhere) or any(
        reading.has(name, everywhere) for name in listed(rule.options, "said")
    )
    if is_there:
        return
    if rule.options.get("question") and any(each.unit.is_question for each in reading.text.body):
        return
    yield Mark(suggestion=rule.fix or None)


def invitation(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """The door is closed in so many words, or nobody is invited to write back and nothing is asked."""
    everywhere = (*reading.text.sentences, *reading.text.signature)
    is_invited = reading.has("invite", everywhere) or reading.has(rule.phrases, everywhere)
    is_invited = is_invited or any(each.unit.is_question for each in reading.text.body)
    for sentence, hit in reading.find("door_closed"):
        if not is_quoted(sentence, hit) and (not is_invited or rule.words["firmly"].find(sentence.unit)):
            yield on(sentence, hit)
            return
    if not is_invited:
        yield Mark(suggestion=rule.fix or None)


def status(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """A wish, and no honest word on whether anybody works on it. `words.vague` marks what stands there instead."""
    is_there = reading.has("status") or reading.has("refusal") or reading.has(rule.phrases)
    if not is_there:
        yield Mark(suggestion=rule.fix or None)
