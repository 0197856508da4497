"""Make `src/otklik/coach/classes.txt.gz`: words of Russian in classes of like meaning, so that a scorer that
has learned «олимпиада» and «экзамен» also knows «контрольная». A one-off; needs numpy, navec and the embeddings inside the
natasha wheel (MIT): `python evals/coach/make_classes.py navec_news_v1_1B_250K_300d_100q.tar`.
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

import numpy as np
import pymorphy3
from navec import Navec

OUT = Path(__file__).parents[2] / "src/otklik/coach/classes.txt.gz"
WORDS, COARSE, FINE = 32_000, 48, 400
PARTS = {"NOUN", "VERB", "INFN", "ADJF", "ADJS", "PRTF", "PRTS", "ADVB", "PRED", "GRND"}


def cluster(points: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Spherical k-means; the class of each row."""
    random = np.random.default_rng(seed)
    centres = points[random.choice(len(points), count, replace=False)]
    for _ in range(25):
        nearest = np.argmax(points @ centres.T, axis=1)
        for each in range(count):
            members = points[nearest == each]
            if len(members):
                centres[each] = members.mean(axis=0)
        centres /= np.linalg.norm(centres, axis=1, keepdims=True) + 1e-9
    return np.argmax(points @ centres.T, axis=1)


def main(path: str) -> None:
    navec, morph = Navec.load(path), pymorphy3.MorphAnalyzer(lang="ru")
    names, rows = [], []
    seen: set[str] = set()
    counted = sorted(zip(navec.vocab.counts, navec.vocab.words, strict=True), reverse=True)
    for _, word in counted:
        if len(names) >= WORDS:
            break
        if not re.fullmatch("[а-яё-]{3,}", word):
            continue
        best = morph.parse(word)[0]
        lemma = best.normal_form.replace("ё", "е")
        if best.tag.POS not in PARTS or lemma in seen or {"Name", "Surn", "Patr", "Geox"} & best.tag.grammemes:
            continue
        if best.normal_form in navec:
            seen.add(lemma)
            names.append(lemma)
            rows.append(navec[best.normal_form])
    points = np.array(rows, dtype=np.float32)
    points -= points.mean(axis=0)
    points /= np.linalg.norm(points, axis=1, keepdims=True) + 1e-9
    fine, coarse = cluster(points, FINE, 1), cluster(points, COARSE, 2)
    text = "\n".join(f"{name} {a} {b}" for name, a, b in sorted(zip(names, fine, coarse, strict=True))) + "\n"
    with gzip.GzipFile(OUT, "wb", mtime=0) as file:
        file.write(text.encode())
    print(len(names), OUT.stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1])
