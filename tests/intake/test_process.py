"""From a letter's bytes to a ticket: threading by three keys, machines, reports, thanks, quarantine."""

import datetime

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError

from otklik.channels.actions import configure
from otklik.channels.kinds.email import tokens
from otklik.intake import actions as intake
from otklik.intake import pipeline
from otklik.intake.models import Envelope, EnvelopeState
from otklik.intake.queries import waiting
from otklik.intake.steps.thanks import is_bare_thanks
from otklik.people.models import Identity
from otklik.tickets import actions
from otklik.tickets.models import Message, State, Status, Ticket
from tests.cast import TUESDAY

KEY = settings.SECRET_KEY
LATER = TUESDAY + datetime.timedelta(hours=1)


def letter(
    text="Сайт не открывается.",
    *,
    sender="Анна Белова <anna@firma.example>",
    to="support@nord.example",
    subject="Сайт",
    **fields,
):
    head = {
        "From": sender,
        "To": to,
        "Subject": subject,
        "Message-ID": f"<{abs(hash((text, sender, subject)))}@firma.example>",
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    return ("".join(f"{name}: {value}\r\n" for name, value in head.items() if value) + "\r\n" + text).encode()


def arrive(raw, *, to=("support@nord.example",), sender="anna@firma.example", at=TUESDAY, **words):
    intake.accept([intake.Arrived(raw=raw, sender=sender, recipients=to, **words)], at=at)
    (envelope,) = waiting()
    return intake.process(envelope, at=at)


def answered(cast, text="Проверьте, пожалуйста, ещё раз."):
    """A ticket of Anna's with our answer on its way: (ticket, our message)."""
    first = arrive(letter())
    ticket = Ticket.objects.get(pk=first.ticket_id)
    ours = actions.reply(
        ticket, by=cast.boris, text=text, to=["anna@firma.example"], at=TUESDAY, send_after=TUESDAY, seen=None,
        external_id=tokens.new_message_id(ticket.pk, "support@nord.example", key=KEY),
    )  # fmt: skip
    actions.claim_queued(at=TUESDAY)
    actions.record_sent(ours, at=TUESDAY)
    return ticket, ours


def test_a_letter_becomes_a_ticket_of_the_right_brand(cast):
    envelope = arrive(letter(to="help@tabel.example"), to=("help@tabel.example",))
    ticket = Ticket.objects.get(pk=envelope.ticket_id)
    assert (envelope.state, ticket.brand, ticket.requester, ticket.subject) == (
        EnvelopeState.DONE,
        cast.tabel,
        cast.anna,
        "Сайт",
    )


@pytest.mark.parametrize(
    "how",
    ["in-reply-to", "references", "our id after the row is gone", "reply address", "delivered-to", "quiet tag in the quote",
     "the customer's own letter", "a colleague with the letter"],
)  # fmt: skip
def test_an_answer_finds_its_ticket(cast, how):
    ticket, ours = answered(cast)
    address = tokens.reply_address("support@nord.example", ticket.pk, key=KEY)
    fields, words = {}, {"text": "Не помогло.", "subject": "Re: Сайт"}
    if how == "in-reply-to":
        fields["In_Reply_To"] = f"<{ours.external_id}>"
    elif how == "references":
        fields["References"] = f"<x@y.example> <{ours.external_id}>"
    elif how == "our id after the row is gone":
        fields["In_Reply_To"] = f"<{tokens.new_message_id(ticket.pk, 'support@nord.example', key=KEY)}>"
    elif how == "reply address":
        fields["To"] = address
    elif how == "delivered-to":
        fields["Delivered_To"] = address
    elif how == "quiet tag in the quote":
        words["text"] = f"Не помогло.\r\n\r\n> Здравствуйте\r\n> {tokens.token(ticket.pk, key=KEY)}\r\n"
    elif how == "the customer's own letter":
        fields["References"] = f"<{ticket.messages.first().external_id}>"
    else:
        words["sender"], fields["In_Reply_To"] = "Пётр <petr@firma.example>", f"<{ours.external_id}>"
    envelope = arrive(
        letter(**words, **fields), to=(address,) if how == "reply address" else ("support@nord.example",)
    )
    assert envelope.ticket_id == ticket.pk


def test_a_number_in_the_subject_counts_from_the_tickets_people_only(cast):
    ticket, _ = answered(cast)
    own = arrive(letter("Ну что?", subject=f"Re: [Норд #{ticket.pk}] Сайт"))
    strange = arrive(letter("Покажите", sender="eve@evil.example", subject=f"Re: [Норд #{ticket.pk}] Сайт"))
    assert own.ticket_id == ticket.pk
    assert strange.ticket_id != ticket.pk


@pytest.mark.parametrize("forged", ["t1.aaaaaaaaaaaaaaaa", "t{0}.aaaaaaaaaaaaaaaa"])
def test_a_forged_token_opens_a_new_ticket(cast, forged):
    ticket, _ = answered(cast)
    address = f"support+{forged.format(ticket.pk)}@nord.example"
    envelope = arrive(letter("Пустите", sender="eve@evil.example", to=address), to=(address,))
    assert envelope.ticket_id != ticket.pk


def test_a_sender_who_fails_the_check_never_threads(cast, settings):
    ticket, ours = answered(cast)
    settings.CONFIG = type("C", (), {"trusted_authserv": "mx.nord.example", "verify_senders": False})
    raw = letter(
        "Не помогло.", In_Reply_To=f"<{ours.external_id}>", Authentication_Results="mx.nord.example; dmarc=fail"
    )
    envelope = arrive(raw)
    assert envelope.ticket_id != ticket.pk
    assert envelope.message.verdict == "fail"


@pytest.mark.parametrize(
    ("own", "imap", "is_fetched", "said", "verdict"),
    [
        (None, False, False, "mx.nord.example", "fail"),
        ("mx.box.example", False, False, "mx.box.example", "fail"),
        ("mx.box.example", False, False, "mx.nord.example", "none"),  # the account's own wins
        ("mx.box.example", True, True, "mx.box.example", "fail"),
        ("mx.box.example", True, False, "mx.box.example", "none"),  # written by anybody, at our own port
        ("mx.box.example", True, False, "mx.nord.example", "fail"),
    ],
)  # fmt: skip
def test_each_mailbox_may_believe_a_server_of_its_own(cast, settings, own, imap, is_fetched, said, verdict):
    settings.CONFIG = type("C", (), {"trusted_authserv": "mx.nord.example", "verify_senders": False})
    box = {"imap": {"url": "imaps://a@imap.box.example"}} if imap else {}
    configure(cast.mailbox, config={"authserv": own, **box}, secrets={})
    raw = letter("Не помогло.", Authentication_Results=f"{said}; dmarc=fail")
    source = {"account_id": cast.mailbox.pk, "external_id": "imap:x:1:1"} if is_fetched else {}
    intake.accept([intake.Arrived(raw, "anna@firma.example", ("support@nord.example",), **source)], at=LATER)
    (envelope,) = waiting()
    assert intake.process(envelope, at=LATER).message.verdict == verdict


def test_the_same_letter_twice_is_one_message(cast):
    first, second = arrive(letter()), arrive(letter(), to=("help@tabel.example",))
    assert (second.state, second.message_id) == (EnvelopeState.IGNORED, first.message_id)
    assert Message.objects.count() == 1


def test_letters_without_an_id_are_told_apart_by_their_content(cast):
    for text in ("Один", "Два", "Один"):
        arrive(letter(text, Message_ID=""))
    assert Message.objects.count() == 2


def test_our_own_letter_that_comes_home_stops(cast):
    for raw in (
        letter(X_Otklik_Mail="1"),
        letter(sender="support@nord.example"),
        letter(sender="support+t1.x@nord.example"),
    ):
        assert arrive(raw).state == EnvelopeState.IGNORED
    assert Ticket.objects.count() == 0


def test_a_machines_letter_is_kept_and_changes_nothing(cast):
    ticket, ours = answered(cast)
    actions.set_status(ticket, Status.PENDING, by=cast.boris, at=TUESDAY)
    arrive(letter("Я в отпуске", In_Reply_To=f"<{ours.external_id}>", Auto_Submitted="auto-replied"))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.messages.last().auto) == (Status.PENDING, "auto-reply")


