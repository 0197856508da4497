"""The whole loop between real programs: a customer's mailbox in Dovecot, the world's Exim, and `otklik serve`."""

import email
import email.policy
import itertools
import json
import os
import re
import signal
import time
from dataclasses import dataclass

import dkim
import pytest

from tests.peers import dovecot, exim, postgres, wire
from tests.peers.installation import Installation, installed, letter, until
from tests.peers.processes import free_port

pytestmark = pytest.mark.peers

_numbers = itertools.count(1)


@dataclass(frozen=True)
class World:
    """Everybody's programs."""

    boxes: dovecot.Dovecot
    mail: exim.Exim
    desk_port: int
    other_port: int


@pytest.fixture(scope="module")
def world():
    desk_port, other_port = free_port(), free_port()
    with (
        dovecot.server() as boxes,
        exim.server(boxes=boxes.lmtp, desks={"nord.example": desk_port, "tabel.example": other_port}) as mail,
    ):
        yield World(boxes, mail, desk_port, other_port)


@pytest.fixture(scope="module")
def desk(world):
    with (
        installed(domain="nord.example", smtp=world.desk_port, relay=world.mail.port) as found,
        found.serve(),
    ):
        yield found


@pytest.fixture
def customer():
    """Somebody with an empty mailbox."""
    return f"anna{next(_numbers)}@firma.example"


