"""An own rule as a person types it, made a rule of the coach; what is wrong is said field by field. Pure."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from otklik.coach.phrases import BadPhrase, plain
from otklik.coach.reply import BadRule, Rule, situations
from otklik.coach.reply.catalogue import made
from otklik.coach.reply.trial import failures

LANGUAGES = ("ru", "en")
MAX_TITLE, MAX_WHY, MAX_INSTEAD, MAX_LINE, MAX_EXAMPLE = 120, 300, 200, 200, 2_000  # characters
MAX_LINES, MAX_EXAMPLES = 100, 50
MAX_WORDS, MAX_GAP, MAX_WAYS = 12, 9, 1_000  # of a phrase: what is wider takes too long to look for
_INSTEAD = re.compile(r"\s*(?:→|->|=>)\s*")
_GUESS = {
    "ru": "Ситуацию мы угадали; если не та, не обращайте внимания.",
    "en": "The situation is a guess; if it is another, never mind.",
}
_MESSAGES = {"ru": "«{words}» — у нас так не пишут.", "en": "We don't write “{words}” here."}


@dataclass(frozen=True)
class RuleText:
    """The fields of the form. `phrases` are lines, plain words (`is_plain`: found in all their forms) or phrases of the coach's
    language, each with « → what to write instead» if it likes; `bad` and `good` are the rule's tests."""

    lang: str
    title: str
    why: str
    phrases: tuple[str, ...]
    is_plain: bool = True
    instead: str = ""
    unless: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field. `reason` is empty, long, many, wide, one of `BadPhrase.reason`, or of an example: absent, excused,
    quoted, aside, hit; `number` of the example, from 1; `text` the line or example; `words` the part of it that matters."""

    field: str
    reason: str
    number: int = 0
    text: str = ""
    words: str = ""


class BadText(ValueError):
    """The rule cannot be saved; `problems` say why, at least one."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(f"{each.field}: {each.reason}" for each in problems))
        self.problems = problems


def checked(text: RuleText, rule_id: str) -> Rule:
    """The rule, with all its examples right. Raises BadText."""
    problems = tuple(_missing(text))
    if problems:
        raise BadText(problems)
    rule = rule_of(text, rule_id)
    if wrong := misfits(text, rule):
        raise BadText(wrong)
    return rule


def misfits(text: RuleText, rule: Rule) -> tuple[Problem, ...]:
    """The examples that the rule gets wrong."""
    numbers = {
        (is_bad, example): number
        for is_bad, examples in ((True, text.bad), (False, text.good))
        for number, example in enumerate(examples, 1)
    }
    return tuple(
        Problem("bad" if each.is_bad else "good", each.cause, numbers[each.is_bad, each.letter.text], each.letter.text, each.words)
        for each in failures(rule)
    )  # fmt: skip


@functools.lru_cache(maxsize=512)
def known(text: RuleText, rule_id: str) -> Rule:
    """The rule of a saved text, made once: what the coach has found by it stays found. Raises BadText."""
    return rule_of(text, rule_id)


def rule_of(text: RuleText, rule_id: str) -> Rule:
    """The rule, its examples not yet asked: for trying it out while it is typed. Raises BadText when there are no words or they
    cannot be read."""
    lines = [_INSTEAD.split(each, maxsplit=1) for each in text.phrases]
    swaps = {phrase: instead for phrase, instead in ((_phrase(text, line[0]), line[1] if line[1:] else text.instead) for line in lines) if phrase}  # fmt: skip
    if not swaps:
        raise BadText((Problem("phrases", "empty"),))
    unless = [each for each in (_phrase(text, line) for line in text.unless) if each]
    for field, phrases in (("phrases", swaps), ("unless", unless)):
        if wide := [each for each in phrases if _is_wide(each)]:
            raise BadText((Problem(field, "wide", text=wide[0]),))
    kept = [each for each in text.situations if each in situations.shipped().by_id]
    example = {"situation": kept[0]} if kept else {}
    data = {
        "id": rule_id, "lang": text.lang, "title": text.title.strip() or rule_id, "message": _MESSAGES.get(text.lang, _MESSAGES["en"]), "why": text.why.strip() or text.title.strip() or rule_id,
        "guess": _GUESS.get(text.lang, _GUESS["en"]), "detector": "phrases", "swaps": swaps, "unless": unless, "situations": kept,
        "bad": [{"text": each, **example} for each in text.bad], "good": [{"text": each, **example} for each in text.good],
    }  # fmt: skip
    try:
        return made(data, source=rule_id, least=(0, 0), situations=tuple(situations.shipped().by_id))
    except BadRule as error:
        cause = error.__cause__
        if not isinstance(cause, BadPhrase):
            raise BadText((Problem(error.key, "word", text=str(error)),)) from error
        field = "unless" if cause.phrase in unless and cause.phrase not in swaps else "phrases"
        raise BadText((Problem(field, cause.reason, text=cause.phrase, words=cause.token),)) from error


def _phrase(text: RuleText, line: str) -> str:
    """A line in the language of phrases."""
    return plain(line) if text.is_plain else " ".join(line.split())


def _is_wide(phrase: str) -> bool:
    """Whether a phrase would take long to look for: too many words, too wide a gap, too many ways to fit."""
    words, ways = 0, 1
    for token in phrase.split():
        if re.fullmatch(r"\.\.\d+", token):
            gap = int(token[2:])
            if gap > MAX_GAP:
                return True
            ways *= gap + 1
        else:
            words += 1
            ways *= (token.count("+") + 1) * (2 if token.startswith("(") else 1)
    return words > MAX_WORDS or ways > MAX_WAYS


def _missing(text: RuleText) -> Iterator[Problem]:
    """Fields that are empty, too long or too many."""
    if text.lang not in LANGUAGES:
        yield Problem("lang", "empty")
    for name, value, most in (("title", text.title, MAX_TITLE), ("why", text.why, MAX_WHY), ("instead", text.instead, MAX_INSTEAD)):  # fmt: skip
        if not value.strip() and name != "instead":
            yield Problem(name, "empty")
        if len(value) > most:
            yield Problem(name, "long", most)
    for name, lines, most, length in (
        ("phrases", text.phrases, MAX_LINES, MAX_LINE), ("unless", text.unless, MAX_LINES, MAX_LINE),
        ("bad", text.bad, MAX_EXAMPLES, MAX_EXAMPLE), ("good", text.good, MAX_EXAMPLES, MAX_EXAMPLE),
    ):  # fmt: skip
        if not lines and name != "unless":
            yield Problem(name, "empty")
        if len(lines) > most:
            yield Problem(name, "many", most)
        if any(len(each) > length for each in lines):
            yield Problem(name, "long", length)
