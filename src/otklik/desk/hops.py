"""A report of mtr as a picture: a line a hop, how much is lost and how long it takes, where it breaks. Attributes of inline SVG, no script
and no style of their own; the same in words beside it. Pure but for gettext."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

LINE, TOP = 20, 16  # heights
LOSS, LOSS_END = 120, 188  # where the bars of loss begin and end
DELAY, DELAY_END = 198, 256  # and the line of delays
SHORTEST = 2.0  # of a bar that is not nothing


@dataclass(frozen=True)
class Hop:
    """A line of the picture; numbers are SVG's, `told` is the line in words."""

    number: int
    y: str
    text_y: str
    host: str
    loss: str  # width of the bar, "" without loss
    loss_words: str
    time_x: str  # where the dot of the average stands, "" without one
    dot_y: str
    is_silent: bool
    is_break: bool
    is_harmless: bool  # what it loses is not lost: routers answer seldom
    told: str


@dataclass(frozen=True)
class Picture:
    """All of a report. `problems` are sentences, `title` is the picture's name."""

    title: str
    head: str
    height: str
    hops: tuple[Hop, ...]
    line: str  # through the dots
    problems: tuple[str, ...]
    is_good: bool
    message: int


def picture(report: Mapping[str, Any]) -> Picture:
    """The picture of a report as `triage.reading.report` keeps it."""
    rows: Sequence[Sequence[Any]] = report["hops"]
    breaks = {each["hop"] for each in report["problems"] if each["hop"] and each["id"] != "truncated"}
    slowest = max((average for _host, _loss, average in rows if average), default=0.0) or 1.0
    losing = next((each["hop"] for each in report["problems"] if each["id"] == "loss-to-end"), len(rows) + 1)
    hops = tuple(
        _hop(number, row, slowest, is_break=number in breaks, is_harmless=number < losing)
        for number, row in enumerate(rows, 1)
    )
    dots = [f"{hop.time_x} {hop.dot_y}" for hop in hops if hop.time_x]
    tool = {"mtr": "mtr", "winmtr": "WinMTR"}.get(report["tool"], report["tool"])
    to = report["target"]
    head = f"{tool} → {to}" if to else tool
    return Picture(
        title=_("The way of the packets, %(what)s") % {"what": head}, head=head, height=str(TOP + LINE * len(rows) + 2), hops=hops,
        line="M" + " L".join(dots) if len(dots) > 1 else "", problems=tuple(_problem(each) for each in report["problems"]),
        is_good=not report["problems"], message=report["message"],
    )  # fmt: skip


def _hop(number: int, row: Sequence[Any], slowest: float, *, is_break: bool, is_harmless: bool) -> Hop:
    host, loss, average = row
    y = TOP + LINE * (number - 1)
    is_silent = not host or loss == 100
    width = max(SHORTEST, (LOSS_END - LOSS) * loss / 100) if loss and not is_silent else 0
    place = DELAY + (DELAY_END - DELAY) * average / slowest if average is not None and not is_silent else None
    name = host or "???"
    words = [_("hop %(n)d, %(host)s") % {"n": number, "host": name}]
    if is_silent:
        words.append(_("does not answer"))
    else:
        words += [_("lost %(n)s %%") % {"n": _short(loss)}] if loss else []
        words += [_("%(n)s ms") % {"n": _short(average)}] if average is not None else []
    if is_break:
        words.append(_("it breaks here"))
    return Hop(
        number=number, y=str(y), text_y=str(y + 14), host=name if len(name) <= 16 else name[:15] + "…", loss=f"{width:.1f}" if width else "",
        loss_words=f"{_short(loss)} %" if loss and not is_silent else "", time_x=f"{place:.1f}" if place is not None else "",
        dot_y=str(y + 10), is_silent=is_silent, is_break=is_break, is_harmless=is_harmless, told=", ".join(words),
    )  # fmt: skip


def _problem(each: Mapping[str, Any]) -> str:
    data = {"hop": each["hop"], "host": each["host"] or "???", "n": _short(each["amount"])}
    said = {
        "too-few-packets": _("Only %(n)s packets, 1000 are needed"),
        "truncated": _("The report breaks off"),
        "not-mtr": _("Not mtr: it sends a few packets only"),
        "loss-to-end": _("From hop %(hop)s (%(host)s) to the end packets get lost: %(n)s %%"),
        "latency-step": _("At hop %(hop)s (%(host)s) the delay rises by %(n)s ms and stays"),
        "destination-unreachable": _("The last hop never answers"),
    }
    return str(said[each["id"]] % data) if each["id"] in said else str(each["id"])


def _short(value: float | None) -> str:
    """12.40 → 12.4, 3.0 → 3, by the reader's comma."""
    return f"{value or 0:.1f}".removesuffix(".0").replace(
        ".", "," if (get_language() or "ru").startswith("ru") else "."
    )
