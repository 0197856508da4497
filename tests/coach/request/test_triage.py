"""The label, how sure it is, what it rests on."""

import time

import pytest

from otklik.coach.request import triage as room
from otklik.coach.request.translit import is_translit, to_cyrillic
from otklik.coach.request.triage import answer, triage


def test_there_are_twenty_one_labels():
    assert len(room.labels()) == 21


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Продлите домен vesna.ru, пожалуйста", "domain"),
        ("Спасибо большое, всё заработало!", "gratitude"),
        ("Please restore the database from yesterday's backup", "backup"),
        ("ne mogu voiti v panel, parol ne podhodit", "login"),
    ],
)
def test_plain_requests(text, label):
    assert triage(text).label == label


def test_shares_are_one_whole_and_the_best_comes_first():
    guess = triage("Письма не доходят до gmail", "Почта")
    assert (sum(share for _, share in guess.likely), guess.likely[0]) == (
        pytest.approx(1.0),
        (guess.label, guess.confidence),
    )


def test_the_words_are_the_customers_own():
    assert "домен" in triage("Продлите наш домен").words


@pytest.mark.parametrize("text", ["", " ", "?", "\x00", ">", "a" * 20_000, "🙂\n" * 500])
def test_any_text_gets_a_label(text):
    assert triage(text).label in room.labels()


def test_a_key_of_one_long_word_costs_no_time():
    started = time.process_time()
    triage("a." * 25_000)
    assert time.process_time() - started < 0.5


def test_the_contract():
    said = answer({"id": "a", "channel": "email", "subject": "Домен", "text": "продлите"})
    assert (list(said), said["id"], said["label"]) == (["id", "label", "confidence"], "a", "domain")
    assert answer({"id": 1}) == {"id": 1, "error": "the key «text» must be a text"}


def test_translit_is_told_from_english():
    assert (is_translit("sait ne otkryvaetsya, chto delat"), is_translit("The site does not open")) == (True, False)
    assert to_cyrillic("ne rabotaet nginx na 10.0.0.1") == "не работает нгинкс на 10.0.0.1"
