"""When the machine may say what a request is, whom it goes to, when a customer is asked for what is missing: pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from otklik.coach.request.catalogue import Question, RequestType

# A type is filled in by itself from this probability on. On the check part of evals/requests (411 requests, words alone) 63 % of
# all are so sure, and of those 97.7 % are right; at 0.8 it would be 69 % and 95.8 %. `python -m evals.requests.score check` counts.
SURE = 0.9
# A report of mtr, or what was sent for one, is a word of its own: nobody makes it for another trouble. So a type that asks for
# reports needs less when there is one; else its own table of numbers, which is noise to words, would keep it from being answered.
SURE_WITH_REPORT = 0.6
ENOUGH = 0.5  # a request that answers so much of its type, by the questions' weights, is not answered with questions
MOST = 4  # questions in one letter: who is asked more answers none
CHIPS = 3
# Nothing is missing from thanks, and who is displeased or wishes for something is not sent a list of questions by a machine.
NEVER_ASKED = frozenset({"gratitude", "criticism", "feature-request", "other", ""})


def is_sure(kind: RequestType | None, probability: float, *, has_report: bool) -> bool:
    """Whether the machine may say that a request is of this type."""
    asks_reports = kind is not None and any(each.special for each in kind.questions)
    return kind is not None and probability >= (SURE_WITH_REPORT if has_report and asks_reports else SURE)


def completeness(kind: RequestType, answered: Collection[str]) -> float | None:
    """How much of what the type needs is known, 0 to 1 by weight; None when it asks nothing."""
    whole = sum(each.weight for each in kind.questions)
    return sum(each.weight for each in kind.questions if each.id in answered) / whole if whole else None


def to_ask(kind: RequestType, missing: Collection[str], *, most: int = MOST, least: int = 2) -> tuple[Question, ...]:
    """The missing questions worth a letter: the weightiest, in the type's order; those of a weight below `least` are never asked."""
    open_ = [each for each in kind.questions if each.id in missing and each.weight >= least]
    best = sorted(open_, key=lambda each: -each.weight)[:most]
    return tuple(each for each in kind.questions if each in best)


def is_worth_asking(kind: str, known: float | None, reports: Iterable[Mapping[str, object]]) -> bool:
    """Whether a machine may ask the customer at once: much is missing, or a report of theirs will not do."""
    if kind in NEVER_ASKED or known is None:
        return False
    return known < ENOUGH or any(each.get("weak") for each in reports)
