"""Machines by their fields, their subjects, their words; and people who speak of them."""

import pytest

from otklik.channels.kinds.email.auto import kind_of


@pytest.mark.parametrize(
    "subject",
    [
        "Автоматический ответ: x",
        "Авто ответ: x",
        "В командировке: Re: x",
        "Сейчас нет на месте Re: x",
        "Автоматическое уведомление",
        "Out of Office: x",
    ],
)
def test_by_subject(subject):
    assert kind_of({}, subject) == "auto-reply"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Здравствуйте! Я в отпуске до 30.11. По срочным вопросам пишите Ольге: o@x.example.", "auto-reply"), ("Это автоматический ответ. Буду в понедельник.", "auto-reply"),
        ("Нахожусь на больничном, доступ к почте ограничен.", "auto-reply"), ("I am out of the office with limited access to email.", "auto-reply"),
        ("Я в отпуске без ноутбука, но сайт лежит. Перезапустите сервер.", None), ("Это автоматический ответ? По срочным вопросам не пишет никто.", None),
        ("Получил автоответ, жду человека.", None),
    ],
)  # fmt: skip
def test_by_words(words, kind):
    assert kind_of({}, "Re: Сайт", words=words) == kind


def test_a_receipt_is_no_answer():
    assert kind_of({}, "Прочтено: Сайт", is_receipt=True) == "auto-reply"
