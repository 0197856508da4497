"""Whether somebody else's rewriting of a letter may be shown: it keeps every fact, and breaks no more rules than it mends. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from otklik.coach import names
from otklik.coach.reply.check import check
from otklik.coach.reply.model import Letter
from otklik.coach.text import read
from otklik.coach.words import CYRILLIC, forms

LONGEST = 3  # times as long as the draft, and a page more
_LINK = re.compile(r"https?://[^\s<>«»\"')\]]+|\bwww\.[^\s<>«»\"')\]]+|[\w.+-]+@[\w.-]+\.\w+|\b[\w-]+(?:\.[\w-]+)*\.[a-zа-я]{2,12}\b(?:/\S*)?", re.I)  # fmt: skip
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_DAY = re.compile(
    r"\b(?:понедельник|вторник|сред[аыуе]|четверг|пятниц|суббот|воскресень|январ|феврал|марта\b|апрел|июн|июл|август|сентябр|октябр|ноябр|декабр|сегодня|завтра|послезавтра|вчера|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march\b|april|june|july|august|september|october|november|december|today|tomorrow|yesterday|tonight)\w*",
    re.I,
)


@dataclass(frozen=True)
class Refusal:
    """Why a proposal is not shown: `why` is fact (`words` came or went), rules (`words`: what it breaks) or length."""

    why: str
    words: tuple[str, ...] = ()


def refusal(letter: Letter, text: str) -> Refusal | None:
    """Judge `text` as a rewriting of the letter; None when it may be shown."""
    if not text.strip() or len(text) > LONGEST * len(letter.text) + 1_500:
        return Refusal("length")
    free = _known(letter)
    before, after = _facts(letter.text), _facts(text)
    changed = [*sorted(before - after), *sorted(fact for fact in after - before if fact not in free)]
    if changed:
        return Refusal("fact", tuple(changed))
    old, new = _broken(letter), _broken(replace(letter, text=text))
    worse, better = new - old, old - new
    return Refusal("rules", tuple(sorted(worse))) if worse.total() > better.total() else None


def _broken(letter: Letter) -> Counter[str]:
    return Counter(each.title for each in check(letter))


def _known(letter: Letter) -> set[str]:
    """What may come in, for we gave it: the customer's and the agent's names, the day that a wish names."""
    found = _names(f"x {letter.customer_name}. x {letter.agent_name}") | set(names.accepted(letter.customer_name))
    days = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
    english = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return found | ({days[letter.weekday], english[letter.weekday]} if letter.weekday is not None else set())


def _facts(text: str) -> set[str]:
    """Links, numbers, days, names, each in one form; the greeting's and signature's names among them."""
    links = {each.group().rstrip(".,;:!?").lower() for each in _LINK.finditer(text)}
    bare = _LINK.sub(" ", text)
    numbers = {each.group().replace(",", ".") for each in _NUMBER.finditer(_unlisted(bare))}
    days = {forms(each.group().lower()).best for each in _DAY.finditer(bare)}
    return links | numbers | days | _names(bare)


def _unlisted(text: str) -> str:
    """Without the numbers of a list's items: a rewriting may count anew."""
    return re.sub(r"^\s*\d{1,2}[.)]\s", "", text, flags=re.M)


def _names(text: str) -> set[str]:
    """Names of people, and words with a capital within a sentence."""
    found = set()
    lines = read(text)
    for sentence in (*lines.sentences, *lines.signature):
        for number, word in enumerate(sentence.words):
            lower = word.lower
            if not word.raw[:1].isupper() or len(word.raw) < 2 or _DAY.fullmatch(word.raw):
                continue
            is_first = number == 0 or sentence.unit.text[: word.start].rstrip()[-1:] in '«"“:—–-'
            if names.is_name(lower, is_capital=True) or (
                not is_first and lower not in ("вы", "вас", "вам", "ваш", "i")
            ):
                found.add(forms(lower).best if CYRILLIC.search(lower) else lower)
    return found
