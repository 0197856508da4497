"""Train the models of speech acts: `python evals/speech/train.py [FOLDER of letters …] [--check] [--errors ACT]`. Needs numpy (the product does not).

One logistic regression an act, all learned at once by AdaGrad; cases weigh more than others the rarer they are; Platt's
slope and bias from five folds. `--check` learns from the tune part only and prints each act's figures on the check part
(AP, precision and recall at 0.5 and at the best F1 of the folds); without it the shipped file is written, from all sentences.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import math
import sys
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from partial import Partial, of_agent, of_customer, tune
from sentences import HERE, Row, rows

from otklik.coach import acts as product
from otklik.coach.acts.features import SCALES, kinds, place_of
from otklik.coach.text import Unit, unit

ROUNDS, RATE, DECAY, SEED = 18, 0.5, 3e-5, 11
LEMMAS, DIMS = 14_000, 64
DEEP, DEEP_DECAY = 0.07, 2e-4  # how much a word's meaning counts beside the word
LEAST, LEVELS = 2, 48  # a feature must be in so many sentences; steps of a large weight (the largest may have 127)


class Data:
    """Sentences as features: places, values, and what acts they are."""

    def __init__(self, found: list[Row], more: list[Partial] | None = None) -> None:
        self.rows, more = found, more or []
        self.acts = tuple(sorted({act for row in found for act in row.acts}))
        taken = [kinds(unit(row.text)) for row in found] + [kinds(each.unit) for each in more]
        counts = Counter(place for each in taken for place in each)
        self.places = sorted(place for place, count in counts.items() if count >= LEAST)
        index = {place: at for at, place in enumerate(self.places)}
        self.scale = np.zeros(len(self.places), np.float32)
        for each in taken:
            for place, kind in each.items():
                if place in index:
                    self.scale[index[place]] = SCALES[kind]
        self.index = [np.array(sorted(index[p] for p in each if p in index), np.int64) for each in taken]
        self.norm = [1 / math.sqrt(max(1, len(each))) for each in taken]
        names, table = vectors()
        of_lemma = {place_of("l:" + name): n for n, name in enumerate(names)}
        self.table, self.lemmas = table, np.array(sorted(of_lemma), np.int64)
        self.meaning = self.table[[of_lemma[place] for place in self.lemmas]]
        self.dense = np.zeros((len(taken), table.shape[1]), np.float32)
        for n, each in enumerate(taken):
            known = [of_lemma[place] for place in each if place in of_lemma]
            if known:
                self.dense[n] = self.table[known].sum(0) * self.norm[n]
        self.truth = np.zeros((len(taken), len(self.acts)), np.float32)
        self.worth = np.ones_like(self.truth)
        for n, row in enumerate(found):
            self.truth[n] = [act in row.acts for act in self.acts]
        for n, each in enumerate(more, len(found)):
            self.truth[n] = [each.known.get(act, (False, 0.0))[0] for act in self.acts]
            self.worth[n] = [each.known.get(act, (False, 0.0))[1] for act in self.acts]

    @property
    def more(self) -> list[int]:
        """The places of sentences out of letters."""
        return list(range(len(self.rows), len(self.truth)))

    def fit(self, at: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(weights, bias, weights of meaning) from some of the sentences; a weight holds its feature's scale."""
        truth = self.truth[at]
        worth = self.worth[at]
        cases, others = (truth * worth).sum(0), ((1 - truth) * worth).sum(0)
        heavy = np.clip(np.sqrt(others / np.maximum(1, cases)), 1, 6)
        weights = np.zeros((len(self.places), len(self.acts)), np.float32)
        squares = np.full_like(weights, 1e-2)
        deep = np.zeros((self.dense.shape[1], len(self.acts)), np.float32)
        deep_squares = np.full_like(deep, 1e-2)
        bias, bias_squares = np.full(len(self.acts), -2.0, np.float32), np.full(len(self.acts), 1e-2, np.float32)
        chance = np.random.default_rng(SEED)
        for step in range(ROUNDS):
            rate = RATE * (1 - step / ROUNDS)
            for n in chance.permutation(len(at)):
                places, values = self.index[at[n]], (self.scale[self.index[at[n]]] * self.norm[at[n]])[:, None]
                scores = bias + (weights[places] * values).sum(0) + self.dense[at[n]] @ deep
                error = 1 / (1 + np.exp(-np.clip(scores, -30, 30))) - truth[n]
                error *= np.where(truth[n] > 0, heavy, 1) * worth[n]
                bias_squares += error * error
                bias -= rate * error / np.sqrt(bias_squares)
                slope = values * error + DECAY * weights[places] * len(at) ** 0.5
                squares[places] += slope * slope
                weights[places] -= rate * slope / np.sqrt(squares[places])
                slope = self.dense[at[n]][:, None] * error + DEEP_DECAY * deep
                deep_squares += slope * slope
                deep -= rate * slope / np.sqrt(deep_squares)
        return weights * self.scale[:, None], bias, deep

    def scores(self, at: list[int], weights: np.ndarray, bias: np.ndarray, deep: np.ndarray) -> np.ndarray:
        return np.array([bias + weights[self.index[n]].sum(0) * self.norm[n] + self.dense[n] @ deep for n in at])

    def folded(self, weights: np.ndarray, deep: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(places, weights) where each lemma's meaning is added to its own weight: what is linear in a vector is linear in
        the words, so the product needs no vectors."""
        index = {place: at for at, place in enumerate(self.places)}
        meaning = self.meaning @ deep
        new = [n for n, place in enumerate(self.lemmas) if int(place) not in index]
        weights = weights.copy()
        for n, place in enumerate(self.lemmas):
            if int(place) in index:
                weights[index[int(place)]] += meaning[n]
        places = np.array([*self.places, *self.lemmas[new]], np.int64)
        order = np.argsort(places)
        return places[order], np.vstack([weights, meaning[new]])[order]

    def folds(self, at: list[int]) -> np.ndarray:
        """Scores of sentences by models that have not seen them."""
        found = np.zeros((len(at), len(self.acts)))
        of = [zlib.crc32(self.rows[n].text.encode()) % 5 for n in at]
        for fold in range(5):
            held = [n for n, f in enumerate(of) if f == fold]
            found[held] = self.scores(
                [at[n] for n in held], *self.fit([at[n] for n, f in enumerate(of) if f != fold] + self.more)
            )
        return found


def vectors() -> tuple[list[str], np.ndarray]:
    """Lemmas and their meaning, from `make_vectors.py`."""
    names, _, table = gzip.decompress((HERE / "vectors.bin.gz").read_bytes()).partition(b"\n")
    words = names.decode().split(" ")[:LEMMAS]
    table = table[: len(words) * DIMS]
    return words, np.frombuffer(table, np.int8).reshape(len(words), -1).astype(np.float32) / 32 * DEEP


def platt(scores: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """(slope, bias) of a sigmoid over scores, by Newton's steps."""
    above, below = truth.sum(), len(truth) - truth.sum()
    goal = np.where(truth > 0, (above + 1) / (above + 2), 1 / (below + 2))
    slope, bias = 1.0, 0.0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(slope * scores + bias, -30, 30)))
        weight, error = chance * (1 - chance) + 1e-6, chance - goal
        a, b, c = (weight * scores * scores).sum() + 1e-3, (weight * scores).sum(), weight.sum()
        g, h = (error * scores).sum(), error.sum()
        det = a * c - b * b
        slope, bias = slope - (c * g - b * h) / det, bias - (a * h - b * g) / det
    return float(slope), float(bias)


