"""Words in a row that two texts share: how copies are told from likeness. Pure."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from otklik.coach.text import Sentence, Text, Zone
from otklik.coach.words import WORD

_YO = str.maketrans("ё", "е")


def words_of(text: str) -> list[tuple[int, int, str]]:
    """(start, end, word in lower case) of each word."""
    return [(each.start(), each.end(), each.group().lower().translate(_YO)) for each in WORD.finditer(text)]


@functools.lru_cache(maxsize=128)
def grams(text: str, size: int) -> frozenset[tuple[str, ...]]:
    """All rows of `size` words; kept, for what stands around a letter stays while it is written."""
    return _grams([word for _, _, word in words_of(text)], size)


def _grams(words: Sequence[str], size: int) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def run(
    text: str, spans: Iterable[tuple[int, int]], sources: Iterable[str], known: Iterable[str], size: int
) -> tuple[int, int] | None:
    """The longest piece of `text` within `spans`, at least `size` words, that stands in one of `sources` and in none of `known`."""
    taken: set[tuple[str, ...]] = set()
    for each in sources:
        taken |= grams(each, size)
    if not taken:
        return None
    for each in known:
        taken -= grams(each, size)
    words = [each for start, end in spans for each in words_of(text[start:end])]
    offsets = [start for start, end in spans for _ in words_of(text[start:end])]
    best: tuple[int, int] | None = None
    at = 0
    while at + size <= len(words):
        if tuple(word for _, _, word in words[at : at + size]) not in taken:
            at += 1
            continue
        last = at
        while (
            last + 1 + size <= len(words) and tuple(word for _, _, word in words[last + 1 : last + 1 + size]) in taken
        ):
            last += 1
        if best is None or last - at > best[1] - best[0]:
            best = (at, last)
        at = last + 1
    if best is None:
        return None
    first, final = best[0], best[1] + size - 1
    return offsets[first] + words[first][0], offsets[final] + words[final][1]


def share(text: str, other: str, size: int = 3) -> float:
    """How much of `text` stands in `other` in rows of `size` words: 0…1."""
    mine = grams(text, size)
    return len(mine & grams(other, size)) / len(mine) if mine else 0.0


BARE = 4  # words of a greeting that says nothing more: "Hello Anna, moving is easy" is of the letter


def body(text: Text) -> list[Sentence]:
    """What the letter says: all but a bare greeting and the signature."""
    return [each for each in text.sentences if each.zone is not Zone.GREETING or len(each.words) > BARE]


def squeeze(text: str) -> str:
    """On one line."""
    return re.sub(r"\s+", " ", text).strip()
