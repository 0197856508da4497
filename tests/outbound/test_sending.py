"""A queued reply on its way: what the letter is, how the queue moves, what an agent reads about it."""

import datetime
import email
import email.policy

import dkim
import pytest
from django.conf import settings

from otklik.channels.kinds.email import signing, tokens
from otklik.channels.kinds.email.parse import parse
from otklik.channels.queries import secrets_of
from otklik.channels.types import Receipt, TransportError
from otklik.outbound import actions as outbound
from otklik.outbound import queries, worker
from otklik.outbound.models import Attempt
from otklik.people.names import given_name
from otklik.tickets import actions
from otklik.tickets.models import Message, State
from tests.cast import TUESDAY, arrival, ticket

KEY = settings.SECRET_KEY


class Keeping:
    """A transport that keeps parcels, or refuses with what it is given."""

    def __init__(self, error=None):
        self.parcels, self.error = [], error

    def send(self, parcel):
        self.parcels.append(parcel)
        if self.error:
            raise self.error
        return [Receipt(each, "mx.firma.example", 250, "2.0.0 queued") for each in parcel.recipients]


def queued(cast, text="Здравствуйте, Анна!\n\nПочинили: https://nord.example/status.\n\nБорис", **words):
    row, message = ticket(cast)
    return actions.reply(
        row, by=cast.boris, text=text, to=["anna@firma.example"], at=TUESDAY, send_after=TUESDAY, seen=message.pk,
        external_id=tokens.new_message_id(row.pk, "support@nord.example", key=KEY), **words,
    )  # fmt: skip


def test_a_letter_is_claimed_only_when_its_turn_comes(cast):
    """One that waits behind a slow server would look abandoned, and go out twice."""
    first, second = queued(cast), queued(cast)
    states = []

    class Slow(Keeping):
        def send(self, parcel):
            states.append(
                list(Message.objects.filter(direction="out").order_by("id").values_list("state", flat=True))
            )
            return super().send(parcel)

    assert worker.run_once(Slow()) == 2
    assert states == [[State.SENDING, State.QUEUED], [State.SENT, State.SENDING]]
    assert {first.external_id, second.external_id} == set(
        Message.objects.filter(state=State.SENT).values_list("external_id", flat=True)
    )


