"""The admin's page of mailboxes: how they are in plain words, added, changed, stopped, asked now; no secret comes out."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse

from otklik.channels import actions
from otklik.channels.models import Account
from otklik.channels.queries import secrets_of
from otklik.intake.actions import Arrived, accept
from otklik.kit.clock import now
from tests.cast import PASSWORD, TUESDAY
from tests.peers.processes import free_port

IMAP, SMTP = "8.8.8.8", "8.8.4.4"  # addresses of the open net: nothing is asked there until somebody presses a button
SECRET = "ящик-секрет-1"  # noqa: S105 -- made up
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def clara(cast):
    client = Client(headers={"Accept-Language": "en"})
    assert client.login(username=cast.clara.email, password=PASSWORD)
    cast.clara.language = "en"
    cast.clara.save()
    return client


def form(**words):
    """What the page posts when only these fields are filled in."""
    return {"imap_tls": "tls", "imap_folder": "INBOX", "smtp_tls": "tls", "take": "unread", "taken": "flag", **words}


def page(client, name="mailboxes", *args):
    return client.get(reverse(f"desk:{name}", args=args)).content.decode()


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def fetched(cast, **kept):
    """Clara's mailbox as the fetcher has left it."""
    url = f"imaps://support%40nord.example@{IMAP}/INBOX"
    config = {"imap": {"url": url, "set_at": TUESDAY.isoformat()}, "fetched": kept}
    actions.configure(cast.mailbox, config=config, secrets={"imap_password": SECRET})


def again(cast):
    return Account.objects.get(pk=cast.mailbox.pk)


def test_a_new_mailbox_is_kept_whole_and_its_password_sealed(cast, clara):
    given = form(
        address="Help@Box.example",
        brand=cast.tabel.pk,
        imap_host=IMAP,
        password=SECRET,
        smtp_host=SMTP,
        authserv="MX.box.example",
    )
    assert clara.post(reverse("desk:mailbox-add"), given).status_code == 302
    account = Account.objects.get(address="help@box.example")
    assert (account.brand, account.is_active, account.kind) == (cast.tabel, True, "email")
    assert account.config == {
        "imap": {"url": f"imaps://help%40box.example@{IMAP}/INBOX", "take": "unread", "taken": "flag"},
        "smtp": {"url": f"smtps://help%40box.example@{SMTP}:465"}, "authserv": "mx.box.example",
    }  # fmt: skip
    assert secrets_of(account) == {"imap_password": SECRET}
    assert SECRET not in account.sealed


def test_a_mailbox_by_the_desks_own_port_needs_no_server(cast, clara):
    assert clara.post(reverse("desk:mailbox-add"), form(address="a@b.example", brand=cast.nord.pk)).status_code == 302
    account = Account.objects.get(address="a@b.example")
    assert (account.config, account.sealed) == ({}, "")


