"""Attachments' bytes: stored once, whole."""

import hashlib

import pytest
from django.core.files.storage import default_storage

from otklik.kit import blobs


def test_bytes_come_back_by_their_digest():
    content = b"\x00\xffbytes of a file"
    digest = blobs.put(content)
    assert (digest, blobs.read(digest), blobs.put(content)) == (hashlib.sha256(content).hexdigest(), content, digest)
    assert default_storage.listdir(f"blobs/{digest[:2]}")[1].count(digest) == 1


def test_what_a_crash_cut_short_is_written_anew():
    digest = blobs.put(b"the whole content of a file")
    with default_storage.open(f"blobs/{digest[:2]}/{digest}", "wb") as file:
        file.write(b"the who")
    assert blobs.read(blobs.put(b"the whole content of a file")) == b"the whole content of a file"


def test_what_is_not_there_is_said():
    with pytest.raises(FileNotFoundError):
        blobs.read("0" * 64)
