"""What is told of a letter's surroundings, and the words of the rules about them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from otklik.coach.reply.model import Finding


@dataclass(frozen=True)
class Around:
    """Facts; empty (`files` None) means unknown, and what rests on it is silent.

    `files`: how many hang on the letter. `notes`: what colleagues wrote about this case. `colleagues`: their full names and log-ins.
    `others`: full names of other customers. `brand` is the one that writes, `brands` the house's others. `sent`: our earlier letters in
    this conversation, `said`: the customer's, oldest first.
    """

    files: int | None = None
    notes: tuple[str, ...] = ()
    colleagues: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    brand: str = ""
    brands: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remark:
    """What a rule says: its name, a sentence with `{words}` in it, the reason."""

    title: str
    message: str
    why: str


@functools.lru_cache(maxsize=2)
def remarks(lang: str) -> Mapping[str, Remark]:
    """The rules' words in ru or en, by rule."""
    file = Path(__file__).parent / "words" / f"{lang}.yaml"
    rows: dict[str, dict[str, str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {rule: Remark(**row) for rule, row in rows.items()}


def remark(rule: str, lang: str, words: str, start: int | None = None, end: int | None = None) -> Finding:
    """A finding of this rule; `words` are put into its sentence."""
    said = remarks(lang)[rule]
    return Finding(rule, start, end, said.message.replace("{words}", words), said.why, said.title)
