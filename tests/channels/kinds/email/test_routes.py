"""By which relay a letter goes, spoken with real SMTP servers."""

import base64
import contextlib

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from otklik.channels import actions
from otklik.channels.kinds.email.imap.settings import BadMailbox
from otklik.channels.kinds.email.listener import Listener
from otklik.channels.kinds.email.routes import ByAccount, checked, relay_of
from otklik.channels.kinds.email.sending import Relay
from otklik.channels.types import Parcel, TransportError
from tests.peers import tokens
from tests.peers.processes import free_port

pytestmark = pytest.mark.django_db
LETTER = b"From: support@nord.example\r\nSubject: x\r\n\r\nHello\r\n"


@pytest.fixture
def relays():
    """Two open relays: (port, what it was given) each."""
    running, found = [], []
    for _ in range(2):
        taken = []
        listener = Listener(
            host="127.0.0.1", port=0, accept=taken.extend, knows=lambda address: True, max_letter=10_000, hostname="relay",
        )  # fmt: skip
        found.append((listener.start(), taken))
        running.append(listener)
    yield found
    for each in running:
        each.stop()


def send(road, account_id=None):
    return road.send(Parcel("support+t1.x@nord.example", ("anna@firma.example",), LETTER, account_id))


def test_a_mailbox_with_a_relay_of_its_own_uses_it_and_the_others_do_not(cast, relays):
    (usual, at_usual), (own, at_own) = relays
    actions.configure(cast.mailbox, config={"smtp": {"url": f"smtp://@127.0.0.1:{own}"}}, secrets={})
    with contextlib.closing(Relay(f"smtp://127.0.0.1:{usual}", "desk")) as relay:
        road = ByAccount(relay, "desk")
        send(road, cast.mailbox.pk)
        send(road, cast.tabel_mailbox.pk)
        send(road)
        assert (len(at_own), len(at_usual)) == (1, 2)
        assert at_own[0].sender == "support+t1.x@nord.example"
        actions.configure(cast.mailbox, config={"smtp": None}, secrets={})
        send(road, cast.mailbox.pk)
        assert (len(at_own), len(at_usual)) == (1, 3)


class Provider:
    """A relay that wants XOAUTH2 and notes who sends as whom."""

    def __init__(self, good):
        self.good, self.senders = good, []

    async def auth_XOAUTH2(self, server, args):  # noqa: N802 -- aiosmtpd's name
        said = base64.b64decode(args[1]).decode() if len(args) > 1 else ""
        token = said.partition("auth=Bearer ")[2].rstrip("\1")
        if token in self.good:
            return AuthResult(success=True, auth_data=said.partition("\1")[0])
        answer = await server.challenge_auth(b'{"status":"400"}', encode_to_b64=True)
        assert answer == b""
        return AuthResult(success=False, handled=False)

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 -- aiosmtpd's name
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        self.senders.append(address)
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        return "250 OK"


def test_a_relay_is_logged_into_with_a_token_that_is_renewed_and_takes_our_address_only(cast):
    with tokens.provider() as provider:
        handler = Provider(provider.good)
        controller = Controller(handler, hostname="127.0.0.1", port=free_port(), auth_require_tls=False)
        controller.start()
        try:
            grant = f'{{"token_url": "{provider.url}", "client_id": "a", "refresh_token": "{provider.refresh}"}}'
            url = f"smtp://support%40nord.example@127.0.0.1:{controller.port}"
            actions.configure(cast.mailbox, config={"smtp": {"url": url}}, secrets={"oauth": grant})
            with contextlib.closing(ByAccount(Relay("smtp://127.0.0.1:9", "desk"), "desk")) as road:
                assert [each.code for each in send(road, cast.mailbox.pk)] == [250]
            assert handler.senders == ["support@nord.example"]

            relay = relay_of(cast.mailbox, "desk")
            relay.token()
            provider.good.clear()  # withdrawn before its time
            relay.probe()
            assert len(provider.asked) == 3
        finally:
            controller.stop()


def test_a_grant_that_is_no_more_leaves_the_letter_waiting(cast):
    with tokens.provider() as provider:
        grant = f'{{"token_url": "{provider.url}", "client_id": "a", "refresh_token": "withdrawn"}}'
        config = {"smtp": {"url": "smtp://support%40nord.example@127.0.0.1:9"}}
        actions.configure(cast.mailbox, config=config, secrets={"oauth": grant})
        relay = relay_of(cast.mailbox, "desk")
        with pytest.raises(TransportError, match="no OAuth token: invalid_grant") as failure:
            relay.token()
        assert failure.value.permanent is False


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("smtp://a@mx.example:587", "smtp://a@mx.example:587?tls=required"),
        ("smtp://a@mx.example:587?tls=required", "smtp://a@mx.example:587?tls=required"),
        ("smtp://a@127.0.0.1:25", "smtp://a@127.0.0.1:25"),
        ("smtp://@mx.example:25", "smtp://@mx.example:25"),
        ("smtps://a@mx.example", "smtps://a@mx.example"),
    ],
)
def test_a_password_crosses_a_net_only_encrypted(url, kept):
    assert checked(url) == kept


@pytest.mark.parametrize("url", ["http://a@b", "smtp://", "smtp://a:secret@b", "smtp://a@b:port"])
def test_what_is_no_relay_is_told(url):
    with pytest.raises(BadMailbox):
        checked(url)
