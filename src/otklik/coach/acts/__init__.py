"""Which speech acts a sentence performs (it thanks, apologises, promises, refuses …), by a small linear model learned from
sentences written for it. What each act means, and how sure one may be of it: `evals/speech/README.md`, whose `train.py` makes
the data. Pure; the same answer on every machine."""

from __future__ import annotations

import functools
import gzip
import json
import math
import sys
from array import array
from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from operator import add
from pathlib import Path
from types import MappingProxyType

from otklik.coach.acts.features import kinds
from otklik.coach.text import Unit, unit

FOLDER = Path(__file__).parent
SIDES = ("agent", "customer")
_LANE, _FIT = 2, 257  # bytes for the running sum of one act, and how many rows of at most 255 fit it
_NONE: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class PackedRows:
    """Rows as they lie in the file, by places in ascending order: a tenth of a dict's memory, and some half a microsecond a
    question. For a model of many rows that is asked once a message, not at every key."""

    places: array[int]
    data: bytes
    width: int

    def get(self, place: int) -> int | None:
        """The spread row of a feature."""
        at = bisect_left(self.places, place)
        if at == len(self.places) or self.places[at] != place:
            return None
        return self._row(at)

    def spread(self) -> Mapping[int, int]:
        """All rows, for those who ask at every key."""
        return {place: self._row(at) for at, place in enumerate(self.places)}

    def _row(self, at: int) -> int:
        lanes = bytearray(_LANE * self.width)
        lanes[::_LANE] = self.data[at * self.width : (at + 1) * self.width]
        return int.from_bytes(lanes, "little")


@dataclass(frozen=True, eq=False)
class Model:
    """A row a feature, a byte an act (weight + 128, in steps of `step`), spread into lanes so that one addition of whole
    numbers adds all acts at once. `slope` and `bias` make a probability of an act's score."""

    acts: tuple[str, ...]
    step: float
    slope: tuple[float, ...]
    bias: tuple[float, ...]
    rows: Mapping[int, int] | PackedRows

    def scores(self, sentence: Unit) -> dict[str, float]:
        """Log-odds of every act."""
        return self.weigh(kinds(sentence))

    def weigh(self, places: Collection[int]) -> dict[str, float]:
        """Log-odds of every act, of the places of features."""
        known = [row for row in map(self.rows.get, places) if row is not None]
        totals = [-128 * len(known)] * len(self.acts)
        for at in range(0, len(known), _FIT):
            lanes = array("H", sum(known[at : at + _FIT]).to_bytes(_LANE * len(self.acts), sys.byteorder))
            totals = list(map(add, totals, lanes if sys.byteorder == "little" else reversed(lanes)))
        scale = self.step / math.sqrt(max(1, len(places)))
        return {
            act: bias + slope * scale * total
            for act, slope, bias, total in zip(self.acts, self.slope, self.bias, totals, strict=True)
        }


@functools.lru_cache(maxsize=4)
def models(lang: str) -> Mapping[str, Model]:
    """The shipped models of a language, by side; none when nothing was trained."""
    file = FOLDER / f"{lang}.bin.gz"
    # What a customer wrote is judged once a ticket, what an agent writes at every key.
    return unpack(file.read_bytes(), packed=("customer",)) if file.exists() else {}


def unpack(data: bytes, *, sides: Collection[str] = (), packed: Collection[str] = ()) -> Mapping[str, Model]:
    """Models out of a data file: a line of JSON, then for each side its features' hashes, ascending, and its rows. `sides`:
    only these, if any are named; `packed`: those whose rows stay packed."""
    data = gzip.decompress(data)
    end = data.index(b"\n")
    at, found = end + 1, {}
    for side, head in json.loads(data[:end]).items():
        count, width = head["rows"], len(head["acts"])
        places = array("I", data[at : at + 4 * count])
        if sys.byteorder == "big":
            places.byteswap()
        at += 4 * count
        lying = PackedRows(places, data[at : at + width * count], width)
        at += width * count
        if not sides or side in sides:
            rows = lying if side in packed else lying.spread()
            found[side] = Model(tuple(head["acts"]), head["step"], tuple(head["slope"]), tuple(head["bias"]), rows)
    return found


def of(sentence: Unit | str, lang: str, side: str = "agent") -> Mapping[str, float]:
    """The probability of each act in a sentence of the agent's or the customer's (`side`); empty for a language without a
    model. Kept with the sentence's unit, so asking twice costs nothing."""
    taken = unit(sentence) if isinstance(sentence, str) else sentence
    key = ("acts", lang, side)
    known: Mapping[str, float] | None = taken.memo.get(key)
    if known is None:
        model = models(lang).get(side)
        known = taken.memo[key] = (
            MappingProxyType({act: 1 / (1 + math.exp(-score)) for act, score in model.scores(taken).items()})
            if model and taken.words
            else _NONE
        )
    return known
