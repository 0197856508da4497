"""How well each rule of the coach is told by speech acts alone: `python evals/speech/letters.py [--learned] FOLDER …` (labelled letters,
their tune part only). For each rule two detectors: `formula`, sums and products of a few acts' chances over the letter (below), and
`stack`, a logistic regression over all acts' highest chances. Thresholds and weights are chosen in four folds and judged in
the fifth, by letter. With `--learned` the acts too are learned from the other folds' letters, as the shipped ones are from the whole tune part; the
shipped model itself has seen these letters and must not be judged by them. Without, from the sentences alone. Needs numpy."""

from __future__ import annotations

import math
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from partial import tune
from sentences import rows
from train import Data, model_of, partial, platt

from otklik.coach import acts
from otklik.coach.text import Unit, read

SIDES = {side: model.acts for side, model in acts.models("ru").items()}


class Seen:
    """Acts of a letter: `has` is the highest chance in the body, `any` one minus the chance that none of the acts occurs."""

    def __init__(self, row: dict[str, Any], models: dict[str, acts.Model]) -> None:
        def of(sentence: Unit, side: str = "agent") -> dict[str, float]:
            scores = models[side].scores(sentence) if sentence.words else {}
            return {act: 1 / (1 + math.exp(-max(-30.0, score))) for act, score in scores.items()}

        self.row, text, asked = row, read(row["reply"]), read(row.get("incoming") or "")
        self.own = [of(each.unit) for each in text.body]
        self.theirs = [of(each.unit, "customer") for each in (*asked.sentences, *asked.signature)]
        self.situation = row.get("situation") or ""
        closing = [each.unit for each in text.sentences[-2:]] + [each.unit for each in text.signature]
        self.end = [of(each) for each in closing]

    def has(self, *names: str) -> float:
        return max((each.get(name, 0.0) for each in self.own for name in names), default=0.0)

    def at_end(self, *names: str) -> float:
        return max((each.get(name, 0.0) for each in self.end for name in names), default=0.0)

    def asked(self, *names: str) -> float:
        return max((each.get(name, 0.0) for each in self.theirs for name in names), default=0.0)

    def less(self, name: str, *rivals: str) -> float:
        """The highest chance of an act in a sentence that is not rather one of its rivals."""
        return max(
            (each.get(name, 0.0) * (1 - max(each.get(r, 0.0) for r in rivals)) for each in self.own), default=0.0
        )

    def share(self, name: str) -> float:
        return sum(each.get(name, 0.0) for each in self.own)

    def vector(self) -> list[float]:
        own = [
            value for act in SIDES["agent"] for value in (self.has(act), self.at_end(act), min(3.0, self.share(act)))
        ]
        theirs = [self.asked(act) for act in SIDES["customer"]]
        known = [float(self.situation == each) for each in SITUATIONS]
        return [*own, *theirs, *known, min(1.0, len(self.own) / 12)]


SITUATIONS = ("acknowledgement", "feature-unplanned", "feature-planned", "browser-display", "browser-extension", "browser-outdated", "mail-blocked", "offline-use", "criticism", "gratitude", "other")  # fmt: skip
THANKED = ("acknowledgement", "feature-unplanned", "feature-planned", "gratitude", "browser-outdated")
WISHES = ("feature-unplanned", "feature-planned", "offline-use")
FORMULAS: dict[str, Callable[[Seen], float]] = {
    "thanks": lambda s: (s.situation in THANKED) * (1 - s.has("thanks")),
    "no-apology": lambda s: (
        max(s.asked("anger"), s.asked("loss"), s.asked("facts") * 0.6, float(s.situation == "criticism"))
        * (1 - s.has("apology"))
    ),
    "no-empathy": lambda s: (
        max(s.asked("feeling"), s.asked("deadline"), s.asked("loss"))
        * (1 - s.has("empathy"))
        * (1 - s.has("apology") * 0.5)
    ),
    "cold-thanks": lambda s: (
        (s.situation == "gratitude") * max(0.05, s.has("cold-formula")) * (1 - s.has("warm-answer"))
    ),
    "insincere-promise": lambda s: s.less("promise-insincere", "promise-real", "own-action"),
    "blame-shift": lambda s: s.has("blame") * (1 - s.has("help") * 0.7),
    "no-reason": lambda s: (
        max(s.has("refusal"), s.has("burden") * 0.8) * (1 - s.has("reason")) * (1 - s.has("status-honest") * 0.3)
    ),
    "vague-status": lambda s: (
        (s.situation in WISHES)
        * (1 - s.has("status-honest"))
        * max(0.3, s.has("status-vague"))
        * (1 - s.has("refusal") * 0.5)
    ),
    "robotic": lambda s: min(1.0, s.share("generic-step") / 2) * (1 - s.has("own-action")),
    "missing-link": lambda s: s.has("step-technical") * (1 - s.has("step-shown")),
    "officialese": lambda s: s.has("officialese"),
    "jargon": lambda s: s.has("jargon-unexplained") * (1 - s.asked("technical")),
    "closing": lambda s: 1 - s.at_end("wish"),
    "no-invitation": lambda s: max(s.has("closed"), (1 - s.has("invite")) * (1 - s.has("question"))),
    "ticket-number": lambda s: s.has("ticket-keep"),
    "inconvenience": lambda s: s.has("apology-formula"),
    "no-question": lambda s: s.asked("vague") * (1 - s.has("question")) * (1 - s.asked("facts")),
}


