"""Steps that the customer is asked to take: shown or not, theirs or anybody's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from otklik.coach.reply.detectors.mark import Mark, is_quoted, on, option
from otklik.coach.reply.model import Rule
from otklik.coach.reply.reading import Reading
from otklik.coach.text import Sentence

_KEYS = re.compile(r"\b(?:ctrl|cmd|shift|alt|f5|f12|esc|enter)\b|→|->|⋮|≡|⚙", re.I)


def missing_link(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """A technical step (`phrases`) that is neither shown click by click nor linked. Shown is: keys or a path of menus in the
    sentence or beside it, a clicking word (`words.clicks`) with a button's name in quotes, a hint at an instruction
    (`words.guide`), a link in the letter."""
    body = reading.text.body
    clicks, guide = rule.words["clicks"], rule.words["guide"]
    if any(each.unit.has_link for each in body) or reading.has(guide, body):
        return
    for sentence in body:
        hits = [hit for hit in rule.phrases.find(sentence.unit) if not is_quoted(sentence, hit)]
        if not hits or rule.words["excused"].find(sentence.unit):
            continue
        around = reading.near(sentence, 1, option(rule.options, "after", 2))
        if any(_KEYS.search(each.unit.text) or (each.unit.quotes and clicks.find(each.unit)) for each in around):
            continue
        yield on(sentence)


def robotic(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """Three generic steps or more, in a list or a row, and nothing outside them of the customer's own story: no own deed, no
    fact of theirs, hardly a word of theirs."""
    steps = [each for each in reading.text.body if _is_step(rule, each)]
    items = [each for each in steps if each.is_item]
    chosen = items if len(items) >= option(rule.options, "items", 3) else steps
    if len(chosen) < option(rule.options, "items", 3):
        return
    told = [each for each in reading.text.body if each not in chosen]
    if reading.has(rule.words["own"], tuple(told)) or reading.has(rule.words["own"], tuple(chosen)):
        return
    text = " ".join(each.unit.text.lower() for each in reading.text.body)
    if any(len(fact) > 2 and fact in text for fact in reading.customer.facts):
        return
    first, last = chosen[0], chosen[-1]
    at = reading.text.sentences.index(first)
    lead = reading.text.sentences[at - 1] if at and reading.text.sentences[at - 1].unit.text.endswith(":") else first
    yield Mark(lead.start, last.end, reading.own(lead.start, last.end))


def _is_step(rule: Rule, sentence: Sentence) -> bool:
    return bool(rule.phrases.find(sentence.unit)) and not sentence.unit.is_question
