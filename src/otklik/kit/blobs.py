"""Attachments' bytes, stored once by their SHA-256 in Django's default storage (a folder, or S3)."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def put(content: bytes) -> str:
    """Store the bytes, durable before the row that names them; the answer is their SHA-256 in hex."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if default_storage.exists(path) and default_storage.size(path) == len(content):
        return digest
    try:
        place = Path(default_storage.path(path))
    except NotImplementedError:  # no folder of this machine: such a store shows whole objects only
        default_storage.delete(path)
        default_storage.save(path, ContentFile(content))
    else:
        _write(place, content)
    return digest


def open_(digest: str) -> IO[bytes]:
    """A readable binary file; raises FileNotFoundError."""
    return default_storage.open(_path(digest), "rb")


def read(digest: str) -> bytes:
    """All the bytes; raises FileNotFoundError."""
    with open_(digest) as file:
        return file.read()


def _write(place: Path, content: bytes) -> None:
    """Whole or not at all, whenever the process dies: half a file under its final name would be taken for the whole."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(handle)
        Path(name).chmod(0o644)
        Path(name).replace(place)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def _path(digest: str) -> str:
    return f"blobs/{digest[:2]}/{digest}"
