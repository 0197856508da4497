"""Reads of the rulebook; above all the catalogue by which this company's letters are judged."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace

from otklik.coach.reply import Catalogue, Rule, shipped
from otklik.rulebook.models import OwnRule, RuleState, Stamp
from otklik.rulebook.rules import own_id
from otklik.rulebook.texts import BadText, RuleText, known

HINT = "hint"


def catalogue() -> Catalogue:
    """The shipped rules, silent where they are off, hints where they were dismissed too often, and the company's own. One question to the
    database; made anew in every process as soon as anything has changed in any."""
    stamp = Stamp.objects.values_list("value", flat=True).first()
    return _made(stamp) if stamp else shipped()


@functools.lru_cache(maxsize=2)
def _made(stamp: str) -> Catalogue:
    """`stamp` was read before the rows: what is kept under it is never older than it."""
    states = {each.rule: each for each in RuleState.objects.all()}
    rules = tuple(_as_here(rule, states.get(rule.id)) for rule in (*shipped().rules, *_own_rules()))
    return Catalogue(rules, frozenset(each.rule for each in states.values() if each.is_off))


def _own_rules() -> Iterator[Rule]:
    for row in OwnRule.objects.filter(is_on=True).order_by("pk"):
        try:
            yield known(text_of(row), own_id(row.pk))
        except BadText:  # a group of the coach's speech that it named is no more: the other rules go on
            continue


def _as_here(rule: Rule, state: RuleState | None) -> Rule:
    return replace(rule, severity=HINT) if state and state.hint_on and not rule.asks else rule


def text_of(row: OwnRule) -> RuleText:
    """What was typed."""
    return RuleText(
        lang=row.lang, title=row.title, why=row.why, is_plain=row.is_plain, phrases=tuple(row.phrases), instead=row.instead,
        unless=tuple(row.unless), situations=tuple(row.situations), bad=tuple(row.bad), good=tuple(row.good),
    )  # fmt: skip


def states() -> dict[str, RuleState]:
    """By the rule's id."""
    return {each.rule: each for each in RuleState.objects.select_related("changed_by")}
