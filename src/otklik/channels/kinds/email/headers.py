"""Header fields into text, addresses, dates, ids: by the standards where a letter keeps them, by sense where not."""

from __future__ import annotations

import base64
import binascii
import datetime
import email.utils
import quopri
import re

from otklik.channels.kinds.email.charsets import decode
from otklik.channels.kinds.email.parsed import Mailbox

MAX_ADDRESSES = 500

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*)*?)\?=", re.S)
_CUT = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s]+\??$")
_BETWEEN = re.compile(r"(\?=)(?:\r\n|[\r\n])?[ \t\r\n]*(?==\?[^?\s]+\?[bBqQ]\?)")
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SPACE = re.compile(r"[\s\u2028\u2029]+")


def text(raw: bytes) -> str:
    """An unstructured field (Subject): encoded words and raw 8-bit text decoded, on one line."""
    return clean(words(decode(raw, None)))


def clean(value: str) -> str:
    """One line without what a database or another header would choke on."""
    return _SPACE.sub(" ", _UNSTORABLE.sub("", value)).strip()


def words(value: str) -> str:
    """RFC 2047 encoded words decoded; neighbours of one charset are joined before, as broken clients cut letters."""
    if "=?" not in value:
        return value
    value = _BETWEEN.sub(r"\1", value)
    if "?=" not in value[value.rfind("=?") + 2 :].lstrip("?") and _CUT.search(value):
        value += "?="  # the last word was cut by a limit on the way
    out: list[str] = []
    pending: tuple[str, bytearray] | None = None
    at = 0
    for match in _WORD.finditer(value):
        between = value[at : match.start()]
        if between or (pending and pending[0] != match[1].lower()):
            if pending:
                out.append(decode(bytes(pending[1]), pending[0]))
            pending = None
            out.append(between)
        pending = pending or (match[1].lower().split("*")[0], bytearray())
        pending[1].extend(_encoded(match[2], match[3]))
        at = match.end()
    if pending:
        out.append(decode(bytes(pending[1]), pending[0]))
    out.append(value[at:])
    return "".join(out)


def _encoded(kind: str, content: str) -> bytes:
    try:
        raw = content.encode("latin-1")
    except UnicodeEncodeError:
        raw = content.encode("utf-8", "replace")  # raw letters where only ASCII may stand
    if kind in "qQ":
        return quopri.decodestring(raw.replace(b"_", b"=20").replace(b" ", b"=20"))
    cleaned = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    cleaned = cleaned[:-1] if len(cleaned) % 4 == 1 else cleaned
    try:
        return base64.b64decode(cleaned + b"=" * (-len(cleaned) % 4))
    except binascii.Error:
        return raw


