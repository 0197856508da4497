"""A rewriting keeps every fact and breaks no more than it mends."""

import pytest

from otklik.coach.reply import Letter
from otklik.coach.reply.proposal import refusal

DRAFT = (
    "Здравствуйте, Анна!\n\nВ настоящее время осуществляется проверка сервера. Мы вернём 1 500 рублей до 5 декабря, инструкция здесь: "
    "https://nord.example/help. Звоните Ивану, 8 800 555-35-35.\n\nБорис Климов"
)
GOOD = (
    "Здравствуйте, Анна!\n\nСейчас мы проверяем сервер. Вернём 1 500 рублей до 5 декабря, а как всё устроено, написано здесь: "
    "https://nord.example/help. Если что, звоните Ивану: 8 800 555-35-35.\n\nХорошей среды!\n\nБорис Климов"
)


def judge(text, draft=DRAFT, **words):
    return refusal(
        Letter(
            text=draft,
            lang=words.pop("lang", "ru"),
            customer_name="Анна Белова",
            agent_name="Борис Климов",
            weekday=2,
            **words,
        ),
        text,
    )


def test_a_better_letter_with_the_same_facts_may_be_shown():
    assert judge(GOOD) is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("1 500", "1 600", "600"),
        ("5 декабря", "6 декабря", "6"),
        ("5 декабря", "5 января", "январь"),
        ("Ивану", "Петру", "петр"),
        ("nord.example/help", "nord.example/new", "https://nord.example/new"),
        ("https://nord.example/help", "в справке", "https://nord.example/help"),
        ("Анна!", "Мария!", "мария"),
        ("Сейчас", "Завтра", "завтра"),
        ("8 800 555-35-35", "по телефону", "800"),
    ],
)
def test_a_changed_fact_is_refused_and_named(old, new, words):
    found = judge(GOOD.replace(old, new))
    assert found is not None
    assert found.why == "fact"
    assert words in found.words


def test_another_day_in_the_wish_is_a_fact_and_the_right_one_is_none():
    assert judge(GOOD.replace("Хорошей среды", "Хорошей пятницы")).why == "fact"


def test_what_breaks_more_than_it_mends_is_refused():
    worse = GOOD.replace(
        "Сейчас мы проверяем",
        "В кратчайшие сроки осуществляем надлежащую проверку, приносим извинения за неудобства,",
    )
    found = judge(worse, draft=GOOD)
    assert (found.why, len(found.words) > 0) == ("rules", True)


@pytest.mark.parametrize("text", ["", "  ", "Здравствуйте! " * 400])
def test_nothing_and_far_too_much_are_refused(text):
    assert judge(text).why == "length"


def test_english_facts():
    draft = "Hello Anna,\n\nPlease be advised that we will refund $40 on Monday. Call Peter.\n\nBoris"
    assert (
        judge(
            "Hello Anna,\n\nWe will refund $40 on Monday. Peter can tell you more, call him.\n\nBoris",
            draft,
            lang="en",
        )
        is None
    )
    assert judge("Hello Anna,\n\nWe will refund $45 on Monday. Call Peter.\n\nBoris", draft, lang="en").words == (
        "40",
        "45",
    )
