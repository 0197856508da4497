"""Words of Russian and English: their dictionary forms and grammar, with a cache, and what script they are in. Pure."""

from __future__ import annotations

import functools
import re
from typing import Any, NamedTuple

import pymorphy3
import Stemmer

from otklik.coach import english

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
CYRILLIC = re.compile("[а-яё]", re.I)
LATIN = re.compile("[a-z]", re.I)
# The grammar that phrases may ask for, as {impr}; the rest of pymorphy's grammemes is not kept.
GRAMMAR = frozenset(["impr", "past", "futr", "pres", "1per", "2per", "infn", "Name", "Patr", "Surn", "masc", "femn", "plur", "sing", "perf"])  # fmt: skip
_OF_NOUNS = frozenset(["Name", "Patr", "Surn", "masc", "femn", "plur", "sing"])


class Forms(NamedTuple):
    """All dictionary forms that a word may have (е for ё), and its grammar over all likely readings."""

    lemmas: frozenset[str]
    tags: frozenset[str]
    best: str  # the likeliest of the lemmas


@functools.lru_cache(maxsize=1)
def dictionary() -> Any:
    """pymorphy3's analyser: 30 MB, loaded at the first Russian word."""
    return pymorphy3.MorphAnalyzer(lang="ru")


@functools.lru_cache(maxsize=1)
def _english() -> Any:
    return Stemmer.Stemmer("english")


@functools.lru_cache(maxsize=50_000)
def forms(word: str) -> Forms:
    """Forms of a lower-case word; the best of an English one is its stem."""
    if not CYRILLIC.search(word):
        known, grammar = english.forms(word)
        return Forms(known, grammar, str(_english().stemWord(word)))
    found, tagged = {word.replace("ё", "е")}, set()
    parses = dictionary().parse(word)
    for each in parses:
        if each.score > 0.02:
            found.add(each.normal_form.replace("ё", "е"))
        if each.score > 0.05:
            part = each.tag.POS
            tagged |= each.tag.grammemes & (GRAMMAR if part == "VERB" else _OF_NOUNS)
            if "incl" in each.tag.grammemes:
                tagged.discard("impr")  # «вернём» asks nobody
            if part == "INFN":
                tagged.add("infn")
    return Forms(frozenset(found), frozenset(tagged), parses[0].normal_form.replace("ё", "е"))


def lemmas(word: str) -> frozenset[str]:
    """All dictionary forms a lower-case word may have."""
    return forms(word).lemmas


def tags(word: str) -> frozenset[str]:
    """The grammar of a word over all its likely readings: Name, Patr, Surn, past, impr, …"""
    return forms(word).tags


def language(text: str) -> str:
    """ru or en, by the letters."""
    return "ru" if len(CYRILLIC.findall(text[:4000])) * 2 >= len(LATIN.findall(text[:4000])) else "en"
