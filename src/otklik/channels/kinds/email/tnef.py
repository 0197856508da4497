"""Outlook's winmail.dat, opened with the tnefparse library; None for what it cannot read."""

from __future__ import annotations

import logging
import mimetypes
from dataclasses import dataclass
from typing import Any

from otklik.channels.kinds.email.charsets import decode

MAX_FILES = 1_000


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
    for each in stream.attachments[:MAX_FILES]:
        name = _text(_name(each))
        files.append((name, mimetypes.guess_type(name)[0] or "application/octet-stream", bytes(each.data or b"")))
    return Unpacked(tuple(files), _body(stream, "body"), _body(stream, "htmlbody"))


def _name(attachment: Any) -> str | bytes:
    """The long name when there is one; the short one as its bytes, since the library takes any code page for UTF-8."""
    from tnefparse.properties import MAPI_ATTACH_LONG_FILENAME  # noqa: PLC0415 -- as above

    long = [each.data for each in attachment.mapi_attrs if each.name == MAPI_ATTACH_LONG_FILENAME]
    found = long[0] if long and isinstance(long[0], (str, bytes)) else attachment._name
    return found if isinstance(found, (str, bytes)) else ""


def _body(stream: Any, name: str) -> str:
    try:
        found = getattr(stream, name, "") or ""
    except Exception:  # noqa: BLE001 -- a property of the library's that decodes on reading
        return ""
    found = found[0] if isinstance(found, list) and found else found
    return _text(found) if isinstance(found, (str, bytes)) else ""


def _text(value: str | bytes) -> str:
    value = value.strip(b"\0") if isinstance(value, bytes) and not value[1::2].count(0) else value
    if isinstance(value, bytes):
        return decode(value, None).strip("\0")
    value = value.strip("\0")
    if any("\x80" <= letter <= "\xff" for letter in value):
        try:
            return decode(value.encode("latin-1"), None)  # a code page read as Latin-1
        except UnicodeEncodeError:
            return value
    return value
