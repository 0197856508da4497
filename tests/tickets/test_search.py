"""Finding tickets: forms of words, prefixes, slips in names, filters, and nothing that may not be seen."""

import datetime

import pytest

from otklik.tickets import actions
from otklik.tickets.search.find import find
from otklik.tickets.search.query import Filter, parse
from otklik.tickets.search.words import stems
from tests.cast import TUESDAY, ticket

TODAY = TUESDAY.date()


def found(agent, text, **more):
    return [hit.ticket_id for hit in find(agent, text, today=TODAY, **more).hits]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("на серверах пусто", "сервер"),
        ("сервер молчит", "серверах"),
        ("не пришёл счёт", "счета"),
        ("не пришел счет", "счёт"),
        ("Настройка почты", "настро"),
        ("the servers are down", "server"),
        ("one server is down", "servers"),
        ("ошибка 502 на shop.example.ru", "shop.example.ru"),
        ("ошибка 502 на shop.example.ru", "502"),
        ("адрес 203.0.113.7 молчит", "203.0.113.7"),
        ("Платёжный шлюз и корзина", '"платежный шлюз"'),
    ],
)
def test_a_text_is_found_by_other_forms_of_its_words(cast, written, asked):
    wanted, _ = ticket(cast, written, subject="Вопрос")
    ticket(cast, "Совсем о другом.", subject="Прочее")
    assert found(cast.boris, asked) == [wanted.pk]


@pytest.mark.parametrize("asked", ["платежный корзина шлюз -корзина", '"шлюз платежный"', "столб", "203.0.113.8"])
def test_what_is_not_there_is_not_found(cast, asked):
    ticket(cast, "Платёжный шлюз и корзина, стол, 203.0.113.7", subject="Вопрос")
    assert found(cast.boris, asked) == []


def test_words_of_subject_and_of_letter_are_found_together_newest_first(cast):
    first, _ = ticket(cast, "Не приходят письма", subject="Почтовый ящик")
    second, _ = ticket(cast, "Опять не приходят письма", subject="Почтовый ящик")
    assert found(cast.boris, "ящик письмо") == [second.pk, first.pk]


@pytest.mark.parametrize("typed", ["Белова", "белов", "Билова", "Беловаа"])
def test_a_name_is_found_with_a_slip(cast, typed):
    wanted, _ = ticket(cast)
    ticket(cast, requester=cast.ivan, sender="ivan@lavka.example")
    assert found(cast.boris, typed) == [wanted.pk]


def test_a_correction_is_said(cast):
    ticket(cast)
    assert find(cast.boris, "билова", today=TODAY).corrected == "белова"


def test_notes_are_found_and_cancelled_replies_are_not(cast):
    row, message = ticket(cast)
    actions.add_note(row, by=cast.boris, text="Упал коммутатор", at=TUESDAY)
    sent = actions.reply(
        row, by=cast.boris, text="Перезагрузили гипервизор", to=["anna@firma.example"], external_id="r1@nord.example",
        at=TUESDAY, send_after=TUESDAY, seen=message.pk,
    )  # fmt: skip
    assert found(cast.boris, "коммутаторы") == [row.pk]
    assert found(cast.boris, "гипервизоры") == [row.pk]
    actions.cancel(sent, by=cast.boris, at=TUESDAY)
    assert found(cast.boris, "гипервизоры") == []


def test_a_private_team_is_searched_by_its_members_only(cast):
    row, _ = ticket(cast, "Возврат денег", team=cast.billing)
    assert found(cast.boris, "деньги") == []
    assert found(cast.boris, str(row.pk)) == []
    assert found(cast.nina, "деньги") == [row.pk]
    assert found(cast.clara, f"#{row.pk}") == [row.pk]


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("from:белова", True), ("от:anna@firma", True), ("from:ivan", False), ("status:new", True), ("статус:решён", False),
        ("-status:new", False), ("assignee:none", True), ("assignee:me", False), ("tag:срочно", True), ("-tag:срочно", False),
        ("before:2026-11-25", True), ("before:2026-11-24", False), ("after:2026-11-23", True), ("after:сегодня", False),
        ("priority:normal", True), ("brand:nord", True), ("brand:tabel", False), ("сайт status:new", True),
        ("сайт status:closed", False), ("has:attachment", False),
    ],
)  # fmt: skip
def test_filters(cast, asked, is_found):
    row, _ = ticket(cast)
    actions.tag(row, "Срочно", by=cast.boris, at=TUESDAY)
    assert found(cast.boris, asked) == ([row.pk] if is_found else [])


def test_pages_follow_each_other_and_end(cast):
    rows = [ticket(cast, f"Письмо про сервер {n}")[0].pk for n in range(5)][::-1]
    first = find(cast.boris, "сервер", today=TODAY, limit=2)
    second = find(cast.boris, "сервер", today=TODAY, limit=2, before=first.next_before)
    third = find(cast.boris, "сервер", today=TODAY, limit=2, before=second.next_before)
    pages = [[hit.ticket_id for hit in page.hits] for page in (first, second, third)]
    assert pages == [rows[:2], rows[2:4], rows[4:]]
    assert third.next_before is None


def test_the_match_is_marked_in_the_snippet(cast):
    ticket(cast, "Доброе утро. Все серверы молчат.")
    hit = find(cast.boris, "сервер", today=TODAY).hits[0]
    assert hit.snippet == (("Доброе утро. Все ", False), ("серверы", True), (" молчат.", False))


def test_a_bad_value_is_said_and_filters_nothing():
    query = parse("status:странный сайт before:вчера", today=TODAY)
    assert query.unclear == ("status:странный",)
    assert query.filters == (Filter("before", "2026-11-23"),)


@pytest.mark.parametrize(
    "nasty", ['"', "'", "*", "a AND (b", "NEAR(", "' | !", "\\", "-", "тег:", "\x00", "'); DROP", ":*"]
)
def test_no_typing_breaks_the_search(cast, nasty):
    ticket(cast)
    assert isinstance(found(cast.boris, nasty), list)


def test_stems_hold_numbers_and_fold_yo():
    assert stems("Счётами 502-й ошибки, user_name") == ["счет", "502", "й", "ошибк", "user_nam"]


def test_a_renamed_ticket_is_found_by_its_new_subject(cast):
    row, _ = ticket(cast, "Текст", subject="Старая тема")
    actions.set_subject(row, "Обновлённая", by=cast.boris, at=TUESDAY + datetime.timedelta(minutes=1))
    assert found(cast.boris, "старый") == []
    assert found(cast.boris, "обновленный") == [row.pk]
