"""How a mailbox stands: what its fetcher has kept, what its servers say now; in words for an admin, ru or en."""

from __future__ import annotations

import datetime
import ipaddress
import re
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from otklik.channels.kinds.email import oauth
from otklik.channels.kinds.email.imap.fetcher import connect, settings_of
from otklik.channels.kinds.email.imap.settings import BadMailbox, ImapSettings
from otklik.channels.kinds.email.imap.troubles import Trouble, words
from otklik.channels.kinds.email.routes import relay_of, smtp_url
from otklik.channels.models import Account
from otklik.channels.types import TransportError
from otklik.kit import crypt

_WORDS = {
    "tls": ("с шифрованием", "by TLS"),
    "starttls": ("с шифрованием (STARTTLS)", "by STARTTLS"),
    "none": ("БЕЗ шифрования", "WITHOUT encryption"),
    "idle": ("о новых он говорит сразу (IDLE)", "new ones are told at once (IDLE)"),
    "poll": ("смотрим каждые {poll} с (IDLE там нет)", "looked at every {poll} s (no IDLE there)"),
    "keywords": ("seen: пометок (keywords) сервер не хранит", "seen (the server keeps no keywords)"),
    "in": ("приём: {host} пускает нас {safety}; писем в {folder}: {letters}; {waits}; взятые письма помечаем: {mark}",
           "in: {host} lets us in {safety}; {folder} has {letters} letters, {waits}; taken letters are marked: {mark}"),
    "in-trouble": ("приём: {said}", "in: {said}"),
    "out": ("отправка: {host} пускает нас", "out: {url} lets us in"),
    "out-trouble": ("отправка: {said}", "out: {said}"),
}  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """What is known without asking anybody. `imap` is None for a mailbox that is not fetched; `trouble` lasts, `past` is
    the last one that is over; `missed` are UIDs that the server did not hand out; `relay` is the account's own, or ""."""

    imap: ImapSettings | None
    fetched_at: datetime.datetime | None
    trouble: str
    trouble_since: datetime.datetime | None
    tries: int
    next_try: datetime.datetime | None
    past: str
    past_at: datetime.datetime | None
    missed: tuple[int, ...]
    set_at: datetime.datetime | None
    relay: str


def standing(account: Account, *, language: str) -> Standing:
    """By what is kept on the account."""
    kept = account.config.get("fetched") or {}
    trouble, past = kept.get("trouble") or {}, kept.get("past") or {}
    return Standing(
        imap=settings_of(account),
        fetched_at=_moment(kept.get("at")),
        trouble=words(trouble, language=language) if trouble else "",
        trouble_since=_moment(trouble.get("since")),
        tries=int(trouble.get("tries") or 0),
        next_try=_moment(trouble.get("next")),
        past=words(past, language=language) if past else "",
        past_at=_moment(past.get("since")),
        missed=tuple(int(each["uid"]) for each in kept.get("missed") or ()),
        set_at=_moment((account.config.get("imap") or {}).get("set_at")),
        relay=smtp_url(account),
    )


def found(account: Account, *, helo: str, language: str = "en") -> list[tuple[bool, str]]:
    """What a look at the mailbox's servers finds now: (is well, words). It takes no letter."""

    def say(key: str, **given: object) -> str:
        return _WORDS[key][0 if language == "ru" else 1].format(**given)

    lines: list[tuple[bool, str]] = []
    imap = settings_of(account)
    if imap is not None:
        try:
            box = connect(account, imap)
        except Trouble as trouble:
            lines.append((False, say("in-trouble", said=words(trouble.as_json(), language=language))))
        else:
            waits = say("idle" if box.has_idle else "poll", poll=imap.poll)
            mark = imap.taken if imap.taken != "flag" or box.keeps_keywords else say("keywords")
            lines.append((True, say("in", host=imap.host, safety=say(imap.tls), folder=imap.folder,
                                    letters=box.letters, waits=waits, mark=mark)))  # fmt: skip
            box.close()
    host = relay_parts(smtp_url(account))[0]
    if host:
        try:
            relay_of(account, helo).probe()
        except TransportError as error:
            lines.append((False, say("out-trouble", said=words(_kind(error, host), language=language))))
        else:
            lines.append((True, say("out", url=smtp_url(account), host=host)))
    return lines


def _kind(error: TransportError, host: str) -> dict[str, str]:
    """A relay's failure as a mailbox's trouble: both are told in the same words."""
    cause, code = error.__cause__, "refused"
    if isinstance(cause, socket.gaierror):
        return {"code": "name", "host": host}
    if isinstance(cause, ssl.SSLError):
        code = "tls"
    elif isinstance(cause, crypt.Unreadable):
        return {"code": "sealed"}
    elif isinstance(cause, oauth.NoToken):
        code = "token"
    elif error.code in (530, 534, 535):
        code = "login"
    elif isinstance(cause, OSError) and not error.code:
        return {"code": "unreachable", "host": host}
    return {"code": code, "said": error.said, "host": host}


def imap_url(*, host: str, port: int | None, tls: str, user: str, folder: str) -> str:
    """An address that `imap.settings.read` reads; `tls` is tls, starttls or none."""
    url = f"{'imaps' if tls == 'tls' else 'imap'}://{quote(user, safe='')}@{_netloc(host, port)}/{quote(folder)}"
    return url if tls == "tls" else f"{url}?tls={tls}"


def relay_url(*, host: str, port: int | None, tls: str, user: str) -> str:
    """An address that `routes.checked` takes; `tls` is tls (from the first byte) or starttls (required)."""
    url = f"{'smtps' if tls == 'tls' else 'smtp'}://{quote(user, safe='')}@{_netloc(host, port)}"
    return url if tls == "tls" else f"{url}?tls=required"


def relay_parts(url: str) -> tuple[str, int | None, str, str]:
    """(host, port, tls or starttls, user) of a relay's address; all empty for none."""
    parts = urlsplit(url)
    tls = "tls" if parts.scheme == "smtps" else "starttls"
    return parts.hostname or "", parts.port, tls, unquote(parts.username or "")


def authserv(name: str) -> str:
    """The name with which a server signs its Authentication-Results (RFC 8601: «mx.example.com»). Raises BadMailbox."""
    if not re.fullmatch(r"[\w.-]{1,253}", name.strip(), re.ASCII):
        raise BadMailbox(f"«{name}» is no name of a server, write for example mx.example.com")
    return name.strip().lower()


def inner_addresses(host: str) -> list[str]:
    """Those addresses of the host that lie in one's own house (loopback, private, link-local …): a browser is no place
    to send the server there from. Raises OSError when there is no such host."""
    known = {str(each[4][0]).partition("%")[0] for each in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    return sorted(each for each in known if not ipaddress.ip_address(each).is_global)


def _netloc(host: str, port: int | None) -> str:
    return (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")


def _moment(text: object) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(str(text)) if text else None
