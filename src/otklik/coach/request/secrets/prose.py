"""Secrets that people tell in words: «пароль от почты такой: …», «логин/пароль root / …», a line after its label, a row of a table.

A label is a word for a secret. What stands after it on its line (or alone on the next) is read in words: qualifiers («от админки»), then a
sign or a word that announces the value, then the value. Announced, it may be almost any word that is no talk; not announced, it must look
like a secret by itself.
"""

from __future__ import annotations

import re

from otklik.coach.request.secrets.announced import (
    looks_like_code,
    looks_like_token,
    take,
    take_below,
    take_more,
    take_rows,
    take_values,
)
from otklik.coach.request.secrets.labels import COPULA, LABEL, LINK, NEGATIONS, OTHER_LABELS, PAIR, SIGN, WORD
from otklik.coach.request.secrets.model import PASSWORD, TOKEN, Found
from otklik.coach.request.secrets.rows import ACCESS, HEADING, rows, tables
from otklik.coach.request.secrets.values import is_known, is_placeholder, is_plain, is_strong, trimmed

_ANSWER = re.compile(
    r"[ \t]{0,4}(?:(?:вот|here)(?: он| it is| you go)?[ \t]*[:,—-]?[ \t]+|\s{0,6}(?=\S{5,80}[ \t\r]*(?:\n|\Z)))(\S{5,80})",
    re.I,
)
_HALVES = re.compile(r"\d{3}[ -]\d{3}(?![\w-])")
_LOGIN_BEFORE = re.compile(
    r"(?:логин\w?|login|user(?:name)?|юзер\w?|пользовател\w+|имя|id|сервер\w?|server|баз\w)[ \t]*[:=—–-]?[ \t]*$",
    re.I,
)
_NEITHER = re.compile(r"\bни[ \t]+(\S{5,80}?),?[ \t]+ни[ \t]+(\S{5,80})", re.I)
_BEING = re.compile(
    r"\b(?:был[аио]?|у (?:меня|него|неё|нас)|стал|ставил[аи]?|сделал[аи]?|was|старый|прежний)[ \t]+(?:пароль[ \t]+)?(\S{5,80})",
    re.I,
)
_BEFORE = re.compile(
    r"(?<!\S)(\S{4,100}?)[ \t]*(?:[—–-]{1,2}|=|\()?[ \t]*(?:это|вот|is|was|as|стоит|был|ставил|в качестве|как)?[ \t]*(?:the |my |our |мой |наш |новый |старый |нынешний )?(?:пароль|парол[ьяюе]|password|passwd|pass)(?!\w)(?!\s*[:=])",
    re.I,
)
_FROM_TO = re.compile(r"(?:с|from)[ \t]+(\S{4,100})[ \t]+(?:на|to)[ \t]+(\S{4,100})", re.I)


def prose(found: Found) -> None:
    """Add what is told in words."""
    text = found.text
    labels = 0
    for label in LABEL.finditer(text):
        labels += 1
        if labels > 400:  # a table of hundreds of passwords is read by its rows
            break
        _after(found, label)
    if labels and labels < 400:
        for each in _BEFORE.finditer(text[:100_000]):
            start, end = trimmed(text, *each.span(1))
            if each[1].endswith((",", ":")):
                continue
            named = text[max(0, each.start() - 30) : each.start()]
            if (
                is_strong(text[start:end])
                and not _LOGIN_BEFORE.search(named)
                and not any(sign in text[start:end] for sign in "(<>=")
            ):
                found.add(PASSWORD, start, end)
        if "парол" in found.lowered or "pass" in found.lowered:
            for shape in (_NEITHER, _BEING):
                for each in shape.finditer(text[:100_000]):
                    for group in range(1, (each.lastindex or 0) + 1):
                        start, end = trimmed(text, *each.span(group))
                        if is_strong(text[start:end]) and not _LOGIN_BEFORE.search(
                            text[max(0, each.start() - 30) : each.start()]
                        ):
                            found.add(PASSWORD, start, end)
    if labels or HEADING.search(text[:20_000]) or ACCESS.search(text[:20_000]):
        rows(found)
    tables(found)


