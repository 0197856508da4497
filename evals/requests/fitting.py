"""A linear classifier learned from few examples: squared hinge, one class against the rest, solved by Newton's steps in the space
of the examples, so that hashed words and (where it is installed) a sentence encoder's vectors weigh together. Needs numpy."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np


class Sparse:
    """Examples as features: `places` known ones, `rows` of (column, value)."""

    def __init__(self, taken: Sequence[Mapping[int, str]], scales: Mapping[str, float], least: int = 2) -> None:
        counts = Counter(place for each in taken for place in each)
        self.places = sorted(place for place, count in counts.items() if count >= least)
        self.index = {place: at for at, place in enumerate(self.places)}
        rare = {p: math.log(1 + len(taken) / counts[p]) / math.log(1 + len(taken)) for p in self.places}
        self.scales = scales
        self.rare = rare
        self.matrix = np.zeros((len(taken), len(self.places)), np.float32)
        for n, each in enumerate(taken):
            self.matrix[n] = self.row(each)

    def row(self, places: Mapping[int, str]) -> np.ndarray:
        """One example; the root of how many features it has divides it."""
        row = np.zeros(len(self.places), np.float32)
        norm = 1 / math.sqrt(max(1, len(places)))
        for place, kind in places.items():
            at = self.index.get(place)
            if at is not None:
                row[at] = self.scales[kind] * self.rare[place] * norm
        return row


def solve(kernel: np.ndarray, truth: np.ndarray, ridge: float, worth: np.ndarray | None = None, rounds: int = 6) -> np.ndarray:  # fmt: skip
    """Coefficients (examples × classes) with `scores = kernel @ coefficients`; `truth` holds ±1 (examples × classes)."""
    size, found = len(kernel), np.zeros(truth.shape, np.float64)
    worth = np.ones(size) if worth is None else worth
    first = np.linalg.solve(kernel + np.diag(ridge / worth), truth)
    for at in range(truth.shape[1]):
        own, alpha = truth[:, at], first[:, at]
        before: np.ndarray | None = None
        for _ in range(rounds):
            active = np.flatnonzero(own * (kernel @ alpha) < 1)
            if before is not None and len(active) == len(before) and (active == before).all():
                break
            before = active
            alpha = np.zeros(size)
            alpha[active] = np.linalg.solve(
                kernel[np.ix_(active, active)] + np.diag(ridge / worth[active]), own[active]
            )
        found[:, at] = alpha
    return found


def signs(labels: Sequence[str], names: Sequence[str]) -> np.ndarray:
    """±1, examples × classes."""
    return np.array([[1.0 if label == name else -1.0 for name in names] for label in labels])


def shares(scores: np.ndarray, sharp: float) -> np.ndarray:
    """Probabilities of scores."""
    raised = np.exp(sharp * (scores - scores.max(1, keepdims=True)))
    return raised / raised.sum(1, keepdims=True)


def sharpness(scores: np.ndarray, right: np.ndarray) -> float:
    """By how much to multiply scores of examples that were not learned from, so that the shares are honest."""
    return min(
        (each / 4 for each in range(4, 80)),
        key=lambda each: float(-np.log(shares(scores, each)[np.arange(len(right)), right] + 1e-9).mean()),
    )
