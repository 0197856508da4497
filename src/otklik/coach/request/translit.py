"""Russian in Latin letters («ne otkryvaetsya sait»): told from English, and put back into Cyrillic word by word. Pure."""

from __future__ import annotations

import functools
import re

WORD = re.compile(r"[a-z]+(?:'[a-z]*)?", re.I)
# Small words that Russian has and English has not.
_RUSSIAN = frozenset(
    [
        "ne",
        "ni",
        "na",
        "po",
        "za",
        "ot",
        "iz",
        "dlya",
        "dlia",
        "pri",
        "chto",
        "chtoby",
        "kak",
        "kogda",
        "gde",
        "pochemu",
        "uzhe",
        "eshe",
        "esche",
        "eto",
        "etot",
        "vse",
        "vsyo",
        "ya",
        "mne",
        "menya",
        "nas",
        "nam",
        "vas",
        "vam",
        "vy",
        "ili",
        "esli",
        "tolko",
        "posle",
        "vchera",
        "segodnya",
        "utra",
        "net",
        "est'",
        "mozhno",
        "nuzhno",
        "nuzhen",
        "nado",
        "pozhaluista",
        "pozhaluysta",
        "pojaluista",
        "zdravstvuyte",
        "zdravstvuite",
        "dobryi",
        "dobryy",
        "privet",
        "den",
        "spasibo",
        "pomogite",
        "rabotaet",
        "rabotal",
        "otkryvaetsya",
        "sait",
        "sayt",
        "saita",
        "pochta",
        "pochtu",
        "pisma",
        "pismo",
        "parol",
        "domen",
        "oshibka",
        "oshibku",
        "pishet",
        "u",
        "k",
        "s",
        "prihodit",
        "prihodyat",
        "mogu",
        "moi",
        "moy",
        "nash",
        "vash",
        "svoi",
        "zaiti",
        "voiti",
        "srochno",
        "sdelaite",
        "skolko",
        "interneta",
        "podskazhite",
        "hochu",
        "dobavte",
        "voobsche",
        "voobshe",
        "bolshoe",
    ]
)
_ENGLISH = frozenset(
    [
        "the",
        "is",
        "are",
        "was",
        "to",
        "and",
        "of",
        "in",
        "it",
        "my",
        "you",
        "we",
        "our",
        "this",
        "that",
        "with",
        "not",
        "for",
        "on",
        "have",
        "has",
        "please",
        "can",
        "how",
        "do",
        "does",
        "when",
        "after",
    ]
)
_PAIRS = (
    ("shch", "щ"), ("sch", "щ"), ("yo", "ё"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("ju", "ю"), ("ya", "я"),
    ("ja", "я"), ("iy", "ий"), ("yy", "ый"), ("yi", "ый"), ("ia", "ия"), ("ai", "ай"), ("ei", "ей"), ("oi", "ой"), ("ui", "уй"),
)  # fmt: skip
_SINGLE = dict(zip("abcdefghijklmnopqrstuvwxz'", "абцдефгхийклмнопкрстуввксзь", strict=False)) | {
    "x": "кс", "z": "з", "'": "ь", "w": "в",
}  # fmt: skip


def is_translit(text: str) -> bool:
    """Whether a text of Latin letters is Russian."""
    words = [each.lower() for each in WORD.findall(text[:3000])]
    if len(words) < 2 or len(re.findall("[а-яё]", text[:3000], re.I)) > len(text) / 10:
        return False
    russian, english = sum(each in _RUSSIAN for each in words), sum(each in _ENGLISH for each in words)
    return russian > english and russian * 8 >= len(words)


def to_cyrillic(text: str) -> str:
    """Each Latin word in Cyrillic letters; links, addresses and names with digits stay."""
    return re.sub(r"\S+", lambda match: _token(match.group()), text)


def _token(token: str) -> str:
    if re.search(r"\d|@|://|\w\.\w|[_/\\]", token):
        return token
    return WORD.sub(lambda match: _word(match.group()), token)


@functools.lru_cache(maxsize=10_000)
def _word(word: str) -> str:
    rest, found = word.lower(), ""
    while rest:
        pair = next((each for each in _PAIRS if rest.startswith(each[0])), None)
        if pair:
            found, rest = found + pair[1], rest[len(pair[0]) :]
        elif rest[0] == "y":
            found, rest = found + ("й" if found[-1:] in "аеиоуыэюя" and found else "ы"), rest[1:]
        else:
            found, rest = found + _SINGLE.get(rest[0], rest[0]), rest[1:]
    return found.capitalize() if word[0].isupper() else found
