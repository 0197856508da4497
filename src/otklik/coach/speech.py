"""What people do with words: named groups of phrases (an apology, a refusal, a wish for the day) that rules share. One YAML
file a language in `speech/`; the code knows names only. Pure."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from otklik.coach.phrases import BadPhrase, Hit, Phrases
from otklik.coach.text import Unit

FOLDER = Path(__file__).parent / "speech"
_GROUP_KEYS = {"any", "like", "unless"}


class BadSpeech(ValueError):
    """A file of groups cannot be used; the text names the file, the group and the remedy."""


@dataclass(frozen=True, eq=False)
class Group:
    """Phrases, and phrases that excuse what they overlap."""

    phrases: Phrases
    unless: Phrases

    def find(self, unit: Unit) -> tuple[Hit, ...]:
        """What the sentence says of this; kept with the unit."""
        known: tuple[Hit, ...] | None = unit.memo.get(self)
        if known is None:
            known = unit.memo[self] = self.look(unit)
        return known

    def look(self, unit: Unit) -> tuple[Hit, ...]:
        """The same, kept nowhere."""
        found = tuple(self.phrases.search(unit))
        if found and self.unless:
            excused = tuple(self.unless.search(unit))
            found = tuple(hit for hit in found if not any(e.start < hit.end and hit.start < e.end for e in excused))
        return found


@dataclass(frozen=True)
class Speech:
    """The groups of a language: `groups` of an agent's letter, `customer` of an incoming one."""

    sets: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, Group]
    customer: Mapping[str, Group]


@functools.lru_cache(maxsize=4)
def of(lang: str) -> Speech:
    """The shipped groups of a language. Raises BadSpeech."""
    return read((FOLDER / f"{lang}.yaml").read_text(encoding="utf-8"), source=f"{lang}.yaml")


def read(text: str, *, source: str) -> Speech:
    """Groups from the text of a file. Raises BadSpeech."""
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader, in C where there is one
    if not isinstance(data, dict) or set(data) != {"sets", "groups", "customer"}:
        raise BadSpeech(f"{source}: three keys are needed: sets, groups, customer")
    sets = {str(name): tuple(map(str, words)) for name, words in data["sets"].items()}
    return Speech(sets, _groups(data["groups"], sets, source), _groups(data["customer"], sets, source))


def _groups(data: Mapping[str, Any], sets: Mapping[str, tuple[str, ...]], source: str) -> dict[str, Group]:
    found = {}
    for name, given in data.items():
        if not isinstance(given, dict) or set(given) - _GROUP_KEYS:
            raise BadSpeech(f"{source}: «{name}» may have the keys {', '.join(sorted(_GROUP_KEYS))}")
        try:
            found[name] = group(given.get("any") or (), given.get("unless") or (), given.get("like") or (), sets)
        except BadPhrase as error:
            raise BadSpeech(f"{source}: in «{name}»: {error}") from error
    return found


def group(
    phrases: list[str] | tuple[str, ...], unless: list[str] | tuple[str, ...] = (), like: list[str] | tuple[str, ...] = (),
    sets: Mapping[str, tuple[str, ...]] | None = None,
) -> Group:  # fmt: skip
    """A group of its own. Raises BadPhrase."""
    return Group(Phrases(phrases, sets, like), Phrases(unless, sets))