_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|\((?:[^()\\]|\\.)*\)|<([^<>]*)>|([,;:])|([^\s"(),;:<>]+)|(\s+)|(.)', re.S)
_ADDRESS = re.compile(r"[^\s<>\"(),;:@]{1,320}@[^\s<>\"(),;:@]{1,255}")


def addresses(raw: bytes) -> tuple[Mailbox, ...]:
    """Mailboxes of an address field in their order: groups opened, comments for names, at most MAX_ADDRESSES."""
    value = decode(raw[:32_768], None)
    found: list[Mailbox] = []
    state = _Address()
    for match in _TOKEN.finditer(value):
        quoted, angle, mark, atom, space, _ = match.groups()
        state.quoted, was_quoted = quoted is not None, state.quoted
        if mark in (",", ";"):
            state.finish(found)
            state = _Address()
        elif mark == ":":
            if "@" in "".join(state.name) or state.angle is not None:
                continue
            if any(each.strip().lower() == "mailto" for each in state.name):
                state.name.clear()
                continue
            state = _Address()  # the name of a group
        elif quoted is not None:
            state.name.append(re.sub(r"\\(.)", r"\1", quoted))
        elif angle is not None:
            state.angle = angle
        elif atom is not None:
            if atom.startswith("@") and was_quoted and state.angle is None:
                state.angle = f'"{state.name.pop()}"{atom}'  # a quoted local part
            else:
                state.name.append(atom)
        elif space is not None:
            state.name.append(" ")
        elif match.group().startswith("("):
            state.comment = match.group()[1:-1]
        if len(found) >= MAX_ADDRESSES:
            break
    state.finish(found)
    return tuple(found)


class _Address:
    """What is known of one address while its field is read."""

    def __init__(self) -> None:
        self.name: list[str] = []
        self.angle: str | None = None
        self.comment = ""
        self.quoted = False

    def finish(self, found: list[Mailbox]) -> None:
        name = "".join(self.name).strip()
        if self.angle is not None:
            address = self.angle
        else:
            match = _ADDRESS.search(name) if "@" in name else None
            address = match.group() if match else ""
            if match:
                name = (name[: match.start()] + name[match.end() :]).strip()
            elif name and " " not in clean(words(name)) and name.isascii() and not self.comment:
                address, name = name, ""
        name = clean(words(name)) or clean(words(self.comment))
        name = name.strip("\"' ") if name.count("'") != 1 else name.strip('" ')
        address = clean(words(address))
        address = address if address.startswith('"') else address.replace(" ", "")
        address = re.sub(r"^(?:mailto:|@[^:]*:)", "", address, flags=re.I)
        address = address if address.startswith('"') and '"@' in address else address.strip("<>\"'")
        if address or (name and self.angle is not None) or name:
            if not address and "@" in name and (inner := _ADDRESS.search(name)):
                address = inner.group()
            found.append(Mailbox("" if name.lower() == address.lower() else name, address))


_ID = re.compile(r"<\s*([^<>\s][^<>]{0,900}?)\s*>")


def ids(raw: bytes) -> tuple[str, ...]:
    """Message ids of a field, without <>, each once, in their order; at most 200."""
    value = _UNSTORABLE.sub("", decode(raw, None))
    found = [_SPACE.sub("", each) for each in _ID.findall(value)]
    if not found:
        found = [each.strip("<>,;\"'") for each in value.split() if "@" in each]
    return tuple(dict.fromkeys(each for each in found if each))[:200]


_OFFSETS = {
    "msk": 10800,
    "msd": 14400,
    "cet": 3600,
    "cest": 7200,
    "eet": 7200,
    "eest": 10800,
    "bst": 3600,
    "jst": 32400,
}


_MONTHS = {
    "янв": "Jan", "фев": "Feb", "мар": "Mar", "апр": "Apr", "мая": "May", "май": "May", "июн": "Jun", "июл": "Jul", "авг": "Aug",
    "сен": "Sep", "окт": "Oct", "ноя": "Nov", "дек": "Dec",
}  # fmt: skip
_RUSSIAN_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})[а-я]*\.?", re.I)


def date(raw: bytes) -> datetime.datetime | None:
    """A Date field as an aware moment, None when it cannot be understood."""
    value = clean(decode(raw[:200], None))
    value = re.sub(r"\(([^()]*)\)\s*$", "", value).strip()
    value = re.sub(r"(?:GMT|UTC)?([+-]\d\d):(\d\d)$", r"\1\2", value) if not re.match(r"\d{4}-", value) else value
    value = re.sub(r"\b(?:GMT|UTC)([+-]\d{4})$", r"\1", value)
    if re.search("[а-яё]", value, re.I):
        value = _RUSSIAN_MONTH.sub(lambda match: _MONTHS[match[1].lower()], value)
        value = re.sub(r"\s+", " ", re.sub(r"[а-яё]+\.?,?", " ", value, flags=re.I)).strip(" ,")
    if found := re.match(r"(\d{1,2})\.(\d{1,2})\.(\d{4}),?\s+(\d{1,2}:\d{2}(?::\d{2})?)\s*([+-]\d{4})?$", value):
        value = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2} {found[4]:0>5} {found[5] or ''}".strip()
    if re.match(r"\d{4}-\d\d-\d\d", value) and (moment := _iso(value)):
        return moment
    try:
        parsed = email.utils.parsedate_tz(value)
    except (ValueError, IndexError, OverflowError, TypeError):
        return None
    if parsed is None:
        return _iso(value)
    offset = parsed[9]
    if offset is None or (offset == 0 and not re.search(r"[+-]0000|GMT|UTC?\b|Z$", value)):
        offset = _OFFSETS.get(value.rsplit(" ", 1)[-1].lower(), offset or 0)
    try:
        offset = offset if abs(offset) < 86_400 else 0
        return datetime.datetime(
            *parsed[:5], min(parsed[5], 59), tzinfo=datetime.timezone(datetime.timedelta(seconds=offset))
        )
    except (ValueError, OverflowError):
        return None


def _iso(value: str) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(re.sub(r"(:\d\d)\s+([+-]\d{4})$", r"\1\2", value))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
