"""«Спасибо!» and what only looks like it; the sentences are the development set in `evals/thanks`."""

import importlib.util
from pathlib import Path

import pytest

from otklik.intake.steps.thanks import is_bare_thanks

RUN = Path(__file__).parents[2] / "evals" / "thanks" / "run.py"


def test_no_wish_is_taken_for_thanks_and_most_thanks_are_known():
    spec = importlib.util.spec_from_file_location("thanks_run", RUN)
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    precision, recall, wrong = run.score()
    assert [row["text"] for row in wrong if not row["is_bare"]] == []
    assert (precision, recall > 0.9) == (1.0, True)


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "спасибо " * 41, "Спасибо 502", "Спасибо https://a.example", "Спасибо: логин admin", "…"]
)
def test_what_is_empty_long_or_carries_something_is_not_thanks(text):
    assert not is_bare_thanks(text)
