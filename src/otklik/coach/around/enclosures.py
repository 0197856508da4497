"""A file or a link that the letter promises, and that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from otklik.coach.around.model import Around, remark
from otklik.coach.reply.model import Finding, Letter
from otklik.coach.text import Sentence, Text

# «прикладываю», «приложил вам», «во вложении»: we, now. Not «приложите», not «вы приложили», not «приложу» without a «сюда».
_FILE_RU = re.compile(
    r"\b(?:прикладываю|прикладываем|прикрепляю|прикрепляем|прилагаю|прилагаем|вкладываю"
    r"|(?:я |мы )?(?:приложил|прикрепил)а?|мы (?:приложили|прикрепили)|вложил[аи]? (?:в письмо|сюда|файл|сч[её]т|акт|документ|скан|договор)\w*"
    r"|прилага(?:ется|ются)|к (?:этому )?письму (?:приложен|прикрепл[её]н)[аоы]?|(?:приложен|прикрепл[её]н)[аоы]? (?:к (?:этому )?(?:письму|сообщению)|ниже|внизу|здесь)"
    r"|(?:во|в) (?:приложенн\w+ |прикрепл[её]нн\w+ )?(?:вложени(?:и|ях)|приложении к (?:этому )?письму|приложенном файле|прикрепл[её]нном файле)"
    r"|в (?:этом|самом) письме файл"
    r"|(?:на|см\.|смотрите|вот) (?:скриншот\w*|снимк\w+|картинк\w+) (?:ниже|в письме)"
    r"|(?:вот|отправляю|высылаю|шлю|присылаю) (?:вам |вот )?(?:скриншот|сч[её]т|акт|файл|договор|документ|отч[её]т|схему|чек|сканы?|архив)(?:\b|ы\b|а\b|ов\b))",
    re.I,
)
_FILE_EN = re.compile(
    r"\b(?:(?:i|we)(?:'ve|’ve|'m|’m|'re|’re| have| am| are)? (?:also |just |now )?attach(?:ed|ing)?\b"
    r"|(?:please )?(?:find|see) (?:the )?(?:\w+ ){0,4}(?:attached|enclosed|attachment)\b"
    r"|(?:is|are) (?:also )?(?:attached|enclosed)(?: to| with| here|\b)"
    r"|(?:attached|enclosed) (?:is|are|you(?:'ll|’ll| will)? find|please)\b"
    r"|(?:attached|enclosed) (?:file|pdf|invoice|screenshot|document|form|guide|copy|spreadsheet|picture|image|report|receipt)s?\b"
    r"|in the attachments?\b|(?:the )?screenshots? (?:is |are )?below)",
    re.I,
)
_NOT_OURS_RU = re.compile(
    r"\b(?:вы|ваш\w*|вами|приложите|прикрепите|если|чтобы|когда|клиент\w*|не (?:приклад\w+|прилож\w+|прикреп\w+)|нет (?:во|в) вложени|"
    r"можно|нужно|надо|прежн\w+|прошл\w+ письм\w+|раньше|тогда|вчера|уже отправлял\w*)\b",
    re.I,
)
_NOT_OURS_EN = re.compile(
    r"\b(?:you (?:have |had )?(?:attached|sent|enclosed)|your (?:attachment|attached|screenshot|file|email|e-mail|letter|message)|(?:if|when|whenever|once|unless) you|could you|can you|please attach\b|"
    r"not (?:be )?attached|n't attach\w*|nothing attached|no attachment|earlier|previous|last (?:letter|email|e-mail|message)|yesterday|strings attached|attached to (?:the|your|our) (?:server|account|domain|plan|disk|order|profile|card))\b",
    re.I,
)
# «по ссылке ниже», «вот ссылка»: shown to the reader now. Not «по ссылке из того письма».
_LINK_RU = re.compile(
    r"\b(?:по (?:этой |следующей |указанной |прямой )?ссылке(?: (?:ниже|внизу|в конце|под))?|вот (?:вам )?(?:прям\w+ |эт\w+ )?ссылк[аи]|ссылк[аи] (?:ниже|внизу|в конце письма)"
    r"|ниже (?:\w+ ){0,2}ссылк[аиу]|(?:оставляю|прикладываю|даю|отправляю|присылаю|вставляю|кидаю) (?:вам )?(?:\w+ )?ссылк[уи]|(?:инструкция|статья|описание|подробности|форма|видео) (?:вот )?(?:тут|здесь)(?=\s*:))",
    re.I,
)
_LINK_EN = re.compile(
    r"\b(?:(?:the |this |that |following )?links? below|below (?:is|are) (?:the |a )?links?|here(?:'s|’s| is| are) (?:the |a |your )?(?:\w+ )?links?|(?:at|via|through|by|on|using|follow|use|see|open|click(?: on)?|from) (?:the following|this) links?"
    r"|(?:i(?:'ve|’ve| have)? (?:put|pasted|left|included|added)) (?:the |a )?links?|see the link|click here)\b",
    re.I,
)
_ELSEWHERE_RU = re.compile(
    r"^\W{0,2}\s*(?:(?:из|в|во|внутри) (?!конце)\w+|котор\w+|на (?:странице|сайте|кнопк\w+|главной|почт\w+)|«|\"|там же|под )|^\s+(?:для|восстановлени\w+|подтверждени\w+|оплат\w+)",
    re.I,
)
_ELSEWHERE_EN = re.compile(
    r"^\W{0,2}\s*(?:(?:in|from|on|at) (?:the|that|your|our|my) |you (?:got|received|have|sent)|that (?:came|was|we sent|you)|we (?:sent|emailed))",
    re.I,
)
_NOT_OUR_LINK = re.compile(
    r"\b(?:не (?:переходите|нажимайте|открывайте|кликайте)|(?:do not|don't|don’t|never) (?:open|click|follow)|ваш\w* ссылк\w+|вы прислали|вы дали|вы отправили|ссылк\w+ (?:не работает|не открыва\w+|придёт|придет)|пришлите|если|когда|your links?|you sent|links? (?:doesn't|does not|won't|is broken|expire)|will (?:arrive|come)|if|when|once)\b",
    re.I,
)
_SEEN = re.compile(r"\b(?:вижу|увидел\w*|посмотрел\w*|изучил\w*|нашл[аи]|наш[её]л|прочитал\w*|открыл\w*|спасибо|thanks|thank you|looked|saw|i see|we see|read|got|opened)\b", re.I)  # fmt: skip
_SOON = re.compile(
    r"\b(?:приложу|приложим|прикреплю|вышлю|пришлю|завтра|позже|сегодня вечером|i'll|i’ll|we'll|we’ll|will|going to|later|tomorrow)\b",
    re.I,
)
_LINK = re.compile(
    r"https?://|\bwww\.|\b[\w-]+(?:\.[\w-]+)*\.(?:[a-z]{2,18}|рф|рус|онлайн|сайт)\b(?:/\S*)?|\[[^\]]+\]\([^)]+\)",
    re.I,
)


def attachment_missing(letter: Letter, text: Text, around: Around) -> Iterator[Finding]:
    """The letter says that a file is with it, and none is. One finding is enough."""
    if around.files is None or around.files > 0:
        return
    ours, theirs = (_FILE_RU, _NOT_OURS_RU) if letter.lang == "ru" else (_FILE_EN, _NOT_OURS_EN)
    for sentence in text.sentences:
        match = _outside(ours.search(sentence.unit.text), sentence)
        if match and not sentence.unit.is_question and not _excused(sentence, match, theirs):
            if letter.lang == "ru" and re.search(
                r"ссылк", sentence.unit.text[match.start() : match.end() + 30], re.I
            ):
                continue  # «прикладываю ссылку» is the other rule's
            if sentence.unit.has_link:
                continue  # the file lies there
            yield _on("attachment-missing", letter, sentence, match)
            return


def link_missing(letter: Letter, text: Text, around: Around) -> Iterator[Finding]:
    """The letter points to a link in it, and there is none. One finding is enough."""
    if _LINK.search(letter.text):
        return
    ours, elsewhere = (_LINK_RU, _ELSEWHERE_RU) if letter.lang == "ru" else (_LINK_EN, _ELSEWHERE_EN)
    for sentence in text.sentences:
        shown = sentence.unit.text
        match = _outside(ours.search(shown), sentence)
        if (
            match
            and not elsewhere.search(shown[match.end() :])
            and not _NOT_OUR_LINK.search(shown)
            and not _SOON.search(shown[: match.start()])
            and not sentence.unit.is_question
        ):
            yield _on("link-missing", letter, sentence, match)
            return


def _excused(sentence: Sentence, match: re.Match[str], theirs: re.Pattern[str]) -> bool:
    """The customer's file, one that was looked at, one that will come later. «Вы» in another clause excuses nothing."""
    shown = sentence.unit.text
    begin = max(shown.rfind(sign, 0, match.start()) for sign in ",;:—(") + 1
    ends = [at for sign in ",;—)" if (at := shown.find(sign, match.end())) >= 0]
    clause = shown[begin : min(ends, default=len(shown))]
    if theirs.search(clause) or _SEEN.search(shown[begin : match.start()]):
        return True
    return bool(_SOON.search(clause))


def _outside(match: re.Match[str] | None, sentence: Sentence) -> re.Match[str] | None:
    """The match unless it is within «…»."""
    if match is None or any(start <= match.start() and match.end() <= end for start, end in sentence.unit.quotes):
        return None
    return match


def _on(rule: str, letter: Letter, sentence: Sentence, match: re.Match[str]) -> Finding:
    return remark(rule, letter.lang, match.group(), sentence.start + match.start(), sentence.start + match.end())
