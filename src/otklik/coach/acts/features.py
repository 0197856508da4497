"""What the model of speech acts sees of a sentence: hashed features, the same on every machine. Pure."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterator

from otklik.coach.meaning import classes
from otklik.coach.text import Unit, Word

# How much each kind counts in training; the shipped weights hold it already. Letters inside a word are many, so each is little.
SCALES = {"l": 1.0, "b": 0.9, "k": 0.5, "c": 0.7, "d": 0.6, "e": 0.6, "n": 0.25, "t": 0.5, "f": 0.7, "g": 0.6}
_NAMES = frozenset({"Name", "Patr", "Surn"})
_GRAMMAR = ("impr", "past", "futr", "pres", "1per", "2per", "infn")


def place_of(text: str) -> int:
    """A feature's place."""
    return zlib.crc32(text.encode())


def lemma_of(word: Word) -> str:
    """The dictionary form; «#» for a number, «@» for a name."""
    if word.lower[0].isdigit():
        return "#"
    return "@" if word.tags & _NAMES and word.raw[0].isupper() and word.best not in classes() else word.best


@functools.lru_cache(maxsize=20_000)
def _of_word(lower: str, lemma: str) -> tuple[tuple[str, int], ...]:
    """(kind, hash) of what one word alone tells."""
    found = [("l", place_of("l:" + lemma))]
    if lemma in "#@":
        return tuple(found)
    known = classes().get(lemma)
    if known:
        found.append(("c", place_of("c:" + known)))
    if lower != lemma:
        found.append(("k", place_of("w:" + lower)))
    framed = f"<{lower}>"
    for size in (3, 4, 5):
        found += [("n", place_of(f"n:{framed[at : at + size]}")) for at in range(len(framed) - size + 1)]
    return tuple(found)


def _pairs(unit: Unit) -> Iterator[tuple[str, str]]:
    """Words in their order: neighbours, one apart, the first and the last."""
    lemmas = [lemma_of(word) for word in unit.words]
    known = classes()
    for before, lemma in zip(["<", *lemmas], [*lemmas, ">"], strict=True):
        yield "b", f"b:{before} {lemma}"
        yield "d", f"d:{known.get(before, before)} {known.get(lemma, lemma)}"
    for before, lemma in zip(lemmas, lemmas[2:], strict=False):
        yield "g", f"g:{before} {lemma}"
    for lemma in lemmas[:2]:
        yield "e", "^" + known.get(lemma, lemma)
    for lemma in lemmas[-2:]:
        yield "e", "$" + known.get(lemma, lemma)


def _flags(unit: Unit) -> Iterator[tuple[str, str]]:
    """Grammar, marks, length."""
    text = unit.text
    seen: set[str] = set()
    for at, word in enumerate(unit.words):
        own = [tag for tag in _GRAMMAR if tag in word.tags]
        seen.update(own)
        if len(own) > 1:
            seen.add("+".join(own))
        if own and not at:
            yield "t", "^t:" + "+".join(own)
        if own and at and unit.words[at - 1].lower == "не":
            yield "t", "not:" + "+".join(own)
    for tag in seen:
        yield "t", "t:" + tag
    yield "f", f"f:n{min(len(unit.words) // 3, 8)}"
    yield "f", "f:end" + (text.rstrip()[-1:] if text.rstrip()[-1:] in ".!?:)" else "")
    for name, is_so in (
        ("?", unit.is_question), ("link", unit.has_link), ("quote", bool(unit.quotes)), ("digit", any(c.isdigit() for c in text)),
        ("!", "!" in text), ("→", "→" in text or "->" in text), ("smile", ":)" in text or ")" in text[-2:] or any(ord(c) > 0x1F000 for c in text)),
        ("colon", ": " in text), ("dash", "—" in text), ("small", text[:1].islower()), ("latin", any("a" <= c <= "z" for c in text.lower())),
        ("caps", any(len(word.raw) > 3 and word.raw.isupper() for word in unit.words)), ("!!", "!!" in text or "??" in text),
        ("comma", text.count(",") > 1), ("(", "(" in text),
    ):  # fmt: skip
        if is_so:
            yield "f", "f:" + name


def kinds(unit: Unit) -> dict[int, str]:
    """Every feature's hash with its kind."""
    found: dict[int, str] = {}
    for word in unit.words:
        for kind, place in _of_word(word.lower, lemma_of(word)):
            found.setdefault(place, kind)
    for kind, text in (*_pairs(unit), *_flags(unit)):
        found.setdefault(place_of(text), kind)
    return found
