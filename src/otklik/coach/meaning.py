"""Russian words' classes of meaning: «экзамен» and «диплом» share one. Made by `evals/coach/make_classes.py`. Pure."""

from __future__ import annotations

import functools
import gzip
from collections.abc import Mapping
from pathlib import Path


@functools.lru_cache(maxsize=1)
def classes() -> Mapping[str, str]:
    """The class of each known lemma (е for ё)."""
    lines = gzip.decompress((Path(__file__).parent / "classes.txt.gz").read_bytes()).decode().splitlines()
    return {word: fine for word, fine, _ in (line.split() for line in lines)}
