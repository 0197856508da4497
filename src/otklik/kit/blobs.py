"""Attachments' bytes, stored once by their SHA-256 in Django's default storage (a folder, or S3)."""

from __future__ import annotations

import hashlib
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def put(content: bytes) -> str:
    """Store the bytes, durable before the row that names them; the answer is their SHA-256 in hex."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if default_storage.exists(path):
        if default_storage.size(path) == len(content):
            return digest
        default_storage.delete(path)  # cut short by a crash
    default_storage.save(path, ContentFile(content))
    return digest


def open_(digest: str) -> IO[bytes]:
    """A readable binary file; raises FileNotFoundError."""
    return default_storage.open(_path(digest), "rb")


def read(digest: str) -> bytes:
    """All the bytes; raises FileNotFoundError."""
    with open_(digest) as file:
        return file.read()


def _path(digest: str) -> str:
    return f"blobs/{digest[:2]}/{digest}"
