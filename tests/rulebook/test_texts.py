"""A rule as it is typed: what becomes of it, and what is said when it cannot be saved."""

import time

import pytest

from otklik.coach.reply import Catalogue, Letter, check
from otklik.rulebook.texts import BadText, Problem, checked, rule_of
from tests.rulebook.cases import box


def found(text, letter, **known):
    rule = rule_of(text, "own-1")
    return [
        (each.rule, letter[each.start : each.end], each.suggestion)
        for each in check(Letter(letter, lang=text.lang, **known), Catalogue((rule,)))
    ]


def problems(text):
    with pytest.raises(BadText) as bad:
        checked(text, "own")
    return list(bad.value.problems)


@pytest.mark.parametrize(
    ("line", "letter", "words"),
    [
        ("сервак", "Перенесли с сервака на сервак.", ["сервака", "сервак"]),
        ("сервака", "Наши серваки отдыхают.", ["серваки"]),
        ("тёмная тема", "О тёмной теме думаем. Тему тёмную любим.", ["тёмной теме"]),
        ("Сервак!", "Сервак жив.", ["Сервак"]),
        ("е-мейл", "Напишите на е-мейл.", ["е-мейл"]),
    ],
)
def test_plain_words_are_found_in_all_their_forms(line, letter, words):
    assert [each[1] for each in found(box(phrases=(line,)), letter)] == words


def test_english_words_too():
    text = box(lang="en", phrases=("kindly ask → please",), bad=("We kindly ask you.",), good=("Please write.",))
    assert found(text, "He kindly asked us.") == [("own-1", "kindly asked", "please")]
    assert checked(text, "own").id == "own"


def test_what_to_write_instead_is_the_lines_own_or_that_of_all():
    text = box(phrases=("сервак → сервер", "админка => панель", "тикет", "баг →"), instead="заявка")
    letter = "Сервак и админка, тикет и баг."
    assert [each[2] for each in found(text, letter)] == ["Сервер", "панель", "заявка", None]


def test_the_coachs_own_language_is_read_with_its_exceptions():
    text = box(is_plain=False, phrases=("в =панели → в кабинете", "панель → кабинет"), unless=("панель инструмент",))
    assert found(text, "В панели есть панель инструментов, а панель — нет.") == [
        ("own-1", "В панели", "В кабинете"), ("own-1", "панель", "кабинет"),
    ]  # fmt: skip


def test_a_rule_for_a_situation_is_silent_elsewhere_and_its_examples_know_it():
    text = box(situations=("refund",))
    assert checked(text, "own").situations == frozenset({"refund"})
    assert [len(found(text, "Сервак цел.", situation=each)) for each in ("refund", "other")] == [1, 0]


def test_a_situation_that_was_guessed_is_said_to_be_a_guess():
    rule = rule_of(box(situations=("gratitude",)), "own-1")
    letter = Letter("Сервак цел.", lang="ru", incoming="Спасибо огромное, всё заработало!")
    (found,) = check(letter, Catalogue((rule,)))
    assert (found.is_guess, found.message.startswith("«Сервак» — у нас так не пишут. Ситуацию мы угадали")) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": " "}, [Problem("title", "empty")]),
        ({"why": ""}, [Problem("why", "empty")]),
        ({"phrases": ()}, [Problem("phrases", "empty")]),
        ({"phrases": ("— !",)}, [Problem("phrases", "empty")]),
        ({"bad": ()}, [Problem("bad", "empty")]),
        ({"good": ()}, [Problem("good", "empty")]),
        ({"title": "я" * 121}, [Problem("title", "long", 120)]),
        ({"phrases": ("сервак",) * 101}, [Problem("phrases", "many", 100)]),
        ({"bad": ("Ваш сервер жив.",)}, [Problem("bad", "absent", 1, "Ваш сервер жив.")]),
        ({"bad": ("Ваш сервак.", "Он сказал: «сервак».")}, [Problem("bad", "quoted", 2, "Он сказал: «сервак».", "сервак")]),
        ({"unless": ("ваш сервак",)}, [Problem("bad", "excused", 1, "Ваш сервак перезагрузили.", "ваш сервак")]),
        ({"bad": ("> сервак упал",)}, [Problem("bad", "aside", 1, "> сервак упал")]),
        ({"good": ("Всё хорошо.", "Это не сервак.")}, [Problem("good", "hit", 2, "Это не сервак.", "сервак")]),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_says_which_and_why(changes, expected):
    got = problems(box(**changes))
    if expected[0].reason == "excused":
        assert [(each.field, each.reason, each.number, each.text) for each in got] == [("bad", "excused", 1, "Ваш сервак перезагрузили.")]  # fmt: skip
    else:
        assert got == expected


@pytest.mark.parametrize(
    ("phrase", "reason", "words"),
    [
        ("сервак ..два упал", "gap", "..два"), ("(очень) сервак", "edge", ""), ("сервак ..3", "edge", ""), ("сер*ер", "word", "сер*ер"),
        ("сервак{глагол}", "grammar", "глагол"), ("<железо>", "set", "<железо>"), ("@нет-такого", "group", "@нет-такого"), ("се*", "short", "се*"),
    ],
)  # fmt: skip
def test_a_phrase_that_cannot_be_read_is_quoted(phrase, reason, words):
    assert problems(box(is_plain=False, phrases=(phrase,))) == [Problem("phrases", reason, text=phrase, words=words)]
    assert problems(box(is_plain=False, unless=(phrase,))) == [Problem("unless", reason, text=phrase, words=words)]


@pytest.mark.parametrize("phrase", ["а ..10 б", " ".join("абвгдежзиклмн"), " ..9 ".join("абвгд")])
def test_a_phrase_that_takes_too_long_is_refused(phrase):
    assert [each.reason for each in problems(box(is_plain=False, phrases=(phrase,)))] == ["wide"]


def test_the_widest_phrase_that_is_allowed_is_still_quick():
    rule = rule_of(box(is_plain=False, phrases=("а ..9 а ..9 а ..9 б $",)), "own-1")
    letter = Letter("б " + "а " * 3_000 + "и", lang="ru")
    began = time.process_time()
    assert check(letter, Catalogue((rule,))) == []
    assert time.process_time() - began < 5
