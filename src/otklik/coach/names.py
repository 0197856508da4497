"""People's names: which words of a greeting are the right person, which are somebody else. Pure."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import yaml

from otklik.coach.words import CYRILLIC, dictionary, lemmas, tags

_LETTERS = {
    "iya": "ия", "shch": "щ", "sch": "щ", "yo": "е", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "ya": "я", "ye": "е", "ju": "ю",
    "ja": "я", "iy": "ий", "yy": "ый", "a": "а", "b": "б", "v": "в", "w": "в", "g": "г", "d": "д", "e": "е", "z": "з", "i": "и", "j": "й",
    "y": "й", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "r": "р", "s": "с", "t": "т", "u": "у", "f": "ф", "h": "х",
    "c": "к", "q": "к", "x": "кс",
}  # fmt: skip
_PET = (
    "ик",
    "ек",
    "ок",
    "очка",
    "ечка",
    "енька",
    "онька",
    "уля",
    "юля",
    "уша",
    "юша",
    "уся",
    "юся",
    "ена",
    "ана",
    "ыч",
    "ух",
    "юха",
    "уха",
    "ан",
    "он",
    "ша",
    "чик",
    "ка",
)
_NOT_A_PERSON = re.compile(
    r"[\d@_«»\"]|\b(?:кафе|кофейня|клиника|школа|студия|гостиница|отель|хостел|ресторан|бар|завод|фабрика|агентство|фонд|тсж|снт|жк|сад|садик|лицей|гимназия|группа|ферма|пекарня|"
    r"салон|мастерская|типография|редакция|издательство|музей|театр|библиотека|бюро|склад|кооператив|ателье|аптека|больница|хозяйство|общество|союз|команда|семья|лаборатория|приют|хор|клуб|"
    r"редактор|директор|секретарь|приемная|приёмная|инженер|кадры|закупки|абонент|гость|покупатель|пользователь|аноним|cafe|hotel|school|studio|clinic|club|agency|guest|anonymous|"
    r"ооо|оао|зао|пао|ао|ип|компания|фирма|магазин|отдел|служба|поддержка|бухгалтерия|админ\w*|менеджер|клиент|ltd|llc|inc|gmbh|"
    r"support|sales|team|info|admin\w*|office|company|shop|store|user|customer|plc|limited|dental|bakery|church|services|group|tools|"
    r"garage|restaurant|farm|foods|media|consulting|partners|logistics|solutions|systems|labs|university|council|association|foundation|pharmacy)\b|"
    r"^[b-df-hj-np-tv-xz]{5,}$", re.I
)  # fmt: skip


@functools.lru_cache(maxsize=1)
def _table() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    rows: list[list[str]] = yaml.safe_load((Path(__file__).parent / "names.yaml").read_text(encoding="utf-8"))
    kin: dict[str, set[str]] = {}
    for row in rows:
        for name in row:
            kin.setdefault(name, set()).update(row)
    return {name: frozenset(others) for name, others in kin.items()}, frozenset(kin)


@functools.lru_cache(maxsize=2_000)
def accepted(full_name: str) -> frozenset[str]:
    """Every dictionary form by which this person may be called: name, pet names, patronymic, family, other alphabet."""
    if _NOT_A_PERSON.search(full_name):
        return frozenset()
    kin, _ = _table()
    found: set[str] = set()
    for part in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", full_name.lower().replace("ё", "е")):
        if len(part) < 2:
            continue
        for form in {part, *lemmas(part)}:
            found.add(form)
            found |= kin.get(form, frozenset())
        if not CYRILLIC.search(part):
            cyrillic = to_cyrillic(part)
            found |= {cyrillic, *lemmas(cyrillic), *kin.get(cyrillic, ())}
    return frozenset(found)


def is_called(word: str, names: frozenset[str]) -> bool:
    """Whether a word (lower case, е for ё) is one of the names, in any case or alphabet."""
    forms = {word, *lemmas(word)}
    if word.endswith("ька"):
        forms.add(word[:-3] + "я")  # «Петька»
    if forms & names:
        return True
    if not CYRILLIC.search(word):
        cyrillic = to_cyrillic(word)
        return bool({cyrillic, *lemmas(cyrillic)} & names) or any(
            _alike(cyrillic, each) for each in names if CYRILLIC.search(each)
        )
    if len(word) > 4 and any(len(each) > 3 and word[:3] == each[:3] for each in names) and word.endswith(_PET):
        return True  # «Борюсик», «Настёна»
    if "Name" in tags(word):
        return False  # somebody else's name, however alike
    return any(
        len(each) > 3 and len(word) > 3 and word[:-1] == each[: len(word) - 1] and abs(len(word) - len(each)) <= 2
        for each in names
    )


def is_name(word: str, *, is_capital: bool) -> bool:
    """Whether a word looks like some person's given name, patronymic, or pet name."""
    _, known = _table()
    forms = {word, *lemmas(word)} if CYRILLIC.search(word) else {word}
    if forms & known:
        return is_capital
    return is_capital and bool(CYRILLIC.search(word)) and bool({"Name", "Patr"} & tags(word))


def may_be_name(word: str) -> bool:
    """Whether a capitalised word could be a name that no table has: no word of the dictionary, or a Latin one."""
    if not CYRILLIC.search(word):
        return len(word) > 1
    if "-" in word:
        return all(may_be_name(part) for part in word.split("-"))
    if not dictionary().word_is_known(word):
        return True
    return bool({"Name", "Surn", "Patr"} & dictionary().parse(word)[0].tag.grammemes)


def is_surname(word: str) -> bool:
    """Whether a capitalised Russian word looks like a family name."""
    return bool(CYRILLIC.search(word)) and "Surn" in tags(word)


def given(full_name: str) -> str:
    """The name to greet with, as it is written; "" when it is not clear."""
    if _NOT_A_PERSON.search(full_name):
        return ""
    parts = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", full_name)
    if "," in full_name and len(parts) == 2:
        parts.reverse()
    for part in parts:
        if is_name(part.lower().replace("ё", "е"), is_capital=True) and "Patr" not in (
            tags(part.lower()) if CYRILLIC.search(part) else ()
        ):
            return str(part[0].upper() + part[1:])
    return parts[0][0].upper() + parts[0][1:] if len(parts) in (1, 2) and len(parts[0]) > 1 else ""


@functools.lru_cache(maxsize=5_000)
def to_cyrillic(word: str) -> str:
    """A Latin spelling of a Russian name in Cyrillic, by the usual rules."""
    out, at = "", 0
    while at < len(word):
        for size in (4, 3, 2, 1):
            piece = word[at : at + size]
            if piece in _LETTERS:
                out += _LETTERS[piece]
                at += len(piece)
                break
        else:
            out += word[at]
            at += 1
    return out


def _alike(one: str, other: str) -> bool:
    return (
        len(one) > 3
        and len(other) > 3
        and re.sub("[йьъ]", "", one)[:4] == re.sub("[йьъ]", "", other)[:4]
        and abs(len(one) - len(other)) <= 2
    )
