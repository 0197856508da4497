"""The sentences that the model of speech acts learns from."""

from __future__ import annotations

import pytest
from evals.speech.sentences import SHORT, Row, rows, twins


@pytest.mark.parametrize("side", ["agent", "customer"])
def test_no_two_sentences_are_nearly_the_same(side: str) -> None:
    assert list(twins(list(rows("ru", side)))) == []


@pytest.mark.parametrize("side", ["agent", "customer"])
def test_every_act_has_a_name(side: str) -> None:
    assert {act for row in rows("ru", side) for act in row.acts} <= set(SHORT.values())


def test_twins_are_seen() -> None:
    pair = [Row("Мы вернём вам деньги завтра.", frozenset()), Row("Мы вернём вам все деньги завтра!", frozenset())]

    assert len(list(twins(pair))) == 1
