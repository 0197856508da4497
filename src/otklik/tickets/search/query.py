"""What a person types into the search box, understood: words, phrases, filters, what to leave out. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from otklik.tickets.search.words import normal, stem, words

FILTERS = {
    "from": ("from", "от", "клиент"),
    "status": ("status", "статус"),
    "assignee": ("assignee", "исполнитель"),
    "team": ("team", "команда"),
    "tag": ("tag", "тег", "метка"),
    "brand": ("brand", "бренд"),
    "priority": ("priority", "приоритет"),
    "type": ("type", "тип"),
    "before": ("before", "до"),
    "after": ("after", "после"),
    "has": ("has", "есть"),
    "subject": ("subject", "тема"),
}
STATUSES = {
    "new": ("new", "новый", "новые", "новая"),
    "open": ("open", "открыт", "открытые", "открыто", "открытый"),
    "pending": ("pending", "ждёт", "ожидает", "ожидание"),
    "on-hold": ("on-hold", "hold", "пауза", "отложен", "отложено"),
    "solved": ("solved", "решён", "решено", "решённые", "решен"),
    "closed": ("closed", "закрыт", "закрыто", "закрытые", "закрытый"),
}
PRIORITIES = {
    "1": ("low", "низкий", "1"),
    "2": ("normal", "обычный", "2"),
    "3": ("high", "высокий", "3"),
    "4": ("urgent", "срочный", "срочно", "4"),
}
_NAMES = {normal(word): name for name, spellings in FILTERS.items() for word in spellings}
_TOKEN = re.compile(r'(-?)(?:([^\W\d_]+):)?(?:"([^"]*)"|(\S+))')


@dataclass(frozen=True)
class Term:
    """Words that stand side by side; `is_prefix`: the last of them may go on; `typed` is what the person wrote."""

    stems: tuple[str, ...]
    typed: str
    is_prefix: bool = False
    is_excluded: bool = False


@dataclass(frozen=True)
class Filter:
    """One `name:value`; `value` is normalised for the name (a status id, an ISO day, else lower case)."""

    name: str
    value: str
    is_excluded: bool = False


@dataclass(frozen=True)
class Query:
    """Everything understood; `number` when the whole was a ticket's number; `unclear` what could not be."""

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    number: int | None = None
    unclear: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Nothing to look for."""
        return not self.terms and not self.filters and self.number is None


def parse(text: str, *, today: datetime.date, kinds: Mapping[str, str] | None = None) -> Query:
    """Understand a search. `kinds` are ids of request types by what people call them, in lower case. Unknown filters are words; bad values go to `unclear` and filter nothing."""
    text = text.strip()[:500]
    if re.fullmatch(r"[#№]?\d{1,12}", text):
        digits = text.lstrip("#№")
        return Query(terms=(_term(digits, is_last=False),), number=int(digits))
    terms: list[Term] = []
    filters: list[Filter] = []
    unclear: list[str] = []
    matches = list(_TOKEN.finditer(text))
    for position, match in enumerate(matches):
        minus, name, quoted, bare = match.groups()
        value = quoted if quoted is not None else bare
        known = _NAMES.get(normal(name)) if name else None
        if known:
            cleaned = _value(known, value, today=today, kinds=kinds or {})
            if cleaned is None:
                unclear.append(match.group())
            else:
                filters.append(Filter(known, cleaned, is_excluded=bool(minus)))
            continue
        if name:
            value = f"{name}:{value}"
        is_last = quoted is None and position == len(matches) - 1
        term = _term(value, is_last=is_last, is_excluded=bool(minus))
        if term.stems:
            terms.append(term)
    return Query(tuple(terms), tuple(filters), unclear=tuple(unclear))


def _term(value: str, *, is_last: bool, is_excluded: bool = False) -> Term:
    cleaned = normal(value)
    found = [match.group()[:60] for match in words(cleaned)]
    is_prefix = cleaned.endswith("*") or (is_last and not is_excluded)
    typed = found[-1] if found else ""
    return Term(
        tuple(stem(word) for word in found), typed, is_prefix=is_prefix and len(typed) >= 2, is_excluded=is_excluded
    )


def _value(name: str, value: str, *, today: datetime.date, kinds: Mapping[str, str]) -> str | None:
    cleaned = normal(value.strip())
    if not cleaned:
        return None
    if name == "status":
        return _spelled(STATUSES, cleaned)
    if name == "type":
        return _kind(cleaned, kinds)
    if name == "priority":
        return _spelled(PRIORITIES, cleaned)
    if name in ("before", "after"):
        day = _day(cleaned, today=today)
        return day.isoformat() if day else None
    if name == "has":
        return "attachment" if cleaned[:4] in ("atta", "file", "вло", "вложе"[:4], "файл") else None
    return cleaned


def _kind(word: str, kinds: Mapping[str, str]) -> str:
    """The type of this name, or of the one name that begins like it; else the word is taken for an id."""
    named = {normal(name): kind for name, kind in kinds.items()}
    begun = {kind for name, kind in named.items() if name.startswith(word)}
    return named.get(word) or (begun.pop() if len(begun) == 1 else word)


def _spelled(table: dict[str, tuple[str, ...]], word: str) -> str | None:
    return next((key for key, spellings in table.items() if word in map(normal, spellings)), None)


def _day(word: str, *, today: datetime.date) -> datetime.date | None:
    """2026-11-24, 24.11.2026, 24.11, today, yesterday, 7d (seven days ago)."""
    named = {"today": 0, "сегодня": 0, "yesterday": 1, "вчера": 1}
    if word in named:
        return today - datetime.timedelta(days=named[word])
    if match := re.fullmatch(r"(\d{1,4})[dд]", word):
        return today - datetime.timedelta(days=int(match[1]))
    try:
        if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", word):
            return datetime.date(int(match[1]), int(match[2]), int(match[3]))
        if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?", word):
            return datetime.date(int(match[3] or today.year), int(match[2]), int(match[1]))
    except ValueError:
        return None
    return None
