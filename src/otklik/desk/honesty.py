"""What we honestly know of a customer's wish, put into the coach's remarks: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from otklik.coach.reply import Finding
from otklik.tickets.wishes import Wish

_SAYS_NOTHING = "vague-status"


def with_facts(findings: Iterable[Finding], text: str, wishes: Sequence[Wish]) -> list[Finding]:
    """The findings, knowing what the ticket asks for: where the letter lacks an honest word on the wish, its sentence
    is offered; a letter that has the sentence lacks nothing."""
    said = _bare(text)
    missing = [each for each in wishes if _bare(each.sentence) not in said]
    found = []
    for each in findings:
        if each.rule == _SAYS_NOTHING and wishes:
            if not missing:
                continue
            if each.start is None:  # the coach may have a word of its own, but we know the truth
                each = replace(each, suggestion=f"{missing[0].sentence.rstrip('.')}.")
        found.append(each)
    return found


def _bare(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split()).rstrip(".")
