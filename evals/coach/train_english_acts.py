"""Train the English model of speech acts, `src/otklik/coach/acts/en.bin.gz`, by the means of `evals/speech/train.py` from the sentences in
`evals/coach/acts/en`: `python evals/coach/train_english_acts.py [--check]` (`--check` judges a third of them and writes nothing)."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import numpy as np

from otklik.coach import acts as product

HERE = Path(__file__).parent
FOLDER = HERE / "acts" / "en"


def speech_train() -> ModuleType:
    """`evals/speech/train.py`; its name is taken by the `train.py` that stands beside this file."""
    file = HERE.parent / "speech" / "train.py"
    spec = spec_from_file_location("speech_train", file)
    assert spec is not None
    assert spec.loader is not None
    found = module_from_spec(spec)
    sys.path.insert(0, str(file.parent))
    spec.loader.exec_module(found)
    return found


def vectors() -> tuple[list[str], np.ndarray]:
    """Stems and their meaning, from `make_english_vectors.py`."""
    names, _, table = gzip.decompress((FOLDER / "vectors.bin.gz").read_bytes()).partition(b"\n")
    words = names.decode().split(" ")
    return words, np.frombuffer(table, np.int8).reshape(len(words), -1).astype(np.float32) / 32 * DEEP


DEEP = 0.3  # how much a word's meaning counts: more than in Russian, for there are fewer sentences


def rows(side: str, learner: ModuleType) -> Iterator[object]:
    """All sentences of a side, as `evals/speech/sentences.py` reads them."""
    sentences = import_module("sentences")
    for file in sorted((FOLDER / side).glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            text, _, more = line.partition(" ~ ")
            if text.strip():
                own = () if file.stem in sentences.NO_ACT else (file.stem,)
                yield learner.Row(text.strip(), frozenset([*own, *(sentences.SHORT[each] for each in more.split())]))


def main(words: list[str]) -> None:
    learner = speech_train()
    learner.vectors = vectors
    parts = {}
    for side in product.SIDES:
        data = learner.Data(list(rows(side, learner)))
        if "--check" in words:
            learner.tell(data, side, "")
            continue
        everything = list(range(len(data.rows)))
        held = data.folds(everything)
        curves = [learner.platt(held[:, at], data.truth[everything, at]) for at in range(len(data.acts))]
        parts[side] = (data, data.fit(everything), curves)
    if parts:
        packed = learner.pack(parts)
        (Path(product.FOLDER) / "en.bin.gz").write_bytes(packed)
        print(f"{len(packed)} bytes, {zlib.crc32(packed):08x}")


if __name__ == "__main__":
    main(sys.argv[1:])
