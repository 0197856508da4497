"""Who wrote the letter: a trusted server's word, else SPF and DKIM of our own, aligned as DMARC asks."""

import dkim
import pytest

from otklik.channels.kinds.email import authentication, signing
from otklik.channels.kinds.email.authentication import judge
from otklik.channels.kinds.email.parse import parse

RAW = b"From: Anna <anna@firma.example>\r\nTo: support@nord.example\r\nSubject: x\r\nMessage-ID: <1@firma.example>\r\n\r\nhello\r\n"
KEY = signing.new_key()


def verdict(
    raw=RAW,
    *,
    trusted="",
    records=None,
    remote="198.51.100.7",
    mail_from="anna@firma.example",
    spf="none",
    monkeypatch=None,
):
    if monkeypatch:
        monkeypatch.setattr(authentication.spf, "check2", lambda **_: (spf, ""))
    return judge(
        parse(raw), raw, remote=remote, helo="mx.firma.example", mail_from=mail_from, trusted=trusted, own_check=records is not None,
        txt=lambda name: (records or {}).get(name, []),
    ).result  # fmt: skip


def said(*results):
    return b"".join(b"Authentication-Results: " + each.encode() + b"\r\n" for each in results) + RAW


@pytest.mark.parametrize(
    ("headers", "result"),
    [
        (["mx.nord.example; dmarc=pass"], "pass"), (["mx.nord.example; dmarc=fail"], "fail"), (["mx.nord.example; dmarc=none"], "none"),
        (["MX.Nord.Example 1; dmarc=fail (p=reject) header.from=firma.example"], "fail"),
        (["evil.example; dmarc=pass"], "none"),
        (["evil.example; dmarc=pass", "mx.nord.example; dmarc=fail"], "fail"),
        (["mx.nord.example; dmarc=fail", "mx.nord.example; dmarc=pass"], "fail"),  # the upper one is the newer one
        (["mx.nord.example; spf=fail smtp.mailfrom=firma.example"], "fail"),
        (["mx.nord.example; dkim=pass header.d=firma.example; dkim=fail header.d=list.example; spf=fail"], "none"),
        (["mx.nord.example; dkim=fail header.d=a.example; dkim=pass header.d=b.example"], "none"),
        (["mx.nord.example; spf=softfail; dkim=none"], "none"), (["mx.nord.example; none"], "none"), (["rubbish"], "none"), ([], "none"),
    ],
)  # fmt: skip
def test_a_trusted_servers_word_and_nobody_elses(headers, result):
    assert verdict(said(*headers), trusted="mx.nord.example") == result


def signed(domain, *, broken=False):
    raw = signing.sign(RAW, domain=domain, private=KEY)
    return raw.replace(b"hello", b"hallo") if broken else raw


def zone(policy="", **more):
    records = {
        f"otklik._domainkey.{domain}": [signing.dns_record(KEY)]
        for domain in ("firma.example", "mail.firma.example", "evil.example")
    }
    return {**records, **({"_dmarc.firma.example": [policy]} if policy else {}), **more}


@pytest.mark.parametrize(
    ("raw", "policy", "spf", "mail_from", "result"),
    [
        (signed("firma.example"), "", "none", "anna@firma.example", "pass"),
        (signed("mail.firma.example"), "v=DMARC1; p=reject", "fail", "x@other.example", "pass"),  # relaxed alignment
        (signed("firma.example", broken=True), "v=DMARC1; p=reject", "fail", "anna@firma.example", "fail"),
        (signed("evil.example"), "v=DMARC1; p=quarantine", "pass", "eve@evil.example", "fail"),  # true, but another's
        (RAW, "v=DMARC1; p=reject", "pass", "anna@firma.example", "pass"),
        (RAW, "v=DMARC1; p=reject", "pass", "anna@bounces.firma.example", "pass"),
        (RAW, "v=DMARC1;p=none", "fail", "anna@firma.example", "none"),
        (RAW, "", "fail", "anna@firma.example", "none"),
        (RAW, "V=DMARC1 ; P = REJECT", "none", "anna@firma.example", "fail"),
    ],
)  # fmt: skip
def test_our_own_check(monkeypatch, raw, policy, spf, mail_from, result):
    assert verdict(raw, records=zone(policy), spf=spf, mail_from=mail_from, monkeypatch=monkeypatch) == result


@pytest.mark.parametrize("remote", ["127.0.0.1", "10.1.2.3", "::1", "192.168.0.9", ""])
def test_a_letter_handed_on_by_a_server_of_our_own_is_not_called_forged(monkeypatch, remote):
    """The true peer is behind it: SPF knows nothing here."""
    assert verdict(records=zone("v=DMARC1; p=reject"), spf="fail", remote=remote, monkeypatch=monkeypatch) == "none"
    good = signed("firma.example")
    assert (
        verdict(good, records=zone("v=DMARC1; p=reject"), spf="fail", remote=remote, monkeypatch=monkeypatch)
        == "pass"
    )


def test_the_policy_of_the_organisation_counts_for_its_parts(monkeypatch):
    raw = RAW.replace(b"anna@firma.example", b"anna@shop.firma.example")
    assert verdict(raw, records=zone("v=DMARC1; p=reject"), spf="none", monkeypatch=monkeypatch) == "fail"
    lenient = zone("v=DMARC1; p=reject; sp=none")
    assert verdict(raw, records=lenient, spf="none", monkeypatch=monkeypatch) == "none"


def test_our_signature_is_one_that_the_library_takes():
    assert dkim.verify(signed("firma.example"), dnsfunc=lambda name, timeout=5: signing.dns_record(KEY).encode())
