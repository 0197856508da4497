"""What kind of request it is, how sure that is, and the words it rests on, before a desk has taught anything. Pure.

A linear model over words, pairs, letters inside words, classes of meaning and technical names; its weights also hold what a sentence
encoder knows of single words, so that none is needed here. Where one is installed, a second set of weights counts the whole text's
vector too. Made by `evals/requests/train.py`.
"""

from __future__ import annotations

import functools
import gzip
import json
import math
from base64 import b85decode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from otklik.coach import acts
from otklik.coach.acts.features import kinds
from otklik.coach.request import encoder
from otklik.coach.request.seeing import Request, seen
from otklik.coach.text import unit

FOLDER = Path(__file__).parent / "learned"
ALONE, BESIDE = "alone", "beside"  # words alone; words beside an encoder's vector


@dataclass(frozen=True)
class Guess:
    """`confidence` is the probability of `label`, 0 to 1; `likely` all labels, best first; `words` up to three of the
    customer's own that speak most for it."""

    label: str
    confidence: float
    words: tuple[str, ...]
    likely: tuple[tuple[str, float], ...]


@dataclass(frozen=True, eq=False)
class _Vectors:
    """Weights of a vector: a row of bytes a label, offset by 128, in `step`s."""

    step: float
    rows: Mapping[str, bytes]


@functools.lru_cache(maxsize=2)
def _model(name: str) -> acts.Model:
    return acts.unpack((FOLDER / "labels.bin.gz").read_bytes(), sides=(name,), packed=(name,))[name]


@functools.lru_cache(maxsize=1)
def _vectors() -> _Vectors:
    data = json.loads(gzip.decompress((FOLDER / "vector.json.gz").read_bytes()))
    return _Vectors(float(data["step"]), {name: b85decode(row) for name, row in data["rows"].items()})


def labels() -> tuple[str, ...]:
    """All labels that triage knows."""
    return _model(ALONE).acts


def triage(text: str, subject: str = "") -> Guess:
    """The label of a request. Never raises for any text."""
    request = seen(subject, text)
    vector = encoder.vector(f"{subject} {text}".strip())
    name = ALONE if vector is None else BESIDE
    scores = _model(name).weigh(request.places)
    if vector is not None:
        known = _vectors()
        for label, row in known.rows.items():
            scores[label] += known.step * sum(
                (weight - 128) * value for weight, value in zip(row, vector, strict=True)
            )
    top = max(scores.values())
    raised = {label: math.exp(score - top) for label, score in scores.items()}
    whole = sum(raised.values())
    likely = tuple(
        sorted(((label, each / whole) for label, each in raised.items()), key=lambda pair: (-pair[1], pair[0]))
    )
    return Guess(likely[0][0], likely[0][1], _why(request, likely[0][0], name), likely)


def _why(request: Request, label: str, name: str) -> tuple[str, ...]:
    """The words whose own features speak most for the label above the rest."""
    weighed: dict[str, float] = {}
    for each in request.units:
        for word in each.words:
            if len(word.raw) > 2 and word.raw not in weighed:
                scores = _of_word(word.raw, name)
                weighed[word.raw] = scores[label] - sum(scores.values()) / len(scores)
    best = sorted(
        ((weight, raw) for raw, weight in weighed.items() if weight > 0), key=lambda pair: (-pair[0], pair[1])
    )
    return tuple(raw for _, raw in best[:3])


@functools.lru_cache(maxsize=10_000)
def _of_word(raw: str, name: str) -> Mapping[str, float]:
    model = _model(name)
    scores = model.weigh([place for place, kind in kinds(unit(raw)).items() if kind in "lcn"])
    return {label: score - bias for (label, score), bias in zip(scores.items(), model.bias, strict=True)}


def answer(question: object) -> dict[str, Any]:
    """The contract: `{"id", "label", "confidence"}`, or `{"id", "error"}` for a question that cannot be answered."""
    if not isinstance(question, Mapping):
        return {"id": None, "error": "not an object"}
    text, subject = question.get("text"), question.get("subject")
    if not isinstance(text, str):
        return {"id": question.get("id"), "error": "the key «text» must be a text"}
    guess = triage(text, subject if isinstance(subject, str) else "")
    return {"id": question.get("id"), "label": guess.label, "confidence": round(guess.confidence, 4)}
