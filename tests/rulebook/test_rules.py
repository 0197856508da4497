"""When a rule becomes a hint: the figures at the edge."""

import pytest

from otklik.rulebook.rules import ROUND, Tally, may_change_rules


@pytest.mark.parametrize(
    ("shown", "dismissed", "is_too_much"),
    [(19, 19, False), (20, 6, False), (20, 7, True), (30, 9, False), (30, 10, True), (100, 30, False), (100, 31, True), (0, 0, False)],
)  # fmt: skip
def test_over_thirty_per_cent_of_at_least_twenty(shown, dismissed, is_too_much):
    assert Tally(shown, dismissed).is_too_much is is_too_much


def test_a_round_ends_and_the_next_begins_with_what_was_just_shown():
    assert Tally(3, 1).after("shown") == Tally(4, 1)
    assert Tally(3, 1).after("dismissed") == Tally(3, 2)
    assert Tally(3, 1).after("applied") == Tally(3, 1)
    assert Tally(ROUND, 30).after("shown") == Tally(1, 0)


def test_only_admins_change_rules(cast):
    assert [may_change_rules(each) for each in (cast.clara, cast.boris, cast.vera)] == [True, False, False]
