"""Shapes of plots, as the attributes of inline SVG: no script and no style of their own, colours are the page's. Pure.

A plot is 100 high and as wide as its page lets it: strokes and dots keep their size (`vector-effect`), words stand beside it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 100.0
STEP = 20.0  # between two weeks


@dataclass(frozen=True)
class Curve:
    """A value a step: `line` and `area` are paths, broken where there is none; `dots` are one path of points; `top` is the value
    of the upper edge."""

    width: str
    line: str
    area: str
    dots: str
    top: float


@dataclass(frozen=True)
class Bar:
    """A rectangle in a plot of bars."""

    x: str
    y: str
    width: str
    height: str


def curve(values: Sequence[float | None]) -> Curve:
    """A curve through the values; None is a gap."""
    top = _top(max((each for each in values if each is not None), default=0.0))
    points = [
        None if each is None else (STEP * (place + 0.5), HEIGHT * (1 - 0.94 * each / top))
        for place, each in enumerate(values)
    ]
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    runs = [run for run in runs if run]
    line = " ".join("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in run) for run in runs)
    area = " ".join(
        f"M{run[0][0]:.1f} {HEIGHT:.0f} L"
        + " L".join(f"{x:.1f} {y:.1f}" for x, y in run)
        + f" L{run[-1][0]:.1f} {HEIGHT:.0f}Z"
        for run in runs
        if len(run) > 1
    )
    dots = " ".join(f"M{x:.1f} {y:.1f}h0" for run in runs for x, y in run)
    return Curve(f"{STEP * max(1, len(values)):.0f}", line, area, dots, top)


def bars(values: Sequence[int]) -> list[Bar]:
    """A bar a step; the highest fills the plot."""
    top = max([*values, 1])
    return [
        Bar(f"{STEP * (place + 0.22):.1f}", f"{HEIGHT * (1 - each / top):.1f}", f"{STEP * 0.56:.1f}", f"{HEIGHT * each / top:.1f}")
        for place, each in enumerate(values)
    ]  # fmt: skip


def length(value: float, top: float) -> str:
    """How long a bar in a table is, of 100."""
    return f"{100 * value / top:.1f}" if top else "0"


def at(share: float) -> str:
    """Where a share stands on a line from 0 to 100."""
    return f"{100 * share:.1f}"


def weeks(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """All Mondays from one to another."""
    return [first + datetime.timedelta(weeks=each) for each in range((last - first).days // 7 + 1)]


def _top(value: float) -> float:
    """The next round number: 1, 2, 5 times a power of ten."""
    for each in (0.5, 1, 2, 3, 5, 10, 20, 50, 100):
        if value <= each:
            return each
    return value
