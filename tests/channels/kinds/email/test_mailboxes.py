"""How mailboxes are told of: addresses put together and taken apart, what was kept, what servers say now."""

import socket

import pytest

from otklik.channels import actions
from otklik.channels.kinds.email import mailboxes
from otklik.channels.kinds.email.imap.settings import BadMailbox, read
from otklik.channels.kinds.email.routes import checked
from tests.cast import TUESDAY
from tests.peers.processes import free_port


@pytest.mark.parametrize("tls", ["tls", "starttls", "none"])
@pytest.mark.parametrize("host", ["imap.box.example", "2001:db8::1"])
@pytest.mark.parametrize(("user", "folder"), [("a@box.example", "INBOX"), ("имя / 1", "Письма/Новые")])
def test_an_address_of_a_mailbox_is_read_as_it_was_meant(tls, host, user, folder):
    given = read({"url": mailboxes.imap_url(host=host, port=1143, tls=tls, user=user, folder=folder)})
    assert (given.host, given.port, given.tls, given.user, given.folder) == (host, 1143, tls, user, folder)


@pytest.mark.parametrize(("port", "tls", "usual"), [(None, "tls", 993), (None, "starttls", 143), (999, "tls", 999)])
def test_an_unsaid_port_is_the_usual_one(port, tls, usual):
    url = mailboxes.imap_url(host="a.example", port=port, tls=tls, user="a", folder="INBOX")
    assert read({"url": url}).port == usual


@pytest.mark.parametrize("tls", ["tls", "starttls"])
@pytest.mark.parametrize("user", ["a@box.example", "имя"])
def test_an_address_of_a_relay_is_taken_apart_again(tls, user):
    url = checked(mailboxes.relay_url(host="smtp.box.example", port=588, tls=tls, user=user))
    assert mailboxes.relay_parts(url) == ("smtp.box.example", 588, tls, user)
    assert ("tls=required" in url) == (tls == "starttls")


def test_no_relay_has_no_parts():
    assert mailboxes.relay_parts("") == ("", None, "starttls", "")


@pytest.mark.parametrize(
    ("host", "inner"),
    [("127.0.0.1", ["127.0.0.1"]), ("10.1.2.3", ["10.1.2.3"]), ("169.254.169.254", ["169.254.169.254"]), ("::1", ["::1"]),
     ("100.64.0.1", ["100.64.0.1"]), ("0.0.0.0", ["0.0.0.0"]), ("::ffff:10.0.0.1", ["::ffff:10.0.0.1"]), ("8.8.8.8", [])],
)  # fmt: skip
def test_addresses_of_ones_own_house_are_known(host, inner):
    assert mailboxes.inner_addresses(host) == inner


@pytest.mark.parametrize("name", ["mx.Box.example", " mx.box.example "])
def test_the_name_of_a_server_that_checks(name):
    assert mailboxes.authserv(name) == "mx.box.example"


@pytest.mark.parametrize("name", ["", "mx box", "mx;dmarc=pass", "имя.рф", "a" * 300])
def test_what_is_no_name_of_a_server(name):
    with pytest.raises(BadMailbox):
        mailboxes.authserv(name)


@pytest.mark.django_db
def test_what_was_kept_is_told_in_the_readers_language(cast):
    url = "imaps://support%40nord.example@imap.box.example/INBOX"
    since = TUESDAY.isoformat()
    trouble = {"code": "login", "said": "no", "host": "imap.box.example", "since": since, "tries": 3, "next": since}
    fetched = {"at": since, "trouble": trouble, "missed": [{"uid": 7}, {"uid": 9}]}
    actions.configure(cast.mailbox, config={"imap": {"url": url, "set_at": since}, "fetched": fetched}, secrets={})
    told = mailboxes.standing(cast.mailbox, language="ru")
    assert told.trouble == "сервер imap.box.example не пускает: проверьте имя и пароль («no»)"
    assert (told.fetched_at, told.trouble_since, told.next_try, told.set_at) == (TUESDAY,) * 4
    assert (told.tries, told.missed, told.past, told.relay, told.imap.host) == (3, (7, 9), "", "", "imap.box.example")
    assert "does not let us in" in mailboxes.standing(cast.mailbox, language="en").trouble


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("ru", ["приём: ", "отправка: "]), ("en", ["in: ", "out: "])])
def test_servers_that_are_away_are_said_one_by_one(cast, language, words):
    imap, smtp = free_port(), free_port()
    config = {"imap": {"url": f"imap://a@127.0.0.1:{imap}/"}, "smtp": {"url": f"smtp://127.0.0.1:{smtp}"}}
    actions.configure(cast.mailbox, config=config, secrets={"imap_password": "x"})
    lines = mailboxes.found(cast.mailbox, helo="nord.example", language=language)
    assert [(is_well, said.startswith(word)) for (is_well, said), word in zip(lines, words, strict=True)] == [
        (False, True)
    ] * 2


@pytest.mark.django_db
def test_a_mailbox_without_servers_of_its_own_has_nobody_to_ask(cast):
    assert mailboxes.found(cast.mailbox, helo="nord.example") == []


def test_a_server_that_there_is_not_is_no_address():
    with pytest.raises(socket.gaierror):
        mailboxes.inner_addresses("no-such-host.invalid")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("host", "sealed", "said"),
    [
        ("no-such-host.invalid", None, "отправка: сервер no-such-host.invalid не найден: проверьте имя"),
        ("127.0.0.1", None, "отправка: сервер 127.0.0.1 не отвечает"),
        ("127.0.0.1", "not-ours", "отправка: пароль ящика запечатан другим ключом: задайте его снова"),
    ],
)
def test_a_relay_that_fails_is_told_in_plain_words(cast, host, sealed, said):
    actions.configure(cast.mailbox, config={"smtp": {"url": f"smtp://a@{host}:{free_port()}"}}, secrets={})
    cast.mailbox.sealed = sealed or cast.mailbox.sealed
    assert mailboxes.found(cast.mailbox, helo="nord.example", language="ru") == [(False, said)]
