"""The listener spoken to by a real client over a real socket."""

import smtplib
import socket

import pytest
from aiosmtpd.smtp import SMTP

from otklik.channels.kinds.email.listener import Listener, _Smtp

LETTER = b"From: anna@firma.example\r\nTo: support@nord.example\r\nSubject: x\r\n\r\n" + "Привет\r\n".encode()


def make(accepted, *, is_lmtp=False, fails=False, **words):
    def accept(letters):
        if fails:
            raise OSError("the disk is full")
        accepted.extend(letters)

    return Listener(
        host="127.0.0.1", port=0, accept=accept, knows=lambda address: address.startswith("support"), max_letter=10_000,
        hostname="mx.nord.example", is_lmtp=is_lmtp, **words,
    )  # fmt: skip


@pytest.fixture
def serve():
    running = []

    def start(accepted, **words):
        listener = make(accepted, **words)
        running.append(listener)
        return listener.start()

    yield start
    for listener in running:
        listener.stop()


def test_a_letter_is_accepted_as_it_is(serve):
    accepted = []
    with smtplib.SMTP("127.0.0.1", serve(accepted)) as client:
        client.sendmail("anna@firma.example", ["support@nord.example", "support+t1.x@nord.example"], LETTER)
    (letter,) = accepted
    assert (letter.raw, letter.sender) == (LETTER, "anna@firma.example")
    assert letter.recipients == ("support@nord.example", "support+t1.x@nord.example")


def test_a_strangers_mailbox_is_refused_before_the_data(serve):
    accepted = []
    with (
        smtplib.SMTP("127.0.0.1", serve(accepted)) as client,
        pytest.raises(smtplib.SMTPRecipientsRefused) as refused,
    ):
        client.sendmail("anna@firma.example", ["other@nord.example"], LETTER)
    assert refused.value.recipients["other@nord.example"][0] == 550
    assert accepted == []


def test_too_large_a_letter_is_refused(serve):
    accepted = []
    with smtplib.SMTP("127.0.0.1", serve(accepted)) as client, pytest.raises(smtplib.SMTPException):
        client.sendmail("anna@firma.example", ["support@nord.example"], LETTER + b"x" * 20_000)
    assert accepted == []


def test_what_could_not_be_committed_was_not_accepted(serve):
    with smtplib.SMTP("127.0.0.1", serve([], fails=True)) as client, pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail("anna@firma.example", ["support@nord.example"], LETTER)
    assert refused.value.smtp_code == 451


def test_a_long_line_is_no_fault(serve):
    accepted = []
    with smtplib.SMTP("127.0.0.1", serve(accepted)) as client:
        client.sendmail("anna@firma.example", ["support@nord.example"], LETTER + b"y" * 5000 + b"\r\n")
    assert len(accepted) == 1


def converse(port, hello):
    """A raw conversation up to the end of DATA's permission: (stream, its answer)."""
    wire = socket.create_connection(("127.0.0.1", port), 5)
    stream = wire.makefile("rwb")
    wire.close()  # the stream keeps it open
    stream.readline()
    recipients = (b"RCPT TO:<support@nord.example>", b"RCPT TO:<support+a@nord.example>")
    for line in (hello, b"MAIL FROM:<a@b.example>", *recipients, b"DATA"):
        stream.write(line + b"\r\n")
        stream.flush()
        while (answer := stream.readline())[3:4] == b"-":
            pass
    return stream, answer


def test_lmtp_answers_for_each_recipient(serve):
    accepted = []
    stream, answer = converse(serve(accepted, is_lmtp=True), b"LHLO x")
    with stream:
        assert answer.startswith(b"354")
        stream.write(LETTER + b".\r\n")
        stream.flush()
        assert [stream.readline(), stream.readline()] == [b"250 2.0.0 Stored\r\n"] * 2
    assert [letter.recipients for letter in accepted] == [("support@nord.example", "support+a@nord.example")]


@pytest.mark.parametrize("end", [b"\n.\r\n", b"\n.\n", b"\r\n.\n", b"\r.\r\n"])
def test_a_second_letter_does_not_ride_in_the_first(serve, end):
    accepted = []
    stream, _ = converse(serve(accepted), b"EHLO x")
    with stream:
        smuggled = (
            b"MAIL FROM:<ceo@bank.example>\r\nRCPT TO:<support@nord.example>\r\nDATA\r\nSubject: second\r\n\r\ny"
        )
        stream.write(LETTER + b"first" + end + smuggled + b"\r\n.\r\n")
        stream.flush()
        assert stream.readline()[:3] == b"554"
    assert accepted == []


def test_a_peer_that_floods_is_asked_to_wait(serve):
    accepted = []
    with smtplib.SMTP("127.0.0.1", serve(accepted, max_per_minute=2)) as client:
        for _ in range(2):
            client.sendmail("a@b.example", ["support@nord.example"], LETTER)
        with pytest.raises(smtplib.SMTPSenderRefused):
            client.sendmail("a@b.example", ["support@nord.example"], LETTER)
    assert len(accepted) == 2


@pytest.mark.parametrize(
    "said",
    [
        "<a@b.example>", "<a+tag.c@d-e.example> BODY=8BITMIME SIZE=3", "<a@b.example>  SIZE=1", "<a@b.example> ", "<>", "a@b.example",
        "<a..b@c.example>", "<@relay.example:a@b.example>", '<"a b"@c.example>', "<a@[192.0.2.1]>", "<иван@пример.рф>", "<a@b.example", "<a@b_c.example> X",
    ],
)  # fmt: skip
def test_an_address_that_is_read_fast_is_read_as_the_library_reads_it(said):
    mine, library = _Smtp(object()), SMTP(object())
    assert mine._getaddr(said) == library._getaddr(said)
