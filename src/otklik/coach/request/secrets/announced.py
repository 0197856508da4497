"""Values that have been announced by a sign or a word: on the line, listed, on the next lines."""

from __future__ import annotations

import re

from otklik.coach.request.secrets.labels import LABEL, WORD
from otklik.coach.request.secrets.model import PASSWORD, TOKEN, Found
from otklik.coach.request.secrets.values import is_known, is_masked, is_placeholder, is_plain, is_strong, trimmed

_MORE = re.compile(
    r"[ \t]*(?:,|;|/|\||и|или|либо|and|or|потом|затем|then)[ \t]+(?:(?:и|или|and|or|ещё|еще|на|to|then|потом)[ \t]+)?",
    re.I,
)


def take_values(found: Found, kind: str, start: int, over: int, is_code: bool, *, is_list: bool) -> bool:
    """The announced value that begins at a place, and those listed after it. Whether there is one."""
    text = found.text
    while start < over and text[start] in " \t*_" and text[start : start + 2].strip() != text[start]:
        start += 1
    while start < over and text[start] in " \t":
        start += 1
    while start + 1 < over and text.startswith("**", start) and text.find("**", start + 2, over) > 0:
        start += 2
    word = WORD.match(text, start, over)
    if word is None:
        return False
    end = word.end()
    if text[start] in "«\"“`'":  # a value in quotes may have spaces
        closing = {"«": "»", "“": "”"}.get(text[start], text[start])
        at = text.find(closing, start + 1, min(over, start + 120))
        if at > start + 2:
            if (
                not is_placeholder(text[start + 1 : at])
                and not is_masked(text[start + 1 : at])
                and (" " not in text[start + 1 : at] or kind == PASSWORD)
            ):
                return found.add(kind, start + 1, at)
            return True
    if text[end - 2 : end] == "**":
        end -= 2
    if not take(found, kind, start, end, is_announced=True, is_code=is_code, over=over):
        return False
    take_more(found, kind, end, over, is_list and kind == PASSWORD)
    return True


def take(
    found: Found, kind: str, start: int, end: int, *, is_announced: bool, is_code: bool = False, over: int = 0
) -> bool:
    text = found.text
    start, end = trimmed(text, start, end)
    value = text[start:end]
    if value.endswith(("|", "/")) and len(value) > 3:
        end -= 1
        value = value[:-1]
    cut = re.search(r"[;,|](?=(?:логин|login|user|хост|host|порт|port|email|почта)\b)", value, re.I)
    if cut:
        end = start + cut.start()
        value = text[start:end]
    if is_code:
        fits = looks_like_code(value)
    elif kind == TOKEN:
        fits = looks_like_token(value)
    elif not is_announced:
        fits = is_strong(value)
    else:
        fits = is_strong(value) or (is_plain(value) and stands_alone(text, value, end, over))
    return fits and (found.covers(start, end) or found.add(kind, start, end))


def stands_alone(text: str, value: str, end: int, over: int) -> bool:
    """Whether a plain word is the value and not the begin of a phrase («пароль: стандартный от роутера»)."""
    rest = text[end:over].strip()
    if any(sign.isdigit() for sign in value) and (value.isdigit() or not is_known(value)):
        return True
    if not rest or rest[0].isupper() or rest[0] in ",;/|)([—–-→\n" or rest.startswith((". ", "»")) or rest == ".":
        return True
    following = rest.split()[0].strip(".,;:!?()").lower()
    if value.isascii():
        has_russian = bool(re.search("[а-яё]", rest, re.I))
        is_label = bool(
            re.match(r"(?:логин|login|user|порт|port|хост|host|ip|url|сервер|server|email|почта)", following)
        )
        return is_label or has_russian or not re.fullmatch(r"[a-z']+", following)
    return bool(re.match(r"(?:логин|порт|хост|ip|url)", following))


def take_more(found: Found, kind: str, at: int, over: int, is_list: bool) -> None:
    """More values after «, », «или», «и»; without a list only after «или», or in place of another («… потом …»)."""
    text = found.text
    for _ in range(12):
        joint = _MORE.match(text, at - (text[at - 1] in ",;"), over)
        word = WORD.match(text, joint.end(), over) if joint else None
        if joint is None or word is None:
            return
        start, end = trimmed(text, *word.span())
        if not is_strong(text[start:end]) or not (
            is_list or re.search("или|либо|or|потом|затем|then", joint[0], re.I)
        ):
            return
        found.add(kind, start, end)
        at = word.end()


def take_below(found: Found, kind: str, over: int, is_code: bool) -> None:
    """The value alone on the next line that is not empty."""
    text = found.text
    at = over + 1
    for _ in range(2):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        bare = line.strip(" \t>*•`\r")
        if bare:
            if (
                len(bare) < 140
                and len(bare.split()) == 1
                and not bare.endswith(":")
                and not LABEL.fullmatch(bare.strip(":-"))
            ):
                start = at + line.index(bare)
                take(
                    found, kind, start, start + len(bare), is_announced=True, is_code=is_code, over=start + len(bare)
                )
            elif len(bare.split()) <= 4:
                first = WORD.search(text, at + line.index(bare[0]), end)
                if (
                    first
                    and not is_code
                    and (is_strong(first[0]) if kind == PASSWORD else looks_like_token(first[0]))
                ):
                    found.add(kind, *trimmed(text, *first.span()))
            return
        at = end + 1


def take_rows(found: Found, kind: str, over: int) -> bool:
    """«Пароли:» and a line each: what it is for, a sign, the value. Whether there were any."""
    text, at, some = found.text, over + 1, False
    for _ in range(20):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        row = re.compile(r"[ \t>*•-]{0,8}[^\n:=—–]{1,60}?[ \t]?(?:[:=—–]|-(?=\s))[ \t]*(\S{4,100})[ \t\r]*$").match(
            text, at, end
        )
        if row is None:
            return some
        start, over = trimmed(text, *row.span(1))
        if is_strong(text[start:over]):
            some = found.add(kind, start, over) or some
        at = end + 1
    return some


def looks_like_code(value: str) -> bool:
    return bool(re.fullmatch(r"\d{4,8}|\d{3}[- ]?\d{3}|[A-Z0-9]{5,8}", value)) and any(
        each.isdigit() for each in value
    )


def looks_like_token(value: str) -> bool:
    if (
        not 6 <= len(value) <= 4000
        or is_placeholder(value)
        or is_masked(value)
        or value.startswith(("ssh-", "http", "AAAA"))
    ):
        return False
    if re.fullmatch(r"[0-9a-f]{24,128}|[0-9a-f]{8}-[0-9a-f-]{27}", value, re.I):
        return True
    return (
        is_strong(value)
        and any(each.isdigit() for each in value)
        and any(each.isalpha() for each in value)
        and value.isascii()
        and len(value) >= 8
    )
