"""Triage and completeness on what nothing was learned from: the floors only rise."""

from collections import Counter

from evals.requests.data import everything, messages
from evals.requests.score import of_completeness, of_filling_in, of_triage

TRIAGE = {"accuracy": 0.80, "half": 0.95, "three": 0.93}  # by words alone, measured, minus a small margin
COMPLETE = {"answered": 0.95, "missing": 0.96}
FILLED_IN = {"filled in": 0.60, "of these right": 0.97}
CALIBRATION = 0.08  # at most


def test_triage_holds_its_floors():
    found = of_triage(everything("check"))
    assert {name: value for name, value in found.items() if value < TRIAGE.get(name, 0)} == {}
    assert found["calibration"] <= CALIBRATION


def test_what_is_filled_in_without_asking_is_right():
    found = of_filling_in(everything("check"))
    assert {name: value for name, value in found.items() if value < FILLED_IN[name]} == {}


def test_completeness_holds_its_floors():
    found = of_completeness([row for row in messages() if row.part == "check"])
    assert {name: value for name, value in found.items() if value < COMPLETE[name]} == {}


def test_ids_and_texts_are_one_each():
    rows = everything()
    assert [each for each, count in Counter(row.id for row in rows).items() if count > 1] == []
    assert [each for each, count in Counter(row.text for row in rows).items() if count > 1] == []