def test_the_letter_is_a_persons_and_finds_its_way_back(cast):
    message, post = queued(cast), Keeping()
    assert worker.run_once(post) == 1
    (parcel,) = post.parcels
    mail, letter = parse(parcel.raw), email.message_from_bytes(parcel.raw, policy=email.policy.default)
    assert (mail.from_.name, mail.from_.address) == ("Борис Климов, поддержка Норд Хостинг", "support@nord.example")
    assert mail.subject == "Re: Сайт не открывается"
    assert mail.in_reply_to == message.ticket.messages.first().external_id
    assert tokens.find(mail.reply_to[0].address, key=KEY) == message.ticket_id
    assert tokens.ticket_of_message_id(mail.message_id, key=KEY) == message.ticket_id
    assert parcel.sender == mail.reply_to[0].address
    assert [part.get_content_type() for part in letter.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert '<a href="https://nord.example/status">' in letter.get_body(("html",)).get_content()
    message.refresh_from_db()
    assert message.state == State.SENT


def test_the_signature_under_the_letter_is_true(cast):
    queued(cast)
    post = Keeping()
    worker.run_once(post)
    record = signing.dns_record(secrets_of(type(cast.mailbox).objects.get(pk=cast.mailbox.pk))["dkim"])
    assert dkim.verify(post.parcels[0].raw, dnsfunc=lambda name, timeout=5: record.encode())


def test_nothing_typed_becomes_a_header(cast):
    row, _ = ticket(cast, subject="Тема\r\nBcc: eve@evil.example")
    actions.set_subject(row, "Сайт\nBcc: eve@evil.example", by=cast.boris, at=TUESDAY)
    actions.reply(
        row,
        by=cast.boris,
        text="x",
        to=["anna@firma.example"],
        at=TUESDAY,
        send_after=TUESDAY,
        seen=None,
        external_id="a@nord.example",
    )
    post = Keeping()
    worker.run_once(post)
    assert email.message_from_bytes(post.parcels[0].raw)["Bcc"] is None


@pytest.mark.parametrize(
    ("error", "state", "words"),
    [
        (
            TransportError("5.1.1 user unknown", permanent=True, code=550, host="mx"),
            State.FAILED,
            "такого ящика нет (anna@firma.example)",
        ),
        (
            TransportError("4.2.2 mailbox full", code=452, host="mx"),
            State.QUEUED,
            "ящик переполнен (anna@firma.example)",
        ),
        (
            TransportError("ConnectionRefusedError: connection refused", host="mx"),
            State.QUEUED,
            "сервер получателя не отвечает (anna@firma.example)",
        ),
    ],
)
def test_refusals_are_final_or_not_and_said_in_words(cast, error, state, words):
    message = queued(cast)
    worker.run_once(Keeping(error))
    message.refresh_from_db()
    assert (message.state, message.failure, message.attempts) == (state, words, 1)


def test_a_refused_letter_comes_again_later_and_gives_up_in_the_end(cast):
    message = queued(cast)
    worker.run_once(Keeping(TransportError("4.2.2 mailbox full", code=452, host="mx")))
    message.refresh_from_db()
    assert message.send_after > message.created_at
    Message.objects.filter(pk=message.pk).update(created_at=TUESDAY - datetime.timedelta(days=4), send_after=TUESDAY)
    worker.run_once(Keeping(TransportError("4.2.2 mailbox full", code=452, host="mx")))
    message.refresh_from_db()
    assert message.state == State.FAILED


def test_an_agent_reads_the_story_in_words(cast):
    message = queued(cast)
    worker.run_once(Keeping())
    Attempt.objects.update(finished_at=datetime.datetime(2026, 11, 24, 7, 15, tzinfo=datetime.UTC))
    zone = datetime.timezone(datetime.timedelta(hours=3))
    message.refresh_from_db()
    assert queries.story(message, Attempt.objects.all(), language="ru", zone=zone) == [
        "Принято сервером получателя mx.firma.example в 10:15"
    ]


def acknowledge(cast, **words):
    row, message = ticket(cast, **words)
    return outbound.acknowledge(row, message, key=KEY, weekday=4, at=TUESDAY)


def test_a_person_is_acknowledged_once_by_somebody_on_duty(cast):
    row, message = ticket(cast, team=cast.hosting)
    first = outbound.acknowledge(row, message, key=KEY, weekday=4, at=TUESDAY)
    assert first is not None
    assert (first.agent in (cast.boris, cast.nina, cast.clara), first.is_automatic, first.to) == (
        True,
        True,
        ["anna@firma.example"],
    )
    assert first.text.startswith("Здравствуйте, Анна!")
    assert "Хорошей пятницы!" in first.text
    assert outbound.acknowledge(row, message, key=KEY, weekday=4, at=TUESDAY) is None


def test_machines_and_floods_are_not_acknowledged(cast):
    assert acknowledge(cast, auto="auto-reply") is None
    assert [acknowledge(cast) is not None for _ in range(3)] == [True, True, False]


def test_an_automatic_letter_says_so(cast):
    acknowledge(cast)
    Message.objects.filter(is_automatic=True).update(send_after=TUESDAY)
    post = Keeping()
    worker.run_once(post)
    letter = email.message_from_bytes(post.parcels[0].raw)
    assert (letter["Auto-Submitted"], letter["X-Otklik-Mail"], post.parcels[0].sender) == (
        "auto-replied",
        f"automatic; desk={tokens.desk_mark(KEY)}",
        "",
    )


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Анна Белова", "Анна"), ("Белова Анна", "Анна"), ("Петров Иван Сергеевич", "Иван"), ("ИВАН ПЕТРОВ", "Иван"), ("анна", "Анна"),
        ("Smith, John", "John"), ("John Smith", "John"), ("ООО «Ромашка»", ""), ("Отдел продаж", ""), ("user123", ""), ("", ""), ("info", ""),
    ],
)  # fmt: skip
def test_given_names(name, given):
    assert given_name(name) == given


def test_reply_to_keeps_the_brands_capitals(cast):
    queued(cast)
    post = Keeping()
    worker.run_once(post)
    assert parse(post.parcels[0].raw).reply_to[0].name == "Поддержка Норд Хостинг"


