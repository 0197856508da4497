"""Small linear models for what phrases generalise poorly: a sentence's (or a whole incoming letter's) log-odds of being a
case of something. Trained by `evals/coach/train.py`, kept as whole numbers in `<lang>.json.gz`, read once, the same answer
on every machine. A score can be explained: `reasons` names the features that made it."""

from __future__ import annotations

import functools
import gzip
import itertools
import json
import math
import zlib
from base64 import b85decode
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from otklik.coach.meaning import classes
from otklik.coach.speech import Speech
from otklik.coach.text import Text, Unit

FOLDER = Path(__file__).parent
SIZE = 1 << 13


@dataclass(frozen=True, eq=False)
class Model:
    """Weights by hashed feature, in `step`s; the score is bias + the sum over the root of how many there are, about log-odds."""

    bias: float
    step: float
    weights: bytes  # one a feature, offset by 128

    def score(self, places: Collection[int]) -> float:
        """How much more likely than not, of the places of features."""
        if not places:
            return self.bias
        total = sum(map(self.weights.__getitem__, places)) - 128 * len(places)
        return self.bias + self.step * total / math.sqrt(len(places))

    def reasons(self, features: Iterable[str], most: int = 5) -> list[tuple[str, float]]:
        """The features that weigh most, with their weights."""
        weighed = [(each, self.step * (self.weights[place(each)] - 128)) for each in features]
        return sorted(weighed, key=lambda pair: -abs(pair[1]))[:most]


@functools.lru_cache(maxsize=4)
def models(lang: str) -> Mapping[str, Model]:
    """The shipped models of a language, by name; none when nothing was trained."""
    file = FOLDER / f"{lang}.json.gz"
    if not file.exists():
        return {}
    data = json.loads(gzip.decompress(file.read_bytes()))
    return {
        name: Model(float(each["bias"]), float(each["step"]), b85decode(each["weights"]))
        for name, each in data.items()
    }


@functools.lru_cache(maxsize=50_000)
def place(feature: str) -> int:
    """Where the weight of a feature stands; the same on every machine."""
    return zlib.crc32(feature.encode()) & (SIZE - 1)


def places(found: Iterable[str]) -> frozenset[int]:
    """Where the weights of features stand."""
    return frozenset(map(place, found))


def of_unit(unit: Unit, speech: Speech) -> frozenset[int]:
    """The places of a sentence's features, kept with the unit."""
    known: frozenset[int] | None = unit.memo.get("places")
    if known is None:
        known = unit.memo["places"] = places(features(unit, speech))
    return known


class Bundle:
    """Models that look at the same: a row a place with four bytes for each, so that one addition adds them all."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self.models = models
        self.rows = [
            int.from_bytes(b"".join(model.weights[at].to_bytes(4, "little") for model in models.values()), "little")
            for at in range(SIZE)
        ]

    def scores(self, places: Collection[int]) -> dict[str, float]:
        """The score of each model."""
        total = sum(map(self.rows.__getitem__, places)).to_bytes(4 * len(self.models), "little")
        root = math.sqrt(max(1, len(places)))
        return {
            name: model.bias
            + model.step * (int.from_bytes(total[4 * n : 4 * n + 4], "little") - 128 * len(places)) / root
            for n, (name, model) in enumerate(self.models.items())
        }


@functools.lru_cache(maxsize=16)
def bundle(lang: str, kind: str) -> Bundle:
    """The shipped models whose names begin so («line:», «whole:»)."""
    return Bundle({name: model for name, model in models(lang).items() if name.startswith(kind)})


def features(unit: Unit, speech: Speech, *, of_customer: bool = False) -> frozenset[str]:
    """What a model sees of a sentence: words, pairs, their classes, grammar, speech acts. Kept with the unit."""
    key = ("features", of_customer)
    known: frozenset[str] | None = unit.memo.get(key)
    if known is None:
        known = unit.memo[key] = frozenset(_features(unit, speech, of_customer))
    return known


def of_reply(text: Text, speech: Speech) -> frozenset[int]:
    """What a model sees of a whole reply, as places."""
    own = [of_unit(each.unit, speech) for each in text.body]
    return frozenset().union(*own, (place(f"length{min(len(own), 8)}"),))


def of_end(text: Text, speech: Speech) -> frozenset[int]:
    """What a model sees of a reply's end: its last two sentences, the last more."""
    last = [each for each in text.body if each.words][-2:]
    found = {place(f"end{len(last)}")}
    for at, sentence in enumerate(reversed(last)):
        own = features(sentence.unit, speech)
        found |= of_unit(sentence.unit, speech)
        if not at:
            found |= {place("last:" + each) for each in own}
    return frozenset(found)


def _features(unit: Unit, speech: Speech, of_customer: bool) -> set[str]:
    known = classes()
    lemmas = ["<" if not unit.words else "", *(word.best for word in unit.words)]
    found = {"q" if unit.is_question else "s", f"n{min(len(unit.words) // 4, 6)}"}
    for before, lemma in itertools.pairwise(lemmas):
        found.add("l:" + lemma)
        found.add(f"b:{before} {lemma}")
        if lemma in known:
            found.add("c:" + known[lemma])
            found.add(f"d:{known.get(before, before)} {known[lemma]}")
    for word in unit.words:
        found.update("t:" + tag for tag in word.tags & {"impr", "past", "futr", "1per", "2per", "infn", "pres"})
        if len(word.lower) > 5:
            found.add("e:" + word.lower[-4:])
            found.add("p:" + word.lower[:5])
    groups = speech.customer if of_customer else speech.groups
    found.update("g:" + name for name, group in groups.items() if group.find(unit))
    if "!" in unit.text:
        found.add("!")
    return found
