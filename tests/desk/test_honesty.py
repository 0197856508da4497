"""What we honestly know of a wish, in the coach's remarks."""

from dataclasses import replace

from otklik.coach.reply import Finding
from otklik.desk.honesty import with_facts
from otklik.tickets.wishes import Wish

VAGUE = Finding("vague-status", None, None, "Скажите, делаем ли мы это.", "", "")
OTHER = Finding("thanks", None, None, "Поблагодарите.", "", "")
DARK = Wish(1, "Тёмная тема", "in-work", "Начали в сентябре, срока ещё нет", is_stale=False)


def test_where_the_letter_says_nothing_the_sentence_is_offered():
    found = with_facts([VAGUE, OTHER], "Здравствуйте! Спасибо за идею.", [DARK])
    assert [each.suggestion for each in found] == ["Начали в сентябре, срока ещё нет.", None]


def test_what_we_know_goes_before_what_the_coach_would_guess():
    guess = replace(VAGUE, suggestion="Скажу честно: сейчас мы над этим не работаем.")
    (found,) = with_facts([guess], "Здравствуйте!", [DARK])
    assert found.suggestion == "Начали в сентябре, срока ещё нет."


def test_a_letter_that_says_it_lacks_nothing():
    text = "Тёмную тему\nначали в сентябре,  срока еще нет. Хорошего дня!"
    assert with_facts([VAGUE, OTHER], text, [DARK]) == [OTHER]


def test_of_two_wishes_the_one_not_spoken_of_is_offered():
    export = Wish(2, "Выгрузка", "unplanned", "Пока не беремся", is_stale=False)
    (found,) = with_facts([VAGUE], "Начали в сентябре, срока ещё нет.", [DARK, export])
    assert found.suggestion == "Пока не беремся."


def test_without_a_wish_nothing_changes():
    assert with_facts([VAGUE, OTHER], "Здравствуйте!", []) == [VAGUE, OTHER]
