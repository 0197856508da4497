"""How workers take rows: claim by conditional update, skip what others hold, come back later after a failure."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet


def claim(rows: QuerySet[Any], *, limit: int, changes: dict[str, Any]) -> list[Any]:
    """Take up to `limit` rows of `rows` (already filtered and ordered) and mark them with `changes`.

    Two workers never get the same row: SKIP LOCKED where the database has it, one writer at a time elsewhere.
    The rows come back in the order asked for, with the changes applied.
    """
    # Looking costs no lock: an idle worker must not stand in the writers' way five times a second.
    return _claim(rows, limit=limit, changes=changes) if rows.exists() else []


@transaction.atomic
def _claim(rows: QuerySet[Any], *, limit: int, changes: dict[str, Any]) -> list[Any]:
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    taken = list(rows[:limit])
    if taken:
        rows.model._default_manager.filter(pk__in=[row.pk for row in taken]).update(**changes)
    for row in taken:
        for name, value in changes.items():
            setattr(row, name, value)
    return taken


def back_off(attempts: int, *, steps: Sequence[int] = (60, 300, 900, 3600, 7200, 14400)) -> datetime.timedelta:
    """How long to wait after the `attempts`-th failure (from 1), in seconds by `steps`, ±10 % so that a
    thousand letters to one broken server do not come back in the same second."""
    seconds = steps[min(max(attempts, 1), len(steps)) - 1]
    return datetime.timedelta(seconds=seconds * random.uniform(0.9, 1.1))  # noqa: S311 -- jitter, no secret