def _after(found: Found, label: re.Match[str]) -> None:
    text = found.text
    kind = TOKEN if label["token"] else PASSWORD
    if found.covers(label.start(), label.end()) or text[label.end() : label.end() + 1] in tuple(".!;"):
        return
    over = text.find("\n", label.end())
    over = min(len(text) if over < 0 else over, label.end() + 240)
    at = label.end()
    if len(label[0]) == 1:  # «п: …» is a label only before what looks like a password
        first = WORD.search(text, at + 1, over)
        if first is None or not is_strong(first[0].rstrip(",.;")):
            return
    head = text[max(0, label.start() - 40) : label.start()]
    is_pair = bool(PAIR.search(head)) and not head.rstrip().endswith(("\n", "."))
    bracket = re.compile(r"[ \t]*\([^()\n]{0,60}\)").match(text, at, over)
    if bracket:
        inside = bracket.start() + bracket[0].index("(") + 1
        if " " in bracket[0].strip() or not take(found, kind, inside, bracket.end() - 1, is_announced=False):
            at = bracket.end()
        else:
            return
    quoted = re.compile(r"[ \t]+([«\"“'])([^«»\"“”\n]{3,60})[»\"”']").match(text, at, over)
    if (
        quoted
        and kind == PASSWORD
        and " " in quoted[2].strip()
        and not LABEL.search(quoted[2])
        and not is_placeholder(quoted[2])
    ):
        found.add(kind, *quoted.span(2))
        return
    if is_pair and kind == PASSWORD and _pair(found, at, over):
        return
    sign = SIGN.match(text, at, over)
    if sign and found.covers(sign.end(), sign.end() + 2):
        return
    if sign:
        if sign.end() >= over or not text[sign.end() : over].strip():
            if label[0].lower() in ("пароли", "passwords", "доступы", "creds") and take_rows(found, kind, over):
                return
            take_below(found, kind, over, label["code"] is not None)
            return
        if take_values(found, kind, sign.end(), over, label["code"] is not None, is_list=True):
            return
        at = sign.end()
    elif not text[at:over].strip(" \t*_"):
        begin = text.rfind("\n", 0, label.start()) + 1
        if not text[begin : label.start()].strip(" \t>*•-–—#0123456789.)"):
            take_below(found, kind, over, label["code"] is not None)
        return
    moved = _FROM_TO.search(text, at, over)
    if moved and kind == PASSWORD and not re.search(r"\bне\b|[.!?]\s", text[at : moved.start()]):
        spans = [trimmed(text, *moved.span(group)) for group in (1, 2)]
        if all(
            is_strong(text[a:b])
            or (is_plain(text[a:b]) and text[a:b].isascii() and any(c.isdigit() for c in text[a:b]))
            for a, b in spans
        ):
            for span in spans:
                found.add(kind, *span)
            return
    _further(found, kind, at, over, label)
    asked = text.rfind("?", at, over)
    if asked >= 0 and kind == PASSWORD and (answered := _ANSWER.match(text, asked + 1)):
        start, end = trimmed(text, *answered.span(1))
        if is_strong(text[start:end]):
            found.add(kind, start, end)


def _further(found: Found, kind: str, at: int, over: int, label: re.Match[str]) -> None:
    """Past qualifiers: to a sign or a word that announces the value, or to a word that is one by its looks."""
    text = found.text
    is_code = label["code"] is not None
    is_list = label[0].lower().endswith(("и", "ей", "ями", "s"))
    is_of = re.compile(r"\s*(?:от|для|к|for|of)\s", re.I).match(text, at, over) is not None
    for count, word in enumerate(WORD.finditer(text, at, over)):
        if count > 9:
            return
        bare = word[0].strip("«»\"'(),;.:!?*_").lower()
        if bare in NEGATIONS or (count and bare in OTHER_LABELS and bare not in LINK):
            return
        ends = word[0].endswith((":", "=")) and len(word[0]) > 1
        if word[0] in (":", "=", "—", "–", "-", "->", "=>", "→", "--"):
            if word.end() >= over or not text[word.end() : over].strip():
                if word[0] in ":=":
                    take_below(found, kind, over, is_code)
                return
            if take_values(found, kind, word.end(), over, is_code, is_list=True):
                return
            if word[0] == ":":
                return
            continue
        if ends:
            if bare in OTHER_LABELS:
                return
            if not text[word.end() : over].strip():
                take_below(found, kind, over, is_code)
                return
            if take_values(found, kind, word.end(), over, is_code, is_list=True):
                return
            continue
        if _LOGIN_BEFORE.search(text[max(at, word.start() - 30) : word.start()]) and bare not in LINK:
            continue  # whose password it is
        start, end = trimmed(text, word.start(), word.end())
        quoted = text[start - 1 : start] in tuple("«\"'“„`") if start else False
        value = text[start:end]
        if is_code and (halves := _HALVES.match(text, start, over)):
            found.add(kind, *halves.span())
            return
        if is_code and looks_like_code(value):
            found.add(kind, start, end)
            return
        if (is_strong(value) if kind == PASSWORD else looks_like_token(value)) and not is_code:
            found.add(kind, start, end)
            take_more(found, kind, word.end(), over, is_list)
            return
        if (
            quoted
            and count <= 5
            and is_plain(value)
            and not is_code
            and kind == PASSWORD
            and not is_known(value)
            and not label[0].lower().startswith(("пароля", "секрет"))
        ):
            previous = text[at : word.start()].split()
            if not previous or previous[-1].lower() in COPULA | {"на", "to", "пароль", "password", "as"}:
                found.add(kind, start, end)
                return
        if bare in COPULA and not is_code:
            if re.search(r"[,.!?]$", word[0]):
                return
            follows = WORD.search(text, word.end(), over)
            if (
                follows
                and kind == PASSWORD
                and bare not in ("this", "вот", "это")
                and _is_announced_word(text, follows, over)
            ):
                found.add(kind, *trimmed(text, *follows.span()))
                return
        if not count and kind == PASSWORD and " слов" in label[0].lower() and is_plain(value) and bare not in LINK:
            found.add(kind, start, end)
            return
        if (
            not count
            and kind == PASSWORD
            and not is_code
            and value.isascii()
            and _is_bare_word(text, value, word, over, label)
        ):
            found.add(kind, start, end)
            take_more(found, kind, word.end(), over, is_list)
            return
        if bare == "на" and kind == PASSWORD:
            follows = WORD.search(text, word.end(), over)
            if (
                follows
                and _is_announced_word(text, follows, over)
                and any(
                    each in text[max(0, label.start() - 30) : word.start()].lower()
                    for each in ("менял", "менил", "сменен", "изменен", "ставил", "бросил")
                )
            ):
                found.add(kind, *trimmed(text, *follows.span()))
                return
        if re.search(r"[.!?;]$", word[0]) and (word[0][-1] != "." or len(word[0]) > 4):
            return
        if bare not in LINK and not is_known(bare) and count >= (7 if is_of else 4):
            return


