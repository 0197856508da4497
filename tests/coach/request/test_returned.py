"""Answers that come back by mail: inline, copied, numbered, in own words; Russian and English."""

import pytest

from otklik.coach.request.catalogue import shipped
from otklik.coach.request.returned import numbers_of, read

SITE, MAIL, NETWORK = (shipped()[each] for each in ("site-down", "mail", "network"))
ASKED = """Здравствуйте, Анна!

Подскажите, пожалуйста:

1. Какой сайт не открывается: назовите домен; все сайты или один?
2. Какую ошибку или какой код показывает браузер?
3. Открывается ли сайт с другого подключения, компьютера или у знакомых? Попробуйте с телефона через мобильный интернет или попросите знакомого.

Просто ответьте на это письмо.

Борис Климов,
поддержка «Норд»"""


def said(new, kind=SITE, **words):
    """question's own name → the words of the customer."""
    found = read(new, kind, **words)
    return {each.question.partition(".")[2]: new[each.start : each.end] for each in found.answered}


def quoted(*parts):
    """A letter whose lines of ours are quoted: («> » and a text) or the customer's own words."""
    return "\n".join(parts)


def test_a_letter_of_ours_knows_its_numbers():
    assert {number: each.id for number, each in numbers_of(ASKED, SITE).items()} == {
        1: "site-down.example-domain", 2: "site-down.error-code", 3: "site-down.other-connection",
    }  # fmt: skip


def test_answers_under_quoted_questions_find_them():
    new = "наш главный\n\nничего, просто белое\n\nда, у соседа так же"
    whole = quoted(
        "> 1. Какой сайт не открывается: назовите домен; все сайты или",
        "> один?",
        "наш главный",
        "",
        "> 2. Какую ошибку или какой код показывает браузер?",
        "ничего, просто белое",
        "",
        "> 3. Открывается ли сайт с другого подключения, компьютера или у знакомых? Попробуйте",
        "> с телефона через мобильный интернет или попросите знакомого.",
        "да, у соседа так же",
    )
    assert said(new, whole=whole, asked=ASKED) == {
        "example-domain": "наш главный", "error-code": "ничего, просто белое", "other-connection": "да, у соседа так же",
    }  # fmt: skip


def test_words_under_a_whole_quoted_letter_answer_no_single_question():
    new = "Хорошо, спасибо, жду."
    whole = "\n".join(f"> {line}" for line in ASKED.split("\n")) + "\n" + new
    assert said(new, whole=whole, asked=ASKED) == {}


@pytest.mark.parametrize(
    "new",
    [
        "1. лавка-чай, один\n2. белый лист\n3. тоже нет",
        "1) лавка-чай, один\n2) белый лист\n3) тоже нет",
        "1 - лавка-чай, один\n2 - белый лист\n3 - тоже нет",
        "Отвечаю: 1. лавка-чай, один 2. белый лист 3. тоже нет",
    ],
)
def test_numbers_find_their_questions(new):
    found = said(new, asked=ASKED)
    wanted = {"example-domain": "лавка-чай, один", "error-code": "белый лист", "other-connection": "тоже нет"}
    assert {name: found.get(name) for name in wanted} == wanted


def test_numbers_say_nothing_without_a_letter_of_ours():
    assert said("1. всё плохо\n2. совсем") == {}


def test_a_question_copied_without_marks_is_answered_behind_it_and_answers_nothing_itself():
    new = "3. Открывается ли сайт с другого подключения, компьютера или у знакомых? нет\n2. Какую ошибку или какой код показывает браузер?\nпусто"
    assert said(new, asked=ASKED) == {"other-connection": "нет", "error-code": "пусто"}


def test_a_question_that_is_only_copied_stays_open():
    new = "Открывается ли сайт с другого подключения, компьютера или у знакомых?"
    assert said(new, asked=ASKED) == {}


@pytest.mark.parametrize("words", ["не знаю", "без понятия", "I don't know", "?", "-"])
def test_i_do_not_know_is_no_answer(words):
    assert said(f"2. {words}", asked=ASKED) == {}


def test_free_words_answer_as_they_do_in_a_first_letter():
    assert said("lavka-chai.ru, пишет 502, с телефона то же", asked=ASKED) == {
        "example-domain": "lavka-chai.ru", "error-code": "502", "other-connection": "с телефона",
    }  # fmt: skip


def test_english_letters_work_alike():
    asked = "1. From which mailbox to which does mail not go?\n2. Does mail to and from other addresses arrive?"
    texts = {each.id: each.text["en"] for each in MAIL.questions}
    asked = f"1. {texts['mail.from-to']}\n2. {texts['mail.other-addresses']}"
    found = said("1. mine to my boss\n2. it does", MAIL, asked=asked)
    assert (found["from-to"], found["other-addresses"]) == ("mine to my boss", "it does")


def test_words_are_no_report():
    asked = f"1. {NETWORK.questions[2].text['ru']}"
    assert said("1. прикладываю позже", NETWORK, asked=asked) == {}


def test_the_hops_of_a_report_are_no_numbered_answers():
    screen = "\n".join(f" {at}. 10.0.0.{at}   0.0%  1000   {at}.1  {at}.2" for at in (1, 2, 3))
    assert {"example-domain", "error-code"}.isdisjoint(said(f"вот отчёт\n{screen}", asked=ASKED))


@pytest.mark.parametrize("text", ["", "\n\n", ">", "> \n>", "1.", "1. \n2. ", "\x00", "1" * 60_000])
def test_no_text_breaks_it(text):
    read(text, SITE, whole=text, asked=text)
