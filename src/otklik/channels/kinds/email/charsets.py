"""Bytes into letters when the label lies or is missing."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_ALIASES = {
    "cp-1251": "cp1251", "cp-1252": "cp1252", "win-1251": "cp1251", "win1251": "cp1251", "windows1251": "cp1251",
    "x-cp1251": "cp1251", "ansi-1251": "cp1251", "koi8": "koi8-r", "koi-8": "koi8-r", "koi8r": "koi8-r",
    "x-koi8-r": "koi8-r", "unicode-1-1-utf-7": "utf-7", "utf8mb4": "utf-8", "utf-8mb4": "utf-8", "x-utf-8": "utf-8",
    "utf": "utf-8", "x-unknown": "", "unknown-8bit": "", "unknown": "", "none": "", "ansi": "", "default": "", "default_charset": "", "x-user-defined": "", "8bit": "",
    "binary": "", "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "x-sjis": "cp932", "shift_jis": "cp932", "shift-jis": "cp932", "x-mac-cyrillic": "mac_cyrillic", "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "ascii", "ansi_x3.4-1968": "ascii",
    "iso-2022-jp": "iso2022_jp_ext", "tis-620": "cp874", "windows-874": "cp874", "iso-8859-11": "cp874",
    "iso-8859-9": "cp1254", "dos-866": "cp866", "ibm866": "cp866", "x-cp866": "cp866",
}  # fmt: skip
_CYRILLIC = ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic")  # the commonest first: it wins a tie
_WESTERN = frozenset({"cp1252", "cp1254", "iso8859-15", "cp1250", "iso8859-2", "mac-roman", "cp437", "cp850"})
# What Python can decode and no letter is written in.
_NO_MAIL = frozenset(
    {
        "unicode-escape",
        "raw-unicode-escape",
        "unicode_escape",
        "raw_unicode_escape",
        "undefined",
        "idna",
        "punycode",
        "mbcs",
        "oem",
    }
)
_MULTIBYTE = frozenset(
    {"gb18030", "cp949", "cp932", "euc_jp", "euc_kr", "big5", "iso2022_jp_ext", "iso2022_kr", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7"}
)  # fmt: skip


def decode(raw: bytes, label: str | None) -> str:
    """The text of `raw`: by its label when that works and makes sense, else by what it looks like."""
    if not raw:
        return ""
    name = _known(label)
    if name in ("", "ascii") or name is None:
        if wide := _wide(raw):
            return _decoded(raw, wide)
        return raw.decode("ascii") if raw.isascii() and b"\x1b" not in raw else _guess(raw)
    if name == "utf-8":
        return _utf8(raw)
    if name == "utf-16" and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        name = _wide(raw) or "utf-16-be"
    try:
        text = raw.decode(name)
    except UnicodeDecodeError:
        # Where most of it reads, a few broken bytes do not disprove the label.
        text = raw.decode(name, "replace")
        if name in _MULTIBYTE and text.count("\ufffd") * 10 < len(text):
            return text.removeprefix("\ufeff")
        if name in _CYRILLIC and not _is_utf8(raw) and text.count("\ufffd") * 20 < len(text):
            return _checked_cyrillic(raw, name, text)
        return _guess(raw)
    except (LookupError, ValueError):
        return _guess(raw)
    if name in _WESTERN and not raw.isascii() and (_is_utf8(raw) or _looks_cyrillic(raw)):
        return _guess(raw)
    if name in _CYRILLIC and not raw.isascii():
        return _checked_cyrillic(raw, name, text)
    return text.removeprefix("\ufeff")


def _utf8(raw: bytes) -> str:
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        # A letter cut inside a character is still UTF-8; one with many bad bytes never was.
        text = raw.decode("utf-8", "replace")
        if error.start > len(raw) - 5 or text.count("\ufffd") * 20 < sum(byte > 127 for byte in raw):
            return text.removeprefix("\ufeff")
        return _lines(raw) or _guess(raw)


def _lines(raw: bytes) -> str:
    """A text glued of two code pages, told line by line; "" when no line of it is UTF-8."""
    lines = raw[:400_000].split(b"\n")
    if len(lines) < 2 or len(lines) > 4_000 or not any(not line.isascii() and _is_utf8(line) for line in lines):
        return ""
    return "\n".join(line.decode("utf-8") if _is_utf8(line) else _guess(line) for line in lines)


def _known(label: str | None) -> str | None:
    """Python's own name of the codec, "" for a label that says nothing, None for one unknown or unfit for mail."""
    name = (label or "").strip().strip("\"' ").lower().replace(" ", "")[:60]
    name = name.split(";")[0].split("*")[0]
    name = _ALIASES.get(name, name)
    if not name:
        return ""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not codec._is_text_encoding or codec.name in _NO_MAIL:
        return None
    return "cp1252" if codec.name == "iso8859-1" else codec.name


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(raw: bytes, name: str) -> str:
    return raw.decode(name, "replace").removeprefix("\ufeff")