def average_precision(scores: np.ndarray, truth: np.ndarray) -> float:
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    return float((hits / np.arange(1, len(order) + 1) * truth[order]).sum() / max(1, truth.sum()))


def pack(
    parts: dict[str, tuple[Data, tuple[np.ndarray, np.ndarray, np.ndarray], list[tuple[float, float]]]],
) -> bytes:
    """The data file that `otklik.coach.acts` reads."""
    heads, body = {}, io.BytesIO()
    for side, (data, (raw, bias, deep), curves) in parts.items():
        places, weights = data.folded(raw, deep)
        most = float(np.abs(weights).max())
        step = min(most, float(np.quantile(np.abs(weights), 0.9995))) / LEVELS
        whole = np.clip(np.rint(weights / step), -127, 127).astype(np.int16)
        whole[np.abs(whole) <= 1] = 0
        kept = np.abs(whole).max(1) > 2
        places = places[kept]
        heads[side] = {
            "acts": data.acts, "rows": int(kept.sum()), "step": round(step, 8), "slope": [round(slope, 5) for slope, _ in curves],
            "bias": [round(slope * float(b) + shift, 5) for (slope, shift), b in zip(curves, bias, strict=True)],
        }  # fmt: skip
        body.write(places.astype("<u4").tobytes())
        body.write((whole[kept] + 128).astype(np.uint8).tobytes())
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0, filename="") as file:
        file.write(json.dumps(heads).encode() + b"\n" + body.getvalue())
    return out.getvalue()


