"""The contract's form: what is answered to what, key by key."""

import json

import pytest

from otklik.coach.reply.contract import answer

BAD = "Здравствуйте, Анна!\n\nПриносим извинения за доставленные неудобства."


def test_a_finding_has_just_the_contracts_keys_in_their_order():
    said = answer({"id": "a", "lang": "ru", "customer_name": "Анна", "reply": BAD})
    assert list(said) == ["id", "findings"]
    assert {tuple(each) for each in said["findings"]} == {("rule", "start", "end", "message", "suggestion")}
    found = next(each for each in said["findings"] if each["rule"] == "inconvenience")
    assert BAD[found["start"] : found["end"]] == "неудобства"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ([], {"id": None, "error": "not an object"}),
        ({"id": 3}, {"id": 3, "error": "the key «reply» must be a text"}),
        ({"id": 3, "reply": None}, {"id": 3, "error": "the key «reply» must be a text"}),
        ({"id": {"a": 1}, "reply": ""}, {"id": {"a": 1}, "findings": []}),
    ],
)
def test_what_cannot_be_judged_is_said(question, said):
    assert answer(question) == said


def test_keys_that_hold_something_else_are_passed_over():
    plain = answer({"id": 1, "reply": BAD})
    odd = answer(
        {"id": 1, "reply": BAD, "lang": 7, "customer_name": None, "incoming": ["x"], "weekday": "someday", "more": 1}
    )
    assert json.dumps(plain) == json.dumps(odd)