def _wide(raw: bytes) -> str:
    """UTF-16 by its mark, or by every second byte being 0 or 4 (Latin and Cyrillic); "" when it is none."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    sample = raw[:2_000]
    if len(sample) < 8 or len(sample) % 2:
        return ""
    for name, start in (("utf-16-le", 1), ("utf-16-be", 0)):
        high, low = sample[start::2], sample[1 - start :: 2]
        if _thin(high) * 10 >= len(high) * 9 and _thin(low) * 4 < len(low):
            return name
    return ""


def _guess(raw: bytes) -> str:
    """UTF-8 when it is; else the Cyrillic code page whose letters look most like Russian; else by statistics."""
    if _is_utf8(raw):
        return raw.decode("utf-8").removeprefix("\ufeff")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decoded(raw, "utf-16")
    if _looks_cyrillic(raw):
        return raw.decode(_best_page(raw), "replace")
    if sum(byte > 127 for byte in raw) < 12:
        return raw.decode("cp1252", "replace")  # too little for statistics: an accent or two
    best = from_bytes(raw[:20_000]).best()
    try:
        return raw.decode(best.encoding if best is not None else "cp1252")
    except (UnicodeDecodeError, LookupError):
        return raw.decode("cp1252", "replace")


def _best_page(raw: bytes) -> str:
    sample = raw[:8_000]
    return max(_CYRILLIC, key=lambda name: russianness(sample.decode(name, "replace")))


def _thin(half: bytes) -> int:
    return half.count(0) + half.count(4)


def _looks_cyrillic(raw: bytes) -> bool:
    """Whether most high bytes stand in runs, as Cyrillic words do and accents of Western languages do not."""
    high = [match.group() for match in re.finditer(rb"[\x80-\xff]+", raw[:20_000])]
    count = sum(map(len, high))
    if count < 4 or sum(len(run) for run in high if len(run) >= 2) <= count * 0.7:
        return False
    return max(russianness(raw[:8_000].decode(name, "replace")) for name in _CYRILLIC) > 0.7


def _checked_cyrillic(raw: bytes, name: str, text: str) -> str:
    """A label of one Cyrillic code page over the bytes of another is the commonest lie of all."""
    if _is_utf8(raw):
        return raw.decode("utf-8")
    given = russianness(text)
    if given > 0.9:
        return text
    best = _best_page(raw)
    return raw.decode(best, "replace") if russianness(raw.decode(best, "replace")) > given + 0.15 else text


# The pairs that make up 19 of 20 in Russian words: their first letter, then all that follow it.
_PAIRS = frozenset(
    row[0] + after
    for row in ["абвгдежзийклмнпрстчшщхцюя", "баелорущъыия", "вавеилорстуыьзнпшяк", "гаиоледру", "дадеилнорсувыья", "евгдежзийклмнпрстучшобщхюя", "жадеикну", "завдмноеиуыя", "ибвдезийклмнорстфцчшюягжпх", "йстнлдк", "каеилорстувн", "лаеилноуьюяык", "маеиноуыялп", "нагдеиностуыьячкц", "обвгдежзийклмнопрстчшяхщю", "паеироулыья", "равежимнотуыьядгкнсцшюя", "савеиклмнопрстуьяыч", "тавеикнопрсуыьяч", "убгджйкмнпрстчщлвхшюеазя", "фаиолру", "хораилву", "цаеиыук", "чаеинткуоь", "шаеиньолктую", "щеинауь", "ъея", "ывейлтмншхдкпрсб", "ьзмнстюяекшч", "этлкх", "юсщтдбчлр", "ястлзднвмкхйщю"]
    for after in row[1:]
)  # fmt: skip
_WORD = re.compile("[А-Яа-яЁёІіЇїЄєҐґЎўҚқҒғҮүҰұӨөӘәҺһҢң]+")
_NEUTRAL = frozenset("«»—–№…”“’‘•§°±\ufeff\xa0─│┌┐└┘├┤┬┴┼═║╔╗╚╝█▓▒░")
_USUAL = re.compile(f"[\x00-\x7f{''.join(_NEUTRAL)}]+")
_TURNED = re.compile("[а-яёіїєґўқғүұөәһң](?=[А-ЯЁІЇЄҐЎҚҒҮҰӨӘҺҢ])")
_OTHERS = re.compile("[іїєґўқғүұөәһң]")


def russianness(text: str) -> float:
    """0…1: how much the letters outside ASCII behave as Russian: they are letters, in pairs that words are made of,
    and no small letter is followed by a big one."""
    sample = text[:8000]
    strange = len(_USUAL.sub("", sample))
    if not strange:
        return 0.0
    letters = pairs = known = turned = 0
    for match in _WORD.finditer(sample):
        word = match.group()
        letters += len(word)
        small = word.lower().replace("ё", "е")
        own = list(map(str.__add__, small, small[1:]))
        if _OTHERS.search(small):
            own = [pair for pair in own if not _OTHERS.search(pair)]
        pairs += len(own)
        known += sum(map(_PAIRS.__contains__, own))
        turned += len(_TURNED.findall(word))
        if len(word) > 2 and word[1:].isupper() and word[0].islower():
            turned += len(word)
    share = known / pairs if pairs else 0.5
    return max(0.0, (0.4 + 0.6 * share) * letters / strange - turned / strange)
