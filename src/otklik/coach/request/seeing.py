"""A request as triage sees it: its lines, logs too, taken apart, and what they tell as hashed features. Pure."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from otklik.coach.acts.features import SCALES, kinds, place_of
from otklik.coach.request.translit import is_translit, to_cyrillic
from otklik.coach.text import Unit, unit

MAX_TEXT, MAX_LINE, MAX_LINES = 6_000, 400, 60
# How much each kind counts in training: those of sentences, and `x` a technical name, `m` a mark such as an address or an error code.
KINDS = SCALES | {"x": 0.8, "m": 0.6, "p": 0.5}

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\s*\n+\s*|;\s+")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_.+/][a-z0-9]+)*", re.I)
_DOMAIN = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:ru|рф|com|org|net|io|su|biz|info|by|kz|ua|shop|site|online|pro|example|test|dev|app|studio|store)\b", re.I)  # fmt: skip
_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("url", re.compile(r"https?://\S+|www\.\S+")), ("mailbox", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")),
    ("ip", re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")), ("path", re.compile(r"(?:^|\s)/(?:[\w.-]+/)+")),
    ("money", re.compile(r"\d\s*(?:₽|руб|р\.|usd|\$|€)|[$€]\s?\d", re.I)),
    ("smtp", re.compile(r"\b[45]\.\d\.\d{1,2}\b|\b(?:55\d|45\d|42\d|535)[ -]")),
    ("command", re.compile(r"(?:^|\n)\s*[#$>] ?\w|\bsudo \w|\bapt(?:-get)? |\byum |\bsystemctl ")),
    ("log", re.compile(r"\[\w+\]|\b\d\d:\d\d:\d\d\b|\w+\[\d+\]:|0x[0-9a-f]{4,}", re.I)),
)  # fmt: skip
_LONG = re.compile(r"\S{120,}")
_CODE = re.compile(r"(?<![\d.])([3-5]\d\d)(?![\d.]\d|\d)")


@dataclass(frozen=True)
class Request:
    """`units` are the sentences and lines; `places` each feature's hash with its kind."""

    units: tuple[Unit, ...]
    places: dict[int, str]


@functools.lru_cache(maxsize=256)
def seen(subject: str, text: str) -> Request:
    """Take a request apart. Never raises for any text."""
    whole = f"{subject}\n{text}"[:MAX_TEXT]
    own = "\n".join(line for line in whole.split("\n") if not line.lstrip().startswith(">")) or whole
    own = _LONG.sub(" ", own)  # keys and encoded files say nothing, and cost expressions their time
    read = to_cyrillic(own) if is_translit(own) else own
    lines = [each.strip()[:MAX_LINE] for each in _SENTENCE.split(read) if each and each.strip()]
    units = tuple(map(unit, lines[:MAX_LINES]))
    places: dict[int, str] = {}
    for each in units:
        for place, kind in kinds(each).items():
            places.setdefault(place, kind)
    for kind, feature in _technical(own):
        places.setdefault(place_of(feature), kind)
    places.setdefault(place_of(f"m:size{min(len(own) // 60, 8)}"), "m")
    if not any(each.words for each in units):
        places.setdefault(place_of("m:empty"), "m")
    return Request(units, places)


def _technical(text: str) -> Iterator[tuple[str, str]]:
    """Names, codes and marks that words do not hold."""
    for name, expression in _MARKS:
        if expression.search(text):
            yield "m", f"m:{name}"
    bare = text
    for name, expression in (*_MARKS[:2], ("domain", _DOMAIN)):
        bare, count = expression.subn(" ", bare)
        if count:
            yield "m", f"m:{name}"
    for code in _CODE.findall(bare):
        yield "x", f"code:{code}"
    for name in _NAME.findall(bare):
        name = name.lower()
        if 2 < len(name) <= 40:
            yield "x", f"x:{name}"
            for part in re.split(r"[-_.+/]", name):
                if len(part) > 2 and part != name:
                    yield "x", f"x:{part}"
