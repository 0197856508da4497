"""Bytes into letters when the label lies or is missing."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_ALIASES = {
    "cp-1251": "cp1251", "cp-1252": "cp1252", "win-1251": "cp1251", "win1251": "cp1251", "windows1251": "cp1251",
    "x-cp1251": "cp1251", "ansi-1251": "cp1251", "koi8": "koi8-r", "koi-8": "koi8-r", "koi8r": "koi8-r",
    "x-koi8-r": "koi8-r", "unicode-1-1-utf-7": "utf-7", "utf8mb4": "utf-8", "utf-8mb4": "utf-8", "x-utf-8": "utf-8",
    "x-unknown": "", "unknown-8bit": "", "default": "", "default_charset": "", "x-user-defined": "", "8bit": "",
    "binary": "", "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "x-sjis": "cp932", "shift_jis": "cp932", "shift-jis": "cp932", "x-mac-cyrillic": "mac_cyrillic", "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "ascii", "ansi_x3.4-1968": "ascii",
    "iso-2022-jp": "iso2022_jp_ext", "tis-620": "cp874", "windows-874": "cp874", "iso-8859-11": "cp874",
    "iso-8859-9": "cp1254", "dos-866": "cp866", "ibm866": "cp866", "x-cp866": "cp866",
}  # fmt: skip
_MULTIBYTE = frozenset(
    {"gb18030", "cp949", "cp932", "euc-jp", "euc-kr", "big5", "iso2022_jp_ext", "iso-2022-kr", "utf-16", "utf-7"}
)


def decode(raw: bytes, label: str | None) -> str:
    """The text of `raw`: by its label when that works and makes sense, else by what it looks like."""
    if not raw:
        return ""
    name = _known(label)
    if name in ("", "ascii") or name is None:
        return raw.decode("ascii") if raw.isascii() and name != "utf-7" and b"\x1b" not in raw else _guess(raw)
    if name == "utf-8":
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            # A letter cut inside a character is still UTF-8; one with many bad bytes never was.
            text = raw.decode("utf-8", "replace")
            if error.start > len(raw) - 5 or text.count("\ufffd") * 20 < sum(byte > 127 for byte in raw):
                return text
            return _guess(raw)
    try:
        text = raw.decode(name)
    except (UnicodeDecodeError, LookupError):
        return raw.decode(name, "replace") if name in _MULTIBYTE else _guess(raw)
    if name in ("cp1252", "ascii") and not raw.isascii() and _looks_cyrillic(raw):
        return _guess(raw)
    if name in ("cp1251", "koi8-r", "iso-8859-5", "cp866") and not raw.isascii():
        return _checked_cyrillic(raw, name, text)
    return text


def _known(label: str | None) -> str | None:
    """The name of a codec Python has, "" for a label that says nothing, None for one unknown."""
    name = (label or "").strip().strip("\"'").lower().replace(" ", "")
    name = name.split(";")[0].split("*")[0]
    name = _ALIASES.get(name, name)
    if not name:
        return ""
    try:
        codec = codecs.lookup(name)
        if not codec._is_text_encoding:
            return None
    except (LookupError, ValueError, AttributeError):
        return None
    return name if name in ("cp1252", "ascii", "utf-7") else codec.name if codec.name == "utf-8" else name


def _guess(raw: bytes) -> str:
    """UTF-8 when it is; else the Cyrillic code page whose letters look most like Russian; else by statistics."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    if _looks_cyrillic(raw):
        return max(
            (raw.decode(name, "replace") for name in ("cp1251", "koi8-r", "iso-8859-5", "cp866")), key=russianness
        )
    if sum(byte > 127 for byte in raw) < 12:
        return raw.decode("cp1252", "replace")  # too little for statistics: an accent or two
    best = from_bytes(raw[:20_000]).best()
    try:
        return raw.decode(best.encoding if best is not None else "cp1252")
    except (UnicodeDecodeError, LookupError):
        return raw.decode("cp1252", "replace")


def _looks_cyrillic(raw: bytes) -> bool:
    """Whether most high bytes stand in runs, as Cyrillic words do and accents of Western languages do not."""
    high = [match.group() for match in re.finditer(rb"[\x80-\xff]+", raw[:20_000])]
    count = sum(map(len, high))
    if count < 4 or sum(len(run) for run in high if len(run) >= 3) <= count * 0.6:
        return False
    best = max(
        russianness(raw[:20_000].decode(name, "replace")) for name in ("cp1251", "koi8-r", "iso-8859-5", "cp866")
    )
    return best > 0.6


def _checked_cyrillic(raw: bytes, name: str, text: str) -> str:
    """A label of one Cyrillic code page over the bytes of another is the commonest lie of all."""
    try:
        as_utf8 = raw.decode("utf-8")
    except UnicodeDecodeError:
        as_utf8 = ""
    if as_utf8:
        return as_utf8
    given = russianness(text)
    if given > 0.8:
        return text
    others = [raw.decode(other, "replace") for other in ("cp1251", "koi8-r", "iso-8859-5", "cp866") if other != name]
    best = max(others, key=russianness)
    return best if russianness(best) > given + 0.25 else text


_COMMON = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжш")
_RARE_START = frozenset("ъыь")


def russianness(text: str) -> float:
    """0…1: how much the letters outside ASCII behave as Russian: frequent letters, small ones after big ones."""
    letters = [letter for letter in text[:8000] if letter > "\x7f" and not letter.isspace()]
    if not letters:
        return 0.0
    good = sum(
        1.0
        if letter in _COMMON
        else 0.6
        if "а" <= letter <= "я" or letter in "ёіїєґўқңғүұәөһ"
        else 0.35
        if "А" <= letter <= "Я"
        else 0.0
        for letter in letters
    )
    bad = 0.0
    for match in re.finditer("[А-Яа-яЁё]{2,}", text[:8000]):
        word = match.group()
        if word[1:] != word[1:].lower() and not word.isupper():
            bad += len(word) * 0.5
        if word[0].lower() in _RARE_START:
            bad += 1.5
    return max(0.0, (good - bad) / len(letters))
