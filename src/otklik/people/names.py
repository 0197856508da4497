"""How to address a person: the given name out of whatever stands before an address. Pure."""

from __future__ import annotations

import re

from otklik.kit.russian import dictionary

_NOT_A_PERSON = re.compile(
    r"\d|@|\b(?:ооо|оао|зао|пао|ао|ип|компания|фирма|магазин|отдел|служба|поддержка|бухгалтерия|админ\w*|менеджер|директор|"
    r"клиент|гость|ltd|llc|inc|gmbh|support|sales|team|info|admin\w*|office|billing|company|shop|store|user|customer|guest)\b",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


def given_name(name: str) -> str:
    """«Белова Анна Сергеевна» → «Анна», "Smith, John" → "John", «ООО Ромашка» → "": the given name, or nothing."""
    name = " ".join(name.split())[:120]
    if not name or _NOT_A_PERSON.search(name):
        return ""
    if name.count(",") == 1:
        family, given = (part.strip() for part in name.split(","))
        name = f"{given} {family}" if given else family
    words = _WORD.findall(name)
    if not 1 <= len(words) <= 4:
        return ""
    if re.search("[а-яё]", words[0], re.I):
        return _russian(words)
    first = words[0]
    return (
        first[0].upper() + first[1:].lower()
        if len(first) > 1 and (first.islower() or first.isupper())
        else first
        if len(first) > 1
        else ""
    )


def _russian(words: list[str]) -> str:
    for word in words:
        if len(word) > 1 and any("Name" in each.tag and "nomn" in each.tag for each in dictionary().parse(word)):
            return word[0].upper() + word[1:].lower()
    first = words[0]
    # One unknown word may be a family name or a nickname; of two, the first is the given one as often as not.
    return (
        first[0].upper() + first[1:].lower() if len(words) == 2 and len(first) > 1 and not _is_family(first) else ""
    )


def _is_family(word: str) -> bool:
    return any("Surn" in each.tag for each in dictionary().parse(word)[:2])
