"""The product's own letters: files of words, filled with a name, a day and a person. Pure."""

from __future__ import annotations

import functools
import re
from pathlib import Path

FOLDER = Path(__file__).parent / "letters"
_WISHES = {
    "ru": (
        "Хорошего понедельника!", "Хорошего вторника!", "Хорошей среды!", "Хорошего четверга!", "Хорошей пятницы!",
        "Хорошей субботы!", "Хорошего воскресенья!",
    ),
    "en": tuple(f"Have a great {day}!" for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")),
}  # fmt: skip
LANGUAGES = tuple(_WISHES)


def language_of(*candidates: str) -> str:
    """The first of the languages that we write in; Ukrainians and Kazakhs get Russian, all others English."""
    for each in candidates:
        if each in LANGUAGES:
            return each
        if each in ("uk", "be", "kk"):
            return "ru"
        if each:
            return "en"
    return "ru"


def wish(language: str, weekday: int) -> str:
    """A wish for the concrete day; Monday is 0."""
    return _WISHES[language][weekday]


def with_wish_of(text: str, *, language: str, weekday: int) -> str:
    """The same letter with the wish for this day, if it has one of ours for another."""
    for each in _WISHES[language]:
        text = text.replace(each, _WISHES[language][weekday])
    return text


def write(
    letter: str,
    *,
    language: str,
    name: str,
    agent: str,
    brand: str,
    weekday: int,
    **more: str,
) -> str:
    """A letter of the product: the words of `letters/<language>/<letter>.txt`, filled. `more` are its other
    words by their names in braces (`feature`, `sentence` of a wish); what is filled in is filled in once, whatever braces it holds."""
    filled = {"agent": agent, "brand": brand, "wish": wish(language, weekday), **more}

    def fill(match: re.Match[str]) -> str:
        if match[2] == "name":
            return f"{match[1] or ''}{name}" if name else ""
        return f"{match[1] or ''}{filled[match[2]]}"

    words = re.sub(rf"\{{(, | )?(name|{'|'.join(filled)})\}}", fill, _read(language, letter))
    return "\n".join(line.rstrip() for line in words.strip().split("\n")) + "\n"


def signed(text: str, signature: str) -> str:
    """The same letter with somebody's own signature in the place of its own, the last paragraph."""
    return f"{text.rstrip().rpartition(chr(10) * 2)[0]}\n\n{signature.strip()}\n"


def no_address(language: str) -> str:
    """Why a letter cannot even be tried, for the agent."""
    return (
        "нет адреса получателя или ящика, с которого отвечать"
        if language == "ru"
        else "there is no address to write to, or no mailbox to answer from"
    )


def letters() -> list[str]:
    """The names of all letters that the product can send."""
    return sorted({path.stem for path in FOLDER.glob("*/*.txt")})


@functools.cache
def _read(language: str, letter: str) -> str:
    return (FOLDER / language / f"{letter}.txt").read_text(encoding="utf-8")
