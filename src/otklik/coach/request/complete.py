"""Which of its type's questions a request answers, with the words of the answer. Pure.

"Nothing was changed" is an answer; "I do not know" is none. Quoted lines answer nothing: they are our own questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from otklik.coach.request.catalogue import Question, RequestType, shipped
from otklik.coach.request.translit import is_translit, to_cyrillic
from otklik.coach.speech import Group
from otklik.coach.text import Unit, unit

MAX_TEXT, MAX_LINE = 50_000, 1_000
LEAST_PACKETS = 1_000
_UNKNOWN = re.compile(
    r"не (?:знаю|помню|в курсе|уверен\w*|могу сказать|понимаю)(?!,?\s+(?:почему|что (?:делать|случ)|как (?:быть|испр|почин)|куда))|без понятия|"
    r"\bi (?:don.t|do not) (?:know|remember)(?! (?:why|what to do))|no idea|not sure",
    re.I,
)
_CLAUSE = re.compile(r"[.!?;](?=\s)")
_HOP = re.compile(r"^\s*\d{1,2}\.?(?:\s*\|--)?\s*\S+.*?\s(\d+(?:\.\d+)?)%?\s+(\d+)\s+\d+(?:\.\d+)?\b")
_WIN_HOP = re.compile(r"^\s*\|.*-\s+(\d+)\s*\|\s*(\d+)\s*\|\s*\d+\s*\|")
_BACK = re.compile(r"обратн|с сервера|от сервера|с вашей стороны|from (?:the )?server|reverse|\bback\b", re.I)


@dataclass(frozen=True)
class Answer:
    """A question that is answered, and the first words that do so: a span of the text as given."""

    question: str
    start: int
    end: int


@dataclass(frozen=True)
class Completeness:
    """What is answered and what is missing, in the type's order."""

    answered: tuple[Answer, ...]
    missing: tuple[str, ...]


def complete(text: str, kind: RequestType) -> Completeness:
    """Judge a request by its type. Never raises for any text."""
    lines = list(_lines(text[:MAX_TEXT]))
    answered, missing = [], []
    for question in kind.questions:
        span = _report(text[:MAX_TEXT], question.special) if question.special else _answer(lines, question)
        if span is None:
            missing.append(question.id)
        else:
            answered.append(Answer(question.id, *span))
    return Completeness(tuple(answered), tuple(missing))


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    units: tuple[tuple[Unit, bool], ...]  # as it is, and in Cyrillic (True), whose offsets are not the text's


def _lines(text: str) -> Iterator[_Line]:
    is_latin = is_translit(text)
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()[:MAX_LINE].rstrip()
        if line.strip() and not line.lstrip().startswith(">"):
            units: tuple[tuple[Unit, bool], ...] = ((unit(line), False),)
            if is_latin:
                units += ((unit(to_cyrillic(line)), True),)
            yield _Line(match.start(), match.start() + len(line), units)


def _answer(lines: list[_Line], question: Question) -> tuple[int, int] | None:
    found = list(_hits(lines, question.finds))
    if question.also is not None and not any(True for _ in _hits(lines, question.also)):
        return None
    if question.least > 1 and len({words.lower() for _, _, words in found}) < question.least:
        return None
    return found[0][:2] if found else None


def _hits(lines: list[_Line], group: Group) -> Iterator[tuple[int, int, str]]:
    """(start, end, words) of what the group finds; a clause that says "I do not know" has none, unless it names something."""
    for line in lines:
        for each, is_converted in line.units:
            for hit in group.find(each):
                words = each.text[hit.start : hit.end]
                if not words.strip() or (
                    not re.search(r"\d|[a-z]", words, re.I) and _is_unknown(each.text, hit.start)
                ):
                    continue
                if is_converted:
                    yield line.start, line.end, words
                else:
                    yield line.start + hit.start, line.start + hit.end, words


def says_unknown(said: str) -> bool:
    """Whether an answer is "I do not know" and names nothing besides."""
    return bool(_UNKNOWN.search(said)) and not re.search(r"\d|[a-z]{2}", _UNKNOWN.sub(" ", said), re.I)


def _is_unknown(line: str, at: int) -> bool:
    start = max((match.end() for match in _CLAUSE.finditer(line, 0, at)), default=0)
    end = _CLAUSE.search(line, at)
    return bool(_UNKNOWN.search(line, start, end.start() if end else len(line)))


def _report(text: str, special: str) -> tuple[int, int] | None:
    """The span of a whole mtr report of at least a thousand packets, there or back."""
    reports: list[tuple[int, int, bool]] = []
    before = run_start = run_end = 0
    least = hops = 0
    for match in re.finditer(r"[^\n]*\n?", text):
        hop = _HOP.match(match.group().lstrip("> ")) or _WIN_HOP.match(match.group().lstrip("> "))
        if hop:
            if not hops:
                run_start, least = match.start(), 10**9
            hops, run_end, least = hops + 1, match.end(), min(least, int(hop[2]))
        elif hops and (match.group().strip() or not match.group()):
            if hops >= 2 and least >= LEAST_PACKETS:
                reports.append((run_start, run_end, bool(_BACK.search(text[before:run_start]))))
            before, hops = run_end, 0
    if len(reports) >= 2 and not any(back for *_, back in reports):
        reports[1] = (*reports[1][:2], True)
    if len(reports) >= 2 and all(back for *_, back in reports):
        reports[0] = (*reports[0][:2], False)
    return next((each[:2] for each in reports if each[2] == (special == "mtr-back")), None)


def answer(question: object) -> dict[str, Any]:
    """The contract: `{"id", "answered", "missing"}`, or `{"id", "error"}` for a question that cannot be answered."""
    if not isinstance(question, Mapping):
        return {"id": None, "error": "not an object"}
    text, category = question.get("text"), question.get("category")
    if not isinstance(text, str):
        return {"id": question.get("id"), "error": "the key «text» must be a text"}
    kind = shipped().get(category) if isinstance(category, str) else None
    if kind is None:
        return {"id": question.get("id"), "error": f"the key «category» must be one of {', '.join(shipped())}"}
    found = complete(text, kind)
    return {
        "id": question.get("id"),
        "answered": [each.question for each in found.answered],
        "missing": list(found.missing),
    }
