"""What stands round a letter's own words: the banner a gateway put above, the signature and the footers below.

A bare «С уважением, Анна» is the sender's own word and stays; a card with a post, a company, telephones does not.
"""

from __future__ import annotations

import re

_SENT_FROM = (
    r"sent from (?:my |a |the )?|sent (?:via|using|with) |sent by (?:my )?|get outlook for|"
    r"download(?:ed)? (?:outlook|the) |this email (?:was )?(?:encrypted|sent) |"
    r"von (?:meinem|unterwegs) |gesendet (?:von|mit|über) |diese nachricht wurde von|"
    r"envoyé (?:de|depuis|à partir|via) |envoye de |télécharge[rz]? |"
    r"enviado (?:desde|do|de|via|pelo|con) |obtener outlook|obter outlook|inviato (?:da|dal|con) |"
    r"verzonden (?:vanaf|met|via)|verstuurd vanaf|skickat från|skickat fran|sendt fra|lähetetty |wysłan[eo] (?:z|przez) |odesláno z|odoslané z|"
    r"отправлено (?:с|со|из|через|от) |отправлено из|послано (?:с|из) |написано (?:с|на) |(?:получить|получите|скачать|скачайте|установите) (?:outlook|bluemail|почту|приложение)|простите за краткость|извините за краткость|"
    r"sent with|создано в |надіслано (?:з|із|через) |відправлено (?:з|із) |"
    r"envoyé|trimis de pe|iphone'?\S* gönderild|iphoneから送信|発自我的|发自我的|從我的|나의 iphone에서|küldve"
)


_SIGNATURE_LINE = re.compile(r"^\s*(?:--|—|–|__|---)[ \xa0\t]*$")
_SENT_LINE = re.compile(rf"^[\s>*_—–-]{{0,20}}(?:{_SENT_FROM})", re.I)
_RULE = re.compile(r"^\s*[_\-=—–*~]{4,}\s*$")
_CLOSING = re.compile(
    r"^\s*(?:--\s*)?(?:с (?:глубоким |большим |искренним )?уважением|с (?:наилучшими|добрыми|лучшими|теплыми|тёплыми) пожеланиями|с благодарностью|"
    r"всего (?:вам )?(?:самого )?(?:доброго|хорошего|наилучшего)|искренне ваш[аи]?|до свидания|удачи|заранее (?:спасибо|благодарю)|з повагою|"
    r"(?:best|kind|warm|kindest|warmest)?\s*regards|best wishes|all the best|sincerely(?: yours)?|yours (?:sincerely|truly|faithfully)|respectfully|"
    r"mit freundlichen grüßen|viele grüße|freundliche grüße|cordialement|cordially)\b",
    re.I,
)
_CONTACT = re.compile(
    r"(?:\+\d|\b8)[\s(-]{0,4}\d{3,4}[\s)-]{0,4}[\d\s-]{5,20}|\(\d{3,5}\)\s{0,4}\d[\d -]{4,}|\b(?:тел|моб|факс|доб|раб|tel|phone|mob|mobile|fax|cell|skype|telegram|whatsapp|e-?mail|icq)\b\s*[.:]|"
    r"\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+|https?://|\bwww\.|(?:^|\s)@\w{4,}|\b(?:ООО|ОАО|ЗАО|ПАО|АО|ИП|НКО|ФГУП|ГК)\b\s*[«\"“А-Я]|\b(?:LLC|Ltd|Inc|GmbH|Corp)\b|\s@\s|\b[a-z-]{2,60}\.(?:ru|рф|com|net|org)\b",
    re.I | re.M,
)  # fmt: skip
_FOOTER = re.compile(
    r"без вирусов|проверен[оа]? (?:на (?:наличие )?вирус|антивирус|с помощью|dr\.? ?web)|антивирус(?:ом|а|ной)? |virus[- ]free|checked (?:by|for) (?:avast|virus)|scanned (?:by|for) virus|"
    r"avast\.|информация от eset|esetnod32|dr\.web|kaspersky|^\s*<#DAB4FAD8|"
    r"конфиденциальн\w+.{0,400}(?:адресат|получател|предназнач|сообщени|письм)|предназначен\w* (?:исключительно|только|для).{0,80}(?:адресат|получател|лиц)|"
    r"(?:получили|получено) (?:данное |это |настоящее )?(?:сообщение|письмо)?.{0,20}(?:по ошибке|ошибочно)|не является (?:публичной )?офертой|"
    r"(?:confidential|privileged).{0,400}(?:recipient|addressee|intended)|intended (?:solely|only) for|not the intended recipient|received this (?:e-?mail|message) in error|"
    r"(?:подумайте|позаботьтесь|думайте) об? (?:окружающей среде|природе|экологии)|consider the environment|прежде чем (?:распеч|печат)|"
    r"^\s*(?:уведомление о конфиденциальности|disclaimer|confidentiality notice)\b|возможны опечатки$|исходящ\w+ почт\w+ не содержит вирус|вирусов не обнаружено",
    re.I | re.S | re.M,
)  # fmt: skip
_BANNER = re.compile(
    r"отправлен\w* (?:извне|из-?вне|внешним отправител|из внешней|с внешн)|внешн(?:ий отправитель|ее письмо|его отправителя|яя почта)|пришло (?:извне|из внешней)|"
    r"(?:from|originated) (?:from )?(?:an? )?(?:outside|external)|^\W*(?:\[?external\]?(?: e-?mail| sender)?\b)|external (?:e-?mail|sender)|"
    r"вы (?:нечасто|не часто|редко) получаете (?:письма|сообщения|почту)|you don'?t often get e?-?mail from|learnaboutsenderidentification",
    re.I,
)  # fmt: skip
_SENTENCE = re.compile(r"(?:\S+\s+){5,}\S*[^\W\d]{3,}[.!]\s*$")
_LIST_WORDS = r"mailing list|mailman|listinfo|unsubscribe|mailinglist|mailingliste|lista|lijst|list|рассылк|отписат"
MAX_CARD = 14  # lines of a signature


