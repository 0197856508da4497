"""The writers of the rulebook: who may, what is kept, when the coach knows."""

import datetime

import pytest

from otklik.rulebook import actions
from otklik.rulebook.actions import NotAllowed, RuleChanged
from otklik.rulebook.models import OwnRule, RuleState, Stamp
from otklik.rulebook.queries import catalogue, text_of
from otklik.rulebook.rules import MOST_OWN
from otklik.rulebook.texts import BadText
from tests.cast import TUESDAY
from tests.rulebook.cases import BOX, box

DAY = TUESDAY.date()


def added(cast, text=BOX, is_on=True):
    return actions.add_rule(text, by=cast.clara, at=TUESDAY, is_on=is_on)


def ids():
    """The rules that speak, by id, with how loud."""
    known = catalogue()
    return {each.id: each.severity for each in known.rules if each.id not in known.silent}


def test_a_rule_is_kept_as_typed_and_used_when_it_is_on(cast):
    row = added(cast, is_on=False)
    assert (text_of(OwnRule.objects.get()), row.changed_by, f"own-{row.pk}" in ids()) == (BOX, cast.clara, False)
    actions.switch_rule(row, is_on=True, by=cast.clara, at=TUESDAY)
    assert ids()[f"own-{row.pk}"] == "advice"
    actions.switch_rule(row, is_on=False, by=cast.clara, at=TUESDAY)
    assert f"own-{row.pk}" not in ids()


def test_a_rule_with_wrong_examples_is_not_kept(cast):
    row = added(cast)
    for text in (box(good=("Сервак.",)), box(phrases=())):
        with pytest.raises(BadText):
            added(cast, text)
        with pytest.raises(BadText):
            actions.change_rule(row, text, seen=1, by=cast.clara, at=TUESDAY, is_on=True)
    assert [text_of(each) for each in OwnRule.objects.all()] == [BOX]


def test_a_change_over_somebody_elses_is_refused(cast):
    row = added(cast)
    actions.change_rule(row, box(title="Первый"), seen=1, by=cast.clara, at=TUESDAY, is_on=True)
    with pytest.raises(RuleChanged):
        actions.change_rule(row, box(title="Второй"), seen=1, by=cast.clara, at=TUESDAY, is_on=True)
    actions.change_rule(row, box(title="Третий"), seen=2, by=cast.clara, at=TUESDAY, is_on=False)
    kept = OwnRule.objects.get()
    assert (kept.title, kept.edition, kept.is_on) == ("Третий", 3, False)


def test_agents_and_viewers_change_nothing(cast):
    row = added(cast)
    stamp = Stamp.objects.get().value
    for agent in (cast.boris, cast.vera):
        for change in (
            lambda by: actions.add_rule(BOX, by=by, at=TUESDAY),
            lambda by: actions.change_rule(row, box(title="Чужой"), seen=1, by=by, at=TUESDAY, is_on=True),
            lambda by: actions.switch_rule(row, is_on=False, by=by, at=TUESDAY),
            lambda by: actions.remove_rule(row, by=by),
            lambda by: actions.switch_shipped("thanks", is_on=False, by=by, at=TUESDAY),
            lambda by: actions.restore("thanks", by=by, at=TUESDAY),
        ):
            with pytest.raises(NotAllowed):
                change(agent)
    assert (text_of(OwnRule.objects.get()), RuleState.objects.count(), Stamp.objects.get().value) == (BOX, 0, stamp)


def test_there_are_only_so_many(cast):
    added(cast)
    kept = OwnRule.objects.get()
    OwnRule.objects.bulk_create(
        [
            OwnRule(lang="ru", title=f"{n}", why="x", created_at=TUESDAY, changed_at=TUESDAY)
            for n in range(MOST_OWN - 1)
        ]
    )
    with pytest.raises(actions.TooMany):
        added(cast)
    actions.change_rule(kept, box(title="Можно"), seen=1, by=cast.clara, at=TUESDAY, is_on=True)


def test_a_shipped_rule_is_off_for_the_company_and_on_again(cast):
    before = ids()
    actions.switch_shipped("officialese", is_on=False, by=cast.clara, at=TUESDAY)
    assert before.keys() - ids().keys() == {"officialese"}
    actions.switch_shipped("officialese", is_on=True, by=cast.clara, at=TUESDAY)
    assert ids() == before


def test_a_rule_dismissed_too_often_is_a_hint_until_it_is_restored(cast):
    for number in range(20):
        if number < 7:
            actions.count("jargon", what="dismissed", day=DAY)
        assert ids()["jargon"] == "advice"
        actions.count("jargon", what="shown", day=DAY)
    state = RuleState.objects.get(rule="jargon")
    assert (ids()["jargon"], state.hint_on, state.hint_shown, state.hint_dismissed) == ("hint", DAY, 20, 7)
    actions.count("jargon", what="dismissed", day=DAY + datetime.timedelta(days=1))
    state.refresh_from_db()
    assert (state.hint_on, state.hint_dismissed) == (DAY, 7)  # the figures stay those of the day it happened
    actions.restore("jargon", by=cast.clara, at=TUESDAY)
    state.refresh_from_db()
    assert (ids()["jargon"], state.hint_on, state.shown, state.dismissed) == ("advice", None, 0, 0)
    actions.count("jargon", what="dismissed", day=DAY)
    assert ids()["jargon"] == "advice"


def test_applying_counts_for_nothing_and_what_asks_is_never_a_hint(cast):
    for _ in range(25):
        for what in ("shown", "applied"):
            actions.count("thanks", what=what, day=DAY)
        for what in ("shown", "dismissed"):
            actions.count("placeholder", what=what, day=DAY)
    assert (RuleState.objects.get().rule, RuleState.objects.get().dismissed) == ("thanks", 0)
    assert (ids()["thanks"], ids()["placeholder"]) == ("advice", "asks")


def test_an_own_rule_becomes_a_hint_too_and_is_forgotten_with_its_count(cast):
    row = added(cast)
    for what in ("dismissed", "shown") * 20:
        actions.count(f"own-{row.pk}", what=what, day=DAY)
    assert ids()[f"own-{row.pk}"] == "hint"
    actions.remove_rule(row, by=cast.clara)
    assert (OwnRule.objects.count(), RuleState.objects.count(), f"own-{row.pk}" in ids()) == (0, 0, False)