def read(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def write(world, customer, text, *, to="support@nord.example", **words):
    world.mail.send(customer, to, letter(text, sender=customer, to=to, **words))


def answer(desk: Installation, ticket, text):
    """An agent answers in the browser."""
    browser = desk.agent()
    page = browser.get(f"/tickets/{ticket}/")
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    browser.post(f"/tickets/{ticket}/replies/", text=text, seen=seen, is_note="", anyway="1")
    desk.hurry()


def state_of(desk, ticket):
    """State, attempts and failure of the newest letter of ours in a ticket."""
    query = "SELECT state, attempts, failure FROM tickets_message WHERE ticket_id = ? AND direction = 'out' ORDER BY id DESC LIMIT 1"
    return next(iter(desk.sql(query, ticket)), ("", 0, ""))


def test_a_letter_is_acknowledged_by_a_person(world, desk, customer):
    write(world, customer, "Второй день не открывается сайт nord-1.")
    ticket = desk.ticket_of("nord-1")
    (raw,) = world.boxes.until(customer, 1)
    got = read(raw)
    (sender,) = got["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Борис Климов, поддержка Норд Хостинг", "support@nord.example")
    assert re.fullmatch(rf"support\+t{ticket}\.[a-z2-7]{{16}}@nord\.example", got["Reply-To"].addresses[0].addr_spec)
    assert (got["Auto-Submitted"], got["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert (got["Return-Path"], str(got["Subject"])) == ("<>", "Re: Сайт не открывается")
    kinds = [part.get_content_type() for part in got.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    assert got.get_body(("plain",)).get_content().startswith("Здравствуйте, Анна!")
    assert "<p " in got.get_body(("html",)).get_content()
    assert str(ticket) not in str(got["Subject"])


def test_the_signature_holds_with_the_key_that_check_tells_to_publish(world, desk, customer):
    write(world, customer, "Проверьте подпись dkim-1.")
    (raw,) = world.boxes.until(customer, 1)
    (record,) = re.findall(r"DNS TXT otklik\._domainkey\.nord\.example = (\S+; k=rsa; p=\S+)", desk.run("check"))
    asked = []

    def dns(name, timeout=5):
        asked.append(name)
        return record.encode()

    assert dkim.verify(raw, dnsfunc=dns)
    assert asked == [b"otklik._domainkey.nord.example."]


BY_KEY = {
    "only In-Reply-To": lambda got, customer: {"headers": [f"In-Reply-To: {got['Message-ID']}"]},
    "only the address": lambda got, customer: {"to": got["Reply-To"].addresses[0].addr_spec},
    "only the quiet tag": lambda got, customer: {
        "words": "\n" + got.get_body(("plain",)).get_content().strip().splitlines()[-1]
    },
}


@pytest.mark.parametrize("key", BY_KEY)
def test_an_answer_arrives_and_is_answered_into_the_same_ticket(world, desk, customer, key):
    mark = f"key-{next(_numbers)}"
    write(world, customer, f"Не работает почта {mark}.")
    ticket = desk.ticket_of(mark)
    world.boxes.until(customer, 1)
    answer(desk, ticket, "Здравствуйте, Анна!\n\nПочинили почту. Хорошего дня!\n\nБорис")
    got = read(world.boxes.until(customer, 2)[1])
    assert "Починили почту." in got.get_body(("plain",)).get_content()
    assert got["Return-Path"] == f"<{got['Reply-To'].addresses[0].addr_spec}>"
    assert got["Auto-Submitted"] is None
    until(lambda: state_of(desk, ticket)[0] == "sent")  # noted a moment after the server has taken it

    words = BY_KEY[key](got, customer)
    text = f"Всё равно не работает {mark}-again.{words.pop('words', '')}"
    write(world, customer, text, subject="Совсем другая тема", **words)
    assert desk.ticket_of(f"{mark}-again") == ticket
    assert [row[0] for row in desk.sql("SELECT status FROM tickets_ticket WHERE number = ?", ticket)] == ["open"]


def test_a_mailbox_that_is_not_there_is_told_in_the_ticket(world, desk):
    write(world, "ghost@firma.example", "Меня здесь нет ghost-1.")
    ticket = desk.ticket_of("ghost-1")
    until(lambda: state_of(desk, ticket)[0] == "failed")
    assert state_of(desk, ticket) == ("failed", 1, "такого ящика нет (ghost@firma.example)")
    assert "такого ящика нет" in desk.agent().get(f"/tickets/{ticket}/")


def test_a_letter_that_comes_back_later_is_told_in_the_ticket(world, desk):
    write(world, "gone@firma.example", "Меня скоро не будет gone-1.")
    ticket = desk.ticket_of("gone-1")
    until(lambda: state_of(desk, ticket)[0] == "sent")  # the acknowledgement, which nobody sends back
    answer(desk, ticket, "Здравствуйте, Анна!\n\nОтветили.\n\nБорис")
    until(lambda: state_of(desk, ticket)[0] == "failed")
    assert state_of(desk, ticket)[2].startswith("такого ящика нет")


def test_a_server_that_is_busy_is_asked_again(world, desk):
    world.mail.busy.touch()
    write(world, "slow@firma.example", "У нас медленный сервер slow-1.")
    ticket = desk.ticket_of("slow-1")
    until(lambda: state_of(desk, ticket)[1] == 1)
    assert state_of(desk, ticket) == ("queued", 1, "сервер получателя попросил прийти позже (slow@firma.example)")
    assert "Попробуем снова в" in desk.agent().get(f"/tickets/{ticket}/")
    world.mail.busy.unlink()
    desk.hurry()
    world.boxes.until("slow@firma.example", 1)
    until(lambda: state_of(desk, ticket)[:2] == ("sent", 2))


def test_a_fetched_mailbox_is_read_within_two_seconds_and_answered_by_its_own_relay(world, desk, customer, tmp_path):
    password, relay = tmp_path / "box", tmp_path / "relay"
    password.write_text(dovecot.PASSWORD + "\n")
    relay.write_text(exim.PASSWORD + "\n")
    said = desk.run(
        "mailbox", "add", "help@box.example", "--imap", f"imap://127.0.0.1:{world.boxes.imap}/INBOX",
        "--password-file", str(password), "--smtp", f"smtp://127.0.0.1:{world.mail.port}", "--smtp-password-file", str(relay),
    )  # fmt: skip
    assert "lets us in WITHOUT encryption; INBOX has 0 letters, new ones are told at once (IDLE)" in said
    assert f"out: smtp://help%40box.example@127.0.0.1:{world.mail.port} lets us in" in said
    desk.until("SELECT 1 FROM channels_account WHERE address = 'help@box.example' AND config LIKE '%\"at\"%'")

    world.boxes.deliver("help@box.example", letter("Письмо в ящик imap-1.", sender=customer, to="help@box.example"))
    begun = time.monotonic()
    desk.until("SELECT 1 FROM intake_envelope WHERE external_id LIKE 'imap:%'", seconds=5)
    assert time.monotonic() - begun < 2
    desk.ticket_of("imap-1")
    got = read(world.boxes.until(customer, 1)[0])
    assert (got["Return-Path"], got["From"].addresses[0].addr_spec) == ("<help@box.example>", "help@box.example")
    assert "A=plain:help@box.example" in world.mail.log()
    assert world.boxes.flags("help@box.example") == ["$OtklikTaken"]
    assert "help@box.example: fetched from" in desk.run("check")

    # An answer comes back into the mailbox, to the address with the token.
    write(world, customer, "Спасибо, но нет imap-2.", to=got["Reply-To"].addresses[0].addr_spec, subject="Другое")
    assert desk.ticket_of("imap-2") == desk.ticket_of("imap-1")


def test_trouble_with_a_mailbox_is_told_by_check(world, desk, tmp_path):
    password = tmp_path / "box"
    password.write_text("wrong\n")
    imap = f"imap://127.0.0.1:{world.boxes.imap}/"
    said = desk.run("mailbox", "add", "sad@box.example", "--imap", imap, "--password-file", str(password), status=1)
    assert "MEND  in: 127.0.0.1 does not let us in: look at the name and the password" in said
    desk.until(
        "SELECT 1 FROM channels_account WHERE address = 'sad@box.example' AND config LIKE '%\"code\": \"login\"%'"
    )
    assert "TROUBLE since" in desk.run("mailbox", "list")
    assert "MEND  fetched mailboxes" in desk.run("check", status=1)
    password.write_text(dovecot.PASSWORD + "\n")
    desk.run("mailbox", "add", "sad@box.example", "--password-file", str(password))
    # The running process sees the change and does not wait for its next try.
    desk.until(
        "SELECT 1 FROM channels_account WHERE address = 'sad@box.example' AND config LIKE '%\"trouble\": null%'",
        seconds=30,
    )
    assert "TROUBLE" not in desk.run("mailbox", "list")
    assert "neither fetched" in desk.run("mailbox", "stop", "sad@box.example")


def test_two_fetchers_of_one_mailbox_take_every_letter_once_even_when_one_is_killed(world, tmp_path):
    box, password = "many@box.example", tmp_path / "box"
    password.write_text(dovecot.PASSWORD + "\n")
    sent = [
        letter(f"Письмо номер {each}.", sender=f"c{each}@firma.example", to=box, headers=["Auto-Submitted: auto-replied"])
        for each in range(30)
    ]  # fmt: skip
    world.boxes.deliver(box, *sent)
    with (
        wire.between(world.boxes.imap) as between,
        installed(domain="many.example", smtp=free_port(), relay=world.mail.port) as desk,
    ):

        def ask(line):
            if b"BODY.PEEK" in line:
                time.sleep(0.03)  # a line as slow as real ones, so that there is something to be killed in

        between.ask = ask
        imap = f"imap://127.0.0.1:{between.port}/"
        desk.run("mailbox", "add", box, "--imap", imap, "--password-file", str(password))
        with desk.work("one") as one, desk.work("two") as two:
            desk.until("SELECT 1 FROM intake_envelope")  # the first portion is committed, the second on its way
            ((holder,),) = desk.sql("SELECT holder FROM channels_lease")
            assert int(holder.split(":")[1]) in (one.pid, two.pid)
            os.kill(int(holder.split(":")[1]), signal.SIGKILL)
            until(lambda: desk.sql("SELECT count(*) FROM tickets_message WHERE direction = 'in'") == [(30,)])
            ((other,),) = desk.sql("SELECT holder FROM channels_lease")
            assert other != holder
        texts = [row[0] for row in desk.sql("SELECT text FROM tickets_message WHERE direction = 'in'")]
    assert sorted(texts) == sorted(f"Письмо номер {each}." for each in range(30))
    until(lambda: world.boxes.flags(box) == ["$OtklikTaken"] * 30)


def test_the_same_on_postgresql_with_web_and_worker_apart(world, customer, tmp_path):
    password = tmp_path / "box"
    password.write_text(dovecot.PASSWORD + "\n")
    with (
        postgres.server() as database,
        installed(domain="tabel.example", smtp=world.other_port, relay=world.mail.port, database=database) as desk,
        desk.serve(),
        desk.work(),
    ):
        write(world, customer, "Не открывается табель pg-1.", to="support@tabel.example")
        ticket = desk.ticket_of("pg-1")
        world.boxes.until(customer, 1)
        answer(desk, ticket, "Здравствуйте, Анна!\n\nОткрыли табель.\n\nБорис")
        got = read(world.boxes.until(customer, 2)[1])
        assert "Открыли табель." in got.get_body(("plain",)).get_content()
        write(
            world, customer, "Теперь вижу, но не всё pg-2.", to="support@tabel.example",
            headers=[f"References: {got['Message-ID']}"],
        )  # fmt: skip
        assert desk.ticket_of("pg-2") == ticket

        desk.run(
            "mailbox", "add", "pg@box.example", "--imap", f"imap://127.0.0.1:{world.boxes.imap}/",
            "--password-file", str(password), "--taken", "move:Done",
        )  # fmt: skip
        world.mail.send(customer, "pg@box.example", letter("В ящик pg-3.", sender=customer, to="pg@box.example"))
        desk.ticket_of("pg-3")
        until(lambda: len(world.boxes.letters("pg@box.example")) == 0)
        assert len(world.boxes.letters("pg@box.example", "Done")) == 1
        rows = desk.sql("SELECT config FROM channels_account WHERE address = 'pg@box.example'")
        config = rows[0][0] if isinstance(rows[0][0], dict) else json.loads(rows[0][0])
        assert config["fetched"]["trouble"] is None
