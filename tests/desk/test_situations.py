"""The situations in the composer: a guess that says so, saved replies filled in, what a letter needs."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from otklik.coach.reply.situations import shipped
from otklik.tickets import actions
from tests.cast import PASSWORD, TUESDAY, arrival, ticket

CROOKED = "Здравствуйте! Страница съехала, кнопок не видно, всё выглядит криво и без картинок."


@pytest.fixture
def boris(cast):
    client = Client()
    assert client.login(username=cast.boris.email, password=PASSWORD)
    return client


def ask(client, row, text=""):
    answer = client.post(reverse("desk:coach", args=[row.pk]), json.dumps({"text": text}), "application/json")
    assert answer.status_code == 200
    return answer.json()


def saved(client, row):
    answer = client.get(reverse("desk:saved", args=[row.pk]))
    assert answer.status_code == 200
    return [reply for stock in answer.context["stocks"] for reply in stock.replies], answer.content.decode()


def test_a_guess_comes_with_the_words_that_it_rests_on(cast, boris):
    row, _ = ticket(cast, CROOKED)
    found = ask(boris, row)["situation"]
    assert (found["said"], found["is_sure"]) == ("", True)
    assert found["guesses"] == [{"id": "browser-display", "label": "Страница выглядит криво"}]
    assert found["why"]
    assert all(each in CROOKED for each in found["why"])


def test_who_is_unsure_offers_up_to_three_and_no_automatic_one(cast, boris):
    row, _ = ticket(cast, "Добрый день. Подскажите.")
    found = ask(boris, row)["situation"]
    ids = [each["id"] for each in found["guesses"]]
    assert (found["said"], found["is_sure"], found["why"]) == ("", False, [])
    assert 1 <= len(ids) <= 3
    assert set(ids) <= set(shipped().by_id) - {"acknowledgement"}


def test_what_was_said_is_no_guess_and_a_newer_letter_is_guessed_anew(cast, boris):
    row, _ = ticket(cast, CROOKED)
    thanks = arrival("Спасибо вам огромное, всё заработало! Вы лучшие.")
    actions.receive(row, thanks, contact=cast.anna, account=cast.mailbox)
    assert [each["id"] for each in ask(boris, row)["situation"]["guesses"]] == ["gratitude"]
    boris.post(reverse("desk:change", args=[row.pk]), {"what": "situation", "value": "outage"})
    assert ask(boris, row)["situation"] == {"said": "outage", "guesses": [], "is_sure": True, "why": []}


def test_the_select_offers_every_situation_in_the_readers_language(cast, boris):
    row, _ = ticket(cast)
    actions.set_situation(row, "refund", by=cast.boris, at=TUESDAY)
    answer = boris.get(reverse("desk:ticket", args=[row.pk]))
    assert answer.context["situations"] == [(each.id, each.label["ru"]) for each in shipped().by_id.values()]
    assert "Вернуть деньги" in answer.content.decode().split('id="timeline"')[1]


def test_the_checklist_ticks_off_what_the_letter_has(cast, boris):
    row, _ = ticket(cast)
    actions.set_situation(row, "browser-display", by=cast.boris, at=TUESDAY)
    before = ask(boris, row, "Здравствуйте, Анна!")["checklist"]
    assert before["lang"] == "ru"
    assert [each["done"] for each in before["items"]] == [False] * len(shipped().by_id["browser-display"].required)
    good = shipped().by_id["browser-display"].letters["ru"].good
    assert [each["done"] for each in ask(boris, row, good)["checklist"]["items"]] == [True] * len(before["items"])
    actions.set_situation(row, "other", by=cast.boris, at=TUESDAY)
    questions = [each.question["ru"] for each in shipped().by_id["other"].required]
    assert [each["question"] for each in ask(boris, row, good)["checklist"]["items"]] == questions


def test_saved_replies_come_filled_and_signed(cast, boris):
    row, _ = ticket(cast)
    actions.set_situation(row, "mail-blocked", by=cast.boris, at=TUESDAY)
    replies, html = saved(boris, row)
    assert len(replies) == len(shipped().by_id["mail-blocked"].saved["ru"])
    for each in replies:
        assert each.text.startswith("Здравствуйте, Анна!\n\n")
        assert each.text.endswith("\n\nБорис Климов,\nподдержка «Норд Хостинг»")
        assert each.text.split("\n\n")[1].startswith(each.opening)
        assert "{" not in each.text
    assert any("nord.example" in each.text for each in replies)
    assert html.count("data-text=") == len(replies)


def test_without_a_word_on_the_situation_the_guesses_replies_are_shown(cast, boris):
    row, _ = ticket(cast, CROOKED)
    titles = [each.title for each in shipped().by_id["browser-display"].saved["ru"]]
    assert [each.title for each in saved(boris, row)[0]] == titles


def test_a_customer_who_writes_english_gets_english(cast, boris):
    row, _ = ticket(cast)
    row.language = "en"
    row.save()
    actions.set_situation(row, "outage", by=cast.boris, at=TUESDAY)
    assert all(each.text.startswith("Hello Анна,\n\n") for each in saved(boris, row)[0])


def test_a_situation_without_replies_says_so(cast, boris):
    row, _ = ticket(cast)
    actions.set_situation(row, "of-another-version", by=cast.boris, at=TUESDAY)
    replies, html = saved(boris, row)
    assert replies == []
    assert "заготовок нет" in html
    assert ask(boris, row)["checklist"]["items"] == []


def test_a_linked_wish_tells_its_status_to_the_guess_and_the_replies(cast, boris):
    row, _ = ticket(cast, "Здравствуйте! Добавьте, пожалуйста, выгрузку в Excel, очень её не хватает.")
    assert [each["id"] for each in ask(boris, row)["situation"]["guesses"]][0] == "feature-unplanned"
    wish = actions.add_wish("выгрузка в Excel", brand=None, by=cast.boris, at=TUESDAY)
    actions.move_wish(wish, "in-work", by=cast.boris, at=TUESDAY)
    actions.link_wish(row, wish, by=cast.boris, at=TUESDAY)
    actions.set_situation(row, "", by=cast.boris, at=TUESDAY)
    assert [each["id"] for each in ask(boris, row)["situation"]["guesses"]] == ["feature-planned"]
    assert any("выгрузк" in reply.text for reply in saved(boris, row)[0])
