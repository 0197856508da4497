"""What lets an answer find its ticket again: signed, so that nobody guesses his way into another's.

`t42.k3j5…` is the token of ticket 42: 80 bits of an HMAC in lower-case base32 (local parts lose their case on the
way). It stands in the reply address (`support+t42.k3j5…@host`), in our Message-IDs, and quietly under the letter.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

_TOKEN = re.compile(r"(?<![\w.])t(\d{1,15})\.([a-z2-7]{16})(?![a-z2-7])", re.I)
_ID = re.compile(r"^t(\d{1,15})\.([a-z2-7]{13})\.([a-z2-7]{16})@", re.I)


def token(ticket_id: int, *, key: str) -> str:
    """The ticket's token."""
    return f"t{ticket_id}.{_sign(f'ticket:{ticket_id}', key)}"


def reply_address(address: str, ticket_id: int, *, key: str) -> str:
    """`address` with the token behind a plus."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{token(ticket_id, key=key)}@{domain}"


def find(text: str, *, key: str) -> int | None:
    """The ticket of the first true token in an address or a text, None when there is none."""
    for match in _TOKEN.finditer(text[:200_000]):
        if hmac.compare_digest(_sign(f"ticket:{int(match[1])}", key), match[2].lower()):
            return int(match[1])
    return None


def new_message_id(ticket_id: int, address: str, *, key: str) -> str:
    """A Message-ID (without <>) of our own for a letter of this ticket, told from a forged one by its signature."""
    nonce = base64.b32encode(secrets.token_bytes(8)).decode("ascii").rstrip("=").lower()
    return f"t{ticket_id}.{nonce}.{_sign(f'letter:{ticket_id}:{nonce}', key)}@{address.rpartition('@')[2]}"


def ticket_of_message_id(message_id: str, *, key: str) -> int | None:
    """The ticket of a Message-ID that `new_message_id` made, None of any other."""
    match = _ID.match(message_id)
    if match is None:
        return None
    true = _sign(f"letter:{int(match[1])}:{match[2].lower()}", key)
    return int(match[1]) if hmac.compare_digest(true, match[3].lower()) else None


def desk_mark(key: str) -> str:
    """What tells this installation's letters from another's: the same in all of them, and no secret."""
    return _sign("desk", key)[:8]


def plain_address(address: str) -> str:
    """Lower case, without what stands behind a plus: the mailbox that the letter is for."""
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.split('+')[0]}@{domain}" if domain else address.strip().lower()


def _sign(text: str, key: str) -> str:
    digest = hmac.new(b"otklik.tokens:" + key.encode(), text.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:10]).decode("ascii").lower()
