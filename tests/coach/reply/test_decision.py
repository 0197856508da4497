"""Decisions: what weighs for and against, where the mark goes, when they are silent."""

import pytest

from otklik.coach.reply import Letter, check, shipped
from otklik.coach.reply.check import is_letter, marked
from otklik.coach.reply.decision import decisions
from otklik.coach.reply.evidence import signals
from otklik.coach.reply.reading import reading

ASKED = "У меня не открывается личный кабинет, уже второй день. Что делать?"
BLAMING = """Здравствуйте, Анна!

Мы проверили наши серверы, у нас всё работает. Проблема на стороне вашего провайдера, обращайтесь к нему.

Хорошего дня!
Борис Климов"""
HELPING = """Здравствуйте, Анна!

Похоже, ваш провайдер не пускает к нам. Я уже написал их инженерам и пока открыл вам запасной адрес: https://two.example.
Напишите, открылся ли кабинет, и я проверю дальше.

Хорошего дня!
Борис Климов"""


def letter(text, **more):
    return Letter(text, lang="ru", situation="other", customer_name="Анна", incoming=ASKED, **more)


def seen(text):
    read = reading(letter(text))
    return signals(read, {rule.id: len(marks) for rule, marks in marked(shipped().of("ru"), read)})


def marks(text, rule):
    return [text[each.start : each.end] for each in check(letter(text)) if each.rule == rule]


def test_blame_without_help_is_found_on_its_sentence_and_with_help_it_is_not():
    assert marks(BLAMING, "blame-shift") == ["Проблема на стороне вашего провайдера, обращайтесь к нему."]
    assert marks(HELPING, "blame-shift") == []


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_decision_is_of_a_rule_that_asks_for_one(lang):
    weighed = {rule.id for rule in shipped().of(lang) if rule.is_weighed}
    assert weighed
    assert set(decisions(lang)) == weighed


def test_a_decision_names_what_weighed_most():
    decision, blaming = decisions("ru")["blame-shift"], seen(BLAMING)
    reasons = decision.reasons(blaming, most=len(decision.weights))
    assert abs(decision.bias + sum(weight for _, weight in reasons) - decision.score(blaming)) < 1e-9
    assert abs(reasons[0][1]) == max(abs(weight) for _, weight in reasons)


def test_a_line_is_no_letter_to_weigh():
    assert not is_letter(reading(letter("Проверьте кабель.")))
    assert is_letter(reading(letter(BLAMING)))


def test_the_mark_of_a_decision_alone_is_on_the_sentence_that_shows_it_best():
    read = reading(letter(BLAMING))
    assert decisions("ru")["blame-shift"].sentence(read).unit.text.startswith("Проблема на стороне")
    assert decisions("ru")["no-empathy"].sentence(read) is None
