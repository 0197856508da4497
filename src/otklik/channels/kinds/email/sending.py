"""Letters out by SMTP: through a relay, or straight to the recipients' servers."""

from __future__ import annotations

import contextlib
import ipaddress
import smtplib
import socket
import ssl
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

import dns.exception
import dns.resolver

from otklik.channels.kinds.email.oauth import sasl
from otklik.channels.types import Parcel, Receipt, TransportError

SECONDS = 60


@dataclass
class Relay:
    """One server that takes all our letters. URL: smtp://user:password@host:port (STARTTLS when offered;
    ?tls=required insists), or smtps://. The connection is kept between letters."""

    url: str
    helo: str
    password: str = field(default="", repr=False)  # where it does not stand in the URL
    token: Callable[..., str] | None = field(default=None, repr=False)  # token(fresh=bool) of XOAUTH2
    _client: smtplib.SMTP | None = field(default=None, init=False, repr=False)

    def send(self, parcel: Parcel) -> list[Receipt]:
        """Hand over; one silent retry on a connection that had died since the last letter."""
        parts = urlsplit(self.url)
        host = parts.hostname or "127.0.0.1"
        had_connection = self._client is not None
        try:
            return _hand_over(self._connected(), parcel, host)
        except (smtplib.SMTPServerDisconnected, ConnectionError) as error:
            self.close()
            if not had_connection:
                raise TransportError(str(error), host=host) from error
        except TransportError:
            self.close()
            raise
        try:
            return _hand_over(self._connected(), parcel, host)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise _failure(error, host) from error

    def probe(self) -> None:
        """Connect and log in, send nothing. Raises TransportError."""
        self._connected()
        self.close()

    def close(self) -> None:
        """Say good-bye."""
        if self._client is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._client.quit()
            self._client = None

    def _connected(self) -> smtplib.SMTP:
        if self._client is not None:
            return self._client
        parts = urlsplit(self.url)
        host, query = parts.hostname or "127.0.0.1", parse_qs(parts.query)
        client: smtplib.SMTP | None = None
        try:
            if parts.scheme == "smtps":
                client = smtplib.SMTP_SSL(
                    host, parts.port or 465, self.helo, timeout=SECONDS, context=ssl.create_default_context()
                )
            else:
                client = smtplib.SMTP(host, parts.port or 25, self.helo, timeout=SECONDS)
            client.ehlo_or_helo_if_needed()
            is_required = query.get("tls") == ["required"]
            if parts.scheme != "smtps" and (client.has_extn("starttls") or is_required):
                context = ssl.create_default_context() if is_required or parts.username else _opportunistic()
                client.starttls(context=context)
                client.ehlo()
            self._log_in(client, unquote(parts.username or ""), unquote(parts.password or "") or self.password)
        except (OSError, smtplib.SMTPException, TransportError) as error:
            if client is not None:
                client.close()
            raise _failure(error, host) from error
        self._client = client
        return client

    def _log_in(self, client: smtplib.SMTP, user: str, password: str) -> None:
        """With a token when there is one: a refused one is renewed once."""
        if user and self.token is not None:
            try:
                _xoauth2(client, user, self.token())
            except smtplib.SMTPAuthenticationError:
                _xoauth2(client, user, self.token(fresh=True))
        elif user:
            client.login(user, password)


@dataclass
class Direct:
    """Straight to the servers that the recipients' domains name; never to a private address."""

    helo: str

    def send(self, parcel: Parcel) -> list[Receipt]:
        """Domain by domain; a domain that fails gives its recipients receipts with the error."""
        by_domain: dict[str, list[str]] = defaultdict(list)
        for recipient in parcel.recipients:
            by_domain[_on_wire(recipient).rpartition("@")[2].lower()].append(recipient)
        receipts: list[Receipt] = []
        for domain, recipients in by_domain.items():
            try:
                receipts += self._to_domain(domain, Parcel(parcel.sender, tuple(recipients), parcel.raw))
            except TransportError as error:
                receipts += [Receipt(each, error.host, error.code, error.said, error) for each in recipients]
        return receipts

    def _to_domain(self, domain: str, parcel: Parcel) -> list[Receipt]:
        failure = TransportError("no server took it", host=domain)
        for host in _servers(domain)[:5]:
            try:
                address = _public_address(host)
                with smtplib.SMTP(address, 25, self.helo, timeout=SECONDS) as client:
                    client.ehlo_or_helo_if_needed()
                    if client.has_extn("starttls"):
                        client.starttls(context=_opportunistic())
                        client.ehlo()
                    return _hand_over(client, parcel, host)
            except TransportError as error:
                if error.permanent:
                    raise
                failure = error
            except (OSError, smtplib.SMTPException) as error:
                failure = _failure(error, host)
                if failure.permanent:
                    raise failure from error
        raise failure


