"""Which way a letter leaves: by its mailbox's own relay where there is one, else by the installation's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlsplit

from otklik.channels.kinds.email import oauth
from otklik.channels.kinds.email.imap.fetcher import tokens_of
from otklik.channels.kinds.email.imap.settings import LOOPBACK, BadMailbox
from otklik.channels.kinds.email.sending import Relay
from otklik.channels.models import Account
from otklik.channels.queries import secrets_of
from otklik.channels.types import Parcel, Receipt, Transport, TransportError
from otklik.kit import crypt


@dataclass
class ByAccount:
    """A transport that asks the parcel's account for its road; `usual` is the installation's own."""

    usual: Transport
    helo: str
    _relays: dict[int, tuple[str, Relay]] = field(default_factory=dict, init=False, repr=False)

    def send(self, parcel: Parcel) -> list[Receipt]:
        """By the account's relay with the account's own address as the envelope's sender where one logs in there:
        providers let nobody send as another, not even with something behind a plus."""
        account = Account.objects.filter(pk=parcel.account_id).first() if parcel.account_id else None
        url = smtp_url(account) if account else ""
        key = url + account.sealed if account and url else ""
        known = self._relays.get(parcel.account_id or 0)
        if known is not None and known[0] != key:
            known[1].close()
            del self._relays[parcel.account_id or 0]
            known = None
        if account is None or not url:
            return self.usual.send(parcel)
        if known is None:
            known = self._relays[account.pk] = (key, relay_of(account, self.helo))
        if urlsplit(url).username:
            parcel = replace(parcel, sender=account.address)
        return known[1].send(parcel)

    def close(self) -> None:
        """Say good-bye to all relays of mailboxes."""
        while self._relays:
            self._relays.popitem()[1][1].close()


def smtp_url(account: Account) -> str:
    """The account's own relay, without a password; "" when it has none."""
    return str((account.config.get("smtp") or {}).get("url") or "")


def relay_of(account: Account, helo: str) -> Relay:
    """The account's own relay with its sealed password or grant. Raises TransportError when they cannot be read."""
    url = smtp_url(account)
    try:
        secrets = secrets_of(account)
    except crypt.Unreadable as error:
        raise TransportError("the password was sealed with another key: give it again", host=url) from error
    token: Callable[..., str] | None = None
    if "oauth" in secrets and "smtp_password" not in secrets:
        tokens = tokens_of(account)

        def token(*, fresh: bool = False) -> str:
            try:
                return tokens(fresh=fresh)
            except oauth.NoToken as error:
                raise TransportError(f"no OAuth token: {error.said}", host=error.host) from error

    return Relay(url, helo, password=secrets.get("smtp_password") or secrets.get("imap_password", ""), token=token)


def checked(url: str) -> str:
    """A relay's address made sure of: no password in it, and where one logs in across a net, encryption. Raises
    BadMailbox."""
    parts = urlsplit(url)
    try:
        is_good = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:
        raise BadMailbox(f"«{url}» is no relay; write smtp://USER@HOST:587 or smtps://USER@HOST")
    if parts.password:
        raise BadMailbox("no password in the address, please: give --smtp-password-file")
    tls = parse_qs(parts.query).get("tls")
    if parts.scheme == "smtp" and parts.username and parts.hostname not in LOOPBACK and not tls:
        return url + ("&" if parts.query else "?") + "tls=required"
    return url
