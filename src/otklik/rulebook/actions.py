"""The writers of the rulebook. What the coach must know of changes the stamp in the same transaction."""

from __future__ import annotations

import datetime
import secrets

from django.db import transaction

from otklik.coach.reply import shipped
from otklik.people.models import Agent
from otklik.rulebook.models import OwnRule, RuleState, Stamp
from otklik.rulebook.rules import MOST_OWN, Tally, may_change_rules, own_id
from otklik.rulebook.texts import RuleText, checked


class NotAllowed(Exception):
    """This agent may read the rules, not change them."""


class RuleChanged(Exception):
    """Somebody has changed the rule, or deleted it, since it was read."""


class TooMany(Exception):
    """There are as many own rules as there may be."""


@transaction.atomic
def add_rule(text: RuleText, *, by: Agent, at: datetime.datetime, is_on: bool = False) -> OwnRule:
    """A new own rule whose examples are all right. Raises NotAllowed, BadText, TooMany."""
    _ask(by)
    checked(text, "own")
    if OwnRule.objects.count() >= MOST_OWN:
        raise TooMany
    row = OwnRule(created_at=at)
    _fill(row, text, by=by, at=at)
    row.is_on = is_on
    row.save()
    _stamp()
    return row


@transaction.atomic
def change_rule(row: OwnRule, text: RuleText, *, seen: int, by: Agent, at: datetime.datetime, is_on: bool) -> None:
    """Other words for an own rule; `seen` is the edition that was on the page. Raises NotAllowed, BadText, RuleChanged."""
    _ask(by)
    checked(text, own_id(row.pk))
    locked = OwnRule.objects.select_for_update().filter(pk=row.pk).first()
    if locked is None or locked.edition != seen:
        raise RuleChanged
    _fill(locked, text, by=by, at=at)
    locked.is_on, locked.edition = is_on, seen + 1
    locked.save()
    _stamp()


@transaction.atomic
def switch_rule(row: OwnRule, *, is_on: bool, by: Agent, at: datetime.datetime) -> None:
    """An own rule on or off. Raises NotAllowed."""
    _ask(by)
    OwnRule.objects.filter(pk=row.pk).update(is_on=is_on, changed_by=by, changed_at=at)
    _stamp()


@transaction.atomic
def remove_rule(row: OwnRule, *, by: Agent) -> None:
    """An own rule is gone, and what was counted for it here. Raises NotAllowed."""
    _ask(by)
    RuleState.objects.filter(rule=own_id(row.pk)).delete()
    row.delete()
    _stamp()


@transaction.atomic
def switch_shipped(rule: str, *, is_on: bool, by: Agent, at: datetime.datetime) -> None:
    """A shipped rule on or off for this company. Raises NotAllowed."""
    _ask(by)
    RuleState.objects.update_or_create(rule=rule, defaults={"is_off": not is_on, "changed_by": by, "changed_at": at})
    _stamp()


@transaction.atomic
def restore(rule: str, *, by: Agent, at: datetime.datetime) -> None:
    """A rule that became a hint is a remark again, and its count begins anew. Raises NotAllowed."""
    _ask(by)
    RuleState.objects.filter(rule=rule).update(
        hint_on=None, hint_shown=0, hint_dismissed=0, shown=0, dismissed=0, changed_by=by, changed_at=at
    )
    _stamp()


@transaction.atomic
def count(rule: str, *, what: str, day: datetime.date) -> None:
    """A finding was shown or dismissed (else nothing happens): a rule that is dismissed too often is a hint from now on. One that
    asks before a letter leaves never is."""
    if what not in ("shown", "dismissed") or any(each.id == rule and each.asks for each in shipped().rules):
        return
    RuleState.objects.get_or_create(rule=rule)
    row = RuleState.objects.select_for_update().get(rule=rule)
    tally = Tally(row.shown, row.dismissed).after(what)
    row.shown, row.dismissed = tally.shown, tally.dismissed
    if tally.is_too_much and row.hint_on is None:
        row.hint_on, row.hint_shown, row.hint_dismissed = day, tally.shown, tally.dismissed
        _stamp()
    row.save(update_fields=["shown", "dismissed", "hint_on", "hint_shown", "hint_dismissed"])


def _ask(by: Agent) -> None:
    if not may_change_rules(by):
        raise NotAllowed


def _fill(row: OwnRule, text: RuleText, *, by: Agent, at: datetime.datetime) -> None:
    row.lang, row.title, row.why, row.is_plain = text.lang, text.title, text.why, text.is_plain
    row.phrases, row.instead, row.unless = list(text.phrases), text.instead, list(text.unless)
    row.situations, row.bad, row.good = list(text.situations), list(text.bad), list(text.good)
    row.changed_by, row.changed_at = by, at


def _stamp() -> None:
    """The catalogue is another from now on."""
    Stamp.objects.update_or_create(pk=1, defaults={"value": secrets.token_hex(16)})
