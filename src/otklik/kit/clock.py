"""The only place that asks what time it is; everything else takes `at` as an argument."""

from __future__ import annotations

import datetime


def now() -> datetime.datetime:
    """The present moment, aware, in UTC."""
    return datetime.datetime.now(tz=datetime.UTC)