@pytest.mark.parametrize(
    ("letters", "brands", "sender"),
    [("ru", "en", "поддержка"), ("", "en", "support at"), ("de", "ru", "support at"), ("", "ru", "поддержка"), ("kk", "en", "поддержка")],
)  # fmt: skip
def test_the_letters_frame_speaks_as_the_acknowledgement_does(cast, letters, brands, sender):
    message = queued(cast)
    type(cast.nord).objects.filter(pk=cast.nord.pk).update(language=brands)
    Message.objects.filter(pk=message.pk).update(language=letters)
    post = Keeping()
    worker.run_once(post)
    assert parse(post.parcels[0].raw).from_.name == f"Борис Климов, {sender} Норд Хостинг"


def test_a_chain_is_whole_and_the_quote_is_short(cast):
    row, message = ticket(cast, "\n".join(f"строка {n}" for n in range(100)))
    ids = [message.external_id]
    for number in range(3):
        sent = actions.reply(
            row, by=cast.boris, text=f"ответ {number}", to=["anna@firma.example"], at=TUESDAY, send_after=TUESDAY, seen=None,
            external_id=tokens.new_message_id(row.pk, "support@nord.example", key=KEY),
        )  # fmt: skip
        ids.append(sent.external_id)
    post = Keeping()
    worker.run_once(post)
    letter = email.message_from_bytes(post.parcels[-1].raw, policy=email.policy.default)
    assert (
        letter["In-Reply-To"],
        set(ids[:-1]) <= set(letter["References"].replace("<", "").replace(">", "").split()),
    ) == (
        f"<{ids[0]}>",
        True,
    )
    assert letter.get_body(("plain",)).get_content().count("> строка") == 12


def test_a_strangers_words_are_not_sent_back_as_the_customers(cast):
    from otklik.people.actions import find_or_add_contact

    row, message = ticket(cast, "Мой вопрос")
    eve = find_or_add_contact(kind="email", value="eve@evil.example", name="Eve", at=TUESDAY)
    actions.receive(row, arrival("Чужие слова", sender="eve@evil.example"), contact=eve, account=cast.mailbox)
    actions.reply(
        row,
        by=cast.boris,
        text="x",
        to=["anna@firma.example"],
        at=TUESDAY,
        send_after=TUESDAY,
        seen=None,
        external_id="r@nord.example",
    )
    post = Keeping()
    worker.run_once(post)
    body = (
        email.message_from_bytes(post.parcels[0].raw, policy=email.policy.default).get_body(("plain",)).get_content()
    )
    assert ("Мой вопрос" in body, "Чужие слова" in body) == (True, False)


def test_an_address_in_another_script_is_written_as_it_is(cast):
    row, _ = ticket(cast)
    actions.reply(
        row,
        by=cast.boris,
        text="x",
        to=["анна@почта.рф"],
        at=TUESDAY,
        send_after=TUESDAY,
        seen=None,
        external_id="r@nord.example",
    )
    post = Keeping()
    worker.run_once(post)
    assert "To: анна@почта.рф\r\n".encode() in post.parcels[0].raw
    assert parse(post.parcels[0].raw).to[0].address == "анна@почта.рф"


def test_a_letter_without_an_address_fails_and_says_so(cast):
    row, _ = ticket(cast)
    message = actions.reply(
        row, by=cast.boris, text="x", to=[], at=TUESDAY, send_after=TUESDAY, seen=None, external_id="r@nord.example"
    )
    worker.run_once(Keeping())
    message.refresh_from_db()
    assert (message.state, message.failure) == (State.FAILED, "нет адреса получателя или ящика, с которого отвечать")


def test_nothing_leaves_before_its_time(cast):
    message = queued(cast)
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
    Message.objects.filter(pk=message.pk).update(send_after=later)
    post = Keeping()
    assert (worker.run_once(post), post.parcels) == (0, [])


@pytest.mark.parametrize("auto", ["auto-reply", "bounce", "list", "loop"])
def test_no_machine_is_acknowledged(cast, auto):
    assert acknowledge(cast, auto=auto) is None


def test_a_forged_sender_is_not_acknowledged_and_nobody_on_duty_writes_nothing(cast):
    row, message = ticket(cast)
    message.verdict = "fail"
    assert outbound.acknowledge(row, message, key=KEY, weekday=4, at=TUESDAY) is None
    message.verdict = ""
    type(cast.boris).objects.update(is_on_duty=False)
    assert outbound.acknowledge(row, message, key=KEY, weekday=4, at=TUESDAY) is None


def test_a_brand_may_be_silent(cast):
    row, message = ticket(cast)
    row.brand.acknowledges = False
    assert outbound.acknowledge(row, message, key=KEY, weekday=4, at=TUESDAY) is None
