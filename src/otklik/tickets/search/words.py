"""From a text to the stems it is found by: Russian and English word forms, ё as е, numbers and codes kept. Pure."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator

import Stemmer

from otklik.kit.russian import dictionary

MAX_WORDS = 12_000  # of one document; PostgreSQL keeps positions up to 16,383
_WORD = re.compile(r"[^\W_]+(?:_+[^\W_]+)*")
_CYRILLIC = re.compile(r"[а-я]")
_local = threading.local()  # a Snowball stemmer keeps state between calls: one for each thread


def stems(text: str) -> list[str]:
    """The stems of a text in its order, at most MAX_WORDS; lower case, without diacritics of ё."""
    found: list[str] = []
    for match in _WORD.finditer(normal(text)):
        found.append(stem(match.group()))
        if len(found) == MAX_WORDS:
            break
    return found


def normal(text: str) -> str:
    """Lower case with е for ё; the same length as the text, so that offsets hold (İ and its like aside)."""
    return text.lower().replace("ё", "е")


def words(text: str) -> Iterator[re.Match[str]]:
    """The words of a normalised text, with their offsets."""
    return _WORD.finditer(text)


@functools.lru_cache(maxsize=60_000)
def stem(word: str) -> str:
    """The stem of one normalised word; its script tells the language. Words over 60 letters are cut."""
    word = word[:60]
    if any(letter.isdigit() for letter in word):
        return word
    stemmers = getattr(_local, "stemmers", None)
    if stemmers is None:
        stemmers = _local.stemmers = {name: Stemmer.Stemmer(name) for name in ("russian", "english")}
    if _CYRILLIC.search(word):
        # The dictionary form first: a stemmer alone takes «деньги» and «денег», «шёл» and «идти» for strangers.
        return str(stemmers["russian"].stemWord(normal(dictionary().parse(word)[0].normal_form)))
    return str(stemmers["english"].stemWord(word))