def without_banner(lines: list[str]) -> list[str]:
    """Without the warning of a mail gateway («Это письмо отправлено извне») at the very top."""
    at = 0
    while at < len(lines) and (not lines[at].strip() or _RULE.match(lines[at])):
        at += 1
    end = at
    while end < len(lines) and lines[end].strip() and end - at < 6:
        end += 1
    paragraph = " ".join(lines[at:end])
    if not _BANNER.search(paragraph) or len(paragraph) > 600 or not any(line.strip() for line in lines[end:]):
        return lines
    if not _BANNER.search(lines[at]) or end - at > 1:
        # A banner of one line stands alone, or words of the sender follow it at once.
        end = at + 1 if _BANNER.search(lines[at]) and len(lines[at]) > 60 else end
    return lines[end:]


def without_signature(lines: list[str]) -> list[str]:
    """Without the footers at the end, then without the signature, as often as there is one more."""
    for _ in range(4):
        before = len(lines)
        lines = _without_card(_without_footers(_trimmed(lines)))
        if len(lines) == before:
            break
    return lines


def _trimmed(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


def _without_footers(lines: list[str]) -> list[str]:
    """Antiviruses, confidentiality, the environment: whole paragraphs, from the last up, and the rules round them."""
    while True:
        lines = _trimmed(lines)
        start = len(lines)
        while start and lines[start - 1].strip():
            start -= 1
        paragraph = "\n".join(lines[start:])
        is_footer = bool(_FOOTER.search(paragraph)) and not paragraph.rstrip().endswith("?")
        if not start:
            # One paragraph is all there is: the footer can only be its last lines, behind a rule.
            rule = next(
                (at for at in range(1, len(lines)) if _RULE.match(lines[at]) or _SIGNATURE_LINE.match(lines[at])), 0
            )
            return lines[:rule] if rule and _FOOTER.search("\n".join(lines[rule:])) else lines
        is_link = len(lines) - start <= 2 and bool(re.fullmatch(r"\s*<?https?://\S+>?\s*", paragraph)) and start > 1
        if is_link and _FOOTER.search("\n".join(lines[max(0, start - 6) : start])):
            is_footer = True
        if not is_footer and not _RULE.match(paragraph):
            return lines
        lines = lines[:start]


def _without_card(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if not any(each.strip() for each in lines[:at]):
            continue
        tail = [each for each in lines[at + 1 :] if each.strip()]
        if _SENT_LINE.match(line) and _is_sent_from(line):
            if (sum(map(len, tail)) < 200 and len(tail) <= 4) or _SENT_LINE.match(tail[0]):
                return lines[:at]
        if _RULE.match(line) and (_is_list_footer(tail) or _is_card(tail)):
            return lines[:at]
        if _SIGNATURE_LINE.match(line):
            if len(tail) <= MAX_CARD and "```" not in "\n".join(lines[:at]).rpartition("\n\n")[2]:
                return lines[:at]
        if _CLOSING.match(line) and len(line) < 160 and _is_card([_CLOSING.sub("", line), *tail]):
            return lines[:at]
    return lines


def _is_list_footer(tail: list[str]) -> bool:
    words = " ".join(tail)
    return len(tail) <= 4 and bool(re.search(r"https?://|@", words)) and bool(re.search(_LIST_WORDS, words, re.I))


def _is_card(tail: list[str]) -> bool:
    """Whether these last lines are a signature: few, short, no questions, and with a company or a way to reach it."""
    if not tail or len(tail) > MAX_CARD:
        return False
    if any(len(each) > 110 or each.rstrip().endswith("?") or _SENTENCE.search(each) for each in tail):
        return False
    return bool(_CONTACT.search("\n".join(tail)))


def _is_sent_from(line: str) -> bool:
    """A client's line, not a sentence: short, or with a link, and without a clause after a comma."""
    words = re.sub(r"<[^>]*>|https?://\S+", "", line)
    if re.search(r"\b(?:K-9|за краткость)\b", line):
        return True
    return len(words.split()) <= 11 and not re.search(r",\s*(?:is|and|but|so|и|а|но|что)\b", words)
