"""Whether the letter has heard the person: their feeling, their loss, their thanks."""

from __future__ import annotations

from collections.abc import Iterator

from otklik.coach.reply.detectors.mark import Mark, on
from otklik.coach.reply.model import Rule
from otklik.coach.reply.reading import Reading, telling
from otklik.coach.text import Sentence, is_finite


def feeling(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """The customer states a feeling, a deadline or a loss (`when`), and nothing in the letter understands it: neither the group
    `empathy` nor the rule's own `phrases`."""
    is_heard = (
        reading.has("empathy") or reading.has(rule.phrases) or bool(rule.options.get("echo") and _is_heard(reading))
    )
    if is_heard:
        return
    yield Mark(suggestion=rule.fix or None)


def _is_heard(reading: Reading) -> bool:
    """Whether a sentence takes up what the customer feels or has lost: in a cry or a sentence with no verb near the beginning
    («Twenty miles for a locked gate!»), in an apology, in a wish."""
    groups, customer = reading.speech.groups, reading.customer
    told = [each for each in reading.text.body if each.words and not each.is_item]
    for place, sentence in enumerate(told):
        shared = telling(sentence)
        if place < 3 and shared & customer.heart and not sentence.unit.is_question and _is_cry(sentence):
            return True
        beside = (sentence, *told[place + 1 : place + 2], *told[max(0, place - 1) : place])
        if (shared - _TIMES) & customer.need and (
            groups["warm_end"].find(sentence.unit) or any(groups["apology"].find(each.unit) for each in beside)
        ):
            return True
    return False


_TIMES = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "tomorrow", "tonight", "yesterday", "week", "weekend", "morning", "evening", "afternoon", "night", "hour", "minute", "month", "year"]
)  # fmt: skip


def _is_cry(sentence: Sentence) -> bool:
    shown = sentence.unit.text.rstrip('"”) ')
    return shown.endswith("!") or not is_finite(sentence)


def apology(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """Anger, or a failure of ours that the customer tells of (`when`) or the letter admits (`words.admits`), and no sorry for
    the actual thing."""
    is_ours = rule.is_called_for(reading.letter, reading.customer.said)
    if not is_ours and not reading.has(rule.words["admits"], reading.text.body):
        return
    if reading.has("apology") or reading.has(rule.phrases):
        return
    yield Mark(suggestion=rule.fix or None)


def formula(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """The customer said thanks, and nothing in the answer is alive: no `words.alive`. The formula (`phrases`) is marked."""
    body = tuple(each for each in reading.text.body if each.words)
    if any(rule.words["alive"].find(each.unit) for each in (*body, *reading.text.signature)):
        return
    if rule.options.get("echo") and any(_is_taken_up(rule, each, reading) for each in body):
        return
    for sentence in body:
        if rule.phrases.find(sentence.unit):
            end = sentence.end
            for following in body[body.index(sentence) + 1 :]:
                if following.paragraph != sentence.paragraph or not rule.phrases.find(following.unit):
                    break
                end = following.end
            yield Mark(sentence.start, end, reading.own(sentence.start, end))
            return
    if body and len(body) <= 4:
        yield on(body[0])


def _is_taken_up(rule: Rule, sentence: Sentence, reading: Reading) -> bool:
    """Whether a sentence that is neither formula nor offer speaks of what the customer wrote."""
    if rule.phrases.find(sentence.unit) or rule.words["offer"].find(sentence.unit) or sentence.unit.is_question:
        return False
    shared = {word.best for word in sentence.words if word.lemmas & telling(sentence) & reading.customer.lemmas}
    return len(shared) > 1 or (bool(shared) and "!" in sentence.unit.text)
