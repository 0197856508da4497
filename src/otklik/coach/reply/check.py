"""Letter in, findings out, in the order of the text; absences last."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace

from otklik.coach.reply.catalogue import Catalogue, shipped
from otklik.coach.reply.decision import decisions
from otklik.coach.reply.detectors import DETECTORS, Mark
from otklik.coach.reply.detectors.mark import listed, on
from otklik.coach.reply.evidence import signals
from otklik.coach.reply.model import Finding, Letter, Rule
from otklik.coach.reply.reading import Reading, reading
from otklik.coach.reply.situations import guess
from otklik.coach.words import language

MAX_TEXT = 50_000
LEAST_WORDS = 18  # of a letter that decisions weigh


def check(letter: Letter, catalogue: Catalogue | None = None) -> list[Finding]:
    """Everything the catalogue finds in the letter. Never raises for any text. A situation that is not known is guessed from
    the customer's words, and findings that rest on it say so."""
    if not letter.text.strip():
        return []
    lang = letter.lang if letter.lang in ("ru", "en") else language(letter.text)
    letter = replace(letter, text=letter.text[:MAX_TEXT], lang=lang)
    read = _read(letter)
    guessed = ""
    if not letter.situation and letter.channel == "email":  # one turn of a talk is too little to blame by a guess
        guessed = _guessed(letter.incoming, lang)
        letter = replace(letter, situation=guessed)
        read = replace(read, letter=letter)
    found: list[Finding] = []
    catalogue = catalogue or shipped()
    rules, silent = catalogue.of(lang), catalogue.silent
    for rule, marks in weighed(marked(rules, read), read):
        rests = bool(guessed and rule.situations)
        for mark in marks:
            message = mark.message or rule.message.replace("{words}", mark.words)
            found.append(
                Finding(
                    rule=rule.id, start=mark.start, end=mark.end, message=message + (rule.guess if rests else ""), why=rule.why,
                    title=rule.title, suggestion=mark.suggestion, severity=rule.severity, is_safe=rule.is_safe, asks=rule.asks,
                    is_guess=rests,
                )
            )  # fmt: skip
    found = _uncovered(
        found,
        {
            rule.id: listed(rule.options, "covers")
            for rule in rules
            if rule.id not in silent and rule.options.get("covers")
        },
    )
    excused = {
        name
        for rule in rules
        if letter.situation in rule.situations and all(each.rule != rule.id for each in found)
        for name in listed(rule.options, "excuses")
    }  # what a living answer to a thank-you plays with is no fault there
    found = [each for each in found if each.rule not in excused and each.rule not in silent]
    return sorted(_without_overlaps(found), key=lambda each: (each.start is None, each.start or 0))


@functools.lru_cache(maxsize=256)
def _guessed(incoming: str, lang: str) -> str:
    """The situation, guessed once for all the keystrokes of an answer."""
    return guess(incoming, lang).id


def is_letter(read: Reading) -> bool:
    """Whether there is enough to weigh: of a line or two the rules' phrases alone speak."""
    return sum(len(each.words) for each in read.text.body) >= LEAST_WORDS


def marked(rules: tuple[Rule, ...], read: Reading) -> list[tuple[Rule, list[Mark]]]:
    """What each rule that concerns the letter finds by its own phrases."""
    letter, said = read.letter, read.customer.said
    return [
        (rule, list(DETECTORS[rule.detector](rule, read)) if rule.holds_for(letter, said) else [])
        for rule in rules
        if rule.concerns(letter)
    ]


def weighed(found: list[tuple[Rule, list[Mark]]], read: Reading) -> Iterator[tuple[Rule, list[Mark]]]:
    """The same after the decisions have dropped and added; a mark that a decision adds is on the sentence that shows it best."""
    known = decisions(read.letter.lang) if is_letter(read) else {}
    seen = signals(read, {rule.id: len(marks) for rule, marks in found}) if known else {}
    for rule, marks in found:
        decision = known.get(rule.id) if rule.is_weighed else None
        if decision is None:
            yield rule, marks
        elif decision.score(seen) > 0 and (marks or read.letter.channel == "email"):
            # The decisions were learned from letters: of a turn in a chat they may drop a mark, not make one.
            sentence = decision.sentence(read)
            yield rule, marks or [on(sentence) if sentence else Mark(suggestion=rule.fix or None)]


@functools.lru_cache(maxsize=8)
def _read(letter: Letter) -> Reading:
    return reading(letter)


def _uncovered(found: list[Finding], covers: dict[str, tuple[str, ...]]) -> list[Finding]:
    """Without the marks that a mark of a rule that `covers` theirs overlaps: a formula is one fault, not three."""
    over = [(each, covers[each.rule]) for each in found if each.rule in covers and each.start is not None]
    return [
        each
        for each in found
        if each.start is None
        or not any(
            each.rule in rules and one.start is not None and one.end is not None and each.end is not None
            and one.start < each.end and each.start < one.end
            for one, rules in over
        )
    ]  # fmt: skip


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
