"""Who sees whose figures: pure."""

from __future__ import annotations

OTHERS = 2  # people beside the reader that a sum must hold when persons are hidden: of one alone it would tell


def may_see_person(reader: int, person: int, *, shows_persons: bool) -> bool:
    """Whether a reader may see the figures of this agent (ids)."""
    return shows_persons or reader == person


def is_a_sum(others: int, *, shows_persons: bool) -> bool:
    """Whether a sum over `others` writers and perhaps the reader may be shown: it must point to nobody."""
    return shows_persons or others == 0 or others >= OTHERS