def _is_bare_word(text: str, value: str, word: re.Match[str], over: int, label: re.Match[str]) -> bool:
    """«пароль qwerty»: in Russian a word of Latin letters right after the label that ends its clause and is no name of a product."""
    if not re.match("п", label[0], re.I) or not is_plain(value) or is_known(value) or not 5 <= len(value) <= 40:
        return False
    rest = text[word.end() : over].strip()
    is_end = (
        not rest or word[0][-1] in ",.;" or rest[0] in "-—–(" or rest.lower().startswith(("не ", "и ", "но ", "а "))
    )
    return is_end and (value.islower() or any(sign.isdigit() for sign in value))


def _is_announced_word(text: str, word: re.Match[str], over: int) -> bool:
    """Whether the word after «был», «is» may be the value: strong, or a word of Latin letters or digits that ends its clause."""
    start, end = trimmed(text, *word.span())
    value = text[start:end]
    if is_strong(value):
        return True
    rest = text[word.end() : over].strip()
    is_end = not rest or word[0][-1] in ",.;" or rest.lower().startswith(("но ", "но,", "и ", "а ", "but ", "and "))
    return (
        is_end
        and value.isascii()
        and is_plain(value)
        and not is_known(value)
        and len(value) >= 5
        and (value.islower() or any(c.isdigit() for c in value))
        and not value.endswith(("ed", "ing", "ly"))
    )


def _pair(found: Found, at: int, over: int) -> bool:
    """After «логин/пароль»: both values, on the line or the next; the second is the password."""
    text = found.text
    rest = text[at:over]
    colon = re.search(r"[:=—–]\s|:$|\s-\s", rest + " ")
    begin = at + colon.end() if colon else at
    if begin >= over or not text[begin:over].strip():
        begin = over + 1
        over = text.find("\n", begin)
        over = len(text) if over < 0 else over
        if not text[begin:over].strip():
            begin, over = over + 1, (text.find("\n", over + 1) if text.find("\n", over + 1) > 0 else len(text))
    piece = re.compile(
        r"[ \t>*«\"'`(]*(?:[a-z]+://\S+[ \t,]+)?(?P<login>[A-Za-z0-9][\w.@+-]{0,60})(?:[\"'»`]?)(?:[ \t]*(?:/|\||;|:|,|\\|->|—|–|и пароль|пароль|\band\b|\bи\b|-(?=\s))[ \t]*|[ \t]+|\s*\n\s*)[«\"'`]?(?P<value>[^\s]{3,100})"
    ).match(text, begin, min(over + (100 if not colon or len(text[begin:over].split()) == 1 else 0), len(text)))
    if piece is None:
        return False
    start, end = trimmed(text, *piece.span("value"))
    value = text[start:end]
    if piece["login"].lower() in (
        "не",
        "для",
        "the",
        "is",
        "are",
        "does",
        "do",
        "have",
        "has",
        "were",
        "was",
        "for",
        "to",
        "not",
        "don",
        "combination",
        "works",
        "work",
        "doesn",
    ):
        return False
    if is_strong(value) or (
        is_plain(value)
        and value.isascii()
        and not is_known(value)
        and (colon is not None or text[piece.end("login") : start].strip() != "")
    ):
        return found.add(PASSWORD, start, end)
    return False
