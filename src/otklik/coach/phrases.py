"""Phrases by dictionary form, found fast: each is looked for only where its first words stand. Pure.

A phrase is words with spaces between: `надлежащий` any form of the word, `=данный` just so, `осуществ*` a beginning,
`a|b` one or the other, `a|b+c` one word or two in a row, `..3` up to three words in between, `(слово)` may be left out, `{impr}` any word of that grammar,
`проверить{past}` a word's forms of that grammar, `<own>` any word of the set of that name, `^` the sentence's beginning,
`$` its end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from otklik.coach.text import Unit, Word, unit
from otklik.coach.words import GRAMMAR


class BadPhrase(ValueError):
    """The phrase cannot be read; the text says why. `reason` is gap, edge, word, grammar, set, group, short or expression,
    `token` the part that is wrong: for those who say it in words of their own."""

    def __init__(self, why: str, *, reason: str, phrase: str, token: str = "") -> None:
        super().__init__(why)
        self.reason, self.phrase, self.token = reason, phrase, token


@dataclass(frozen=True, slots=True)
class _Alternative:
    lemma: str = ""
    exact: str = ""
    prefix: str = ""
    tag: str = ""

    @property
    def key(self) -> str:
        """What a unit's keys must hold for this to fit some word of it."""
        return self.lemma or self.exact or (self.prefix[:3] + "*" if self.prefix else self.tag)

    def fits(self, word: Word) -> bool:
        if self.tag and self.tag not in word.tags:
            return False
        if self.lemma:
            return self.lemma in word.lemmas
        if self.exact:
            return word.lower == self.exact
        return word.lower.startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class _Slot:
    alternatives: tuple[_Alternative, ...]
    gap: int = 0  # words that may stand before
    is_optional: bool = False

    def fits(self, word: Word) -> bool:
        return any(each.fits(word) for each in self.alternatives)


@dataclass(frozen=True, slots=True)
class _Pattern:
    phrase: str
    slots: tuple[_Slot, ...]
    at_start: bool
    at_end: bool
    needs: tuple[frozenset[str], ...]  # each must share a key with the unit: the pattern's other words


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a phrase stands, from the sentence's start; `phrase` is as it was given."""

    start: int
    end: int
    phrase: str


def plain(words: str) -> str:
    """The phrase that finds these words in all their forms, in this order; "" when there is no word among them."""
    return " ".join("|".join(sorted(word.lemmas)) for word in unit(words).words)


class Phrases:
    """Many phrases at once. `sets` are named lists of words for `<name>`; `expressions` are regular expressions over a
    sentence's text, for what words cannot say."""

    def __init__(
        self, phrases: Iterable[str], sets: Mapping[str, Iterable[str]] | None = None, expressions: Iterable[str] = ()
    ) -> None:
        self._by_key: dict[str, list[_Pattern]] = defaultdict(list)
        self._expressions = [(each, _compiled(each)) for each in expressions]
        self.given = tuple(phrases)
        for phrase in self.given:
            for plain in _expanded(phrase):
                pattern = _parse(plain, sets or {}, given=phrase)
                for key in {each.key for each in pattern.slots[0].alternatives}:
                    self._by_key[key].append(pattern)
        self._heads = frozenset(self._by_key)

    def __bool__(self) -> bool:
        return bool(self._by_key or self._expressions)

    def find(self, unit: Unit) -> tuple[Hit, ...]:
        """Every phrase of the sentence, the longest at each place; kept with the unit."""
        known: tuple[Hit, ...] | None = unit.memo.get(self)
        if known is None:
            known = unit.memo[self] = tuple(self.search(unit))
        return known

    def search(self, unit: Unit) -> Iterator[Hit]:
        """The same, kept nowhere: for phrases that will soon be others."""
        for given, expression in self._expressions:
            for match in expression.finditer(unit.text):
                yield Hit(match.start(), match.end(), given)
        if self._heads.isdisjoint(unit.keys):
            return
        words = unit.words
        for at, word in enumerate(words):
            best: Hit | None = None
            for pattern in self._candidates(word, unit):
                end = _match(pattern, words, at)
                if end is not None and (best is None or words[end].end > best.end):
                    best = Hit(word.start, words[end].end, pattern.phrase)
            if best is not None:
                yield best

    def _candidates(self, word: Word, unit: Unit) -> Iterator[_Pattern]:
        for key in self._heads.intersection((*word.lemmas, word.lower, word.lower[:3] + "*", *word.tags)):
            for pattern in self._by_key[key]:
                if not any(needed.isdisjoint(unit.keys) for needed in pattern.needs):
                    yield pattern


