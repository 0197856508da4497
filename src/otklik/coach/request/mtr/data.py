"""Reports that mtr wrote for programs: JSON and XML, whole or cut off."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from otklik.coach.request.mtr.columns import number
from otklik.coach.request.mtr.model import Hop, Report, hop_of

_HUB = re.compile(r'\{[^{}]{0,600}"host"[^{}]{0,600}\}')
_TEXT = re.compile(r'"(src|dst)"\s*:\s*"([^"\n]{0,255})"')
_COMMA = re.compile(r"(:\s*\d+),(\d+)(?=\s*[,}\n])")
_XML_HUB = re.compile(r'\{[^{}]{0,600}"host"[^{}]{0,600}\}')
_XML_CELL = re.compile(r"<(Loss%|Snt|Avg)>\s*([^<]{0,20})</", re.I)
_XML_HEAD = re.compile(r'(SRC|DST)="([^"]{0,255})"', re.I)
_CONTROLS = re.compile(r"[\n\r\t]+")


def reports(text: str) -> Iterator[tuple[Report, int]]:
    """(a report, the place where it ends) for each in the text."""
    yield from _of_json(text)
    yield from _of_xml(text)


def _of_json(text: str) -> Iterator[tuple[Report, int]]:
    at = text.find('"hubs"')
    while at >= 0:
        begin = _start(text, at)
        following = text.find('"hubs"', at + 6)
        limit = len(text) if following < 0 else max(_start(text, following), at + 6)
        piece = text[begin:limit]
        whole, length = _decoded(piece)
        if whole is not None:
            about, hubs = whole.get("mtr", {}), whole.get("hubs", [])
        else:
            about = dict(_TEXT.findall(piece[: at - begin]))
            last = 0
            hubs = []
            for found in _HUB.finditer(piece, at - begin):
                last = found.end()
                hub = _hub(found[0])
                if hub is not None:
                    hubs.append(hub)
            length = last or len(piece)
        report = Report("mtr", begin, is_truncated=whole is None)
        report.asked, report.source = _word(about, "dst"), _word(about, "src")
        for hub in hubs:
            hop = _hop(hub)
            if hop is None:
                report.is_truncated = True
            else:
                report.hops.append(hop)
        yield report, begin + length
        at = following


def _start(text: str, at: int) -> int:
    """Where the object that holds the hubs begins: at the brace before "report" or "mtr"."""
    low = max(0, at - 1500)
    for key in ('"report"', '"mtr"'):
        key_at = text.rfind(key, low, at)
        if key_at >= 0:
            brace = text.rfind("{", max(0, key_at - 60), key_at)
            return brace if brace >= 0 else key_at
    return at


def _decoded(piece: str) -> tuple[dict[str, Any] | None, int]:
    """(the report's object or None if it is cut off or broken, how long it is)."""
    decoder = json.JSONDecoder(strict=False)
    for version in (piece, _COMMA.sub(r"\1.\2", piece)):
        try:
            found, length = decoder.raw_decode(version)
        except (ValueError, RecursionError):
            continue
        inner = found.get("report", found) if isinstance(found, dict) else None
        if isinstance(inner, dict) and isinstance(inner.get("hubs"), list):
            return inner, min(length, len(piece))
    return None, len(piece)


def _hub(piece: str) -> Any:
    for version in (piece, _COMMA.sub(r"\1.\2", piece)):
        try:
            return json.loads(_CONTROLS.sub(" ", version))
        except ValueError:
            continue
    return None


def _hop(hub: Any) -> Hop | None:
    if not isinstance(hub, dict) or not isinstance(hub.get("host"), str):
        return None
    loss, sent, average = (number(str(hub.get(key, "")).strip()) for key in ("Loss%", "Snt", "Avg"))
    if loss is None or sent is None:
        return None
    return hop_of(hub["host"].split(), loss, int(sent), average)


def _word(about: Any, key: str) -> str | None:
    value = about.get(key) if isinstance(about, dict) else None
    return value if isinstance(value, str) and value else None


def _of_xml(text: str) -> Iterator[tuple[Report, int]]:
    for head in re.finditer(r"<MTR\s([^>]{0,400})>", text):
        over = text.find("</MTR>", head.end())
        limit = over if over >= 0 else len(text)
        about = {key.upper(): value for key, value in _XML_HEAD.findall(head[1])}
        report = Report("mtr", head.start(), is_truncated=over < 0, asked=about.get("DST"), source=about.get("SRC"))
        for hub in _XML_HUB.finditer(text, head.end(), limit):
            cells = {name.lower(): number(value.strip()) for name, value in _XML_CELL.findall(hub[2])}
            sent = cells.get("snt")
            report.hops.append(
                hop_of(
                    html.unescape(hub[1]).split(),
                    cells.get("loss%"),
                    None if sent is None else int(sent),
                    cells.get("avg"),
                )
            )
        yield report, limit
