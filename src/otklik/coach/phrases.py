"""Phrases by dictionary form, found fast: each is looked for only where its rarest first words stand. Pure.

A phrase is words with spaces between: `надлежащий` any form of the word, `=данный` just so, `осуществ*` a beginning,
`a|b` one or the other, `..3` up to three words in between, `(слово)` may be left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from otklik.coach.text import Sentence, Word


class BadPhrase(ValueError):
    """The phrase cannot be read; the text says why."""


@dataclass(frozen=True)
class _Alternative:
    lemma: str = ""
    exact: str = ""
    prefix: str = ""

    def fits(self, word: Word) -> bool:
        if self.lemma:
            return self.lemma in word.lemmas
        return word.lower == self.exact if self.exact else word.lower.startswith(self.prefix)


@dataclass(frozen=True)
class _Slot:
    alternatives: tuple[_Alternative, ...]
    gap: int = 0  # words that may stand before
    is_optional: bool = False

    def fits(self, word: Word) -> bool:
        return any(each.fits(word) for each in self.alternatives)


@dataclass(frozen=True)
class Hit:
    """Where a phrase stands; `phrase` is as it was given."""

    start: int
    end: int
    phrase: str


class Phrases:
    """Many phrases at once."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_key: dict[str, list[tuple[str, tuple[_Slot, ...]]]] = defaultdict(list)
        self._by_prefix: list[tuple[str, str, tuple[_Slot, ...]]] = []
        for phrase in phrases:
            slots = _parse(phrase)
            for each in slots[0].alternatives:
                if each.prefix:
                    self._by_prefix.append((each.prefix, phrase, slots))
                else:
                    self._by_key[each.lemma or each.exact].append((phrase, slots))

    def __bool__(self) -> bool:
        return bool(self._by_key or self._by_prefix)

    def find(self, sentence: Sentence) -> Iterator[Hit]:
        """Every phrase of the sentence, the longest at each place."""
        words = sentence.words
        for at, word in enumerate(words):
            best: Hit | None = None
            for phrase, slots in self._candidates(word):
                end = _match(slots, words, at)
                if end is not None and (best is None or words[end].end > best.end):
                    best = Hit(word.start, words[end].end, phrase)
            if best is not None:
                yield best

    def _candidates(self, word: Word) -> Iterator[tuple[str, tuple[_Slot, ...]]]:
        for key in word.lemmas | {word.lower}:
            yield from self._by_key.get(key, ())
        for prefix, phrase, slots in self._by_prefix:
            if word.lower.startswith(prefix):
                yield phrase, slots


def _match(slots: tuple[_Slot, ...], words: tuple[Word, ...], at: int) -> int | None:
    """The place of the last word of a match that begins at `at`, None when there is none."""
    if not slots[0].fits(words[at]):
        return None
    last = at
    for slot in slots[1:]:
        found = next((n for n in range(last + 1, min(last + 2 + slot.gap, len(words))) if slot.fits(words[n])), None)
        if found is None:
            if slot.is_optional:
                continue
            return None
        last = found
    return last


def _parse(phrase: str) -> tuple[_Slot, ...]:
    slots: list[_Slot] = []
    gap = 0
    for token in phrase.split():
        if token.startswith(".."):
            if not token[2:].isdigit():
                raise BadPhrase(f"«{phrase}»: a gap is written ..3")
            gap = int(token[2:])
            continue
        is_optional = token.startswith("(") and token.endswith(")")
        alternatives = tuple(map(_alternative, token.strip("()").split("|")))
        if not all(alternatives):
            raise BadPhrase(f"«{phrase}»: an empty word")
        slots.append(_Slot(alternatives, gap, is_optional))
        gap = 0
    if not slots or slots[0].is_optional or gap:
        raise BadPhrase(f"«{phrase}»: it must begin with a word that is not optional, and end with one")
    return tuple(slots)


def _alternative(token: str) -> _Alternative:
    token = token.lower().replace("ё", "е")
    if token.startswith("="):
        return _Alternative(exact=token[1:])
    return _Alternative(prefix=token[:-1]) if token.endswith("*") else _Alternative(lemma=token)
