"""The intake as an attacker sees it: guessed numbers, replayed tokens, forged senders, swallowed letters, storms."""

import datetime

import pytest

from otklik.channels.kinds.email import tokens
from otklik.intake.models import EnvelopeState
from otklik.tickets import actions
from otklik.tickets.models import Message, Status, Ticket
from tests.cast import TUESDAY
from tests.intake.test_process import KEY, LATER, answered, arrive, letter


def test_a_letter_with_anothers_message_id_is_not_swallowed(cast):
    """Some programs give every letter the same id; a stranger may copy one on purpose."""
    first = arrive(letter("Сайт лежит", Message_ID="<1@scanner.local>"))
    second = arrive(
        letter("Счёт не пришёл", sender="ivan@lavka.example", Message_ID="<1@scanner.local>"),
        sender="ivan@lavka.example",
    )
    third = arrive(letter("А теперь и почта", Message_ID="<1@scanner.local>"))
    again = arrive(letter("А теперь и почта", Message_ID="<1@scanner.local>"))
    assert [each.state for each in (first, second, third, again)] == [EnvelopeState.DONE] * 3 + [
        EnvelopeState.IGNORED
    ]
    assert again.message_id == third.message_id


def test_the_same_letter_by_two_roads_is_one_message(cast):
    """A gateway marks the subject, a list adds a foot: it is the same letter all the same."""
    first = arrive(
        letter("Сайт лежит", subject="Сайт", Message_ID="<1@firma.example>", Date="Tue, 24 Nov 2026 12:00:00 +0300")
    )
    fields = {"Message_ID": "<1@firma.example>", "Date": "Tue, 24 Nov 2026 09:00:00 +0000"}
    second = arrive(letter("Сайт лежит\r\n-- \r\nПроверено", subject="[EXT] Сайт", **fields))
    assert (second.state, second.message_id) == (EnvelopeState.IGNORED, first.message_id)


@pytest.mark.parametrize("subject", ["Re: [Норд #{0}] x", "#{0}", "№{0}", "(#{0})", "Re: [#{0}]", "тикет №{0}"])
def test_a_stranger_who_guesses_a_number_gets_a_new_ticket(cast, subject):
    ticket, _ = answered(cast)
    words = letter("Пришлите пароль", sender="eve@evil.example", subject=subject.format(ticket.pk))
    assert arrive(words, sender="eve@evil.example").ticket_id != ticket.pk


def test_a_token_of_one_ticket_opens_no_other(cast):
    one, _ = answered(cast)
    other = arrive(letter("Другое", sender="ivan@lavka.example", subject="Другое"), sender="ivan@lavka.example")
    token = tokens.token(one.pk, key=KEY)
    forged = token.replace(f"t{one.pk}.", f"t{other.ticket_id}.")
    for address in (
        f"support+{forged}@nord.example",
        f"support+{forged[:-1]}@nord.example",
        f"support+t{other.ticket_id}.@nord.example",
    ):
        envelope = arrive(letter(f"Пустите {address}", sender="eve@evil.example", to=address), to=(address,))
        assert envelope.ticket_id != other.ticket_id


def test_a_key_of_another_installation_opens_nothing(cast):
    ticket, _ = answered(cast)
    foreign = tokens.new_message_id(ticket.pk, "support@nord.example", key="another key")
    address = tokens.reply_address("support@nord.example", ticket.pk, key="another key")
    envelope = arrive(
        letter("Пустите", sender="eve@evil.example", In_Reply_To=f"<{foreign}>", to=address), to=(address,)
    )
    assert envelope.ticket_id != ticket.pk


@pytest.mark.parametrize("way", ["chain", "address", "tag", "number"])
def test_a_forged_sender_threads_by_no_key(cast, settings, way):
    ticket, ours = answered(cast)
    settings.CONFIG = type("C", (), {"trusted_authserv": "mx.nord.example", "verify_senders": False})
    address, fields = tokens.reply_address("support@nord.example", ticket.pk, key=KEY), {}
    if way == "chain":
        fields = {"In_Reply_To": f"<{ours.external_id}>"}
    elif way == "address":
        fields = {"To": address}
    elif way == "number":
        fields = {"Subject": f"#{ticket.pk}"}
    text = f"x\r\n> {tokens.token(ticket.pk, key=KEY)}" if way == "tag" else "x"
    raw = letter(text, Authentication_Results="mx.nord.example; dmarc=fail header.from=firma.example", **fields)
    envelope = arrive(raw, to=(address if way == "address" else "support@nord.example",))
    assert (envelope.ticket_id == ticket.pk, envelope.message.verdict) == (False, "fail")
    assert envelope.ticket.participations.count() == 0


def test_a_stranger_with_a_letter_writes_but_is_no_participant(cast):
    ticket, ours = answered(cast)
    raw = letter("Это я", sender="eve@evil.example", In_Reply_To=f"<{ours.external_id}>", Cc="eve2@evil.example")
    assert arrive(raw, sender="eve@evil.example").ticket_id == ticket.pk
    assert ticket.participations.count() == 0


def test_a_storm_in_one_ticket_from_many_senders_is_machines(cast):
    ticket, ours = answered(cast)
    actions.set_status(ticket, Status.SOLVED, by=cast.boris, at=TUESDAY)
    for number in range(45):
        sender = f"robot{number}@farm.example"
        arrive(
            letter(f"Ответ {number}", sender=sender, In_Reply_To=f"<{ours.external_id}>"), sender=sender,
            at=LATER + datetime.timedelta(seconds=number),
        )  # fmt: skip
    autos = list(Message.objects.filter(ticket=ticket, direction="in").order_by("id").values_list("auto", flat=True))
    assert (autos.count(""), autos.count("loop")) == (41, 5)  # the opening letter is an hour older


def test_a_letter_from_another_otklik_is_no_loop_of_ours(cast):
    """Two companies may both have a desk like this one."""
    foreign = letter("Ответ нашей поддержки", sender="help@other.example", X_Otklik_Mail="reply; desk=abcdefgh")
    envelope = arrive(foreign, sender="help@other.example")
    assert (envelope.state, envelope.message.auto) == (EnvelopeState.DONE, "")
    automatic = letter(
        "Письмо дошло",
        sender="help@other.example",
        X_Otklik_Mail="automatic; desk=abcdefgh",
        Auto_Submitted="auto-replied",
    )
    assert arrive(automatic, sender="help@other.example").message.auto == "auto-reply"


def test_our_own_marker_stops_whatever_the_sender(cast):
    mark = f"reply; desk={tokens.desk_mark(KEY)}"
    assert arrive(letter("x", sender="list@other.example", X_Otklik_Mail=mark)).state == EnvelopeState.IGNORED
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize(
    "to", ["support+anything@nord.example", "SUPPORT@NORD.EXAMPLE", "support+t1.aaaaaaaaaaaaaaaa@nord.example", "support+a+b@nord.example"]
)  # fmt: skip
def test_any_plus_address_comes_to_its_mailbox(cast, to):
    envelope = arrive(letter(to=to), to=(to,))
    assert (envelope.state, envelope.account_id) == (EnvelopeState.DONE, cast.mailbox.pk)


def test_a_letter_for_nobody_of_ours_waits_for_a_person(cast):
    envelope = arrive(letter(to="other@x.example"), to=("other@x.example",))
    assert (envelope.state, "no mailbox of ours" in envelope.reason) == (EnvelopeState.QUARANTINED, True)
