"""Whom a shipped wish is told to, in whose name, at which address and in which words."""

import datetime

import pytest

from otklik.outbound import announcing, wording
from otklik.people.actions import find_or_add_contact
from otklik.people.models import Agent, Contact, Identity
from otklik.tickets import actions
from otklik.tickets.models import Ticket
from tests.cast import TUESDAY, arrival, ticket


def wish(cast, *rows, **words):
    feature = actions.add_wish("Тёмная тема", brand=None, by=cast.boris, at=TUESDAY, **words)
    for row in rows:
        actions.link_wish(row, feature, by=cast.boris, at=TUESDAY)
    actions.move_wish(feature, "shipped", by=cast.boris, at=TUESDAY)
    return feature


def answer(cast, row, by, n=1):
    return actions.reply(
        row, by=by, text="Пока нет", to=["anna@firma.example"], external_id=f"{row.pk}-{n}@nord.example", at=TUESDAY, send_after=TUESDAY, seen=None,
    )  # fmt: skip


def letters(cast, feature):
    return announcing.letters(feature, by=cast.clara, at=TUESDAY)


def test_the_agent_they_talked_to_writes(cast):
    row, _ = ticket(cast)
    answer(cast, row, cast.boris)
    answer(cast, row, cast.nina, 2)
    (letter,) = letters(cast, wish(cast, row))
    assert (letter.agent, letter.to, letter.ticket, letter.reason) == (cast.nina, "anna@firma.example", row, "")
    assert letter.text.startswith("Здравствуйте, Анна!")
    assert letter.text.rstrip().endswith("Нина Ветрова,\nподдержка «Норд Хостинг»")
    assert "«Тёмная тема»" in letter.text
    assert "Хорошего вторника!" in letter.text


def test_who_has_left_is_followed_by_the_assignee_then_by_who_sends(cast):
    row, _ = ticket(cast)
    answer(cast, row, cast.boris)
    Agent.objects.filter(pk=cast.boris.pk).update(is_active=False)
    feature = wish(cast, row)
    assert letters(cast, feature)[0].agent == cast.clara
    actions.assign(row, cast.nina, by=cast.clara, at=TUESDAY)
    assert letters(cast, feature)[0].agent == cast.nina


def test_it_goes_where_they_last_wrote_from(cast):
    Identity.objects.create(contact=cast.anna, kind="email", value="anna@dom.example", created_at=TUESDAY)
    row, _ = ticket(cast)
    actions.receive(row, arrival("Ещё раз", sender="anna@dom.example"), contact=cast.anna, account=cast.mailbox)
    feature = wish(cast, row)
    assert letters(cast, feature)[0].to == "anna@dom.example"
    Identity.objects.filter(value="anna@dom.example").update(undeliverable_since=TUESDAY)
    assert letters(cast, feature)[0].to == "anna@firma.example"


def test_an_english_customer_gets_an_english_letter(cast):
    row, _ = ticket(cast, subject="Dark theme?")
    Ticket.objects.filter(pk=row.pk).update(language="en")
    (letter,) = letters(cast, wish(cast, row, title_en="Dark theme"))
    assert (letter.language, "“Dark theme”" in letter.text, letter.text.startswith("Hi Анна!")) == ("en", True, True)
    (letter,) = letters(cast, wish(cast, row))
    assert "“Dark theme?”" in letter.text


def test_the_written_sentence_goes_with_it_unless_it_is_from_before(cast):
    row, _ = ticket(cast)
    feature = wish(cast, row)
    actions.rewrite_wish(feature, title="Тёмная тема", sentence_ru="Включается в «Виде»", by=cast.boris, at=TUESDAY)
    assert "«Тёмная тема». Включается в «Виде».\n" in letters(cast, feature)[0].text
    actions.move_wish(feature, "in-work", by=cast.boris, at=TUESDAY)
    actions.move_wish(feature, "planned", by=cast.boris, at=TUESDAY)
    assert "Включается" not in letters(cast, feature)[0].text


def test_a_voice_without_a_ticket_is_answered_in_their_newest_conversation(cast):
    ticket(cast)
    newest, _ = ticket(cast)
    feature = wish(cast)
    actions.add_vote(feature, cast.anna, by=cast.boris, at=TUESDAY)
    assert [each.ticket for each in letters(cast, feature)] == [newest]


def test_an_own_signature_stands_under_the_letter(cast):
    Agent.objects.filter(pk=cast.clara.pk).update(signature="Клара, всегда на связи")
    cast.clara.refresh_from_db()
    (letter,) = letters(cast, wish(cast, ticket(cast)[0]))
    assert letter.text.endswith("Хорошего вторника!\n\nКлара, всегда на связи\n")


def test_braces_in_a_name_are_no_marks(cast):
    text = wording.write("feature-shipped", language="ru", name="", agent="Борис", brand="{wish}", weekday=0, feature="{agent}")  # fmt: skip
    assert "«{agent}»" in text
    assert "«{wish}»" in text


def test_the_wish_is_for_the_day_of_sending():
    text = wording.write("feature-shipped", language="ru", name="Анна", agent="Борис", brand="Норд", weekday=1)
    assert "Хорошей пятницы!" in wording.with_wish_of(text, language="ru", weekday=4)
    assert "вторник" not in wording.with_wish_of(text, language="ru", weekday=4)


@pytest.mark.parametrize("count", [1, 4])
def test_many_are_asked_for_at_once(cast, count, django_assert_num_queries):
    feature = wish(cast)
    for number in range(count):
        who = find_or_add_contact(kind="email", value=f"{number}@firma.example", name=f"Имя {number}", at=TUESDAY)
        row, _ = ticket(cast, requester=who, sender=f"{number}@firma.example")
        answer(cast, row, cast.boris)
        actions.link_wish(row, feature, by=cast.boris, at=TUESDAY + datetime.timedelta(minutes=number))
    assert Contact.objects.count() == count + 2
    with django_assert_num_queries(6):
        assert len(letters(cast, feature)) == count
