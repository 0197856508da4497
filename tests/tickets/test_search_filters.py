"""Every filter, both languages, said and denied, alone and with words; the same on both databases."""

import datetime

import pytest

from otklik.kit import blobs
from otklik.people.models import Identity
from otklik.tickets import actions
from otklik.tickets.arrivals import File
from otklik.tickets.models import Attachment, Priority
from otklik.tickets.search.find import find
from tests.cast import TUESDAY, arrival, ticket

DAY = datetime.timedelta(days=1)


@pytest.fixture
def tickets(cast):
    """a: Anna's, hosting, urgent, Boris', tagged, with a file, today. b: Ivan's, solved, no team, a week ago."""
    a, message = ticket(cast, "Ёлка на сервере мигает", subject="Ошибка Базы данных", team=cast.hosting)
    actions.set_priority(a, Priority.URGENT, by=cast.boris, at=TUESDAY)
    actions.assign(a, cast.boris, by=cast.boris, at=TUESDAY)
    actions.tag(a, "Важный клиент", by=cast.boris, at=TUESDAY)
    Attachment.objects.create(
        message=message, filename="a.log", content_type="text/plain", size=1, digest=blobs.put(b"x")
    )
    b, _ = actions.open_ticket(
        arrival("Письма не доходят", subject="Почта", sender="ivan@lavka.example", at=TUESDAY - 7 * DAY), requester=cast.ivan,
        brand=cast.tabel, account=cast.tabel_mailbox,
    )  # fmt: skip
    actions.set_status(b, "solved", by=cast.nina, at=TUESDAY)
    return {a.pk: "a", b.pk: "b"}


def found(cast, tickets, text, agent=None):
    hits = find(agent or cast.boris, text, today=TUESDAY.date()).hits
    return "".join(sorted(tickets[hit.ticket_id] for hit in hits))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("from:anna@firma.example", "a"), ("from:белова", "a"), ("from:БЕЛОВА", "a"), ("from:Иван", "b"), ("от:lavka", "b"), ("клиент:петров", "b"),
        ('from:"анна белова"', "a"), ("-from:anna", "b"), ("from:nobody", ""),
        ("status:new", "a"), ("status:solved", "b"), ("статус:решён", "b"), ("статус:решен", "b"), ("-status:solved", "a"), ("STATUS:Solved", "b"),
        ("assignee:me", "a"), ("assignee:boris", "a"), ("исполнитель:климов", "a"), ("assignee:none", "b"), ("-assignee:me", "b"), ("исполнитель:никто", "b"),
        ("team:хостинг", "a"), ("team:Хост", "a"), ("команда:хостинг", "a"), ("-team:хостинг", "b"),
        ("brand:nord", "a"), ("brand:табель", "b"), ("бренд:норд", "a"), ("-brand:nord", "b"),
        ('tag:"важный клиент"', "a"), ('метка:"ВАЖНЫЙ клиент"', "a"), ('-tag:"важный клиент"', "b"), ("tag:другое", ""),
        ("priority:urgent", "a"), ("приоритет:срочный", "a"), ("priority:4", "a"), ("priority:normal", "b"), ("-priority:urgent", "b"),
        ("before:2026-11-20", "b"), ("before:20.11.2026", "b"), ("до:20.11", "b"), ("before:yesterday", "b"), ("before:3d", "b"), ("-before:3d", "a"),
        ("after:2026-11-20", "a"), ("после:вчера", "a"), ("after:5д", "a"), ("after:2026-11-24", ""),
        ("has:attachment", "a"), ("есть:вложение", "a"), ("есть:файл", "a"), ("has:file", "a"), ("-has:attachment", "b"),
        ("subject:базы", "a"), ("тема:ПОЧТА", "b"), ('subject:"ошибка базы"', "a"), ("subject:данных", "a"), ("-subject:почта", "a"),
        ("status:new status:solved", ""), ("from:anna status:new tag:нет", ""), ("ёлка status:new", "a"), ("елки from:anna", "a"),
        ("письмо -from:ivan", ""), ("письмо -почта", ""), ("-письмо", "a"), ("-ёлка status:solved", "b"), ("status:new -ёлка", ""), ("-ёлка", "b"), ("-ёлка -письмо", ""),
        ('"письма не доходят"', "b"), ('"доходят письма"', ""), ("дохо", "b"), ("мига", "a"), ("серверы", "a"), ("серверов*", "a"),
        ("status:чепуха", ""), ("before:чепуха", ""), ("has:чепуха", ""),
    ],
)  # fmt: skip
def test_a_search_finds(cast, tickets, asked, expected):
    assert found(cast, tickets, asked) == expected


@pytest.mark.parametrize("typed", ["Билова", "Белоав", "Бклова", "Белва", "Ана Белова"])
def test_a_slip_in_a_name(cast, tickets, typed):
    assert found(cast, tickets, typed) == "a"


def test_all_addresses_of_a_person_are_theirs(cast, tickets):
    Identity.objects.create(contact=cast.anna, kind="email", value="other@home.example", created_at=TUESDAY)
    assert found(cast, tickets, "from:other@home") == "a"


def test_notes_and_answers_are_found_and_who_may_not_see_finds_nothing(cast, tickets):
    secret, _ = ticket(cast, "Тайный договор", team=cast.billing)
    tickets[secret.pk] = "s"
    actions.add_note(secret, by=cast.nina, text="Скидка по сговору", at=TUESDAY)
    for asked in ("договор", "скидки", "team:биллинг", "status:new", str(secret.pk)):
        assert "s" not in found(cast, tickets, asked)
        assert "s" in found(cast, tickets, asked, agent=cast.nina)


def test_filters_alone_are_paged(cast):
    numbers = [ticket(cast, f"Письмо {n}")[0].pk for n in range(5)]
    seen, before = [], None
    for _ in range(3):
        page = find(cast.boris, "status:new", today=TUESDAY.date(), limit=2, before=before)
        seen += [hit.ticket_id for hit in page.hits]
        before = page.next_before
    assert (sorted(seen), before) == (numbers, None)


def test_a_file_is_known_by_the_message_it_came_with(cast, tickets):
    row, _ = ticket(cast)
    draft = actions.save_draft(row, by=cast.boris, text="x", is_note=False, seen=None, at=TUESDAY)
    actions.attach(draft, File("b.txt", "text/plain", 1, blobs.put(b"y")))
    assert row.pk not in [hit.ticket_id for hit in find(cast.boris, "has:attachment", today=TUESDAY.date()).hits]
