"""Words of Russian and English: their dictionary forms, with a cache, and what script they are in. Pure."""

from __future__ import annotations

import functools
import re
from typing import Any

import pymorphy3
import Stemmer

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
CYRILLIC = re.compile("[а-яё]", re.I)
LATIN = re.compile("[a-z]", re.I)


@functools.lru_cache(maxsize=1)
def dictionary() -> Any:
    """pymorphy3's analyser: 30 MB, loaded at the first Russian word."""
    return pymorphy3.MorphAnalyzer(lang="ru")


@functools.lru_cache(maxsize=1)
def _english() -> Any:
    return Stemmer.Stemmer("english")


@functools.lru_cache(maxsize=50_000)
def lemmas(word: str) -> frozenset[str]:
    """All dictionary forms a lower-case word may have (е for ё); for English its stem and itself."""
    word = word.replace("ё", "е")
    if CYRILLIC.search(word):
        forms = {each.normal_form.replace("ё", "е") for each in dictionary().parse(word) if each.score > 0.02}
        return frozenset(forms | {word})
    return frozenset({word, str(_english().stemWord(word))})


@functools.lru_cache(maxsize=20_000)
def tags(word: str) -> frozenset[str]:
    """pymorphy's grammemes over all readings of a Russian word that are likely: Name, Patr, Surn, …"""
    found: set[str] = set()
    for each in dictionary().parse(word):
        if each.score > 0.05:
            found |= set(each.tag.grammemes)
    return frozenset(found)


def language(text: str) -> str:
    """ru or en, by the letters."""
    return "ru" if len(CYRILLIC.findall(text[:4000])) * 2 >= len(LATIN.findall(text[:4000])) else "en"
