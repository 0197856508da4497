"""What we say to other servers, heard by a real one: ours."""

import pytest

from otklik.channels.kinds.email.listener import Listener
from otklik.channels.kinds.email.sending import Relay
from otklik.channels.types import Parcel, TransportError

RAW = b"From: support@nord.example\r\nSubject: x\r\n\r\nhi\r\n"


@pytest.fixture
def server():
    accepted = []
    listener = Listener(
        host="127.0.0.1", port=0, accept=accepted.extend, knows=lambda address: "nobody" not in address, max_letter=100_000,
        hostname="mx.firma.example",
    )  # fmt: skip
    listener.start()
    yield listener, accepted
    listener.stop()


def test_one_refused_recipient_does_not_stop_the_others(server):
    listener, accepted = server
    relay = Relay(f"smtp://127.0.0.1:{listener.port}", "desk.nord.example")
    receipts = relay.send(Parcel("support@nord.example", ("anna@firma.example", "nobody@firma.example"), RAW))
    relay.close()
    assert [(each.recipient, each.code, each.error is None) for each in receipts] == [
        ("anna@firma.example", 250, True),
        ("nobody@firma.example", 550, False),
    ]
    assert accepted[0].recipients == ("anna@firma.example",)


def test_a_domain_in_another_script_goes_in_its_dns_form(server):
    listener, accepted = server
    relay = Relay(f"smtp://127.0.0.1:{listener.port}", "desk.nord.example")
    relay.send(Parcel("support@nord.example", ("anna@почта.рф", "анна@почта.рф"), RAW))
    relay.close()
    assert accepted[0].recipients == ("anna@xn--80a1acny.xn--p1ai", "анна@xn--80a1acny.xn--p1ai")


def test_a_connection_that_has_died_is_made_anew(server):
    listener, accepted = server
    relay = Relay(f"smtp://127.0.0.1:{listener.port}", "desk.nord.example")
    relay.send(Parcel("a@nord.example", ("anna@firma.example",), RAW))
    relay._client.sock.close()  # noqa: SLF001 -- the wire is cut under it
    relay.send(Parcel("b@nord.example", ("anna@firma.example",), RAW))
    relay.close()
    assert [letter.sender for letter in accepted] == ["a@nord.example", "b@nord.example"]


def test_nobody_there_is_no_end(server):
    listener, _ = server
    listener.stop()
    with pytest.raises(TransportError) as failure:
        Relay(f"smtp://127.0.0.1:{listener.port}", "desk.nord.example").send(
            Parcel("a@b.example", ("c@d.example",), RAW)
        )
    assert failure.value.permanent is False
