"""Small secrets (mailbox passwords, DKIM keys) at rest: Fernet, with a key derived from the installation's."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


class Unreadable(ValueError):
    """The text was not sealed with this key (the installation's secret key has changed)."""


def seal(text: str, *, key: str) -> str:
    """Encrypt `text`; the answer is URL-safe ASCII."""
    return _fernet(key).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, *, key: str) -> str:
    """Decrypt what `seal` made; raises Unreadable."""
    try:
        return _fernet(key).decrypt(sealed.encode("ascii")).decode()
    except (InvalidToken, UnicodeEncodeError) as error:
        raise Unreadable("sealed with another secret key") from error


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"otklik.crypt:" + key.encode()).digest()))
