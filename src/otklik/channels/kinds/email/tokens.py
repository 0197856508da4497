"""Signed marks that bring a reply home: in the reply address, in our Message-ID, in the quoted text.

All are pure functions of the installation's `key`; a signature is 80 bits of HMAC-SHA256 in lower-case base32,
because local parts of addresses lose their case on the way. Who may use a mark is decided in `intake`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

_SIGNATURE = "[a-z2-7]{16}"
_NUMBER = r"[1-9]\d{0,17}"
_REPLY = re.compile(rf"^[^@\s]*[+\-=]t({_NUMBER})\.({_SIGNATURE})@", re.I)
_BOUNCE = re.compile(rf"^[^@\s]*[+\-=]b({_NUMBER})\.({_SIGNATURE})@", re.I)
_MESSAGE_ID = re.compile(rf"^t({_NUMBER})\.m([a-z2-7]{{16}})\.({_SIGNATURE})@", re.I)
_TAG = re.compile(rf"(?<![A-Za-z0-9])t({_NUMBER})\.({_SIGNATURE})(?![A-Za-z0-9])", re.I)
_MAX_TEXT = 400_000
_MAX_TAGS = 50


def reply_address(address: str, ticket: int, *, key: str) -> str:
    """`support@nord.example` → `support+t42.k7q…@nord.example`: letters to it belong to ticket 42."""
    return _with_suffix(address, quiet_tag(ticket, key=key))


def bounce_address(address: str, message: int, *, key: str) -> str:
    """The envelope sender of outgoing message 981: reports that come to it are about that message."""
    return _with_suffix(address, f"b{message}.{_sign('bounce', str(message), key=key)}")


def message_id(ticket: int, host: str, *, key: str) -> str:
    """A new Message-ID of ours without <>: `t42.m<random>.<signature>@host`; it tells its ticket without a row."""
    random = base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower()
    return f"t{ticket}.m{random}.{_sign('message', f'{ticket}.{random}', key=key)}@{host}"


def quiet_tag(ticket: int, *, key: str) -> str:
    """`t42.k7q…`, to stand unobtrusively at the end of a letter's text: it comes back in the quotation."""
    return f"t{ticket}.{_sign('reply', str(ticket), key=key)}"


def ticket_of_address(address: str, *, key: str) -> int | None:
    """The ticket a reply address was made for; None when it is no such address, or forged."""
    return _checked(_REPLY.match(address.strip()), "reply", key=key)


def message_of_address(address: str, *, key: str) -> int | None:
    """The outgoing message (its primary key) a bounce address was made for; None when none, or forged."""
    return _checked(_BOUNCE.match(address.strip()), "bounce", key=key)


def ticket_of_message_id(external_id: str, *, key: str) -> int | None:
    """The ticket of a Message-ID of ours (without <>); None when it is not ours."""
    match = _MESSAGE_ID.match(external_id.strip().strip("<>"))
    if match is None:
        return None
    number, random, signature = match.groups()
    expected = _sign("message", f"{number}.{random.lower()}", key=key)
    return int(number) if hmac.compare_digest(expected, signature.lower()) else None


def tickets_of_text(text: str, *, key: str) -> tuple[int, ...]:
    """The tickets whose quiet tag, or whole reply address, stands in a text; each once, first to last."""
    found: dict[int, None] = {}
    for count, match in enumerate(_TAG.finditer(text[:_MAX_TEXT])):
        if count >= _MAX_TAGS:
            break
        number = _checked(match, "reply", key=key)
        if number is not None:
            found[number] = None
    return tuple(found)


def without_suffix(address: str) -> str:
    """`Support+t42.k7q…@Nord.example` → `support@nord.example`."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.split('+', 1)[0]}{at}{domain}"


def _with_suffix(address: str, suffix: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local}+{suffix}@{domain}"


def _checked(match: re.Match[str] | None, purpose: str, *, key: str) -> int | None:
    if match is None:
        return None
    number, signature = match[1], match[2].lower()
    return int(number) if hmac.compare_digest(_sign(purpose, number, key=key), signature) else None


def _sign(purpose: str, content: str, *, key: str) -> str:
    digest = hmac.new(f"otklik.mail:{key}".encode(), f"{purpose}:{content}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:10]).decode("ascii").lower()