def test_a_storm_is_a_machine(cast):
    for number in range(25):
        arrive(letter(f"Письмо {number}", subject=f"Тема {number}"), at=TUESDAY + datetime.timedelta(seconds=number))
    assert list(Message.objects.order_by("id").values_list("auto", flat=True)) == [""] * 20 + ["loop"] * 5


def test_a_report_marks_our_letter_and_the_address(cast):
    ticket, ours = answered(cast)
    raw = (
        "From: mailer-daemon@mx.example\r\nTo: support@nord.example\r\nSubject: Undelivered\r\nContent-Type: multipart/report; "
        "report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; anna@firma.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"Diagnostic-Code: smtp; 550 5.1.1 user unknown\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{ours.external_id}>\r\n\r\n--b--\r\n"
    ).encode()
    envelope = arrive(raw, sender="")
    ours.refresh_from_db()
    assert (envelope.state, envelope.ticket_id) == (EnvelopeState.IGNORED, ticket.pk)
    assert (ours.state, ours.failure) == (State.FAILED, "такого ящика нет (anna@firma.example)")
    assert Identity.objects.get(value="anna@firma.example").undeliverable_since == TUESDAY


@pytest.mark.parametrize(
    ("text", "status"), [("Спасибо!", Status.SOLVED), ("Спасибо, но опять не работает", Status.OPEN)]
)
def test_thanks_open_nothing(cast, text, status):
    ticket, ours = answered(cast)
    actions.set_status(ticket, Status.SOLVED, by=cast.boris, at=TUESDAY)
    arrive(letter(text, In_Reply_To=f"<{ours.external_id}>"), at=LATER)
    ticket.refresh_from_db()
    assert ticket.status == status


