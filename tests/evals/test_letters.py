"""What the coach finds in letters that nothing was learned from: the floors only rise."""

from pathlib import Path

import pytest
from evals.letters.score import Count, letter_of, letters, part_of

from otklik.coach.reply import check

FOLDER = Path(__file__).parents[2] / "evals" / "letters"
FLOORS = {  # measured, minus a small margin
    "ru": {"precision": 0.86, "recall": 0.78, "clean": 0.87},
    "en": {"precision": 0.86, "recall": 0.82, "clean": 0.82},
}
RUSSIAN = {
    "greeting-name": 0.86, "thanks": 0.86, "officialese": 0.85, "jargon": 0.76, "inconvenience": 0.98, "long-sentence": 0.92, "closing": 0.90,
    "signature-person": 0.89, "ticket-number": 0.83, "insincere-promise": 0.84, "blame-shift": 0.90, "missing-link": 0.80, "no-reason": 0.90,
    "robotic": 0.88, "no-empathy": 0.80, "no-apology": 0.69, "no-question": 0.86, "no-invitation": 0.86, "vague-status": 0.85, "cold-thanks": 0.88,
}  # of precision  # fmt: skip
ENGLISH = {
    "greeting-name": 0.96, "thanks": 0.90, "officialese": 0.80, "jargon": 0.60, "inconvenience": 0.96, "long-sentence": 0.80, "closing": 0.92,
    "signature-person": 0.92, "ticket-number": 0.75, "insincere-promise": 0.66, "blame-shift": 0.72, "missing-link": 0.86, "no-reason": 0.85,
    "robotic": 0.96, "no-empathy": 0.75, "no-apology": 0.75, "no-question": 0.66, "no-invitation": 0.82, "vague-status": 0.82, "cold-thanks": 0.96,
}  # fmt: skip
RULES = {"ru": RUSSIAN, "en": ENGLISH}


@pytest.fixture(scope="module", params=["ru", "en"])
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def count(lang):
    found = Count()
    for row in letters([FOLDER / lang]):
        if part_of(row["id"]) == "check" and row["lang"] == lang:
            found.add(row, check(letter_of(row)))
    return found


def test_precision_and_recall_hold_their_floors(count, lang):
    _, _, _, precision, recall, _ = count.figures()
    clean = count.clean / count.good
    below = {
        name: (round(value, 3), FLOORS[lang][name])
        for name, value in (("precision", precision), ("recall", recall), ("clean", clean))
        if value < FLOORS[lang][name]
    }
    assert below == {}


def test_no_rule_falls_below_its_floor(count, lang):
    below = {
        rule: (round(count.figures(rule)[3], 3), floor)
        for rule, floor in RULES[lang].items()
        if count.figures(rule)[3] < floor
    }
    assert below == {}