def _match(pattern: _Pattern, words: tuple[Word, ...], at: int) -> int | None:
    """The place of the last word of a match that begins at `at`, None when there is none."""
    if (pattern.at_start and at > pattern.slots[0].gap) or not pattern.slots[0].fits(words[at]):
        return None
    last = _rest(pattern.slots, 1, words, at)
    return None if last is None or (pattern.at_end and last < len(words) - 1) else last


def _rest(slots: tuple[_Slot, ...], number: int, words: tuple[Word, ...], last: int) -> int | None:
    if number == len(slots):
        return last
    slot = slots[number]
    for at in range(last + 1, min(last + 2 + slot.gap, len(words))):
        if slot.fits(words[at]):
            end = _rest(slots, number + 1, words, at)
            if end is not None:
                return end
    return _rest(slots, number + 1, words, last) if slot.is_optional else None


def _expanded(phrase: str) -> Iterator[str]:
    """The phrase with each choice of words in a row («a|b+c») written out."""
    tokens = phrase.split()
    for at, token in enumerate(tokens):
        if "+" in token.strip("+"):
            inside = token.strip("()")
            choices = inside.split("|")
            rows = [each.replace("+", " ") for each in choices if "+" in each]
            single = "|".join(each for each in choices if "+" not in each)
            for choice in (*([single] if single else ()), *rows):
                yield from _expanded(" ".join([*tokens[:at], choice, *tokens[at + 1 :]]))
            return
    yield phrase


def _parse(phrase: str, sets: Mapping[str, Iterable[str]], given: str = "") -> _Pattern:
    slots: list[_Slot] = []
    gap = 0
    tokens = phrase.split()
    at_start, at_end = tokens[:1] == ["^"], tokens[-1:] == ["$"]
    for token in tokens[at_start : len(tokens) - at_end]:
        if token.startswith(".."):
            if not token[2:].isdigit():
                raise BadPhrase(f"«{phrase}»: a gap is written ..3", reason="gap", phrase=phrase, token=token)
            gap = int(token[2:])
            continue
        is_optional = token.startswith("(") and token.endswith(")")
        words = token.strip("()").split("|")
        alternatives = tuple(each for word in words for each in _alternatives(word, phrase, sets))
        slots.append(_Slot(alternatives, gap, is_optional))
        gap = 0
    if not slots or slots[0].is_optional or gap or (slots[0].gap and not at_start):
        raise BadPhrase(
            f"«{phrase}»: it must begin with a word that is not optional, and end with one",
            reason="edge",
            phrase=phrase,
        )
    needs = tuple(frozenset(each.key for each in slot.alternatives) for slot in slots[1:] if not slot.is_optional)
    return _Pattern(given or phrase, tuple(slots), at_start, at_end, needs)


def _alternatives(token: str, phrase: str, sets: Mapping[str, Iterable[str]]) -> Iterator[_Alternative]:
    match = re.fullmatch(r"(?P<word>=?[^{}<>*=]*\*?|<[\w-]+>)(?:\{(?P<tag>\w+)\})?", token)
    if not match or token in ("", "=", "*"):
        raise BadPhrase(
            f"«{phrase}»: «{token}» is no word; words are written слово, =слово, нача*, a|b, {{impr}}, <set>",
            reason="word", phrase=phrase, token=token,
        )  # fmt: skip
    word, tag = match["word"].lower().replace("ё", "е"), match["tag"] or ""
    if tag and tag not in GRAMMAR:
        raise BadPhrase(
            f"«{phrase}»: there is no grammar {{{tag}}}; there are {', '.join(sorted(GRAMMAR))}", reason="grammar", phrase=phrase, token=tag
        )  # fmt: skip
    if word.startswith("<"):
        if word[1:-1] not in sets:
            raise BadPhrase(
                f"«{phrase}»: there is no set «{word}»; add it to `sets`", reason="set", phrase=phrase, token=word
            )
        for each in sets[word[1:-1]]:
            yield from _alternatives(f"{each}{{{tag}}}" if tag else each, phrase, sets)
    elif word.startswith("="):
        yield _Alternative(exact=word[1:], tag=tag)
    elif word.endswith("*"):
        if len(word) < 4:
            raise BadPhrase(
                f"«{phrase}»: a beginning needs three letters or more", reason="short", phrase=phrase, token=word
            )
        yield _Alternative(prefix=word[:-1], tag=tag)
    else:
        yield _Alternative(lemma=word, tag=tag)


def _compiled(expression: str) -> re.Pattern[str]:
    try:
        return re.compile(expression, re.I)
    except re.error as error:
        raise BadPhrase(
            f"«{expression}» is no regular expression: {error}", reason="expression", phrase=expression
        ) from error
