"""A rule tried out before it is used: on its own examples, and on letters that were sent. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from otklik.coach.phrases import Hit
from otklik.coach.reply.detectors import DETECTORS, Mark
from otklik.coach.reply.detectors.mark import is_quoted
from otklik.coach.reply.model import Letter, Rule
from otklik.coach.reply.reading import reading
from otklik.coach.speech import Group
from otklik.coach.text import Text, Unit, read


@dataclass(frozen=True)
class Failure:
    """An example that the rule gets wrong: a bad one that it misses, or a good one that it hits. `cause` of a miss is absent (no phrase
    stands there), excused (`unless` covers the words), quoted (somebody else's words), aside (a signature, a quote, code: nobody
    judges it), or hit; `words` are those of the letter that matter."""

    letter: Letter
    is_bad: bool
    cause: str
    words: str = ""


@dataclass(frozen=True)
class Place:
    """A mark in a letter, with the sentence around it: `before` and `after` the words."""

    start: int
    end: int
    before: str
    words: str
    after: str
    suggestion: str | None


class _Passing(Group):
    """A group that leaves nothing behind in the sentences that it has looked at: they outlive it."""

    def find(self, unit: Unit) -> tuple[Hit, ...]:
        """What the sentence says of this."""
        return self.look(unit)


def passing(rule: Rule) -> Rule:
    """The rule for one use: it is tried on many letters and then thrown away."""
    return replace(rule, phrases=_Passing(rule.phrases.phrases, rule.phrases.unless))


def failures(rule: Rule) -> list[Failure]:
    """Every example that the rule gets wrong, in its order."""
    found = []
    for letter, is_bad in rule.examples:
        words = [each.words for each in _marks(rule, letter)]
        if is_bad and not words:
            found.append(Failure(letter, is_bad, *_why_missed(rule, read(letter.text))))
        elif words and not is_bad:
            found.append(Failure(letter, is_bad, "hit", words[0]))
    return found


def places(rule: Rule, letter: Letter) -> list[Place]:
    """Where the rule alone, whatever the situation, would mark the letter; absences have no place."""
    if letter.lang != rule.lang:
        return []
    rule = replace(rule, situations=frozenset())
    sentences = read(letter.text).sentences
    found = []
    for mark in _marks(rule, letter):
        if mark.start is None or mark.end is None:
            continue
        around = next((each for each in sentences if each.start <= mark.start < each.end), None)
        begin, end = (around.start, max(around.end, mark.end)) if around else (mark.start, mark.end)
        found.append(
            Place(
                mark.start, mark.end, letter.text[begin : mark.start], letter.text[mark.start : mark.end], letter.text[mark.end : end],
                mark.suggestion,
            )
        )  # fmt: skip
    return found


def _marks(rule: Rule, letter: Letter) -> Iterator[Mark]:
    """The rule's own marks; of two over the same words the longer, as in `check`."""
    known = reading(letter)
    if not rule.holds_for(letter, known.customer.said):
        return
    last = -1
    for mark in sorted(DETECTORS[rule.detector](rule, known), key=lambda each: (each.start or 0, -(each.end or 0))):
        if mark.start is None or mark.start >= last:
            yield mark
            last = max(last, mark.end or 0)


def _why_missed(rule: Rule, text: Text) -> tuple[str, str]:
    """(cause, words)."""
    for sentence in text.sentences:
        for hit in rule.phrases.phrases.search(sentence.unit):
            words = sentence.unit.text[hit.start : hit.end]
            if is_quoted(sentence, hit):
                return "quoted", words
            excuse = next((each for each in rule.phrases.unless.search(sentence.unit) if each.start < hit.end and hit.start < each.end), None)  # fmt: skip
            return "excused", excuse.phrase if excuse else words
    judged = " ".join(sentence.unit.text for sentence in text.sentences)
    return ("aside", "") if _is_said(rule, text.raw.splitlines(), judged) else ("absent", "")


def _is_said(rule: Rule, lines: Iterable[str], judged: str) -> bool:
    """Whether the phrase stands in a line that is not judged."""
    return any(
        any(rule.phrases.phrases.search(sentence.unit))
        for line in lines
        if line.strip() and line.strip() not in judged
        for sentence in read(line.strip("> \t`")).sentences
    )
