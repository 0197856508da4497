"""What a draft rule would have marked in the letters that went out: which letters, whose, how many, how fast."""

import itertools
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.coach.reply import shipped
from otklik.desk import rehearsal
from otklik.desk.rehearsal import LETTERS, SHOWN, rehearse
from otklik.rulebook.queries import catalogue
from otklik.rulebook.texts import rule_of
from otklik.tickets import actions
from otklik.tickets.models import Message, State
from tests.cast import TUESDAY, ticket
from tests.rulebook.cases import BOX, box

_numbers = itertools.count(1)


def sent(cast, text, *, by=None, state=State.SENT, situation="", incoming="Сайт не открывается.", **words):
    """An agent's letter that has left, in a ticket of its own."""
    row, message = ticket(cast, incoming, **words)
    if situation:
        actions.set_situation(row, situation, by=None, at=TUESDAY)
    reply = actions.reply(
        row, by=by or cast.boris, text=text, to=["anna@firma.example"], at=TUESDAY, send_after=TUESDAY, seen=message.pk,
        external_id=f"rehearsed-{next(_numbers)}@nord.example",
    )  # fmt: skip
    Message.objects.filter(pk=reply.pk).update(state=state)
    return reply


def tried(agent, text=BOX, rule_id="own", known=None):
    return rehearse(rule_of(text, rule_id), agent, known or catalogue())


def words(found):
    return [(each.place.before, each.place.words, each.place.after) for each in found.shown]


def test_the_words_are_shown_in_their_sentence_with_the_letter_they_are_from(cast):
    sent(cast, "Добрый день! Ваш сервак цел.\n\nБорис")
    letter = sent(cast, "Ваш сервер цел. Перенесли с сервака на сервак.", by=cast.nina, subject="Перенос")
    found = tried(cast.clara)
    assert (found.looked, found.letters, found.hits, found.new, found.known, found.unasked) == (2, 2, 3, 3, 0, 0)
    assert words(found) == [
        ("Перенесли с ", "сервака", " на сервак."), ("Перенесли с сервака на ", "сервак", "."), ("Ваш ", "сервак", " цел."),
    ]  # fmt: skip
    first = found.shown[0]
    assert (first.ticket, first.subject, first.who, first.place.suggestion) == (letter.ticket_id, "Перенос", "Нина Ветрова", "сервер")  # fmt: skip


def test_only_what_agents_sent_in_this_language_counts(cast):
    for state in (State.QUEUED, State.CANCELLED, State.FAILED):
        sent(cast, "Сервак цел.", state=state)
    sent(cast, "The server is fine, and so is the сервак.")
    automatic = sent(cast, "Сервак цел.")
    Message.objects.filter(pk=automatic.pk).update(is_automatic=True, agent=None)
    ticket(cast, "Мой сервак лежит.")
    found = tried(cast.clara)
    assert (found.looked, found.hits) == (0, 0)


def test_a_private_teams_letters_are_not_there_for_others(cast):
    sent(cast, "Тайный сервак.", team=cast.billing)
    sent(cast, "Явный сервак.")
    assert [len(words(tried(each))) for each in (cast.clara, cast.nina, cast.boris, cast.vera)] == [2, 2, 1, 1]
    assert words(tried(cast.boris)) == [("Явный ", "сервак", ".")]


def test_what_other_rules_mark_already_is_told_apart_and_the_rule_itself_is_no_other(cast):
    sent(cast, "Извините за неудобства.")
    sent(cast, "Сервак цел.")
    text = box(phrases=("неудобства", "сервак"))
    found = tried(cast.clara, text)
    assert (found.new, found.known) == (1, 1)
    assert [each.known for each in found.shown] == [(), ("Неудобства",)]  # new ones first
    assert tried(cast.clara, text, rule_id="inconvenience").known == 0


def test_a_situation_is_the_tickets_own_or_guessed_as_in_the_composer(cast):
    sent(cast, "Первый сервак.", situation="refund")
    sent(cast, "Второй сервак.", situation="other")
    sent(
        cast,
        "Третий сервак.",
        incoming="Верните, пожалуйста, деньги за заказ: я передумал. Когда вернёте деньги на карту?",
    )
    assert [each[0] for each in words(tried(cast.clara, box(situations=("refund",))))] == ["Третий ", "Первый "]


def test_there_is_a_bound_to_what_is_shown(cast, monkeypatch):
    sent(cast, " ".join(["Сервак цел."] * (SHOWN + 5)))
    found = tried(cast.clara)
    assert (found.hits, found.new, len(found.shown)) == (SHOWN + 5, SHOWN + 5, SHOWN)
    monkeypatch.setattr(rehearsal, "PATIENCE", -1.0)
    found = tried(cast.clara)
    assert (found.new, found.known, found.unasked) == (0, 0, SHOWN + 5)


@pytest.mark.parametrize("many", [LETTERS + 20])
def test_five_hundred_letters_take_a_second_and_one_question(cast, many):
    first = sent(cast, "Начало.")
    lines = (
        "Мы перенесли ваш сайт {n} на новую машину.",
        "Проверьте, пожалуйста, открывается ли каталог {n}.",
        "Наш сервак {n} ждёт вас.",
    )
    texts = [
        f"Здравствуйте, Анна!\n\n{' '.join(line.format(n=n) for line in lines)}\n\nХорошего дня!\n\nБорис"
        for n in range(many)
    ]
    Message.objects.bulk_create([
        Message(
            ticket_id=first.ticket_id, direction="out", agent=cast.boris, external_id=f"many-{n}", text=text, state=State.SENT,
            created_at=TUESDAY,
        )
        for n, text in enumerate(texts)
    ])  # fmt: skip
    tried(cast.clara, known=shipped())  # the dictionary is loaded, as in any running desk
    began = time.process_time()
    with CaptureQueriesContext(connection) as questions:
        found = tried(cast.clara, box(phrases=("каталог", "сервак")), known=shipped())
    assert (found.looked, found.hits, len(questions)) == (LETTERS, 2 * LETTERS, 1)
    assert time.process_time() - began < 1.5  # of CPU, on a busy machine
