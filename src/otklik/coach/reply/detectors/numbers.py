"""Numbers of tickets that the customer is made to carry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from otklik.coach.reply.detectors.mark import Mark
from otklik.coach.reply.model import Rule
from otklik.coach.reply.reading import Reading

_HASH = re.compile(r"[#№]\s?[\w-]*\d|\b[A-ZА-Я]{1,6}-?\d[\d-]{2,}\b|\b\d[\d-]{4,}\b")


def ticket_number(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """The customer is to keep, quote or put a number of ours somewhere; naming it, or another number, is fine."""
    tickets, pronouns, others, excused = (rule.words[each] for each in ("numbers", "pronouns", "others", "excused"))
    was_named = False
    for sentence in reading.text.sentences:
        unit = sentence.unit
        named = tickets.find(unit)
        has_number = bool(named) or bool(_HASH.search(unit.text) and was_named)
        is_other = bool(others.find(unit))
        if excused.find(unit):
            was_named = was_named or has_number
            continue
        points_at = pronouns.find(unit)
        for hit in rule.phrases.find(unit):
            if (has_number or (was_named and points_at)) and not is_other:
                ends = [
                    hit.end,
                    *(e.end for e in named if e.start < hit.end + 80),
                    *(e.end for e in points_at if e.end < hit.end + 40),
                ]
                start = sentence.start + min([hit.start, *(each.start for each in named)])
                end = sentence.start + max(ends)
                yield Mark(start, end, reading.own(start, end))
                break
        was_named = has_number or (was_named and not is_other)