@pytest.mark.parametrize(
    ("text", "is_bare"),
    [
        ("Спасибо большое, всё заработало!", True), ("Благодарю за помощь. Хорошего дня!", True), ("Thanks a lot, problem solved!", True),
        ("Супер, спасибо 👍", True), ("Спасибо, проблема решена.", True), ("Thank you, that fixed it.", True), ("Дякую!", True),
        ("Спасибо, а когда будет готово?", False), ("Спасибо, но письма не приходят", False), ("Заранее спасибо", False),
        ("Thanks, but it still fails", False), ("Проверьте, пожалуйста. Спасибо", False), ("Не работает", False),
        ("Спасибо. Ещё один вопрос по счёту", False), ("Thank you. Please close my account", False),
    ],
)  # fmt: skip
def test_bare_thanks(text, is_bare):
    assert is_bare_thanks(text) == is_bare


def test_the_unexpected_is_quarantined_and_read_again(cast, settings):
    settings.CONFIG = None  # a fault of our own
    envelope = arrive(letter())
    assert (envelope.state, "AttributeError" in envelope.traceback) == (EnvelopeState.QUARANTINED, True)
    settings.CONFIG = type("C", (), {"trusted_authserv": "", "verify_senders": False})
    assert intake.retry(envelope)
    (again,) = waiting()
    assert intake.process(again, at=LATER).state == EnvelopeState.DONE


@pytest.mark.parametrize("is_well", [True, False])
def test_two_readers_of_one_letter_make_one_message(cast, settings, is_well):
    intake.accept([intake.Arrived(raw=letter(), recipients=("support@nord.example",))], at=TUESDAY)
    (mine,), (theirs,) = waiting(), waiting()
    first = intake.process(theirs, at=TUESDAY)
    if not is_well:
        settings.CONFIG = None  # a fault of our own: nothing may be quarantined that another has read
    second = intake.process(mine, at=TUESDAY)
    assert (second.state, second.message_id, waiting()) == (EnvelopeState.DONE, first.message_id, [])
    assert Message.objects.count() == 1


@pytest.mark.parametrize(("failures", "state"), [(1, EnvelopeState.DONE), (99, EnvelopeState.QUARANTINED)])
def test_a_database_that_is_busy_is_asked_again_but_not_for_ever(cast, monkeypatch, failures, state):
    left = [failures]

    def step(draft):
        if left[0]:
            left[0] -= 1
            raise OperationalError("database is locked")
        return draft, "let in"

    monkeypatch.setattr(pipeline, "STEPS", (*pipeline.STEPS, ("busy", step)))
    assert arrive(letter()).state == state


def test_only_a_letter_that_we_have_is_called_a_duplicate(cast, monkeypatch):
    def step(draft):
        raise IntegrityError("some other constraint")

    monkeypatch.setattr(pipeline, "STEPS", (*pipeline.STEPS, ("broken", step)))
    assert arrive(letter()).state == EnvelopeState.QUARANTINED


def test_a_source_that_numbers_its_letters_hands_each_out_once(cast):
    for _ in range(2):
        intake.accept([intake.Arrived(raw=letter(), account_id=cast.mailbox.pk, external_id="imap:1:7")], at=TUESDAY)
    assert Envelope.objects.count() == 1


def test_people_in_copy_take_part_and_our_addresses_do_not(cast):
    raw = letter(Cc="Пётр <petr@firma.example>, help@tabel.example")
    ticket = Ticket.objects.get(pk=arrive(raw).ticket_id)
    assert list(ticket.participations.values_list("address", flat=True)) == ["petr@firma.example"]


def test_a_web_forms_letter_belongs_to_the_person(cast):
    raw = letter(sender="wordpress@shop.example", Reply_To="Иван Петров <ivan@lavka.example>")
    assert Ticket.objects.get(pk=arrive(raw).ticket_id).requester == cast.ivan
