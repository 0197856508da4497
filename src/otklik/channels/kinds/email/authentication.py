"""Whether the sender is who the letter says: the receiving server's verdict, or our own SPF, DKIM and DMARC."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import authres
import dkim
import dns.exception
import dns.resolver
import spf

from otklik.channels.kinds.email.parsed import ParsedMail

SECONDS = 4.0  # for each question to the DNS
Lookup = Callable[[str], list[str]]  # name -> TXT records


@dataclass(frozen=True)
class Verdict:
    """`result` is pass, fail or none (nothing is known); `why` for the admin."""

    result: str
    why: str


def judge(
    mail: ParsedMail, raw: bytes, *, remote: str, helo: str, mail_from: str, trusted: str, own_check: bool,
    txt: Lookup | None = None,
) -> Verdict:  # fmt: skip
    """By the trusted server's Authentication-Results if there are any, else by our own check if that is on."""
    domain = mail.from_.address.rpartition("@")[2].lower() if mail.from_ else ""
    if not domain:
        return Verdict("none", "no sender")
    if trusted:
        found = _reported(mail, trusted)
        if found is not None:
            return found
    if own_check:
        return _own(domain, raw, remote=remote, helo=helo, mail_from=mail_from, txt=txt or _txt)
    return Verdict("none", "not checked")


def _reported(mail: ParsedMail, trusted: str) -> Verdict | None:
    for header in mail.authentication_results:
        try:
            parsed = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {header}")
        except authres.AuthResError:
            continue
        if (parsed.authserv_id or "").lower() != trusted.lower():
            continue
        results = {each.method: each.result for each in parsed.results}
        if "dmarc" in results:
            result = "pass" if results["dmarc"] == "pass" else "fail" if results["dmarc"] == "fail" else "none"
            return Verdict(result, f"dmarc={results['dmarc']} by {trusted}")
        if results.get("dkim") == "pass" or results.get("spf") == "pass":
            return Verdict("none", f"no dmarc by {trusted}")
        return Verdict("fail" if "fail" in results.values() else "none", f"{results} by {trusted}")
    return None


def _own(domain: str, raw: bytes, *, remote: str, helo: str, mail_from: str, txt: Lookup) -> Verdict:
    policy = _dmarc_policy(domain, txt)
    if _dkim_aligned(raw, domain, txt):
        return Verdict("pass", "own check: dkim")
    spf_result = "none"
    if remote and re.match(r"[\d.:a-fA-F]+$", remote):
        sender = mail_from or f"postmaster@{helo}"
        spf_result = spf.check2(i=remote, s=sender, h=helo or "unknown", timeout=SECONDS)[0]
        if spf_result == "pass" and _same_organisation(sender.rpartition("@")[2], domain):
            return Verdict("pass", "own check: spf")
    if policy in ("quarantine", "reject"):
        return Verdict("fail", f"own check: dmarc p={policy}, spf {spf_result}, no aligned dkim")
    return Verdict("none", f"own check: no dmarc policy, spf {spf_result}")


def _dkim_aligned(raw: bytes, domain: str, txt: Lookup) -> bool:
    """Whether one of the first three signatures is whole and of the sender's organisation."""

    def answer(name: bytes, timeout: float = SECONDS) -> bytes | None:
        records = txt(name.decode("ascii", "replace").rstrip("."))
        return records[0].encode() if records else None

    signers = re.findall(rb"(?im)^dkim-signature:(?:[^\n]|\n[ \t])*?[;\s]d=\s*([\w.-]+)", raw[:100_000])
    for index, signer in enumerate(signers[:3]):
        if not _same_organisation(signer.decode("ascii").lower(), domain):
            continue
        try:
            if dkim.DKIM(raw, minkey=1024, timeout=int(SECONDS)).verify(idx=index, dnsfunc=answer):
                return True
        except (dkim.DKIMException, ValueError, dns.exception.DNSException):
            continue
    return False


def _dmarc_policy(domain: str, txt: Lookup) -> str:
    for name in dict.fromkeys((domain, _organisation(domain))):
        for record in txt(f"_dmarc.{name}"):
            if record.lower().startswith("v=dmarc1"):
                match = re.search(r";\s*p\s*=\s*(\w+)", record)
                return match[1].lower() if match else "none"
    return ""


# Suffixes of two labels under which organisations register; the public list is longer, these are the common ones.
_SECOND_LEVEL = re.compile(r"\.(?:co|com|org|net|gov|edu|ac|msk|spb)\.[a-z]{2}$")


def _organisation(domain: str) -> str:
    labels = domain.lower().rstrip(".").split(".")
    return ".".join(labels[-3:] if _SECOND_LEVEL.search("." + ".".join(labels)) else labels[-2:])


def _same_organisation(one: str, other: str) -> bool:
    return bool(one) and _organisation(one) == _organisation(other)


def _txt(name: str) -> list[str]:
    try:
        answers = dns.resolver.resolve(name, "TXT", lifetime=SECONDS)
    except dns.exception.DNSException:
        return []
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answers]