def folded(
    values: np.ndarray,
    truth: np.ndarray,
    fold: np.ndarray,
    fit: Callable[[np.ndarray, np.ndarray], Callable[[np.ndarray], np.ndarray]] | None,
) -> tuple[float, float, float]:
    """Precision, recall, F1 with threshold (and weights, if `fit`) chosen outside of each fold."""
    said = np.zeros(len(truth), bool)
    for each in range(5):
        out, inside = fold != each, fold == each
        model = fit(values[out], truth[out]) if fit else (lambda rows: rows)
        own, held = model(values[out]), model(values[inside])
        steps = np.unique(np.quantile(own, np.linspace(0.3, 0.999, 150)))
        said[inside] = held >= max(steps, key=lambda t: score(own >= t, truth[out])[2])
    return score(said, truth)


def score(said: np.ndarray, truth: np.ndarray) -> tuple[float, float, float]:
    hit = float((said & truth).sum())
    p, r = hit / max(1, said.sum()), hit / max(1, truth.sum())
    return p, r, 2 * p * r / max(1e-9, p + r)


def logistic(rows: np.ndarray, truth: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Ridge logistic regression by Newton's steps."""
    full = np.hstack([rows, np.ones((len(rows), 1))])
    weights = np.zeros(full.shape[1])
    heavy = np.where(truth, min(4.0, ((~truth).sum() / max(1, truth.sum())) ** 0.5), 1.0)
    for _ in range(12):
        chance = 1 / (1 + np.exp(-np.clip(full @ weights, -30, 30)))
        bend = heavy * chance * (1 - chance) + 1e-6
        weights -= np.linalg.solve(
            (full * bend[:, None]).T @ full + 3.0 * np.eye(len(weights)),
            full.T @ (heavy * (chance - truth)) + 3.0 * weights,
        )
    return lambda held: np.hstack([held, np.ones((len(held), 1))]) @ weights


def models_of(seen: list[dict[str, Any]], curves: dict[str, Any]) -> dict[str, acts.Model]:
    """Both sides' models, from the sentences and some letters."""
    found = {}
    for side in acts.SIDES:
        own = list(rows("ru", side))
        data = Data(own, partial(own, side, seen))
        everything = list(range(len(own)))
        if side not in curves:
            held = data.folds(everything)
            curves[side] = [platt(held[:, at], data.truth[everything, at]) for at in range(len(data.acts))]
        found[side] = model_of(data, data.fit(everything + data.more), curves[side])
    return found


def main(words: list[str]) -> None:
    found = tune([each for each in words if not each.startswith("--")])
    fold = np.array([zlib.crc32((row.get("incoming") or row["id"]).encode()) % 5 for row in found])
    curves: dict[str, Any] = {}
    if "--learned" in words:
        each = {n: models_of([row for row, f in zip(found, fold, strict=True) if f != n], curves) for n in range(5)}
    else:
        each = dict.fromkeys(range(5), models_of([], curves))
    seen = [Seen(row, each[int(n)]) for row, n in zip(found, fold, strict=True)]
    vectors = np.array([each.vector() for each in seen])
    print(f"{len(found)} letters\n{'rule':<18} cases   formula P    R   F1     stack P    R   F1")
    for rule, formula in FORMULAS.items():
        truth = np.array([any(each["rule"] == rule for each in row["labels"]) for row in found])
        p, r, f = folded(np.array([formula(each) for each in seen]), truth, fold, None)
        p2, r2, f2 = folded(vectors, truth, fold, logistic)
        print(f"{rule:<18} {truth.sum():5}        {p:.2f} {r:.2f} {f:.2f}       {p2:.2f} {r2:.2f} {f2:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
