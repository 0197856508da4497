"""Bytes into parts: boundaries that lie, encodings that are broken."""

import base64

import pytest

from otklik.channels.kinds.email.mime import read, undo

TEXT = "Первая строка письма.\nВторая строка.".encode()
CODE = base64.encodebytes(TEXT)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (CODE, b"base64"), (CODE, b'"BASE64" ; x'), (CODE[:40] + b"!*\x80 " + CODE[40:], b"base64"), (CODE.rstrip(b"=\n"), b"base64"), (CODE + b"\r\n--\r\nA list footer here\r\n", b"base64"),
        (base64.b64encode(TEXT[:31]) + b"\n" + base64.b64encode(TEXT[31:]), b"base64"), (TEXT, b"base64"), (TEXT, b"x-unknown"),
    ],
)  # fmt: skip
def test_transfer_encodings(body, encoding):
    assert undo(body, encoding) == TEXT


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo", b"Content-Type: multipart/mixed\r\n\r\n--zzz\r\nContent-Type: text/plain\r\n\r\none\r\n--zzz\r\n\r\ntwo\r\n--zzz--",
        b"Content-Type: multipart/mixed; boundary=wrong\r\n\r\n--zzz\r\nContent-Type: text/plain\r\n\r\none\r\n--zzz\r\n\r\ntwo\r\n--zzz--", b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\nContent-Type: text/plain\r\n\r\none\r\n--\r\n\r\ntwo',
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b \r\n\r\none\r\n--b\t\r\n\r\ntwo\r\n--bb\r\n--b--\r\n",
    ],
)  # fmt: skip
def test_boundaries(raw):
    assert [part.body.split(b"\r\n")[0] for part in read(raw).walk() if not part.children] == [b"one", b"two"]


def test_a_deep_letter_is_held_once():
    raw = (
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1000))
        + b"\r\nx"
    )
    assert sum(len(part.body) for part in read(raw).walk()) < 10


def test_a_header_of_megabytes_does_not_hide_the_letter():
    root = read(b"X-Long: " + b"a" * 2_000_000 + b"\r\nSubject: x\r\n\r\nbody")
    assert (root.first("subject"), root.body) == (b"x", b"body")
