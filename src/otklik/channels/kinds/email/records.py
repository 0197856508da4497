"""What the DNS tells the world about a domain's mail, and what is missing there."""

from __future__ import annotations

from dataclasses import dataclass

import dns.exception
import dns.resolver

SECONDS = 4.0


@dataclass(frozen=True)
class Records:
    """Answers of the DNS for one domain; None where it could not be asked, empty where there is none."""

    domain: str
    mx: tuple[str, ...] | None
    spf: str | None
    dkim: str | None
    dmarc: str | None


def public_records(domain: str, selector: str) -> Records:
    """Ask the DNS."""
    spf = _ask(domain, "TXT")
    return Records(
        domain=domain,
        mx=_ask(domain, "MX"),
        spf=_first(spf, "v=spf1"),
        dkim=_first(_ask(f"{selector}._domainkey.{domain}", "TXT"), ""),
        dmarc=_first(_ask(f"_dmarc.{domain}", "TXT"), "v=dmarc1"),
    )


def judge(found: Records, *, dkim: str, selector: str) -> list[str]:
    """One line for each record to be set, in words for whoever looks after the domain; `dkim` is our own record, empty
    before the first letter has made the key."""
    if None in (found.mx, found.spf, found.dkim, found.dmarc):
        return [f"{found.domain}: the DNS could not be asked from here"]
    said = []
    if not found.mx:
        said.append(f"{found.domain} has no MX record: letters do not know where to go. Set MX to this server")
    if not found.spf:
        said.append(
            f'{found.domain} has no SPF record: set TXT {found.domain} "v=spf1 mx -all" (with your relay in it)'
        )
    where = f"{selector}._domainkey.{found.domain}"
    if not dkim:
        said.append(f"{found.domain}: its DKIM key is made with the first letter; look again after it")
    elif not found.dkim:
        said.append(f'our signature cannot be checked: set TXT {where} "{dkim}"')
    elif _key(found.dkim) != _key(dkim):
        said.append(f'{where} holds another key than ours: letters look forged. Set TXT "{dkim}"')
    if not found.dmarc:
        said.append(f'{found.domain} has no DMARC record: set TXT _dmarc.{found.domain} "v=DMARC1; p=none"')
    return said


def _key(record: str) -> str:
    fields = dict(each.strip().split("=", 1) for each in record.split(";") if "=" in each)
    return "".join(fields.get("p", "").split())


def _first(records: tuple[str, ...] | None, start: str) -> str | None:
    return None if records is None else next((each for each in records if each.lower().startswith(start)), "")


def _ask(name: str, kind: str) -> tuple[str, ...] | None:
    try:
        answers = dns.resolver.resolve(name, kind, lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ()
    except dns.exception.DNSException:
        return None
    if kind == "TXT":
        return tuple(b"".join(each.strings).decode("utf-8", "replace") for each in answers)
    return tuple(str(each) for each in answers)
