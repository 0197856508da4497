"""How many questions a page asks the database: the same for one row and for thirty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otklik.people.actions import find_or_add_contact
from otklik.tickets import actions
from otklik.tickets.arrivals import File
from otklik.tickets.models import Ticket
from tests.cast import TUESDAY, arrival, ticket
from tests.desk.test_pages import enter

FILE = File("log.txt", "text/plain", 5, "0" * 64, False, "")


def asked(client, name, *arguments, **query):
    """How many questions the page takes, the second time that it is opened; and the page."""
    address = reverse(f"desk:{name}", args=arguments)
    client.get(address, query)
    with CaptureQueriesContext(
        connection,
    ) as questions:
        answer = client.get(address, query)
    assert answer.status_code == 200
    return len(questions), answer.content.decode()


def people(cast, number):
    return find_or_add_contact(kind="email", value=f"p{number}@far.example", name=f"Пётр {number}", at=TUESDAY)


def fill(cast, numbers):
    """Tickets of different people, with tags, teams, assignees and unlike statuses."""
    for number in numbers:
        words = {"requester": people(cast, number), "team": cast.hosting, "sender": f"p{number}@far.example"}
        row, _ = ticket(cast, f"Сервер {number} молчит", **words)
        actions.tag(row, f"метка-{number}", by=cast.boris, at=TUESDAY)
        actions.assign(row, cast.nina if number % 2 else cast.boris, by=cast.boris, at=TUESDAY)


@pytest.mark.parametrize(
    ("name", "arguments", "query"),
    [
        ("view", ["unsolved"], {}),
        ("view", ["all"], {}),
        ("view", ["unsolved"], {"part": "rows"}),
        ("search", [], {"q": "сервер"}),
        ("search", [], {"q": "сервер status:new"}),
        ("search", [], {"q": "from:far.example"}),
    ],
)
def test_a_list_asks_as_much_for_thirty_rows_as_for_one(cast, name, arguments, query):
    nina = enter(cast.nina)
    fill(cast, range(1))
    one, page = asked(nina, name, *arguments, **query)
    assert page.count("data-row>") == 1
    fill(cast, range(1, 30))
    thirty, page = asked(nina, name, *arguments, **query)
    assert (page.count("data-row>"), thirty) == (30, one)


def converse(cast, row, numbers):
    """A letter with a file from a further person, our answer to it, a note with a file, an older ticket; each time."""
    for number in numbers:
        contact, sender = people(cast, number), f"p{number}@far.example"
        letter = arrival(f"Письмо {number}", sender=sender)
        message = actions.receive(row, letter, contact=contact, account=cast.mailbox, copies=[(contact, sender)])
        actions.reply(
            row, by=cast.boris, text="Смотрим", to=[sender], at=TUESDAY, send_after=TUESDAY, seen=message.pk,
            external_id=f"ours-{number}@nord.example", files=[FILE],
        )  # fmt: skip
        actions.add_note(row, by=cast.nina, text="Между нами", at=TUESDAY, files=[FILE])
        actions.tag(row, f"метка-{number}", by=cast.boris, at=TUESDAY)
        ticket(cast)


@pytest.mark.parametrize("name", ["ticket", "timeline", "facts"])
def test_a_ticket_asks_as_much_for_thirty_letters_as_for_one(cast, name):
    nina = enter(cast.nina)
    row, _ = ticket(cast)
    converse(cast, row, range(1))
    one, _ = asked(nina, name, row.pk)
    converse(cast, row, range(1, 30))
    thirty, page = asked(nina, name, row.pk)
    assert (thirty, Ticket.objects.get(pk=row.pk).message_count) == (one, 61)
    if name != "facts":
        assert page.count('class="letter in') == 31


def test_reading_a_letter_asks_as_much_of_a_full_desk_as_of_an_empty_one(cast):
    from otklik.intake import actions as intake
    from otklik.intake.queries import waiting

    def questions(number):
        raw = f"From: p{number}@new.example\r\nTo: support@nord.example\r\nMessage-ID: <{number}@new.example>\r\n\r\nПривет"
        intake.accept([intake.Arrived(raw.encode(), recipients=("support@nord.example",))], at=TUESDAY)
        (envelope,) = waiting()
        with CaptureQueriesContext(connection) as asked_now:
            assert intake.process(envelope, at=TUESDAY).state == "done"
        return len(asked_now)

    first = questions(1)
    fill(cast, range(10, 40))
    assert questions(2) == first
