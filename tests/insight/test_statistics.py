"""Intervals against published figures: Newcombe (1998), tables of both papers."""

import pytest

from otklik.insight.statistics import Difference, Share


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_an_interval_of_a_share(hits, count, low, high):
    share = Share(hits, count)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 20), 0.6791, 1.0)],
)
def test_an_interval_of_a_difference(one, other, low, high):
    found = Difference(Share(*other), Share(*one))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("one", "other", "is_enough", "is_chance"),
    [((1, 2), (5, 6), False, True), ((10, 40), (12, 40), True, True), ((10, 400), (120, 400), True, False)],
)
def test_what_may_be_said(one, other, is_enough, is_chance):
    found = Difference(Share(*one), Share(*other))
    assert (found.is_enough, found.is_chance) == (is_enough, is_chance)


def test_nothing_of_nothing():
    share = Share(0, 0)
    assert (share.value, share.low, share.high) == (0.0, 0.0, 1.0)
