"""Times to come as people write them, and when to begin so as to be in time. Pure; all moments are in the zone of `now`."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

OPENS, CLOSES = datetime.time(9, 0), datetime.time(18, 0)  # of a working day, when nothing else is said
EVENING = datetime.time(20, 0)
SHORT = datetime.timedelta(hours=12)  # a promise for so soon is kept by who is at work now
_HOUR, _DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@dataclass(frozen=True)
class Time:
    """Where the words stand in their sentence, the last moment that keeps them, and when to be reminded of it."""

    start: int
    end: int
    due: datetime.datetime
    remind: datetime.datetime


_NUMBERS = {
    "пару": 2, "пары": 2, "пара": 2, "один": 1, "одного": 1, "одну": 1, "одной": 1, "два": 2, "две": 2, "двух": 2, "три": 3, "трех": 3, "четыре": 4,
    "четырех": 4, "пять": 5, "пяти": 5, "шесть": 6, "шести": 6, "семь": 7, "семи": 7, "восемь": 8, "восьми": 8, "девять": 9, "девяти": 9,
    "десять": 10, "десяти": 10, "пятнадцать": 15, "пятнадцати": 15, "двадцать": 20, "двадцати": 20, "тридцать": 30, "тридцати": 30, "сорока": 40, "сорок": 40,
    "полтора": 1.5, "полутора": 1.5, "несколько": 3, "нескольких": 3, "a couple of": 2, "couple of": 2, "a few": 3, "few": 3, "a": 1, "an": 1, "the": 1, "the next": 1, "one": 1,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "half an": 0.5, "an hour and a half": 1.5,
}  # fmt: skip
_MONTHS = (
    "январ|january|jan", "феврал|february|feb", "март|march|mar", "апрел|april|apr", "ма[йяе]|may", "июн|june|jun", "июл|july|jul",
    "август|august|aug", "сентябр|september|sept|sep", "октябр|october|oct", "ноябр|november|nov", "декабр|december|dec",
)  # fmt: skip
_WEEKDAYS = ("понедельник", "вторник", "сред[аыуе]", "четверг", "пятниц", "суббот", "воскресень")
_WEEKDAYS_EN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = r"(?:\s*(?:,\s*)?(?:в|до|к|не позже|не позднее|at|by|before)\s+(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d)|\s?(?:час\w*|ч\b)|\s?(?P<half>am|pm|a\.m\.|p\.m\.)))"
_PART = r"(?:,?\s+(?P<part>утром|с утра|днём|днем|после обеда|к обеду|до обеда|вечером|к вечеру|morning|afternoon|evening|night))"
_TAIL = rf"{_PART}?{_CLOCK}?"
_COUNT_RU = (
    "(?P<count>"
    + "|".join(each.replace("рех", "р[её]х") for each in _NUMBERS if re.match("[а-я]", each))
    + r"|\d{1,3})"
)
_COUNT_EN = r"(?P<count>(?:a )?couple of|(?:a )?few|half an|the next|an?|the|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|\d{1,3})"
_UNIT_RU = r"(?P<unit>минут\w*|час(?:а|ов|у|ам)?\b|сут(?:ок|ки)|дн(?:я|ей|ям)|день|недел\w+|месяц\w*)"
_UNIT_EN = r"(?P<unit>minutes?|mins?|hours?|hrs?|days?|weeks?|months?)"
_BY = r"(?:не позднее|не позже|до|к|ко|в|во|на|by|on|before|until|no later than|not later than)"


def _span(match: re.Match[str], now: datetime.datetime) -> datetime.datetime:
    """The end of «в течение двух часов», "within 3 business days"."""
    given, unit = match["count"] or "", match["unit"].lower()
    word = re.sub(r"\s+", " ", given.lower().replace("ё", "е"))
    count = float(word) if word.isdigit() else _NUMBERS.get(word, _NUMBERS.get(word.removeprefix("a "), 1))
    if unit.startswith(("мин", "min")):
        return now + count * datetime.timedelta(minutes=1)
    if unit.startswith(("час", "hour", "hr")):
        return now + count * _HOUR
    if unit.startswith(("нед", "week")):
        return _at(now + count * 7 * _DAY, CLOSES)
    if unit.startswith(("мес", "month")):
        return _at(_months(now, int(count) or 1), CLOSES)
    if match["working"]:
        return _at(_working_days(now, int(count)), CLOSES)
    return _at(now + int(count) * _DAY, CLOSES)


def _half_hour(match: re.Match[str], now: datetime.datetime) -> datetime.datetime:
    return now + datetime.timedelta(minutes=30)


def _today(match: re.Match[str], now: datetime.datetime) -> datetime.datetime:
    return _of_day(match, now, CLOSES if now.time() < CLOSES else datetime.time(23, 0))


def _evening(match: re.Match[str], now: datetime.datetime) -> datetime.datetime:
    return _at(now, EVENING if now.time() < EVENING else datetime.time(23, 0))


def _tomorrow(match: re.Match[str], now: datetime.datetime) -> datetime.datetime:
    far = 2 if re.search(r"послезавтра|day after", match.group(), re.I) else 1
    return _of_day(match, now + far * _DAY, CLOSES)


def _weekday(match: re.Match[str], now: datetime.datetime) -> datetime.datetime:
    word = match["day"].lower()
    number = next(
        (n for n, each in enumerate(_WEEKDAYS) if re.match(each, word)),
        next((n for n, each in enumerate(_WEEKDAYS_EN) if word.startswith(each)), 0),
    )
    ahead = (number - now.weekday() - 1) % 7 + 1
    if re.search(r"следующ|\bnext\b", match.group(), re.I):
        ahead = number - now.weekday() + 7
    return _of_day(match, now + ahead * _DAY, CLOSES)


def _end_of_week(match: re.Match[str], now: datetime.datetime) -> datetime.datetime:
    """Its Friday; on a weekend this week is over, and the next one is meant."""
    monday = now - now.weekday() * _DAY
    weeks = 1 if re.search(r"следующ|\bnext\b", match.group(), re.I) or now.weekday() > 4 else 0
    if re.search(r"в начале|early", match.group(), re.I):
        return _at(monday + (7 * weeks + 1) * _DAY, CLOSES)
    return _at(monday + (7 * weeks + 4) * _DAY, CLOSES)


def _end_of_month(match: re.Match[str], now: datetime.datetime) -> datetime.datetime:
    first = _months(now.replace(day=1), 1 if re.search(r"следующ|\bnext\b", match.group(), re.I) else 0)
    return _at(first.replace(day=calendar.monthrange(first.year, first.month)[1]), CLOSES)


def _date(match: re.Match[str], now: datetime.datetime) -> datetime.datetime | None:
    """«5 декабря», «05.12», "December 5": the next one to come."""
    found = match.groupdict()
    day = int(found["day"])
    month = int(found["number"]) if found.get("number") else _month(found["month"])
    year = int(found["year"]) if found.get("year") else now.year
    year += 2000 if year < 100 else 0
    try:
        date = now.replace(year=year, month=month, day=day)
        if date.date() < now.date() and not found.get("year"):
            date = date.replace(year=year + 1)
    except ValueError:
        return None
    return _of_day(match, date, CLOSES)


def _clock(match: re.Match[str], now: datetime.datetime) -> datetime.datetime:
    return _of_day(match, now, CLOSES)


_MONTH = "(?P<month>(?:" + "|".join(_MONTHS) + r")(?:[а-я]*|\.(?= ?\w)))"
_DAY_EN = r"(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_Maker = Callable[[re.Match[str], datetime.datetime], datetime.datetime | None]
_RU: tuple[tuple[str, _Maker], ...] = (
    (rf"(?:в течение|через|в ближайшие|ближайшие|в следующие) (?:ближайш\w+ |следующ\w+ )?(?:{_COUNT_RU} )?(?:-?х )?(?P<working>рабоч\w+ )?{_UNIT_RU}(?! назад)", _span),
    (r"(?:в течение|через) (?:полчаса|получаса)\b|в ближайшие полчаса\b", _half_hour),
    (rf"(?:до конца (?:сегодняшнего |рабочего |этого )?дня|(?:ещё |еще |уже )?сегодня(?:{_TAIL}))", _today),
    (rf"(?:{_BY} )?(?:после)?завтра(?:шнего дня)?{_TAIL}\b", _tomorrow),
    (rf"(?:{_BY}) (?:эт\w+ |следующ\w+ |ближайш\w+ )?(?P<day>понедельник[ау]?|вторник[ау]?|сред[уые]|четверг[ау]?|пятниц[уыае]|суббот[уые]|воскресень[еяю])(?:{_TAIL})\b", _weekday),
    (r"(?:до конца|к концу|в конце|на|в начале) (?:этой |следующей |рабочей |текущей |ближайшей )?недел[еию]\b", _end_of_week),
    (r"(?:до конца|к концу|в конце) (?:этого |следующего |текущего )?(?:месяца)\b|в (?:этом|следующем) месяце\b", _end_of_month),
    (rf"(?:(?:{_BY}) )?(?P<day>[0-3]?\d)(?:-?го)? {_MONTH}(?: (?P<year>20\d\d)(?: ?г(?:ода|\.)?)?)?{_TAIL}", _date),
    (rf"(?:{_BY}) (?P<day>[0-3]?\d)\.(?P<number>[01]?\d)(?:\.(?P<year>(?:20)?\d\d))?(?!\d|\.\d){_TAIL}", _date),
    (r"(?:к|до|не позже|не позднее) (?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?P<half>)(?P<part>)\b", _clock),
    (r"(?:сегодня (?:вечером|к вечеру)|(?:до|к) вечер[ау]|этим вечером)\b", _evening),
)  # fmt: skip
_EN: tuple[tuple[str, _Maker], ...] = (
    (rf"(?:within|in|over the next|in the next|during the next|inside) (?:the next )?{_COUNT_EN} (?P<working>(?:business|working) )?{_UNIT_EN}\b(?! ago| of)", _span),
    (r"(?:within|in) (?:half an hour|the half hour)\b", _half_hour),
    (rf"by (?:the )?(?:end|close) of (?:the |to)?(?:business )?(?:day|business|today)\b|by (?:EOD|COB)\b|(?:later |by |before the end of )?today\b{_CLOCK}?|this (?:afternoon|morning)\b", _today),
    (rf"(?:{_BY} )?(?:the end of )?(?:the day after )?tomorrow\b{_TAIL}", _tomorrow),
    (rf"(?:{_BY} )?(?:(?:this|next|this coming|the coming) )?{_DAY_EN}(?!['’]s){_TAIL}\b", _weekday),
    (r"(?:by the end of (?:the|this|next) week|(?:later |early |sometime )?(?:this|next) week|by next week)\b", _end_of_week),
    (r"(?:by the end of (?:the|this|next) month|(?:this|next) month)\b", _end_of_month),
    (rf"(?:{_BY} )?(?:the )?(?P<day>[0-3]?\d)(?:st|nd|rd|th)? (?:of )?{_MONTH}\b(?:,? (?P<year>20\d\d))?{_TAIL}", _date),
    (rf"(?:{_BY} )?{_MONTH} (?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,? (?P<year>20\d\d))?{_TAIL}", _date),
    (r"(?:by|before) (?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>am|pm|a\.m\.|p\.m\.)(?P<part>)", _clock),
    (r"by (?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?P<half>)(?P<part>)\b", _clock),
    (r"(?:this evening|tonight|by (?:the )?evening)\b", _evening),
)  # fmt: skip
_TABLES = {
    lang: tuple((re.compile(rf"(?<![\w.,:/])(?:{pattern})", re.I), make) for pattern, make in table)
    for lang, table in (("ru", _RU), ("en", _EN))
}
_OFTEN = re.compile(r"(?:кажд\w+|по|every|each)\s+$", re.I)  # «по пятницам», "every Monday": a habit


def times(shown: str, lang: str, now: datetime.datetime) -> Iterator[Time]:
    """Every time to come that a sentence names, in the order of the words; of overlapping ones the first kind in the table."""
    found: list[Time] = []
    for pattern, make in _TABLES[lang]:
        for match in pattern.finditer(shown):
            if any(match.start() < each.end and each.start < match.end() for each in found):
                continue
            due = None if _OFTEN.search(shown[: match.start()]) else make(match, now)
            if due is not None:
                found.append(Time(match.start(), match.end(), due, reminder(due, now)))
    yield from sorted(found, key=lambda each: each.start)


def reminder(due: datetime.datetime, now: datetime.datetime) -> datetime.datetime:
    """A moment of a working day that leaves room to keep the promise: of one for hours a quarter of them, at least ten minutes; of
    one for a day its morning; of one for a weekend the working day before, or what is left of today."""
    left = due - now
    if left <= SHORT and due.date() == now.date():
        margin = min(max(left / 4, datetime.timedelta(minutes=10)), 2 * _HOUR)
        return due - margin if left > 2 * margin else now + left / 2
    if left <= SHORT:  # into the night: whoever promised it is still here
        return due - left / 4
    at = _at(due, OPENS)
    if due.time() <= datetime.time(10, 30):  # «завтра к 10»: the morning is too late
        at = _at(_working_days(due, -1), datetime.time(16, 0))
    elif due.time() < CLOSES:
        at = max(at, due - 3 * _HOUR)
    if at.weekday() > 4:
        at = _at(_working_days(at, -1), OPENS)
    if at <= now:
        late = _at(now, datetime.time(16, 0))
        at = late if now < late and now.weekday() < 5 else min(_at(due, OPENS), due - _HOUR)
    return at if now < at < due else now + left / 2


def _working_days(now: datetime.datetime, count: int) -> datetime.datetime:
    """So many working days later (or earlier); Monday to Friday."""
    step, left, at = (_DAY if count >= 0 else -_DAY), abs(count), now
    while left:
        at += step
        left -= at.weekday() < 5
    return at


def _months(now: datetime.datetime, count: int) -> datetime.datetime:
    """The same day of the month so many months later, or that month's last."""
    year, month = divmod(now.year * 12 + now.month - 1 + count, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, calendar.monthrange(year, month + 1)[1]))


def _of_day(match: re.Match[str], day: datetime.datetime, otherwise: datetime.time) -> datetime.datetime:
    """That day at the hour that is said, or at the end of the part of the day."""
    found = match.groupdict()
    if found.get("hour"):
        hour, half = int(found["hour"]), (found.get("half") or "").lower()
        hour = hour % 12 + 12 if half.startswith("p") else hour % 12 if half.startswith("a") else hour
        return _at(day, datetime.time(hour, int(found.get("minute") or 0)))
    part = (found.get("part") or "").lower()
    if part in ("утром", "с утра", "morning", "до обеда", "к обеду"):
        return _at(day, datetime.time(12, 0))
    if part in ("вечером", "к вечеру", "evening", "night"):
        return _at(day, EVENING)
    return _at(day, otherwise)


def _at(day: datetime.datetime, time: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(day.date(), time, day.tzinfo)


def _month(word: str) -> int:
    lower = word.lower()
    return next(n for n, each in enumerate(_MONTHS, 1) if re.match(each, lower))
