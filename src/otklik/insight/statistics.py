"""Shares of few things, told honestly: intervals that hold for small counts. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

_Z = 1.959964  # of 95 %
ENOUGH = 30  # letters in each group; below, a share says nothing


@dataclass(frozen=True)
class Share:
    """`hits` of `count`; `low` and `high` bound the share behind it with 95 % confidence (Wilson)."""

    hits: int
    count: int

    @property
    def value(self) -> float:
        return self.hits / self.count if self.count else 0.0

    @property
    def low(self) -> float:
        return self._bounds()[0]

    @property
    def high(self) -> float:
        return self._bounds()[1]

    def _bounds(self) -> tuple[float, float]:
        if not self.count:
            return 0.0, 1.0
        n, p = self.count, self.value
        middle = p + _Z**2 / (2 * n)
        half = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n * n))
        whole = 1 + _Z**2 / n
        return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


@dataclass(frozen=True)
class Difference:
    """How much larger the share of `other` is than that of `one`, with 95 % confidence (Newcombe)."""

    one: Share
    other: Share

    @property
    def is_enough(self) -> bool:
        """Whether both groups are large enough to say anything."""
        return min(self.one.count, self.other.count) >= ENOUGH

    @property
    def value(self) -> float:
        return self.other.value - self.one.value

    @property
    def low(self) -> float:
        return self.value - math.hypot(self.other.value - self.other.low, self.one.high - self.one.value)

    @property
    def high(self) -> float:
        return self.value + math.hypot(self.other.high - self.other.value, self.one.value - self.one.low)

    @property
    def is_chance(self) -> bool:
        """Whether there may be no difference at all."""
        return self.low <= 0 <= self.high
