"""The listener among clients that are rude, slow, greedy or cunning; and among honest ones with unusual letters."""

import datetime
import smtplib
import socket
import ssl
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from otklik.channels.kinds.email.listener import tls_context
from tests.channels.kinds.email.test_listener import LETTER, make


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


class Wire:
    """A conversation by hand."""

    def __init__(self, port, hello=b"EHLO x"):
        self.socket = socket.create_connection(("127.0.0.1", port), 5)
        self.stream = self.socket.makefile("rwb")
        self.greeting = self.stream.readline()
        self.extensions = self.say(hello) if hello else []

    def say(self, line):
        self.send(line + b"\r\n")
        return self.hear()

    def send(self, content):
        self.stream.write(content)
        self.stream.flush()

    def hear(self):
        lines = [self.stream.readline()]
        while lines[-1][3:4] == b"-":
            lines.append(self.stream.readline())
        return lines

    def begin(self, *, sender=b"a@b.example", to=(b"support@nord.example",)):
        for line in (b"MAIL FROM:<" + sender + b">", *(b"RCPT TO:<" + each + b">" for each in to), b"DATA"):
            answer = self.say(line)
        return answer[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()
        self.socket.close()


def test_what_is_offered(serve):
    with Wire(serve([])) as wire:
        offered = {line[4:].strip() for line in wire.extensions[1:]}
    assert offered == {b"SIZE 10000", b"8BITMIME", b"SMTPUTF8", b"PIPELINING", b"ENHANCEDSTATUSCODES", b"HELP"}


def test_a_letter_that_says_it_is_too_large_is_refused_before_it_comes(serve):
    with Wire(serve([])) as wire:
        assert wire.say(b"MAIL FROM:<a@b.example> SIZE=20000")[-1][:3] == b"552"


def test_a_whole_conversation_at_once(serve):
    accepted = []
    with Wire(serve(accepted)) as wire:
        wire.send(
            b"MAIL FROM:<a@b.example> BODY=8BITMIME\r\nRCPT TO:<support@nord.example>\r\nRCPT TO:<other@x.example>\r\nDATA\r\n"
        )
        assert [wire.hear()[-1][:3] for _ in range(4)] == [b"250", b"250", b"550", b"354"]
        wire.send(LETTER + b".\r\nMAIL FROM:<c@d.example>\r\nRCPT TO:<support@nord.example>\r\nDATA\r\n")
        assert [wire.hear()[-1][:3] for _ in range(4)] == [b"250", b"250", b"250", b"354"]
        wire.send(LETTER + b".\r\nQUIT\r\n")
        assert [wire.hear()[-1][:3] for _ in range(2)] == [b"250", b"221"]
    assert [letter.sender for letter in accepted] == ["a@b.example", "c@d.example"]


@pytest.mark.parametrize(
    "body",
    [
        b"one\r\n\ntwo\r\n", b"one\ntwo\n\nthree\r\n", b"one\r\r\ntwo\r\n", b"dots\r\n..\r\n...\r\n", b"a.\n.b\r\n", b"a\r.b\r\n", b"x\r\n.. .\r\n",
        b"\x00\xff\xfe\r\n",
    ],
)  # fmt: skip
def test_odd_line_ends_of_honest_letters_are_taken(serve, body):
    accepted = []
    with Wire(serve(accepted)) as wire:
        wire.begin()
        wire.send(LETTER + body + b".\r\n")
        assert wire.hear()[-1][:3] == b"250"
    assert accepted[0].raw == LETTER + body.replace(b"\r\n..", b"\r\n.")


@pytest.mark.parametrize("end", [b"\n.\r\n", b"\n.\n", b"\r\n.\n", b"\r.\r\n", b"\r.\n", b"\r\n.\rx"])
@pytest.mark.parametrize("is_lmtp", [False, True])
def test_smuggling_is_seen_even_byte_by_byte_and_forgotten_with_its_letter(serve, end, is_lmtp):
    accepted = []
    with Wire(serve(accepted, is_lmtp=is_lmtp), b"LHLO x" if is_lmtp else b"EHLO x") as wire:
        wire.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        wire.begin(to=(b"support@nord.example", b"support+a@nord.example"))
        wire.send(LETTER)
        for at in range(len(end)):
            wire.send(end[at : at + 1])
        wire.send(b"MAIL FROM:<ceo@bank.example>\r\nRCPT TO:<support@nord.example>\r\n.\r\n")
        assert [wire.hear()[-1][:3] for _ in range(2 if is_lmtp else 1)] == [b"554"] * (2 if is_lmtp else 1)
        wire.begin()
        wire.send(LETTER + b".\r\n")
        assert wire.hear()[-1][:3] == b"250"
    assert [letter.raw for letter in accepted] == [LETTER]


@pytest.mark.parametrize(
    "line",
    [b"MAIL FROM:<\xff\xfe@b.example>", b"MAIL FROM:<" + b"a" * 400 + b"@b.example>", b"MAIL FROM:<a\x00b@c.example>", b"MAIL", b"\xff\xff", b"",
     b"MAIL FROM:<a@b.example> NONSENSE=1", b"NOOP " + b"x" * 600],
)  # fmt: skip
def test_nonsense_is_refused_and_the_conversation_goes_on(serve, line):
    accepted = []
    with Wire(serve(accepted)) as wire:
        assert wire.say(line)[-1][:1] == b"5"
        assert wire.begin()[:3] == b"354"
        wire.send(LETTER + b".\r\n")
        assert wire.hear()[-1][:3] == b"250"
    assert len(accepted) == 1


def test_addresses_of_the_whole_world(serve):
    accepted = []
    with Wire(serve(accepted), "EHLO привет".encode()) as wire:
        wire.say("MAIL FROM:<иван@почта.рф> SMTPUTF8".encode())
        wire.say(b"RCPT TO:<support@nord.example>")
        wire.say(b"DATA")
        wire.send(LETTER + b".\r\n")
        assert wire.hear()[-1][:3] == b"250"
    assert (accepted[0].sender, accepted[0].helo) == ("иван@почта.рф", "привет")


def test_a_hello_that_no_database_would_take(serve):
    accepted = []
    with Wire(serve(accepted), b"EHLO \xff\x00x") as wire:
        wire.begin()
        wire.send(LETTER + b".\r\n")
        assert wire.hear()[-1][:3] == b"250"
    accepted[0].helo.encode()
    assert "\x00" not in accepted[0].helo


def test_a_line_longer_than_any_letter_has_is_refused_without_end_of_memory(serve):
    accepted = []
    with Wire(serve(accepted)) as wire:
        wire.begin()
        for _ in range(40):
            wire.send(b"x" * 100_000)
        wire.send(b"\r\n.\r\n")
        assert wire.hear()[-1][:1] == b"5"
        assert wire.begin()[:3] == b"354"


def test_no_recipient_no_letter(serve):
    accepted = []
    with Wire(serve(accepted)) as wire:
        assert wire.begin(to=(b"nobody@x.example",))[:3] == b"503"
        assert wire.say(b"RCPT TO:<support@nord.example>")[-1][:3] == b"250"
        assert [wire.say(b"RCPT TO:<support+%d@nord.example>" % n)[-1][:3] for n in range(50)] == [b"250"] * 49 + [
            b"452"
        ]


def test_who_is_slow_is_let_go(serve):
    accepted = []
    port = serve(accepted, idle=0.5)
    started = time.monotonic()
    with Wire(port) as quiet, Wire(port) as slow:
        slow.begin()
        alive, wire = True, slow.socket
        wire.settimeout(0.1)
        while alive and time.monotonic() < started + 10:  # a byte now and then does not buy more time
            try:
                wire.sendall(b"x")
                alive = wire.recv(100) != b""
            except TimeoutError:
                continue
            except OSError:
                alive = False
        assert (alive, quiet.stream.readline()) == (False, b"")
    assert accepted == []


def test_too_many_conversations_are_turned_away_and_places_come_free(serve):
    port = serve([], max_connections=3, max_connections_of_a_peer=2)
    with Wire(port), Wire(port):
        third = Wire(port, hello=b"")
        assert (third.greeting[:3], third.stream.readline()) == (b"421", b"")
        third.socket.close()
    deadline = time.monotonic() + 5
    greeting = b""
    while greeting[:3] != b"220" and time.monotonic() < deadline:
        with Wire(port, hello=b"") as again:
            greeting = again.greeting
    assert greeting[:3] == b"220"


def test_starttls(serve, tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mx.nord.example")])
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    )
    certificate = (
        builder.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1)).sign(key, hashes.SHA256())
    )
    (tmp_path / "c.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "k.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    accepted = []
    port = serve(accepted, tls=tls_context(str(tmp_path / "c.pem"), str(tmp_path / "k.pem")))
    context = ssl.create_default_context(cafile=str(tmp_path / "c.pem"))
    context.check_hostname = False
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.ehlo()
        assert client.has_extn("starttls")
        client.starttls(context=context)
        client.ehlo()
        assert not client.has_extn("starttls")
        client.sendmail("a@b.example", ["support@nord.example"], LETTER)
    assert accepted[0].raw == LETTER
    # What was said before the encryption is forgotten: nobody puts words into the encrypted conversation.
    with Wire(port) as wire:
        wire.send(b"STARTTLS\r\nMAIL FROM:<evil@x.example>\r\n")
        assert wire.hear()[-1][:3] == b"220"
        with context.wrap_socket(wire.socket, server_hostname="mx.nord.example") as safe:
            safe.sendall(b"EHLO x\r\nRCPT TO:<support@nord.example>\r\n")
            heard = b""
            while b"HELP" not in heard or not heard.rpartition(b"HELP\r\n")[2]:
                heard += safe.recv(4096)
            assert heard.rpartition(b"HELP\r\n")[2][:3] == b"503"
