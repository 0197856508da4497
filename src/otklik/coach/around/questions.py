"""Questions of the customer that the letter does not come near. Rather silent than wrong: words in common, of any kind, are an answer."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from otklik.coach.around.model import Around, remark
from otklik.coach.around.shingles import body, squeeze
from otklik.coach.reply.model import Finding, Letter
from otklik.coach.text import Sentence, Text, read
from otklik.coach.words import CYRILLIC, forms, language

LEAST_WORDS = 12  # of an answer that could have answered


@functools.lru_cache(maxsize=1)
def _small() -> dict[str, frozenset[str]]:
    """Words that tell no question from another, by language."""
    file = Path(__file__).parent / "words" / "small.yaml"
    rows: dict[str, str] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {lang: frozenset(words.split()) for lang, words in rows.items()}


# Questions that want no answer of their own.
_RHETORIC = re.compile(
    r"\b(?:сколько можно|до каких пор|как так|как же так|как это (?:вообще )?(?:понимать|возможно)|вы (?:серь[её]зно|издеваетесь|шутите|там|вообще)|это нормально|за что (?:я )?(?:плачу|платим)|и что (?:теперь|дальше)|что (?:за|происходит|случилось)|кто-нибудь|есть кто|алло|ау|"
    r"(?:можете|поможете|сможете|могли бы вы|не могли бы|можно|подскаж\w+) (?:ли )?(?:вы )?(?:мне |нам |пожалуйста |с этим )*(?:помочь|подсказать|посмотреть|проверить|ответить)?\s*\?|поможете|подскажете|верно\?|правда\?|да\?|так\?|а\?|"
    r"are you (?:serious|kidding|joking)|how (?:is this|can this be) (?:possible|acceptable)|how many times|what (?:am i|are we) paying for|is (?:anyone|anybody|someone) there|hello\?|can you help|could you help|any (?:ideas?|updates?|news)|right\?|ok\?|what(?:'s|’s| is) going on|what happened|really\?)",
    re.I,
)
_WHEN = re.compile(r"^\W*(?:\d+[.)]\s*)?(?:(?:а|и|and|so)\s+)?(?:когда|в какие сроки|как скоро|как быстро|через сколько|во сколько|when|how soon|what time|by when)\b", re.I)  # fmt: skip
_HOW_MANY = re.compile(r"\b(?:сколько|какая (?:цена|стоимость|сумма)|какова? (?:цена|стоимость)|почём|how (?:many|much|long|big|large|often|far)|what (?:is|are) the (?:price|cost|limit|fee)s?)\b", re.I)  # fmt: skip
_WHY = re.compile(r"\b(?:почему|отчего|зачем|из-за чего|why|how come)\b", re.I)
_WHERE = re.compile(r"\b(?:где|куда|откуда|where)\b", re.I)
_WHO = re.compile(r"\b(?:кто|кому|к кому|кем|who|whom)\b", re.I)
_TIME = re.compile(
    r"\d|\b(?:сегодня|завтра|послезавтра|сейчас|скоро|уже|через|в течение|минут\w*|час\w*|день|дня|дней|недел\w+|месяц\w*|утр\w+|вечер\w*|январ\w+|феврал\w+|март\w*|апрел\w+|ма[йяе]\b|июн\w+|июл\w+|август\w*|сентябр\w+|октябр\w+|ноябр\w+|декабр\w+|"
    r"понедельник\w*|вторник\w*|сред[уы]|четверг\w*|пятниц\w+|суббот\w+|воскресень\w+|планов нет|не планиру\w+|срок\w*|today|tomorrow|tonight|now|soon|already|within|minutes?|hours?|days?|weeks?|months?|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december|date|no plans|schedule\w*)\b",
    re.I,
)
_AMOUNT = re.compile(r"\d|\b(?:бесплатно|даром|безлимит\w*|неограничен\w*|один|одна|два|две|три|четыре|пять|десять|несколько|столько|половин\w+|пар[ау]|ничего не сто\w+|free|unlimited|one|two|three|four|five|ten|several|half|no (?:limit|charge|fee|cost)|nothing)\b", re.I)  # fmt: skip
_CAUSE = re.compile(r"\b(?:потому|поскольку|так как|из-за|дело в|причин\w+|оттого|поэтому|виноват\w*|оказал\w+|оказывается|because|since|due to|reason|caused|turns? out|so that)\b", re.I)  # fmt: skip
_PLACE = re.compile(r"https?://|→|\b(?:разд(?:ел|еле|елу)|меню|вкладк\w+|кнопк\w+|странице|настройк\w+|кабинет\w*|ссылк\w+|папк\w+|адрес\w*|section|menu|tab|button|page|settings|panel|link|folder|address|under|top|bottom|corner)\b|«", re.I)  # fmt: skip
_PERSON = re.compile(r"\b(?:я|мы|меня|мне|коллег\w+|инженер\w*|специалист\w*|менеджер\w*|отдел\w*|бухгалтер\w*|i|we|me|colleague|engineer|manager|team)\b", re.I)  # fmt: skip
_YES_NO = re.compile(
    r"(?:^|[.!?\n]\s*|\d[.)]\s*|[-•–—]\s*)(?:да|нет|конечно|увы|к сожалению|пока нет|можно|нельзя|есть|верно|не придётся|не нужно|не надо|обязательно|yes|no|sure|certainly|of course|sadly|unfortunately|not yet|absolutely|correct|it does|it doesn't|you can|you can't|we do|we don't)\b", re.I | re.M,
)  # fmt: skip
_LATER = re.compile(
    r"\b(?:на (?:остальны\w+|друг\w+|втор\w+|все|эти|оба|ваш\w+) вопрос\w*|по (?:остальн\w+|друг\w+|втор\w+|второму|третьему) (?:вопрос\w*|пункт\w*)|(?:отвечу|ответим|напишу|вернусь|уточн\w+) .{0,40}(?:отдельно|позже|завтра|остальн\w+)|ответ\w* на вс[её]|по порядку|"
    r"(?:the )?(?:other|remaining|second|rest of (?:the|your)) questions?|answer(?:ed|s)? (?:everything|both|all)|separately|one by one|as for the rest|get back to you (?:on|about) the)\b",
    re.I,
)
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]|[-•*–—])\s+\S", re.M)


class _Asked(NamedTuple):
    words: str
    keys: frozenset[str]


def unanswered_question(letter: Letter, text: Text, around: Around) -> Iterator[Finding]:
    """The customer's last letter asks two or more things, the answer touches some and not this one. At most one is told of."""
    asked = _asked(letter.incoming) if language(letter.incoming) == letter.lang else []
    if len(asked) < 2:
        return
    own = body(text)
    shown = "\n".join(each.unit.text for each in own)
    if (
        sum(len(each.words) for each in own) < LEAST_WORDS
        or _LATER.search(shown)
        or re.search(r"^\s*>", letter.text, re.M)
    ):
        return
    if len(_NUMBERED.findall(letter.text)) >= len(asked):
        return
    said = frozenset().union(*(_keys(each, small=False) for each in own))
    open_ = [each for each in asked if not _is_touched(each, said, shown)]
    if not open_ or len(open_) == len(asked):
        return  # all of them: the answer speaks in other words than we know
    if len(_YES_NO.findall(shown)) >= len(open_):
        return
    question = squeeze(open_[0].words)
    yield remark(
        "unanswered-question", letter.lang, question if len(question) <= 120 else f"{question[:117].rstrip()}…"
    )


