"""The public contract in data: a question as it comes over a pipe or the wire, the answer as it goes back. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from otklik.coach.request.mtr import judge
from otklik.coach.request.secrets import find


def mtr(text: str) -> dict[str, Any]:
    """What `otklik coach mtr` says of a text, without the id. Of a text without a report packets, hops and target are null."""
    verdict = judge(text)
    first = verdict.reports[0] if verdict.reports else None
    return {
        "valid": verdict.valid,
        "tool": first and first.tool,
        "packets": first and first.packets,
        "hops": len(first.hops) if first else None,
        "target": first and first.target,
        "problems": [each.id for each in verdict.problems],
        "directions": verdict.directions,
    }


def secrets(text: str) -> dict[str, Any]:
    """What `otklik coach secrets` says of a text, without the id."""
    return {"secrets": [{"kind": each.kind, "start": each.start, "end": each.end} for each in find(text)]}


ASKED: dict[str, Callable[[str], dict[str, Any]]] = {"mtr": mtr, "secrets": secrets}


def answer(command: str, question: object) -> dict[str, Any]:
    """The answer of a command of ASKED, or `{"id", "error"}` for a question that cannot be answered."""
    name = question.get("id") if isinstance(question, Mapping) else None
    if not isinstance(question, Mapping):
        return {"id": None, "error": "not an object"}
    if not isinstance(question.get("text"), str):
        return {"id": name, "error": "the key «text» must be a text"}
    return {"id": name, **ASKED[command](question["text"])}
