"""Every rule's own examples: each bad line must be found by it, no good line may be."""

import pytest

from otklik.coach.reply import check, shipped

CASES = [(rule, letter, is_bad) for rule in shipped().rules for letter, is_bad in rule.examples]


@pytest.mark.parametrize(
    ("rule", "letter", "is_bad"), CASES, ids=[f"{r.lang}-{r.id}-{n}" for n, (r, _, _) in enumerate(CASES)]
)
def test_examples(rule, letter, is_bad):
    found = [finding for finding in check(letter) if finding.rule == rule.id]
    assert bool(found) == is_bad, (letter.text, found)


def test_both_languages_have_the_same_rules():
    assert {rule.id for rule in shipped().of("ru")} == {rule.id for rule in shipped().of("en")}
