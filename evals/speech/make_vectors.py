"""Make `evals/speech/vectors.bin.gz`: frequent Russian lemmas with the 64 chief components of their embeddings, a byte each, so
that training knows that «самолёт» and «рейс» are near. A one-off; needs numpy, navec, pymorphy3 and the embeddings inside the
natasha wheel (MIT): `python evals/speech/make_vectors.py navec_news_v1_1B_250K_300d_100q.tar`."""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

import numpy as np
import pymorphy3
from navec import Navec

OUT = Path(__file__).parent / "vectors.bin.gz"
WORDS, DIMS = 24_000, 64
OPEN = {"NOUN", "VERB", "INFN", "ADJF", "ADJS", "PRTF", "PRTS", "ADVB", "PRED", "GRND", "NPRO", "PREP", "CONJ", "PRCL", "INTJ", "NUMR", "COMP"}  # fmt: skip


def main(path: str) -> None:
    navec, morph = Navec.load(path), pymorphy3.MorphAnalyzer(lang="ru")
    names: dict[str, np.ndarray] = {}
    for _, word in sorted(zip(navec.vocab.counts, navec.vocab.words, strict=True), reverse=True):
        if len(names) >= WORDS:
            break
        if not re.fullmatch("[а-яё-]+", word):
            continue
        best = morph.parse(word)[0]
        lemma = best.normal_form.replace("ё", "е")
        if (
            best.tag.POS in OPEN
            and lemma not in names
            and not {"Name", "Surn", "Patr", "Geox"} & best.tag.grammemes
            and best.normal_form in navec
        ):
            names[lemma] = navec[best.normal_form]
    points = np.array(list(names.values()), np.float64)
    points -= points.mean(0)
    points /= np.linalg.norm(points, axis=1, keepdims=True) + 1e-9
    _, chief = np.linalg.eigh(points.T @ points)
    small = points @ chief[:, ::-1][:, 2 : DIMS + 2]  # the two largest tell a word's frequency more than its meaning
    small = np.clip(np.rint(small / np.abs(small).std() / 4 * 127), -127, 127).astype(np.int8)
    with gzip.GzipFile(OUT, "wb", mtime=0) as file:
        file.write(" ".join(names).encode() + b"\n" + small.tobytes())
    print(len(names), OUT.stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1])
