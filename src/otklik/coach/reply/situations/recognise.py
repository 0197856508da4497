"""Which situation an incoming letter is of: what the files' cues say, corrected by a small model that has read labelled letters.
Silent when unsure. Pure.

A situation's log-odds are the sum of the weights of its cues, plus, where the model knows the situation, the weights of the letter's
words, pairs of words and classes of meaning (`learned/situations-<lang>.json.gz`, made by `evals/coach/train_situations.py`). A
situation that a desk adds has its cues alone, and needs no training.
"""

from __future__ import annotations

import functools
import gzip
import json
import math
from base64 import b85decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from otklik.coach import meaning
from otklik.coach.reply import learned
from otklik.coach.reply.situations.catalogue import Situations, shipped
from otklik.coach.reply.situations.model import NOTHING_KNOWN, Context, Guess, Situation
from otklik.coach.text import Unit, read
from otklik.coach.words import language

SIZE = 1 << 12
MAX_TEXT = 20_000
SURE = 0.6  # below it nothing is said; what that costs and saves is printed by evals/coach/situations.py
UNTRAINED = -1.5  # the log-odds of a situation that the model does not know and no cue speaks for
OTHER = "other"


@dataclass(frozen=True, eq=False)
class Model:
    """Weights by hashed feature for each situation, in `step`s, offset by 128; `sharp` makes the confidences honest."""

    sharp: float
    step: float
    bias: Mapping[str, float]
    weights: Mapping[str, bytes]

    def score(self, name: str, places: Iterable[int]) -> float:
        """What the letter's words say for the situation."""
        row = self.weights[name]
        return self.bias[name] + self.step * sum(row[each] - 128 for each in places)


@functools.lru_cache(maxsize=4)
def model(lang: str) -> Model:
    """The shipped model of a language; one that knows nothing where none was trained."""
    file = learned.FOLDER / f"situations-{lang}.json.gz"
    if not file.exists():
        return Model(1.0, 0.0, {}, {})
    data = json.loads(gzip.decompress(file.read_bytes()))
    rows = {name: b85decode(row) for name, row in data["weights"].items()}
    return Model(
        float(data["sharp"]), float(data["step"]), {name: float(each) for name, each in data["bias"].items()}, rows
    )


def guess(
    incoming: str,
    lang: str = "",
    context: Context = NOTHING_KNOWN,
    catalogue: Situations | None = None,
) -> Guess:
    """The situation of an incoming letter. Facts of the desk decide where they can: the first automatic answer is an
    acknowledgement, a wish's status tells planned from unplanned. Never raises for any text."""
    known = catalogue or shipped()
    sure = _decided(context, known)
    if sure:
        return Guess(sure, 1.0, (), ((sure, 1.0),), is_guess=False)
    lang = lang if lang in ("ru", "en") else language(incoming)
    units = units_of(incoming)
    if not any(unit.words for unit in units):
        return Guess("", 0.0)
    candidates = [each for each in known.by_id.values() if "automatic" not in each.context]
    places = features(units)
    scores = {each.id: score(each, lang, units, places) for each in candidates}
    top = max(scores.values(), default=0.0)
    sharp = model(lang).sharp
    shares = {name: math.exp(sharp * (each - top)) for name, each in scores.items()}
    whole = sum(shares.values())
    shares = _moved({name: share / whole for name, share in shares.items()}, candidates, context)
    likely = tuple(
        sorted(((name, round(share, 4)) for name, share in shares.items()), key=lambda pair: (-pair[1], pair[0]))
    )
    best, confidence = likely[0]
    if confidence < SURE or best == OTHER:
        return Guess("", confidence, (), likely)
    return Guess(best, confidence, _why(known.by_id[best], lang, units), likely)


def score(situation: Situation, lang: str, units: tuple[Unit, ...], places: frozenset[int]) -> float:
    """Log-odds, up to a constant that all share."""
    cues = said(situation, lang, units)
    trained = model(lang)
    return cues + (trained.score(situation.id, places) if situation.id in trained.weights else UNTRAINED)


