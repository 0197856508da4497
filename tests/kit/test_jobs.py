"""Claiming rows and coming back later."""

import datetime

import pytest

from otklik.kit import jobs
from otklik.people.actions import add_team
from otklik.people.models import Team


def test_a_claim_takes_so_many_in_the_order_asked_for_and_marks_them(db):
    for name in "cab":
        add_team(name)
    taken = jobs.claim(Team.objects.filter(is_private=False).order_by("name"), limit=2, changes={"is_private": True})
    assert [(team.name, team.is_private) for team in taken] == [("a", True), ("b", True)]
    assert list(Team.objects.filter(is_private=False).values_list("name", flat=True)) == ["c"]
    assert jobs.claim(Team.objects.filter(name="nobody"), limit=5, changes={"is_private": True}) == []


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 60), (1, 60), (2, 300), (3, 900), (6, 14400), (99, 14400)])
def test_waiting_grows_to_its_bound_with_a_little_chance(attempts, seconds):
    waits = [jobs.back_off(attempts) for _ in range(50)]
    assert all(
        datetime.timedelta(seconds=seconds * 0.9) <= wait <= datetime.timedelta(seconds=seconds * 1.1)
        for wait in waits
    )
    assert len(set(waits)) > 1
