"""The coach's small models, learned from labelled sentences and letters; `decide.py` runs this for every fold and for all.

Sentences: `evals/coach/sentences/<lang>/<model>.txt`, a line each, «+ » a case, «- » none. Letters: only of the tune part
(`evals/letters/score.py`); a sentence that a label's span covers is a case, every other one of the letter is none; for the
models of incoming letters, an incoming letter is a case when some reply to it has the label, or the near miss, of the rule.
Needs numpy, the product does not; the same result each time.
"""

from __future__ import annotations

import gzip
import json
from base64 import b85decode, b85encode
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from otklik.coach import speech
from otklik.coach.reply import learned
from otklik.coach.text import read, unit

HERE = Path(__file__).parent

OF_SENTENCES = (
    "officialese", "insincere-promise", "blame-shift", "no-reason", "cold-thanks", "ticket-number", "jargon", "missing-link",
)  # fmt: skip
OF_INCOMING = {"feeling": "no-empathy", "sorry": "no-apology", "unclear": "no-question"}
WITH_THANKS = ("acknowledgement", "feature-unplanned", "feature-planned", "gratitude", "browser-outdated")
OF_REPLIES = (
    "no-empathy", "no-apology", "thanks", "no-invitation", "vague-status", "no-question", "blame-shift", "no-reason", "robotic",
    "missing-link", "cold-thanks", "jargon",
)  # fmt: skip
OF_ENDS = ("closing",)
Example = tuple[frozenset[int], bool, str, float]  # the places of features, is it a case, whose it is, weight


def sentences(lang: str, name: str, rows: list[dict[str, Any]]) -> list[Example]:
    """Examples of a model of sentences: (features, is it a case, the letter it is from, weight)."""
    groups, found = speech.of(lang), []
    for row in rows:
        labels = [each for each in row["labels"] if each["rule"] == name]
        spans = [(each["start"], each["end"]) for each in labels if each["start"] is not None]
        if (labels and not spans) or (name == "cold-thanks" and row["situation"] != "gratitude"):
            continue
        for sentence in read(row["reply"]).body:
            over = any(start < sentence.end and sentence.start < end for start, end in spans)
            found.append((learned.of_unit(sentence.unit, groups), over, row["id"], 1.0))
    return found


def incoming(lang: str, rule: str, rows: list[dict[str, Any]]) -> list[Example]:
    """Examples of a model of incoming letters. A reply that says sorry without a label tells nothing of whether it had to."""
    virtue = {"no-empathy": "empathy", "no-apology": "apology"}.get(rule)
    cases: dict[str, bool] = {}
    for row in rows:
        near = [each["rule"] if isinstance(each, dict) else each for each in row.get("near") or []]
        is_case = rule in near or any(each["rule"] == rule for each in row["labels"])
        has_virtue = bool(virtue) and any(
            speech.of(lang).groups[virtue].find(s.unit) for s in read(row["reply"]).body
        )
        if is_case or not has_virtue:
            cases[row["incoming"]] = cases.get(row["incoming"], False) or is_case
    return [(of_text(lang, text), is_case, text, 1.0) for text, is_case in cases.items() if text]


def replies(lang: str, rule: str, rows: list[dict[str, Any]]) -> list[Example]:
    """Examples of a model of whole replies: the rule's label, among the letters to customers whose case it is."""
    cases: dict[str, bool] = defaultdict(bool)
    for row in rows:
        near = [each["rule"] if isinstance(each, dict) else each for each in row.get("near") or []]
        cases[row["incoming"]] |= rule in near or any(each["rule"] == rule for each in row["labels"])
    found = []
    for row in rows:
        if rule == "vague-status":
            is_case = row["situation"].startswith("feature")
        elif rule in ("no-empathy", "no-apology", "no-question"):
            is_case = cases[row["incoming"]]
        else:
            is_case = rule not in ("thanks", "cold-thanks") or row["situation"] in WITH_THANKS
        if is_case and row["incoming"]:
            look = learned.of_end if rule in OF_ENDS else learned.of_reply
            features = look(read(row["reply"]), speech.of(lang))
            found.append((features, any(each["rule"] == rule for each in row["labels"]), row["incoming"], 1.0))
    return found


