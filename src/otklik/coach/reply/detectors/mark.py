"""What a detector yields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from otklik.coach.phrases import Hit
from otklik.coach.text import Sentence


@dataclass(frozen=True, slots=True)
class Mark:
    """Where (None: something is missing), the words marked, what to write instead, a message of its own."""

    start: int | None = None
    end: int | None = None
    words: str = ""
    suggestion: str | None = None
    message: str = ""


def on(sentence: Sentence, hit: Hit | None = None, suggestion: str | None = None, message: str = "") -> Mark:
    """A mark on a hit, or on the whole sentence."""
    if hit is None:
        return Mark(sentence.start, sentence.end, sentence.unit.text, suggestion, message)
    start, end = sentence.start + hit.start, sentence.start + hit.end
    return Mark(start, end, sentence.unit.text[hit.start : hit.end], suggestion, message)


def is_quoted(sentence: Sentence, hit: Hit) -> bool:
    """Whether the hit is within «…»: a name of a button, somebody else's words."""
    return any(start <= hit.start and hit.end <= end for start, end in sentence.unit.quotes)


def option(options: Mapping[str, object], key: str, default: int) -> int:
    """A whole number out of a rule's options."""
    value = options.get(key, default)
    return value if isinstance(value, int) else default


def listed(options: Mapping[str, object], key: str) -> tuple[str, ...]:
    """A list of words out of a rule's options."""
    value = options.get(key) or ()
    return tuple(map(str, value)) if isinstance(value, Iterable) else ()
