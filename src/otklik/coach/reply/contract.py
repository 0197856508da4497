"""The public contract in data: a question as it comes over a pipe or the wire, the answer as it goes back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from otklik.coach.reply.catalogue import Catalogue
from otklik.coach.reply.check import check
from otklik.coach.reply.model import Finding, Letter, weekday_of


class BadQuestion(ValueError):
    """The question cannot be answered; the text says why, in one line. `id` is the question's own, if it has one."""

    def __init__(self, why: str, id: object = None) -> None:
        super().__init__(why)
        self.id = id


def answer(question: object, catalogue: Catalogue | None = None) -> dict[str, Any]:
    """`{"id", "findings"}`, or `{"id", "error"}` for a question that cannot be answered."""
    try:
        letter = letter_of(question)
    except BadQuestion as error:
        return {"id": error.id, "error": str(error)}
    found = [finding_as_data(each) for each in check(letter, catalogue)]
    return {"id": _id(question), "findings": found}


def letter_of(question: object) -> Letter:
    """The letter of a question; keys that are unknown, or hold no text, are passed over. Raises BadQuestion."""
    if not isinstance(question, Mapping):
        raise BadQuestion("not an object")
    if not isinstance(question.get("reply"), str):
        raise BadQuestion("the key «reply» must be a text", _id(question))
    return Letter(
        text=question["reply"], lang=_text(question, "lang"), situation=_text(question, "situation"),
        customer_name=_text(question, "customer_name"), agent_name=_text(question, "agent_name"),
        weekday=weekday_of(question.get("weekday")), incoming=_text(question, "incoming"),
    )  # fmt: skip


def finding_as_data(finding: Finding) -> dict[str, Any]:
    """A finding with the keys of the contract, in its order."""
    return {
        "rule": finding.rule, "start": finding.start, "end": finding.end, "message": finding.message,
        "suggestion": finding.suggestion,
    }  # fmt: skip


def _id(question: object) -> object:
    return question.get("id") if isinstance(question, Mapping) else None


def _text(question: Mapping[str, Any], key: str) -> str:
    value = question.get(key)
    return value if isinstance(value, str) else ""
