"""The dictionary of Russian word forms, one for the whole process but the coach, which stands alone and keeps its own."""

from __future__ import annotations

import functools
from typing import Any

import pymorphy3


@functools.lru_cache(maxsize=1)
def dictionary() -> Any:
    """pymorphy3's analyser: 20 to 30 MB and 0.1 s, at the first Russian word."""
    return pymorphy3.MorphAnalyzer(lang="ru")