def _xoauth2(client: smtplib.SMTP, user: str, token: str) -> None:
    # A challenge after the first answer says why not; an empty answer ends the exchange.
    client.auth("XOAUTH2", lambda challenge=None: sasl(user, token) if challenge is None else "")


def _hand_over(client: smtplib.SMTP, parcel: Parcel, host: str) -> list[Receipt]:
    options = ["BODY=8BITMIME"] if client.has_extn("8bitmime") else []
    on_wire = {each: _on_wire(each) for each in (parcel.sender, *parcel.recipients)}
    if any(not address.isascii() for address in on_wire.values()):
        if not client.has_extn("smtputf8"):
            raise TransportError(
                "5.6.7 the server does not take addresses in other scripts", permanent=True, code=553, host=host
            )
        options.append("SMTPUTF8")
        client.command_encoding = "utf-8"
    else:
        client.command_encoding = "ascii"
    try:
        code, said = client.mail(on_wire[parcel.sender], options)
        if code != 250:
            client.rset()
            raise _refused(code, said, host)
        refused: dict[str, Receipt] = {}
        for recipient in parcel.recipients:
            code, said = client.rcpt(on_wire[recipient])
            if code not in (250, 251):
                error = _refused(code, said, host)
                refused[recipient] = Receipt(recipient, host, code, error.said, error)
        if len(refused) == len(parcel.recipients):
            client.rset()
            return list(refused.values())
        code, said = client.data(parcel.raw)
        if code != 250:
            raise _refused(code, said, host)
    except smtplib.SMTPDataError as error:
        raise _refused(error.smtp_code, error.smtp_error, host) from error
    except smtplib.SMTPSenderRefused as error:
        raise _refused(error.smtp_code, error.smtp_error, host) from error
    words = said.decode("utf-8", "replace")
    return [refused.get(each) or Receipt(each, host, code, words) for each in parcel.recipients]


def _on_wire(address: str) -> str:
    """The address with its domain as the DNS knows it («почта.рф» → "xn--…"); the part before @ stays as it is."""
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}" if not domain.isascii() else address
    except UnicodeError:
        return address


def _refused(code: int, said: bytes | str, host: str) -> TransportError:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return TransportError(words, permanent=500 <= code < 600, code=code, host=host)


def _failure(error: Exception, host: str) -> TransportError:
    if isinstance(error, TransportError):
        return error
    if isinstance(error, smtplib.SMTPResponseException):
        # A refused log-in is ours to mend: the letters wait.
        is_ours = isinstance(error, smtplib.SMTPAuthenticationError)
        failure = _refused(error.smtp_code, error.smtp_error, host)
        return TransportError(failure.said, permanent=failure.permanent and not is_ours, code=failure.code, host=host)
    return TransportError(f"{type(error).__name__}: {error}", host=host)


def _servers(domain: str) -> list[str]:
    try:
        answers = dns.resolver.resolve(domain, "MX", lifetime=15)
    except dns.resolver.NXDOMAIN as error:
        raise TransportError(f"domain {domain} not found", permanent=True, host=domain) from error
    except dns.resolver.NoAnswer:
        return [domain]
    except dns.exception.DNSException as error:
        raise TransportError(f"DNS: {error}", host=domain) from error
    hosts = [str(each.exchange).rstrip(".") for each in sorted(answers, key=lambda each: each.preference)]
    if hosts == [""]:
        raise TransportError(f"domain {domain} takes no mail", permanent=True, host=domain)
    return hosts


def _public_address(host: str) -> str:
    """An address of `host` on the public network; a customer's domain may not point us at our own."""
    for *_, address in socket.getaddrinfo(host, 25, type=socket.SOCK_STREAM):
        if ipaddress.ip_address(str(address[0]).split("%")[0]).is_global:
            return str(address[0])
    raise TransportError(f"{host} has no public address", permanent=True, host=host)


def _opportunistic() -> ssl.SSLContext:
    """Encryption without a checked name is better than none, and is all that mail between strangers has."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
