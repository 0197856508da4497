"""What we promise in a letter and by when: «отвечу завтра», "by Friday". Pure; the day comes from the caller."""

from __future__ import annotations

import datetime
import itertools
import re
from dataclasses import dataclass

from otklik.coach.around import when
from otklik.coach.text import Sentence, read
from otklik.coach.words import language, tags

MORNING = datetime.time(9, 0)
_RU_OTHERS = re.compile(
    r"\b(?:инженер|коллег[аи]|специалист|разработчик|программист|команда|отдел|мастер|курьер|менеджер|техник|бухгалтер|бухгалтерия|администратор|юрист|наш\w* \w+)(?:ы|и)?\b",
    re.I,
)
_RU_DONE = re.compile(r"\b(?:будет|будут) (?:\w+ )?(?:готов[аоы]?|исправлен\w*|сделан\w*|починен\w*|отправлен\w*|решен\w*|решён\w*|устранен\w*|устранён\w*|возвращен\w*|возвращён\w*|добавлен\w*|настроен\w*|ответ|известн[оа]|исправно|работать)\b", re.I)  # fmt: skip
_RU_WORD = re.compile(r"\b(?:обещаю|обещаем|обязуюсь|обязуемся|жди(?:те)? (?:от меня |от нас |нашего |моего )?(?:ответ\w*|письм\w*|вест\w+|звон\w+)|вы получите (?:от (?:меня|нас) )?(?:ответ|письмо)|я на связи|мы на связи)\b", re.I)  # fmt: skip
_EN_OURS = re.compile(
    r"\b(?:(?:i|we)(?:'ll|’ll| will| shall| am going to| are going to|'m going to|’m going to|'re going to|’re going to| promise| expect to| plan to| aim to| should be able to)|let me|(?:our|my|the) (?:\w+ )?(?:engineer|engineers|developer|developers|team|colleague|colleagues|manager|technician|courier|accountant|admin|lawyer|specialist)s? (?:will|is going to|are going to)"
    r"|you(?:'ll|’ll| will) (?:hear (?:back )?from (?:me|us)|have (?:it|them|the|an|your|my|our|news|a)|get (?:it|them|the|an|your|a|my|our)|receive)|will be (?:\w+ )?(?:ready|fixed|done|sent|refunded|shipped|solved|repaired|back|working|resolved|restored|added|live|in your (?:inbox|account)))\b",
    re.I,
)
_EN_THEIRS = re.compile(
    r"\b(?:please|could you|can you|would you|you (?:need|have|must|should|can|could|may|might|want|prefer|asked|said|wrote|told|mentioned)|if|unless|when you|once you|after you|until you|let (?:me|us) know)\b",
    re.I,
)
_EN_NOT = re.compile(r"\b(?:won't|won’t|will not|not be able|never|can't|can’t|cannot|can not|unable)\b", re.I)
_CONDITION_EN = re.compile(r"\b(?:if|unless|once you|when you|as soon as you)\b", re.I)
_CONDITION_RU = re.compile(r"\b(?:если|когда вы|как только вы|пока вы|после того как вы)\b", re.I)
_PARTS = re.compile(r"[;:]\s|,\s|\s[—–-]\s|\s\(|\)\s?|\s(?:и|а|но|and|but|so)\s", re.I)


@dataclass(frozen=True)
class Promise:
    """Words (`start`, `end` into the letter) that bind us; `due`: the moment by which we have to keep it; `remind`: when to begin.
    Both aware, in the zone of the `now` that was given."""

    start: int
    end: int
    words: str
    due: datetime.datetime
    remind: datetime.datetime


def promises(text: str, now: datetime.datetime, lang: str = "") -> list[Promise]:
    """All promises of ours that name a time still to come, in the order of the text; one for each moment. `now` is aware."""
    lang = lang if lang in ("ru", "en") else language(text)
    found: list[Promise] = []
    for sentence in read(text[:50_000]).sentences:
        if sentence.unit.is_question:
            continue
        shown = sentence.unit.text
        for time in when.times(shown, lang, now):
            if any(start <= time.start and time.end <= end for start, end in sentence.unit.quotes):
                continue
            if not _binds_us(sentence, time.start, time.end, lang) or time.due <= now:
                continue
            if all(each.due != time.due for each in found):
                found.append(
                    Promise(
                        sentence.start + time.start,
                        sentence.start + time.end,
                        shown[time.start : time.end],
                        time.due,
                        time.remind,
                    )
                )
    return found


def _binds_us(sentence: Sentence, start: int, end: int, lang: str) -> bool:
    """Whether the clause with the time, or the nearest one with a verb, is a promise of ours."""
    if (_CONDITION_RU if lang == "ru" else _CONDITION_EN).search(sentence.unit.text[:start]):
        return False  # «не поможет — пишите, если что, приедем завтра»
    parts = _clauses(sentence.unit.text)
    here = next((n for n, (a, b) in enumerate(parts) if a <= start < b), 0)
    order = [here, *sorted((n for n in range(len(parts)) if n != here), key=lambda n: (abs(n - here), n > here))]
    for number in order[:3]:
        a, b = parts[number]
        verdict = _clause(sentence, a, b, (start, end), lang)
        if verdict is not None:
            return verdict
    return False


def _clause(sentence: Sentence, start: int, end: int, time: tuple[int, int], lang: str) -> bool | None:
    """True: ours. False: somebody else's. None: it has no verb that says."""
    whole = sentence.unit.text
    shown = "".join(" " if time[0] <= at < time[1] else whole[at] for at in range(start, end))
    if lang == "en":
        if _EN_NOT.search(shown):
            return False
        ours, theirs = _EN_OURS.search(shown), _EN_THEIRS.search(shown)
        if ours and (theirs is None or theirs.group().lower() in ("please", "let me know", "let us know")):
            return True
        if theirs or re.search(
            r"\b(?:was|were|did|had|is|are|has|ends?|expires?|starts?|closes?|runs?|works?)\b", shown, re.I
        ):
            return False
        return None
    if _CONDITION_RU.search(shown):
        return False
    words = [word for word in sentence.words if start <= word.start < end]
    grammar = [word.tags for word in words]
    negated = re.search(r"\bне (?:\w+ )?(?:сможем|смогу|успеем|успею|будем|буду|получится)\b", shown, re.I)
    if negated:
        return False
    denied = {word.start for before, word in itertools.pairwise(sentence.words) if before.lower in ("не", "ни")}
    if (
        any({"futr", "1per"} <= word.tags and word.start not in denied for word in words)
        or _RU_WORD.search(shown)
        or _RU_DONE.search(shown)
    ):
        return True
    if any("impr" in each or "2per" in each for each in grammar):
        return False
    is_third = any(
        "futr" in tags(word.lower)
        and not {"1per", "2per"} & tags(word.lower)
        and word.lower not in ("будет", "будут")
        for word in words
    )
    if is_third:
        return bool(_RU_OTHERS.search(shown))
    will_be = any(word.lower in ("буду", "будем") for word in words)
    if will_be:
        return True
    return False if any({"past", "pres"} & each for each in grammar) else None


def _clauses(shown: str) -> list[tuple[int, int]]:
    found, begin = [], 0
    for match in _PARTS.finditer(shown):
        found.append((begin, match.start()))
        begin = match.end()
    found.append((begin, len(shown)))
    return [each for each in found if each[1] > each[0]] or [(0, len(shown))]