@functools.lru_cache(maxsize=128)
def _asked(incoming: str) -> list[_Asked]:
    """The questions that want an answer, with what tells each from the others."""
    found = []
    for sentence in read(incoming[:20_000]).sentences:
        if sentence.unit.is_question and not _RHETORIC.search(sentence.unit.text) and len(sentence.words) >= 3:
            found.append((sentence.unit.text, _keys(sentence)))
    shared = [keys for _, keys in found]
    asked = []
    for number, (words, keys) in enumerate(found):
        others = frozenset().union(*(each for n, each in enumerate(shared) if n != number))
        asked.append(_Asked(words, keys - others))
    return [each for each in asked if each.keys]


def _is_touched(asked: _Asked, said: frozenset[str], shown: str) -> bool:
    """Whether the answer has a word of the question's, or the kind of thing that it asks for."""
    if asked.keys & said:
        return True
    kinds = ((_WHEN, _TIME), (_HOW_MANY, _AMOUNT), (_WHY, _CAUSE), (_WHERE, _PLACE), (_WHO, _PERSON))
    return any(question.search(asked.words) and answer.search(shown) for question, answer in kinds)


def _keys(sentence: Sentence, *, small: bool = True) -> frozenset[str]:
    """What tells: the roots of its words (their first five letters), figures and names; with `small` without small change."""
    found: set[str] = set()
    for word in sentence.words:
        ignored = _small()["ru" if CYRILLIC.search(word.lower) else "en"]
        if small and (word.lemmas & ignored or word.lower in ignored):
            continue
        if word.lower.isdigit():
            found.add(word.lower)
        elif len(word.lower) >= 3:
            found |= {root(each) for each in (word.lower, *word.lemmas)}
    return frozenset(found)


def root(word: str) -> str:
    """A rough root: without the commonest prefixes, five letters at most."""
    best = forms(word).best
    bare = (
        re.sub(r"^(?:пере|при|про|под|рас|раз|вос|воз|вы|за|на|по|об|от|до|из|ис|у|с)(?=[а-я]{4})", "", best)
        if CYRILLIC.search(best)
        else best
    )
    return bare[:5] if len(bare) > 5 else bare[: max(3, len(bare) - 1)]
