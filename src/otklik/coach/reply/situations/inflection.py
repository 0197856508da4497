"""Russian names and noun groups in the form that a sentence needs. Pure."""

from __future__ import annotations

import functools
import re
from typing import Any

from otklik.coach import names
from otklik.coach.words import CYRILLIC, dictionary, tags

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_PART = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def greeted(full_name: str) -> str:
    """The name to greet with: the given name in the nominative, with the patronymic where those two are all that is known;
    "" when it is not clear who writes."""
    given = names.given(full_name)
    parts = _PART.findall(full_name)
    if (
        len(parts) == 2
        and CYRILLIC.search(given)
        and "Patr" in tags(parts[1].lower())
        and parts[0].lower() == given.lower()
    ):
        return f"{_capital(given)} {_capital(parts[1])}"
    return _capital(given)


def _capital(name: str) -> str:
    """«АННА» and «анна» are Анна; «О'Нил» and “McKay” stay."""
    if len(name) > 1 and name.isupper():
        name = name.lower()
    return "-".join(part[:1].upper() + part[1:] for part in name.split("-"))


@functools.lru_cache(maxsize=2_000)
def inflected(phrase: str, case: str) -> str:
    """A noun group in a case: its adjectives and its first noun change («тёмная тема» → «тёмной темы»), what stands behind
    the noun does not («экспорт в Excel»). Words in Latin letters stay as they are."""
    if case == "nomn" or not CYRILLIC.search(phrase):
        return phrase
    out, at = [], 0
    for match in _PART.finditer(phrase):
        word = match.group()
        if not CYRILLIC.search(word):
            break
        parse = _nominative(word)
        changed = parse.inflect(_wanted(parse, case)) if parse is not None else None
        if changed is None:
            break
        out += [phrase[at : match.start()], _as_written(changed.word, word)]
        at = match.end()
        if parse.tag.POS == "NOUN":
            break
    return "".join(out) + phrase[at:]


def _nominative(word: str) -> Any:
    """The likeliest reading of a word as a noun or an adjective in the nominative, None when there is none."""
    parses = [
        each for each in dictionary().parse(word) if "nomn" in each.tag and each.tag.POS in ("NOUN", "ADJF", "PRTF")
    ]
    return max(parses, key=lambda each: each.score, default=None)


def _wanted(parse: Any, case: str) -> set[str]:
    """The case and the number. An accusative is asked for a thing: «тёмную тему», «новый экспорт»."""
    number = "plur" if "plur" in parse.tag else "sing"
    wanted = {case, number}
    if case == "accs" and parse.tag.POS != "NOUN" and ("plur" in parse.tag or "masc" in parse.tag):
        wanted.add("inan")
    return wanted


def _as_written(changed: str, word: str) -> str:
    return (
        changed.upper()
        if word.isupper() and len(word) > 1
        else changed.capitalize()
        if word[0].isupper()
        else changed
    )
