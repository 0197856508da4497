"""A letter cut into pieces where findings begin and end, for a page that marks them without a script. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from otklik.coach.reply import Finding

SENTENCE = 60  # characters: from here on a mark is about a whole sentence, not a word


@dataclass(frozen=True)
class Piece:
    """Text between two edges. `number` of the finding that it belongs to, the narrowest where several overlap, from 1; 0 for none.
    `begins`: numbers of findings that begin here. `kind` hole, sentence, word or ""."""

    text: str
    number: int = 0
    kind: str = ""
    begins: tuple[int, ...] = ()


def kind_of(finding: Finding) -> str:
    """How a finding is drawn."""
    if finding.start is None or finding.end is None:
        return "absence"
    if finding.asks:
        return "hole"
    return "sentence" if finding.end - finding.start > SENTENCE else "word"


def pieces(text: str, findings: Sequence[Finding]) -> list[Piece]:
    """The whole text in order; findings are numbered as they come, from 1."""
    spans = [
        (each.start, min(each.end, len(text)), number)
        for number, each in enumerate(findings, 1)
        if each.start is not None and each.end is not None
    ]
    spans = [each for each in spans if each[0] < each[1]]
    edges = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    found = []
    for start, end in itertools.pairwise(edges):
        over = [each for each in spans if each[0] <= start and end <= each[1]]
        number = min(over, key=lambda each: (each[1] - each[0], each[2]))[2] if over else 0
        begins = tuple(each[2] for each in over if each[0] == start)
        found.append(Piece(text[start:end], number, kind_of(findings[number - 1]) if number else "", begins))
    return found
