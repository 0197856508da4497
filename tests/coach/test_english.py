"""English words: their dictionary forms, short forms, orders; what a letter takes up of the customer's."""

from __future__ import annotations

import pytest

from otklik.coach import english
from otklik.coach.phrases import Phrases
from otklik.coach.reply import Letter, check
from otklik.coach.reply.reading import customer
from otklik.coach.text import unit


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("sent", "send"), ("apologies", "apology"), ("stopped", "stop"), ("making", "make"), ("used", "use"), ("tries", "try"),
        ("boxes", "box"), ("apologized", "apologise"), ("colours", "color"), ("went", "go"), ("'s", "be"), ("no-one", "nobody"),
    ],
)  # fmt: skip
def test_a_word_has_its_dictionary_form(word, form):
    assert form in english.forms(word)[0]


@pytest.mark.parametrize(
    ("word", "form"), [("thing", "the"), ("this", "thi"), ("news", "new"), ("used", "us"), ("address", "addres")]
)
def test_what_only_looks_like_an_ending_is_none(word, form):
    assert form not in english.forms(word)[0]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("don't", ["do", "not"]), ("can’t", ["can", "not"]), ("won't", ["will", "not"]), ("I'll", ["i", "will"]), ("cannot", ["can", "not"]),
        ("Ann's", ["ann", "'s"]), ("isnt", ["is", "not"]), ("o'clock", ["o'clock"]), ("want", ["want"]),
    ],
)  # fmt: skip
def test_short_forms_are_read_in_full(written, words):
    assert [piece.lower for piece in english.pieces(written)] == words


def test_places_of_short_forms_are_those_of_the_text():
    text = "We don’t know."
    assert [text[word.start : word.end] for word in unit(text).words] == ["We", "do", "n’t", "know"]


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("Clear the cache and restart it.", ["clear", "restart"]),
        ("1. Update it", ["update"]),
        ("Could you, please, send it?", ["send"]),
        ("I clear the table.", []),
        ("The update came, and we left.", []),
    ],
)
def test_an_order_is_told_by_where_it_stands(text, orders):
    assert [word.lower for word in unit(text).words if "impr" in word.tags and word.lower != "please"] == orders


def test_a_phrase_may_choose_between_words_in_a_row():
    phrases = Phrases(["=at =our|=the+very earliest"])
    assert [
        bool(phrases.find(unit(text))) for text in ("at our earliest", "at the very earliest", "at the earliest")
    ] == [True, True, False]


def test_what_the_customer_feels_is_heard_in_their_own_words():
    said = "I drove 20 miles for nothing with three kids."
    assert "loss" in customer(said, "en").said
    letters = ("Twenty miles with three kids for a locked gate!", "The gate opens at nine.", "Kids are free.")
    found = [[f.rule for f in check(Letter(text, "en", incoming=said)) if f.rule == "no-empathy"] for text in letters]
    assert found == [[], ["no-empathy"], ["no-empathy"]]


def test_a_formula_is_one_fault_not_three():
    text = "Hi Ann,\n\nThank you for your feedback. Your opinion is very important to us.\n\nJo"
    found = {f.rule for f in check(Letter(text, "en", situation="gratitude", incoming="Thanks, Jo!"))}
    assert "cold-thanks" in found
    assert "insincere-promise" not in found