def said(situation: Situation, lang: str, units: tuple[Unit, ...]) -> float:
    """The sum of the weights of the cues that the letter has, each once."""
    return sum(cue.weight for cue in situation.cues[lang] if any(cue.words.find(unit) for unit in units))


def units_of(incoming: str) -> tuple[Unit, ...]:
    """The customer's own sentences."""
    own = read(incoming[:MAX_TEXT])
    return tuple(each.unit for each in (*own.sentences, *own.signature))


def features(units: tuple[Unit, ...]) -> frozenset[int]:
    """What the model sees of a letter, as places of its weights."""
    found: set[str] = set()
    for unit in units:
        found |= _features(unit)
    count = sum(len(unit.words) for unit in units)
    found.add(f"n{min(count // 5, 8)}")
    return frozenset(learned.place(each) % SIZE for each in found)


def _features(unit: Unit) -> frozenset[str]:
    known: frozenset[str] | None = unit.memo.get("situation")
    if known is None:
        known = unit.memo["situation"] = frozenset(_seen(unit))
    return known


def _seen(unit: Unit) -> Iterable[str]:
    """Words (Russian by dictionary form, others as written), pairs, beginnings, classes; whether it asks or cries."""
    classes = meaning.classes()
    before = "<"
    for word in unit.words:
        form = word.lower if word.lower.isascii() else word.best
        yield "l:" + form
        yield f"b:{before} {form}"
        if len(word.lower) > 5:
            yield "p:" + word.lower[:5]
        if form in classes:
            yield "c:" + classes[form]
        before = form
    yield "?" if unit.is_question else "."
    if "!" in unit.text:
        yield "!"


def _decided(context: Context, known: Situations) -> str:
    """The situation that an automatic first answer is in."""
    fitting = (
        each.id
        for each in known.by_id.values()
        if context.is_automatic and "yes" in each.context.get("automatic", ())
    )
    return next(fitting, "")


def _moved(shares: dict[str, float], candidates: list[Situation], context: Context) -> dict[str, float]:
    """Shares after the wish's status is known: those of situations that it rules out go to those that it fits."""
    status = context.says("feature_status")
    if not status:
        return shares
    bound = [each for each in candidates if "feature_status" in each.context]
    fitting = [each.id for each in bound if status in each.context["feature_status"]]
    ruled_out = [each.id for each in bound if each.id not in fitting]
    if not fitting:
        return shares
    freed = sum(shares[name] for name in ruled_out)
    own = sum(shares[name] for name in fitting)
    moved = {name: share for name, share in shares.items() if name not in ruled_out}
    for name in fitting:
        moved[name] += freed * (shares[name] / own if own else 1 / len(fitting))
    return moved


def _why(situation: Situation, lang: str, units: tuple[Unit, ...]) -> tuple[str, ...]:
    """Up to three of the customer's own expressions that speak for the situation: its cues', else the model's words."""
    found: list[str] = []
    for cue in sorted(situation.cues[lang], key=lambda each: -each.weight):
        for unit in units:
            if cue.weight > 0:
                found += [unit.text[hit.start : hit.end].strip() for hit in cue.words.find(unit)]
    if not found:
        trained = model(lang)
        words = [word for unit in units for word in unit.words if len(word.lower) > 2]
        weighed = {
            word.raw: _weight(trained, situation.id, word.lower if word.lower.isascii() else word.best)
            for word in words
        }
        found = [raw for raw, weight in sorted(weighed.items(), key=lambda pair: -pair[1]) if weight > 0]
    return tuple(dict.fromkeys(each for each in found if each))[:3]


def _weight(trained: Model, name: str, form: str) -> float:
    row = trained.weights.get(name)
    return 0.0 if row is None else trained.step * (row[learned.place("l:" + form) % SIZE] - 128)
