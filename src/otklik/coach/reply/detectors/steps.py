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
    if reading.customer.is_technical:
        return
    clicks, guide = rule.words["clicks"], rule.words["guide"]
    if any(each.unit.has_link for each in body) or reading.has(guide, body):
        return
    for sentence in body:
        found = rule.phrases.find(sentence.unit)
        if ":" in sentence.unit.text:
            found += rule.words["infinitive"].find(sentence.unit)
        hits = [hit for hit in found if not is_quoted(sentence, hit)]
        if not hits or rule.words["excused"].find(sentence.unit):
            continue
        around = reading.near(sentence, 1, option(rule.options, "after", 2))
        if any(_KEYS.search(each.unit.text) or (each.unit.quotes and clicks.find(each.unit)) for each in around):
            continue
        if "shown" in rule.words and any(rule.words["shown"].find(each.unit) for each in around):
            continue
        yield on(sentence)


def robotic(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """Three generic steps or more, in a list, in one sentence or in a row, and nothing outside them of the customer's own
    story: no own deed (`words.own`), no fact of theirs. With `options.named` a step is what `phrases` name, and a fact must be in the steps. A list of things, not of steps, needs a lead (`words.lead`)."""
    least = option(rule.options, "items", 3)
    body = reading.text.body
    for first, last in _lists(rule, body, least):
        at, after = body.index(first), body.index(last)
        told = (*body[:at], *body[after + 1 :])
        if reading.has(rule.words["own"], told) or reading.has(rule.words["own"], body[at : after + 1]):
            continue
        if _are_shown(rule, body[at : after + 1]):
            continue
        named = bool(rule.options.get("named"))
        said = " ".join(each.unit.text.lower() for each in (body[at : after + 1] if named else body))
        if any(
            (len(fact) > 2 or fact.isdigit()) and re.search(rf"\b{re.escape(fact)}\b", said)
            for fact in reading.customer.facts
        ):
            continue
        if at and body[at - 1].unit.text.endswith(":"):
            first = body[at - 1]
        yield Mark(first.start, last.end, reading.own(first.start, last.end))
        return


def _are_shown(rule: Rule, steps: tuple[Sentence, ...]) -> bool:
    """Keys to press, or what `words.shown` says with buttons in quotes: shown to this person, no list of advice."""
    if any(_KEYS.search(each.unit.text) for each in steps):
        return True
    return "shown" in rule.words and any(each.unit.quotes or rule.words["shown"].find(each.unit) for each in steps)


def _lists(rule: Rule, body: tuple[Sentence, ...], least: int) -> Iterator[tuple[Sentence, Sentence]]:
    """Where steps are listed: lines of a list, one sentence of three steps, three sentences in a row."""
    lead = rule.words["lead"]
    named = bool(rule.options.get("named"))

    def is_step(sentence: Sentence) -> bool:
        return (
            bool(rule.phrases.find(sentence.unit)) and not sentence.unit.is_question if named else _is_step(sentence)
        )

    run: list[Sentence] = []
    for sentence in (*body, None):
        if sentence is not None and (
            sentence.is_item or (run and sentence.paragraph == run[-1].paragraph and not run[0].is_item)
        ):
            run.append(sentence)
            continue
        if len(run) >= least:
            before = body[max(0, body.index(run[0]) - 1)]
            if sum(is_step(each) for each in run) * 3 >= len(run) * 2 or lead.find(before.unit):
                yield run[0], run[-1]
        run = []
    for sentence in body:
        steps, parts = (len(rule.phrases.find(sentence.unit)), 0) if named else _steps_within(sentence)
        has_lead = ":" in sentence.unit.text and bool(lead.find(sentence.unit))
        is_generic = len(rule.phrases.find(sentence.unit)) > 1
        if (steps >= least and (has_lead or is_generic or steps > least)) or (has_lead and parts > least):
            yield sentence, sentence
    row: list[Sentence] = []
    for sentence in body:
        row = [*row, sentence] if is_step(sentence) and len(sentence.words) <= 8 else []
        if len(row) == least:
            yield row[0], row[-1]


def _steps_within(sentence: Sentence) -> tuple[int, int]:
    """How many parts of a sentence, set apart by commas or semicolons after its colon, begin with something to do; and how
    many parts there are."""
    known: tuple[int, int] | None = sentence.unit.memo.get("steps")
    if known is None:
        text = sentence.unit.text
        begin = text.find(":") + 1
        starts = [begin, *(match.end() for match in re.finditer(r"[;,]\s|\sи\s", text) if match.start() > begin)]
        heads = [next((word for word in sentence.words if word.start >= start), None) for start in starts]
        steps = sum(head is not None and bool({"impr", "infn"} & head.tags) for head in heads)
        known = sentence.unit.memo["steps"] = (steps, len(starts))
    return known


def _is_step(sentence: Sentence) -> bool:
    """Whether a line begins with something to do."""
    wanted = {"impr", "infn"} if sentence.is_item else {"impr"}
    return (
        bool(wanted & frozenset().union(*(word.tags for word in sentence.words[:2])))
        and not sentence.unit.is_question
    )