def test_a_grant_takes_the_passwords_place(cast, clara):
    fetched(cast)
    given = form(
        imap_host=IMAP,
        imap_user="support@nord.example",
        imap_port="993",
        provider="google",
        client_id="id-1",
        refresh_token="r-1",
    )
    assert clara.post(reverse("desk:mailbox", args=[cast.mailbox.pk]), given).status_code == 302
    secrets = secrets_of(again(cast))
    assert (set(secrets), '"refresh_token": "r-1"' in secrets["oauth"]) == ({"oauth"}, True)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"address": "no-address"}, "address"),
        ({"address": "SUPPORT@nord.example"}, "address"),
        ({"brand": "999"}, "brand"),
        ({"imap_host": "imaps://imap.box.example"}, "imap_host"),
        ({"imap_host": "no-such-host.invalid"}, "imap_host"),
        ({"imap_host": "127.0.0.1"}, "imap_host"),
        ({"imap_host": "localhost"}, "imap_host"),
        ({"imap_host": "169.254.169.254"}, "imap_host"),
        ({"imap_host": "::1"}, "imap_host"),
        ({"imap_port": "70000"}, "imap_port"),
        ({"imap_tls": "none"}, "imap_tls"),
        ({"password": ""}, "password"),
        ({"taken": "move"}, "taken_folder"),
        ({"taken": "move", "taken_folder": "INBOX"}, "taken_folder"),
        ({"provider": "google"}, "client_id"),
        ({"provider": "nobody"}, "provider"),
        ({"smtp_host": "10.0.0.1"}, "smtp_host"),
        ({"authserv": "mx box"}, "authserv"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_where_it_is_mended_and_nothing_is_kept(cast, clara, given, field):
    usual = {"address": "new@box.example", "brand": cast.nord.pk, "imap_host": IMAP, "password": SECRET}
    answer = clara.post(reverse("desk:mailbox-add"), form(**{**usual, **given}))
    html = answer.content.decode()
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert (Account.objects.count(), SECRET in html, "Nothing was saved yet" in html) == (2, False, True)


def test_a_change_without_a_password_keeps_it(cast, clara):
    fetched(cast)
    assert SECRET not in page(clara, "mailbox", cast.mailbox.pk)
    given = form(
        imap_host=IMAP, imap_port="993", imap_user="support@nord.example", taken="move", taken_folder="Otklik"
    )
    assert clara.post(reverse("desk:mailbox", args=[cast.mailbox.pk]), given).status_code == 302
    account = again(cast)
    assert (account.config["imap"]["taken"], secrets_of(account)) == ("move:Otklik", {"imap_password": SECRET})
    assert account.config["imap"]["set_at"] > TUESDAY.isoformat()  # a running fetcher sees that something has changed


@pytest.mark.parametrize(
    "change", [{"imap_host": "1.1.1.1"}, {"imap_user": "other"}, {"imap_tls": "starttls"}, {"imap_port": "994"}]
)
def test_the_old_password_is_not_sent_to_another_server(cast, clara, change):
    fetched(cast)
    before = again(cast)
    known = form(imap_host=IMAP, imap_port="993", imap_user="support@nord.example")
    address = reverse("desk:mailbox", args=[cast.mailbox.pk])
    answer = clara.post(address, {**known, **change})
    assert (list(answer.context["form"].errors), again(cast).config) == (["password"], before.config)
    assert clara.post(address, {**known, **change, "password": "new"}).status_code == 302
    assert secrets_of(again(cast)) == {"imap_password": "new"}


def test_the_old_password_is_not_sent_by_another_relay(cast, clara):
    fetched(cast)
    config = {"smtp": {"url": f"smtps://support%40nord.example@{SMTP}:465"}}
    actions.configure(cast.mailbox, config=config, secrets={"smtp_password": "old"})
    known = form(
        imap_host=IMAP,
        imap_port="993",
        imap_user="support@nord.example",
        smtp_port="465",
        smtp_user="support@nord.example",
    )
    address = reverse("desk:mailbox", args=[cast.mailbox.pk])
    answer = clara.post(address, {**known, "smtp_host": "1.1.1.1"})
    assert (list(answer.context["form"].errors), again(cast).config["smtp"]) == (["smtp_password"], config["smtp"])
    assert clara.post(address, {**known, "smtp_host": "1.1.1.1", "password": "both"}).status_code == 302
    assert secrets_of(again(cast)) == {"imap_password": "both"}
    assert again(cast).config["smtp"] == {"url": "smtps://support%40nord.example@1.1.1.1:465"}


def test_what_the_command_line_wrote_stays_when_it_is_not_touched(cast, clara):
    box, relay = f"imap://support%40nord.example@127.0.0.1:{free_port()}/INBOX", "smtp://127.0.0.1:2525"
    actions.configure(
        cast.mailbox,
        config={"imap": {"url": box, "poll": 5}, "smtp": {"url": relay}},
        secrets={"imap_password": SECRET},
    )
    html = page(clara, "mailbox", cast.mailbox.pk)
    given = dict(re.findall(r'<input[^>]*name="([a-z_]+)"(?: value="([^"]*)")', html))
    chosen = dict(re.findall(r'<select name="([a-z_]+)".*?<option value="([a-z]*)" selected', html, re.S))
    del given["csrfmiddlewaretoken"]
    assert (
        clara.post(
            reverse("desk:mailbox", args=[cast.mailbox.pk]), {**given, **chosen, "authserv": "mx.box.example"}
        ).status_code
        == 302
    )
    account = again(cast)
    assert (account.config["imap"]["url"], account.config["imap"]["poll"], account.config["smtp"]["url"]) == (
        box,
        5,
        relay,
    )
    assert (account.config["authserv"], secrets_of(account)) == ("mx.box.example", {"imap_password": SECRET})


def test_servers_are_taken_away_with_their_passwords(cast, clara):
    fetched(cast)
    actions.configure(cast.mailbox, config={"authserv": "mx.box.example"}, secrets={"dkim": "key"})
    assert clara.post(reverse("desk:mailbox", args=[cast.mailbox.pk]), form()).status_code == 302
    assert (again(cast).config, secrets_of(again(cast))) == ({}, {"dkim": "key"})


def test_stopped_and_begun_again(cast, clara):
    address = reverse("desk:mailbox-stop", args=[cast.mailbox.pk])
    html = clara.post(address, follow=True).content.decode()
    assert (again(cast).is_active, "support@nord.example is stopped" in html) == (False, True)
    assert "Begin again: support@nord.example" in html
    clara.post(reverse("desk:mailbox-start", args=[cast.mailbox.pk]))
    assert again(cast).is_active is True


def test_how_it_stands_in_plain_words(cast, clara):
    at = now()
    trouble = {
        "code": "login",
        "host": IMAP,
        "said": "",
        "since": at.isoformat(),
        "tries": 2,
        "next": (at + MINUTE * 90).isoformat(),
    }
    fetched(cast, at=at.isoformat(), trouble=trouble, missed=[{"uid": 17}])
    accept(
        [Arrived(b"x", "a@b.example", ("support@nord.example",), account_id=cast.mailbox.pk, external_id="1")], at=at
    )
    told = text(page(clara))
    for words in (f"we fetch them from {IMAP} as support@nord.example, folder INBOX", "Looked in just now", "Last letter just now", f"{IMAP} does not let us in",
                  "Tries so far: 2, the next one", "Nobody fetches it at the moment", "(UID 17)", "straight to the recipients"):  # fmt: skip
        assert words in told
    assert "help@tabel.example" in told


def test_a_trouble_that_is_over_is_still_told(cast, clara):
    past = {"code": "dropped", "host": IMAP, "said": "", "since": now().isoformat()}
    fetched(cast, at=now().isoformat(), trouble=None, past=past)
    actions.take_lease(cast.mailbox, holder="one", at=now(), until=now() + MINUTE)
    told = text(page(clara))
    assert f"Last trouble just now: {IMAP} dropped the connection It is over." in told
    assert "Nobody fetches it" not in told


def test_a_look_now_says_what_the_servers_say_and_takes_nothing(cast, clara):
    url = f"imap://a@127.0.0.1:{free_port()}/"
    actions.configure(
        cast.mailbox,
        config={"imap": {"url": url}, "smtp": {"url": f"smtp://127.0.0.1:{free_port()}"}},
        secrets={"imap_password": SECRET},
    )
    html = clara.post(reverse("desk:mailbox-check", args=[cast.mailbox.pk])).content.decode()
    told = text(html)
    assert (
        "✗ in: the server 127.0.0.1 does not answer" in told,
        "✗ out: the server 127.0.0.1 does not answer" in told,
        SECRET in html,
    ) == (True, True, False)
    nothing = clara.post(reverse("desk:mailbox-check", args=[cast.tabel_mailbox.pk])).content.decode()
    assert "There is no server to ask" in nothing


def test_a_mailbox_sealed_with_another_key_is_told_and_can_be_mended(cast, clara, settings):
    fetched(cast)
    account = again(cast)
    account.sealed = "gAAAA-not-ours"
    account.save()
    assert "sealed with another key" in text(
        clara.post(reverse("desk:mailbox-check", args=[cast.mailbox.pk])).content.decode()
    )
    known = form(imap_host=IMAP, imap_port="993", imap_user="support@nord.example")
    answer = clara.post(reverse("desk:mailbox", args=[cast.mailbox.pk]), known)
    assert list(answer.context["form"].errors) == ["password"]
    clara.post(reverse("desk:mailbox", args=[cast.mailbox.pk]), {**known, "password": "new"})
    assert secrets_of(again(cast)) == {"imap_password": "new"}
