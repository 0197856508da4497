"""A letter that is too large to take whole: its head and its words are taken, and it says where the rest is."""

from __future__ import annotations

import re

from otklik.channels.kinds.email.parse import parse

BEGINNING = 262_144  # octets that are fetched of such a letter: the text stands before the files

_NOTE = {
    "ru": "[Письмо слишком большое ({size} МБ), поэтому здесь только его текст. Целиком, с файлами, оно лежит в почтовом ящике {address}.]",
    "en": "[The letter is too large ({size} MB), so here is its text only. The whole of it, with the files, is in the mailbox {address}.]",
}
_BODY_FIELDS = re.compile(rb"^(?:content-[^:\s]*|mime-version)\s*:", re.I)


def shortened(beginning: bytes, *, size: int, address: str, language: str) -> bytes:
    """A whole small letter from the first octets of a large one; the fields of its head stay byte for byte."""
    note = _NOTE["ru" if language == "ru" else "en"].format(size=max(round(size / 1_000_000), 1), address=address)
    head = re.split(rb"\r?\n\r?\n", beginning, maxsplit=1)[0]
    fields = re.split(rb"\r?\n(?![ \t])", head)
    kept = [each for each in fields if each and not _BODY_FIELDS.match(each)]
    kept += [b"MIME-Version: 1.0", b'Content-Type: text/plain; charset="utf-8"', b"Content-Transfer-Encoding: 8bit"]
    text = parse(beginning).text.strip()
    body = "\r\n".join([*(f"{text}\n\n" if text else "").splitlines(), note]) + "\r\n"
    return b"\r\n".join(kept) + b"\r\n\r\n" + body.encode()