def of_text(lang: str, text: str) -> frozenset[int]:
    """The features of a whole incoming letter."""
    parts = read(text)
    seen = (learned.features(s.unit, speech.of(lang), of_customer=True) for s in (*parts.sentences, *parts.signature))
    return learned.places(frozenset().union(*seen))


def written(lang: str, name: str) -> list[Example]:
    """The sentences written for the model."""
    file = HERE / "sentences" / lang / f"{name}.txt"
    groups, found = speech.of(lang), []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines() if file.exists() else []):
        mark, text = line[:1], line[2:]
        features = of_text(lang, text) if name in OF_INCOMING else learned.of_unit(unit(text), groups)
        found.append((features, mark == "+", f"{name}{number}", 1.0))
    return found


def fit(examples: list[Example], penalty: float = 0.4) -> tuple[float, np.ndarray]:
    """Logistic regression with a ridge, by full gradients with momentum; cases and others weigh the same up to a factor of three."""
    cases = sum(each[1] for each in examples)
    factor = min(3.0, max(1.0, ((len(examples) - cases) / max(1, cases)) ** 0.5))
    rows = [sorted(places) for places, *_ in examples]
    index = np.concatenate([np.array(row, np.int64) for row in rows])
    lengths = np.array([len(row) for row in rows])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    truth = np.array([each[1] for each in examples], float)
    worth = np.array([each[3] for each in examples]) * np.where(truth > 0, factor, 1.0)
    scale = 1 / np.sqrt(lengths)  # a long letter says no more than a short one
    weights, bias = np.zeros(learned.SIZE), -1.0
    first, second = np.zeros(learned.SIZE + 1), np.zeros(learned.SIZE + 1)
    for step in range(1, 101):
        scores = bias + np.add.reduceat(weights[index], starts) * scale
        error = worth * (1 / (1 + np.exp(-np.clip(scores, -30, 30))) - truth)
        slope = np.bincount(index, np.repeat(error * scale, lengths), learned.SIZE) + penalty * weights
        slope = np.append(slope, error.sum()) / len(rows)
        first = 0.9 * first + 0.1 * slope
        second = 0.98 * second + 0.02 * slope * slope
        move = 0.1 * (1 - step / 105) * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.98**step)) + 1e-7)
        weights, bias = weights - move[:-1], bias - move[-1]
    return float(bias), weights


def pack(bias: float, weights: np.ndarray) -> dict[str, Any]:
    """The model in whole numbers."""
    step = float(np.quantile(np.abs(weights[weights != 0]), 0.999)) / 127
    row = bytes(int(each) for each in 128 + np.clip(np.rint(weights / step), -127, 127))
    return {"bias": round(bias, 4), "step": round(step, 6), "weights": b85encode(row).decode()}


def train(lang: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Every model's numbers by its name, from the letters of `rows` and the written sentences."""
    found: dict[str, list[Example]] = {}
    for name in OF_SENTENCES:
        found["line:" + name] = sentences(lang, name, rows) + written(lang, name)
    for name, rule in OF_INCOMING.items():
        found[name] = incoming(lang, rule, rows) + written(lang, name)
    for rule in OF_REPLIES:
        found["whole:" + rule] = replies(lang, rule, rows)
    for rule in OF_ENDS:
        found["close:" + rule] = replies(lang, rule, rows)
    return {name: pack(*fit(examples)) for name, examples in found.items()}


def models(packed: dict[str, Any]) -> dict[str, learned.Model]:
    """As the product will see them."""
    return {
        name: learned.Model(each["bias"], each["step"], b85decode(each["weights"])) for name, each in packed.items()
    }


def write(lang: str, packed: dict[str, Any]) -> int:
    """Put them where the product reads; how many bytes."""
    file = learned.FOLDER / f"{lang}.json.gz"
    with gzip.GzipFile(file, "wb", mtime=0) as out:
        out.write(json.dumps(packed, sort_keys=True).encode())
    return file.stat().st_size
