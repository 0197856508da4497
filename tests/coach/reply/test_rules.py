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


CONTRACT = {
    "greeting-name", "thanks", "officialese", "jargon", "inconvenience", "long-sentence", "closing", "signature-person", "ticket-number",
    "insincere-promise", "blame-shift", "missing-link", "no-reason", "robotic", "no-empathy", "no-apology", "no-question", "no-invitation",
    "vague-status", "cold-thanks",
}  # fmt: skip


def test_russian_has_the_whole_contract_and_english_nothing_else():
    assert {rule.id for rule in shipped().of("ru")} == CONTRACT | {"placeholder"}
    assert {rule.id for rule in shipped().of("en")} - CONTRACT == {"placeholder"}
