"""Outlook's winmail.dat, opened with the tnefparse library; None for what it cannot read."""

from __future__ import annotations

import logging
import mimetypes
from dataclasses import dataclass

from otklik.channels.kinds.email.charsets import decode


@dataclass(frozen=True)
class Unpacked:
    """Files as (name, content type, bytes), and the bodies, "" when there are none."""

    files: tuple[tuple[str, str, bytes], ...]
    text: str
    html: str


def unpack(content: bytes) -> Unpacked | None:
    """Read a TNEF stream; None when it is none or is broken."""
    from tnefparse import TNEF  # noqa: PLC0415 -- slow import, one letter in thousands needs it

    logging.getLogger("tnef-decode").setLevel(logging.CRITICAL)
    try:
        stream = TNEF(content, do_checksum=False)
    except Exception:  # noqa: BLE001 -- a third party's parser on a stranger's bytes: any failure means "no TNEF"
        return None
    files = []
    for each in stream.attachments:
        name = _text(each.long_filename() or each.name)
        files.append((name, mimetypes.guess_type(name)[0] or "application/octet-stream", bytes(each.data or b"")))
    return Unpacked(
        tuple(files), _text(getattr(stream, "body", "") or ""), _text(getattr(stream, "htmlbody", "") or "")
    )


def _text(value: str | bytes) -> str:
    if isinstance(value, bytes):
        return decode(value, None)
    if any("\x80" <= letter <= "\xff" for letter in value):
        try:
            return decode(value.encode("latin-1"), None)  # a code page read as Latin-1
        except UnicodeEncodeError:
            return value
    return value
