"""DKIM: a key of our own for each domain, and a signature under every letter."""

from __future__ import annotations

import base64

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

SELECTOR = "otklik"
_SIGNED = [
    b"from",
    b"to",
    b"cc",
    b"subject",
    b"date",
    b"message-id",
    b"in-reply-to",
    b"references",
    b"reply-to",
    b"content-type",
    b"mime-version",
]


def new_key() -> str:
    """A private RSA key of 2,048 bits in PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    ).decode("ascii")


def dns_record(private: str) -> str:
    """The TXT record that belongs at `otklik._domainkey.<domain>`."""
    key = serialization.load_pem_private_key(private.encode("ascii"), password=None)
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode('ascii')}"


def sign(raw: bytes, *, domain: str, private: str) -> bytes:
    """The letter with a DKIM-Signature on top (relaxed/relaxed, the headers that a reader sees)."""
    header: bytes = dkim.sign(
        raw,
        SELECTOR.encode(),
        domain.encode(),
        private.encode("ascii"),
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=_SIGNED,
    )
    return header + raw