def tell(data: Data, side: str, show: str) -> None:
    """Each act's figures on the check part, learned from tune; the tune part's errors of an act by folds."""
    tune = [n for n, row in enumerate(data.rows) if row.part == "tune"]
    check = [n for n, row in enumerate(data.rows) if row.part == "check"]
    held = data.folds(tune)
    scores = data.scores(check, *data.fit(tune + data.more))
    print(f"{side}: {len(tune)} tune, {len(check)} check, {len(data.places)} features")
    means = []
    for at, act in enumerate(data.acts):
        curve = platt(held[:, at], data.truth[tune, at])
        truth, mine = data.truth[check, at], scores[:, at] * curve[0] + curve[1]
        own = held[:, at] * curve[0] + curve[1]
        best = max(np.quantile(own, np.linspace(0.7, 0.999, 120)), key=lambda t: f1(own, data.truth[tune, at], t)[2])
        p, r, f = f1(mine, truth, best)
        p5, r5, _ = f1(mine, truth, 0.0)
        means.append((average_precision(mine, truth), f))
        print(
            f"  {act:<20} cases {int(data.truth[:, at].sum()):4} / {int(truth.sum()):3}  AP {means[-1][0]:.2f}  at 0.5: P {p5:.2f} R {r5:.2f}  best: P {p:.2f} R {r:.2f} F1 {f:.2f}"
        )
        if act == show:
            order = np.argsort(-own)
            for n in order:
                if (own[n] >= best) != bool(data.truth[tune[n], at]) and abs(own[n] - best) > 0.3:
                    print(
                        f"    {'MISSED' if data.truth[tune[n], at] else 'FALSE '} {own[n]:+.1f} {data.rows[tune[n]].text} {sorted(data.rows[tune[n]].acts)}"
                    )
    print(f"  mean AP {np.mean([a for a, _ in means]):.3f}  mean F1 {np.mean([f for _, f in means]):.3f}")


def f1(scores: np.ndarray, truth: np.ndarray, threshold: float) -> tuple[float, float, float]:
    above = scores >= threshold
    hit = float((above * truth).sum())
    p, r = hit / max(1, above.sum()), hit / max(1, truth.sum())
    return p, r, 2 * p * r / max(1e-9, p + r)


def model_of(
    data: Data, fitted: tuple[np.ndarray, np.ndarray, np.ndarray], curves: list[tuple[float, float]]
) -> product.Model:
    """As the product will see it."""
    return product.unpack(pack({"one": (data, fitted, curves)}))["one"]


def partial(found: list[Row], side: str, seen: list[dict[str, Any]]) -> list[Partial]:
    """What letters tell, read with a model of the sentences alone."""
    if not seen:
        return []
    data = Data(found)
    model = model_of(data, data.fit(list(range(len(found)))), [(1.0, 0.0)] * len(data.acts))

    def chance(sentence: Unit, act: str) -> float:
        scores = sentence.memo.get(("first", side)) or sentence.memo.setdefault(
            ("first", side), model.scores(sentence)
        )
        return 1 / (1 + math.exp(-scores[act]))

    return [each for row in seen for each in of_agent(row, chance)] if side == "agent" else of_customer(seen, chance)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("letters", nargs="*", help="folders of labelled letters: their tune part is learned from")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--errors", default="")
    parser.add_argument("--lang", default="ru")
    given = parser.parse_args()
    parts = {}
    seen = tune(given.letters)
    for side in product.SIDES:
        found = list(rows(given.lang, side))
        data = Data(found, partial(found, side, seen))
        if given.check or given.errors:
            tell(data, side, given.errors)
            continue
        everything = list(range(len(data.rows)))
        held = data.folds(everything)
        curves = [platt(held[:, at], data.truth[everything, at]) for at in range(len(data.acts))]
        parts[side] = (data, data.fit(everything + data.more), curves)
    if parts:
        packed = pack(parts)
        (Path(product.FOLDER) / f"{given.lang}.bin.gz").write_bytes(packed)
        print(f"{len(packed)} bytes, {zlib.crc32(packed):08x}")


if __name__ == "__main__":
    main()
