"""Mailboxes fetched from a real Dovecot: every letter once, committed before it is marked, whatever breaks."""

import contextlib
import imaplib
import itertools
import json
import threading
import time

import pytest
from django.db import connection as database

from otklik.channels import actions
from otklik.channels.kinds.email.imap.fetcher import Fetcher, connect, tokens_of
from otklik.channels.kinds.email.imap.troubles import Trouble, words
from otklik.channels.kinds.email.parse import parse
from otklik.channels.models import Account
from otklik.channels.queries import secrets_of
from otklik.intake.models import Envelope
from otklik.project.commands.running import store_fetched
from tests.peers import dovecot, tokens, wire
from tests.peers.processes import free_port

pytestmark = [pytest.mark.peers, pytest.mark.django_db]

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def provider():
    with tokens.provider() as running:
        yield running


@pytest.fixture(scope="module")
def server(provider):
    with dovecot.server(introspection=provider.url.replace("/token", "/introspect")) as running:
        yield running


@pytest.fixture
def user():
    """A mailbox that no other test has."""
    return f"box{next(_numbers)}@nord.example"


def letter(number=1, text="Добрый день!"):
    return (
        f"From: Anna <anna@firma.example>\r\nTo: support@nord.example\r\nSubject: n{number}\r\n"
        f"Message-ID: <n{number}@firma.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()


def mailbox(cast, url, *, password=dovecot.PASSWORD, **words):
    actions.configure(
        cast.mailbox, config={"imap": {"url": url, **words}}, secrets={"imap_password": password, "oauth": ""}
    )
    return Account.objects.get(pk=cast.mailbox.pk)


def plain(server, user, port=None, folder=""):
    return f"imap://{user}@127.0.0.1:{port or server.imap}/{folder}"


class Kept(list):
    """What was handed over, in order; `fails` once, after or before it has kept the letters."""

    fails = ""

    def __call__(self, letters):
        fails, self.fails = self.fails, ""
        if fails == "before":
            raise OSError("the disk is full")
        self.extend(letters)
        if fails == "after":
            raise OSError("killed")

    @property
    def subjects(self):
        return [parse(each.raw).subject for each in self]


def fetcher(account, accept, max_letter=100_000):
    return Fetcher(account, accept=accept, max_letter=max_letter)


def sweep(account, accept, **words):
    """One look with a connection and a fetcher of its own, as after a restart."""
    one = fetcher(Account.objects.get(pk=account.pk), accept, **words)
    box = one.connect()
    try:
        return one.sweep(box)
    finally:
        box.close()


def test_a_letter_is_taken_whole_and_once_and_stays_unread(cast, server, user):
    account, kept = mailbox(cast, plain(server, user)), Kept()
    server.deliver(user, letter(1), letter(2))
    assert (sweep(account, kept), sweep(account, kept)) == (2, 0)
    assert [each.raw for each in kept] == server.letters(user)
    assert server.flags(user) == ["$OtklikTaken", "$OtklikTaken"]
    server.deliver(user, letter(3))
    assert (sweep(account, kept), kept.subjects) == (1, ["n1", "n2", "n3"])


@pytest.mark.parametrize(
    ("take", "subjects"), [("unread", ["n2", "n3"]), ("all", ["n1", "n2", "n3"]), ("new", ["n3"])]
)
def test_of_what_was_there_before_those_asked_for_are_taken(cast, server, user, take, subjects):
    account, kept = mailbox(cast, plain(server, user), take=take), Kept()
    server.deliver(user, letter(1), letter(2))
    with server.client(user) as client:
        client.store("1", "+FLAGS", r"(\Seen)")
    sweep(account, kept)
    server.deliver(user, letter(3))
    with server.client(user) as client:
        client.store("3", "+FLAGS", r"(\Seen)")  # a colleague has opened it: it is new all the same
    sweep(account, kept)
    assert kept.subjects == subjects


def test_a_taken_letter_may_be_marked_as_read(cast, server, user):
    account, kept = mailbox(cast, plain(server, user), taken="seen"), Kept()
    server.deliver(user, letter(1))
    assert (sweep(account, kept), sweep(account, kept)) == (1, 0)
    assert server.flags(user) == [r"\Seen"]


def test_where_no_keywords_are_kept_a_taken_letter_is_marked_as_read(cast, server, user):
    with wire.between(server.imap) as between:
        between.edit = lambda data: data.replace(rb" \*)]", b")]")
        account, kept = mailbox(cast, plain(server, user, between.port)), Kept()
        server.deliver(user, letter(1))
        assert (sweep(account, kept), sweep(account, kept)) == (1, 0)
    assert server.flags(user) == [r"\Seen"]


@pytest.mark.parametrize("left_out", [b"", b" MOVE"])
def test_a_taken_letter_may_be_moved_to_a_folder_made_for_it(cast, server, user, left_out):
    with wire.between(server.imap) as between:
        between.edit = lambda data: data.replace(left_out, b"") if left_out else data
        account, kept = mailbox(cast, plain(server, user, between.port), taken="move:Обработано"), Kept()
        server.deliver(user, letter(1), letter(2))
        assert (sweep(account, kept), sweep(account, kept)) == (2, 0)
    assert server.letters(user) == []
    assert server.letters(user, '"&BB4EMQRABDAEMQQ+BEIEMAQ9BD4-"') == [each.raw for each in kept]


def test_what_could_not_be_committed_is_not_marked_and_comes_again(cast, server, user):
    account, kept = mailbox(cast, plain(server, user)), Kept()
    server.deliver(user, letter(1))
    kept.fails = "before"
    with pytest.raises(OSError, match="the disk is full"):
        sweep(account, kept)
    assert (server.flags(user), list(kept)) == ([""], [])
    assert (sweep(account, kept), kept.subjects) == (1, ["n1"])


def test_a_letter_committed_by_a_process_that_died_is_known_again(cast, server, user):
    account, kept = mailbox(cast, plain(server, user)), Kept()
    server.deliver(user, letter(1))
    kept.fails = "after"
    with pytest.raises(OSError, match="killed"):
        sweep(account, kept)
    sweep(account, kept)
    assert kept.subjects == ["n1", "n1"]
    store_fetched([kept[0]])
    store_fetched([kept[1]])
    assert Envelope.objects.filter(account=account).count() == 1


def test_a_folder_made_anew_is_gone_through_again_under_other_ids(cast, server, user):
    with server.client(user) as client:
        client.create("Support")
        client.append("Support", None, None, letter(1))
    account, kept = mailbox(cast, plain(server, user, folder="Support")), Kept()
    sweep(account, kept)
    with server.client(user) as client:
        client.delete("Support")
        time.sleep(1.1)  # UIDVALIDITY is a time in seconds: the server must be able to give another
        client.create("Support")
        client.append("Support", None, None, letter(1))
        client.append("Support", None, None, letter(2))
    sweep(account, kept)
    assert kept.subjects == ["n1", "n1", "n2"]
    assert len({each.external_id for each in kept}) == 3


def test_of_a_letter_too_large_the_words_are_taken_and_where_the_rest_is(cast, server, user):
    account, kept = mailbox(cast, plain(server, user)), Kept()
    large = (
        b"From: anna@firma.example\r\nSubject: =?utf-8?b?0JvQvtCz0Lg=?=\r\nMessage-ID: <big@firma.example>\r\n"
        b"In-Reply-To: <a@nord.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + "Логи внутри.".encode() + b"\r\n"
        b"--x\r\nContent-Type: application/zip; name=log.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + b"QUFB" * 100
        + b"\r\n" * 2
        + (b"A" * 76 + b"\r\n") * 20_000
        + b"--x--\r\n"
    )
    server.deliver(user, large, letter(2))
    assert sweep(account, kept) == 2
    mail = parse(kept[0].raw)
    assert (mail.subject, mail.message_id, mail.in_reply_to) == ("Логи", "big@firma.example", "a@nord.example")
    assert mail.text.splitlines() == [
        "Логи внутри.",
        "",
        "[Письмо слишком большое (2 МБ), поэтому здесь только его текст. Целиком, с файлами, оно лежит в почтовом"
        " ящике support@nord.example.]",
    ]
    assert mail.attachments == ()
    assert server.flags(user) == ["$OtklikTaken", "$OtklikTaken"]


BROKEN = [
    b"",
    b"\r\n",
    b"no header at all",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x",
    b"\xff\xfe\x80: \xf0\r\n\r\n\xd0",
    b"From: <\r\nSubject: =?utf-8?b?////?=\r\n\r\n" + b"(" * 5000,
]


def test_broken_letters_are_taken_as_they_are(cast, server, user):
    account, kept = mailbox(cast, plain(server, user)), Kept()
    stored = []
    with server.client(user) as client:
        for each in BROKEN:
            with contextlib.suppress(imaplib.IMAP4.error):
                if client.append("INBOX", None, None, each)[0] == "OK":
                    stored.append(each)
    server.deliver(user, letter(1))
    assert len(stored) >= len(BROKEN) - 1  # a server may refuse the empty one
    assert sweep(account, kept) == len(stored) + 1
    assert [each.raw for each in kept][:-1] == [
        imaplib.MapCRLF.sub(imaplib.CRLF, each) for each in stored
    ]  # the client of this test writes CRLF
    assert kept.subjects[-1] == "n1"


def test_a_connection_that_breaks_loses_and_doubles_nothing(cast, server, user):
    server.deliver(user, *(letter(each) for each in range(1, 8)))
    with wire.between(server.imap) as between:
        bodies = itertools.count(1)
        between.ask = lambda line: wire.CUT if b"BODY.PEEK[]" in line and next(bodies) == 4 else None
        account, kept = mailbox(cast, plain(server, user, between.port)), Kept()
        with pytest.raises(Trouble) as trouble:
            sweep(account, kept)
        assert (trouble.value.code, kept.subjects) == ("dropped", ["n1", "n2", "n3"])
        assert sweep(account, kept) == 4
    assert kept.subjects == [f"n{each}" for each in range(1, 8)]
    assert server.flags(user) == ["$OtklikTaken"] * 7  # those of before the break, too


def test_a_letter_that_the_server_never_hands_out_holds_up_no_other(cast, server, user):
    server.deliver(user, letter(1), letter(2), letter(3))

    def ask(line):
        tag, _, rest = line.partition(b" ")
        return tag + b" NO [SERVERBUG] Internal error\r\n" if rest.startswith(b"UID FETCH 2 (BODY") else None

    with wire.between(server.imap) as between:
        between.ask = ask
        account, kept = mailbox(cast, plain(server, user, between.port)), Kept()
        one = fetcher(account, kept)
        with contextlib.closing(one.connect()) as box:
            for _ in range(5):
                with pytest.raises(Trouble, match="SERVERBUG"):
                    one.sweep(box)
            assert kept.subjects == ["n1"]
            one.sweep(box)
    assert kept.subjects == ["n1", "n3"]
    assert [each["uid"] for each in Account.objects.get(pk=account.pk).config["fetched"]["missed"]] == [2]


def test_a_letter_that_goes_away_under_our_hands_is_no_trouble(cast, server, user):
    server.deliver(user, letter(1), letter(2))

    def ask(line):
        if b"FETCH 1 (BODY" in line:
            with server.client(user) as client:
                client.store("1", "+FLAGS", r"(\Deleted)")
                client.expunge()
        return

    with wire.between(server.imap) as between:
        between.ask = ask
        account, kept = mailbox(cast, plain(server, user, between.port)), Kept()
        assert sweep(account, kept) == 1
    assert kept.subjects == ["n2"]


@pytest.mark.parametrize(
    ("url", "password", "code"),
    [
        ("imap://{user}@127.0.0.1:{imap}/", "wrong", "login"),
        ("imap://{user}@127.0.0.1:{closed}/", None, "unreachable"),
        ("imap://{user}@no-such-host.invalid/?tls=none", None, "name"),
        ("imap://{user}@127.0.0.1:{imap}/Nowhere", None, "folder"),
        ("imaps://{user}@127.0.0.1:{imaps}/", None, "tls"),
        ("imap://{user}@127.0.0.1:{imap}/?tls=starttls", None, "tls"),
    ],
)
def test_trouble_has_a_name_and_words(cast, server, user, url, password, code):
    url = url.format(user=user, imap=server.imap, imaps=server.imaps, closed=free_port())
    account = mailbox(cast, url, password=password or dovecot.PASSWORD)
    with pytest.raises(Trouble) as trouble:
        fetcher(account, Kept()).connect()
    assert trouble.value.code == code
    host = "no-such-host.invalid" if code == "name" else "127.0.0.1"
    assert host in words(trouble.value.as_json(), language="ru")


@pytest.mark.parametrize("url", ["imaps://{user}@localhost:{imaps}", "imap://{user}@localhost:{imap}?tls=starttls"])
def test_encrypted_with_a_certificate_that_is_checked(cast, server, user, url, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(server.authority))
    server.deliver(user, letter(1))
    account, kept = mailbox(cast, url.format(user=user, imap=server.imap, imaps=server.imaps)), Kept()
    assert sweep(account, kept) == 1


def test_letters_of_any_alphabet_in_the_password(cast, server, user):
    account = mailbox(cast, plain(server, user), password="пароль")
    with pytest.raises(Trouble) as trouble:
        fetcher(account, Kept()).connect()
    assert trouble.value.code == "login"


@pytest.mark.django_db(transaction=True)
def test_trouble_is_kept_on_the_account_and_goes_when_it_is_over(cast, server, user):
    with wire.between(server.imap) as between:
        account, kept = mailbox(cast, plain(server, user, between.port)), Kept()
        between.ask = lambda line: wire.CUT
        one = fetcher(account, kept)
        thread = threading.Thread(target=one.run)
        thread.start()
        try:
            trouble = until(lambda: (fresh(account).config.get("fetched") or {}).get("trouble"))
            assert (trouble["code"], trouble["tries"]) == ("dropped", 1)
            between.ask = lambda line: None
            server.deliver(user, letter(1))
            until(lambda: not fresh(account).config["fetched"]["trouble"])
        finally:
            one.stop()
            thread.join(10)
    assert kept.subjects == ["n1"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_encrypted", [False, True])
def test_a_letter_is_here_within_two_seconds_by_idle(cast, server, user, is_encrypted, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(server.authority))
    url = f"imaps://{user}@localhost:{server.imaps}" if is_encrypted else plain(server, user)
    assert seconds_from_delivery(cast, server, user, mailbox(cast, url)) < 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_said", [True, False])
def test_a_server_without_idle_is_looked_at_again_and_again(cast, server, user, is_said):
    with wire.between(server.imap) as between:
        if is_said:
            between.edit = lambda data: data.replace(b" IDLE", b"")
        between.ask = lambda line: line.split()[0] + b" BAD Unknown command\r\n" if b" IDLE" in line else None
        account = mailbox(cast, plain(server, user, between.port), poll=5)
        assert seconds_from_delivery(cast, server, user, account) < 8
        assert len([each for each in between.commands if b" IDLE" in each]) == (0 if is_said else 1)


@pytest.mark.django_db(transaction=True)
def test_a_connection_lost_while_waiting_is_made_anew(cast, server, user):
    with wire.between(server.imap) as between:
        account, kept = mailbox(cast, plain(server, user, between.port)), Kept()
        one = fetcher(account, kept)
        thread = threading.Thread(target=one.run)
        thread.start()
        try:
            until(lambda: any(b"IDLE" in each for each in between.commands))
            between.drop()
            server.deliver(user, letter(1))
            until(lambda: kept)
        finally:
            one.stop()
            thread.join(10)
    assert kept.subjects == ["n1"]


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_comes_between_the_look_and_the_wait_is_not_left_waiting(cast, server, user):
    first = itertools.count(1)
    with wire.between(server.imap) as between:
        account, kept = mailbox(cast, plain(server, user, between.port)), Kept()

        def ask(line):
            if b"IDLE" in line and next(first) == 1:
                server.deliver(user, letter(1))

        between.ask = ask
        one = fetcher(account, kept)
        thread = threading.Thread(target=one.run)
        thread.start()
        try:
            until(lambda: kept, seconds=5)
        finally:
            one.stop()
            thread.join(10)
    assert kept.subjects == ["n1"]


def grant(**words):
    return json.dumps({"client_id": "otklik", "client_secret": "s", **words})


def test_a_token_is_got_by_the_refresh_token_and_renewed_when_refused(cast, server, user, provider):
    provider.user, provider.rotates = user, True
    actions.configure(
        cast.mailbox, config={"imap": {"url": plain(server, user)}},
        secrets={"imap_password": "", "oauth": grant(token_url=provider.url, refresh_token=provider.refresh)},
    )  # fmt: skip
    account, kept = Account.objects.get(pk=cast.mailbox.pk), Kept()
    server.deliver(user, letter(1))
    assert sweep(account, kept) == 1
    assert provider.refresh in secrets_of(Account.objects.get(pk=account.pk))["oauth"]  # the new one is kept

    owned = tokens_of(Account.objects.get(pk=account.pk))
    owned()
    provider.good.clear()  # all access tokens are withdrawn before their time
    asked = len(provider.asked)
    connect(account, fetcher(account, kept).settings, owned).close()
    assert len(provider.asked) == asked + 1


def test_a_withdrawn_refresh_token_is_said_in_words(cast, server, user, provider):
    actions.configure(
        cast.mailbox, config={"imap": {"url": plain(server, user)}},
        secrets={"imap_password": "", "oauth": grant(token_url=provider.url, refresh_token="old")},
    )  # fmt: skip
    with pytest.raises(Trouble) as trouble:
        fetcher(Account.objects.get(pk=cast.mailbox.pk), Kept()).connect()
    assert trouble.value.code == "token"
    assert "invalid_grant Token has been revoked" in str(trouble.value)


def seconds_from_delivery(cast, server, user, account):
    """How long a letter is on its way to us that is delivered while we wait."""
    arrived = threading.Event()
    one = fetcher(account, lambda letters: arrived.set())
    thread = threading.Thread(target=one.run)
    thread.start()
    try:
        until(lambda: (fresh(account).config.get("fetched") or {}).get("at"))
        begun = time.monotonic()
        server.deliver(user, letter(1))
        assert arrived.wait(15)
        return time.monotonic() - begun
    finally:
        one.stop()
        thread.join(10)


def fresh(account):
    found = Account.objects.get(pk=account.pk)
    if not database.in_atomic_block:
        database.close()
    return found


def until(question, seconds=15):
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return answer
