"""Whether the sender is who the letter says: the receiving server's verdict, or our own SPF, DKIM and DMARC."""

from __future__ import annotations

import ipaddress
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
        results = [(each.method, each.result) for each in parsed.results]  # a method may stand there more than once
        dmarc = next((result for method, result in results if method == "dmarc"), None)
        if dmarc is not None:
            return Verdict(dmarc if dmarc in ("pass", "fail") else "none", f"dmarc={dmarc} by {trusted}")
        if ("dkim", "pass") in results or ("spf", "pass") in results:
            return Verdict("none", f"no dmarc by {trusted}")
        shown = ", ".join(f"{method}={result}" for method, result in results) or "nothing said"
        is_failed = ("spf", "fail") in results or ("dkim", "fail") in results
        return Verdict("fail" if is_failed else "none", f"{shown} by {trusted}")
    return None


def _own(domain: str, raw: bytes, *, remote: str, helo: str, mail_from: str, txt: Lookup) -> Verdict:
    policy = _dmarc_policy(domain, txt)
    if _dkim_aligned(raw, domain, txt):
        return Verdict("pass", "own check: dkim")
    if not _is_public(remote):
        # A server of our own handed it on: SPF would judge that server, not the sender.
        return Verdict("none", "own check: it came by our own network, no aligned dkim")
    spf_result = "none"
    if re.match(r"[\d.:a-fA-F]+$", remote):
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

    head = re.split(rb"\r?\n\r?\n", raw[:200_000], maxsplit=1)[0]
    unfolded = re.sub(rb"\r?\n(?=[ \t])", b"", head)
    signatures = re.findall(rb"(?im)^dkim-signature[ \t]*:([^\r\n]*)", unfolded)
    signers = [
        found[1] if (found := re.search(rb"(?:^|[;\s])d\s*=\s*([\w.-]+)", each)) else b"" for each in signatures
    ]
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
    """The policy that holds for the domain: its own record's, else its organisation's for what is below it (RFC 7489)."""
    organisation = _organisation(domain)
    for name in dict.fromkeys((domain, organisation)):
        for record in txt(f"_dmarc.{name}"):
            fields = {
                key.strip().lower(): value.strip().lower()
                for key, _, value in (each.partition("=") for each in record.split(";"))
            }
            if next(iter(fields.items())) != ("v", "dmarc1"):
                continue
            policy = fields.get("p", "none")
            return fields.get("sp", policy) if name != domain else policy
    return ""


# The networks of one's own house: loopback, RFC 1918, shared and link-local addresses, and their like in IPv6.
_OWN_NETWORKS = tuple(
    map(
        ipaddress.ip_network,
        (
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "::1/128",
            "fc00::/7",
            "fe80::/10",
        ),
    )
)


def _is_public(remote: str) -> bool:
    try:
        address = ipaddress.ip_address(remote.partition("%")[0])
    except ValueError:
        return False
    return not any(address in network for network in _OWN_NETWORKS if network.version == address.version)


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
