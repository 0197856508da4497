"""Secrets without a label beside them: a login and a password on one line or on two, rows under a head that names a column."""

from __future__ import annotations

import re

from otklik.coach.request.secrets.labels import LABEL
from otklik.coach.request.secrets.model import PASSWORD, Found
from otklik.coach.request.secrets.values import is_plain, is_strong, trimmed

_STACKED = re.compile(
    r"(?m)^[ \t>*-]{0,10}(?:root|admin|administrator|Администратор|[\w.+-]{1,40}@[\w.-]{3,80})[ \t]{0,5}\r?\n[ \t>*-]{0,10}(\S{5,100})[ \t\r]{0,5}$"
)
ACCESS = re.compile(
    r"доступ|логин|log ?in|credential|\bcreds\b|ssh|ftp|rdp|админк|панел|panel|учетк|учётк|access|парол|pass|root|vnc",
    re.I,
)
HEADING = re.compile(
    r"(?:^|[\s>*#-])(?:доступ\w*|креды|credentials?|creds|учетк\w|учётк\w|логины?|login details?|access|вход|данные для (?:входа|доступа|подключения)|login info)\b",
    re.I,
)
_ROW = re.compile(
    r"(?<![\w/@.:-])(?P<login>root|admin|administrator|админ|администратор|bitrix|user\d{0,4}|postgres|ubuntu|debian|www-root|[A-Za-z][\w.-]{1,30}@[\w.-]{3,80}|[a-z][a-z0-9_]{2,20})(?P<sep>[ \t]*[/|;][ \t]*|,[ \t]+|:(?!//)|[ \t]{1,20}(?:[—–-][ \t]+)?)(?P<value>[^\s]{5,100})"
)
_LOGINS = (
    "root",
    "admin",
    "administrator",
    "админ",
    "администратор",
    "bitrix",
    "postgres",
    "ubuntu",
    "debian",
    "www-root",
)


def rows(found: Found) -> None:
    """Login and password side by side without a label, in lines about access: `root@1.2.3.4 / Xk29!aa`, `admin:Qwe!23`."""
    text = found.text
    for each in _STACKED.finditer(text[:100_000]):
        start, end = trimmed(text, *each.span(1))
        if is_strong(text[start:end]):
            found.add(PASSWORD, start, end)
    for each in _ROW.finditer(text[:100_000]):
        login, sep = each["login"], each["sep"]
        start, end = trimmed(text, *each.span("value"))
        value = text[start:end]
        if (
            not is_strong(value)
            or value.startswith(("/", "#", "-", "$"))
            or re.match(r"\w+\(|\w+=|[\w-]+:\d+$", value)
        ):
            continue
        is_tight = sep.strip() in ("/", "|", ";", ":")
        line = text[text.rfind("\n", 0, each.start()) + 1 : each.start()]
        is_login = login.lower() in _LOGINS or "@" in login
        if not is_login and not (is_tight and sep.strip() in "/|;" and ACCESS.search(line)):
            continue
        if (
            not is_tight
            and sep.strip() != ","
            and not (
                re.search(
                    r"доступ|ssh|ftp|rdp|панел|panel|админк|логин|login|вход|access|креды|учетк|учётк",
                    line[-60:],
                    re.I,
                )
                or (login.lower() in _LOGINS[:3] and not line.strip(" \t>*•-"))
            )
        ):
            continue
        if sep.strip() == "," and not (login.lower() in _LOGINS and HEADING.search(text)):
            continue
        if re.search(r"\d{1,2}:\d{2}:\d{2}|\b(?:from|port|session|uid|GET|POST|error|pid)\b|\]:", line):
            continue
        found.add(PASSWORD, start, end)


def tables(found: Found) -> None:
    """Rows under a head that names a column of passwords."""
    text = found.text
    if text.count("\n") < 1 or not any(each in found.lowered for each in ("парол", "pass", "pwd")):
        return
    begin = 0
    column, separator, reach = -1, "", 0
    for line in text[:200_000].split("\n"):
        if len(line) < 600:
            mark = next((each for each in ("|", "\t", ";", ",") if line.count(each) >= 1), "")
            if column >= 0 and mark == separator and mark:
                cells = line.split(separator)
                if column < len(cells) and len(cells) >= reach:
                    cell = cells[column]
                    offset = begin + sum(len(each) + 1 for each in cells[:column]) + len(cell) - len(cell.lstrip())
                    start, end = offset, offset + len(cell.strip())
                    value = text[start:end]
                    if (
                        value
                        and " " not in value
                        and (is_strong(value) or is_plain(value))
                        and not LABEL.fullmatch(value)
                    ):
                        found.add(PASSWORD, start, end)
            elif line.strip():
                column = -1
            if mark and column < 0:
                cells = [cell.strip(' \t"*').lower() for cell in line.split(mark)]
                place = next(
                    (i for i, cell in enumerate(cells) if re.fullmatch(r"парол[ьи]|pass(?:word|wd)?|pwd", cell)), -1
                )
                if place >= 0 and all(len(cell) < 40 for cell in cells):
                    column, separator, reach = place, mark, len(cells)
        begin += len(line) + 1
