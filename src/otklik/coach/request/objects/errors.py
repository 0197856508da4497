"""Errors: HTTP and SMTP numbers, codes of browsers, systems and databases, well-known words. Pure."""

from __future__ import annotations

import re

from otklik.coach.request.objects.model import ERROR, Found

_NAMED = re.compile(r"\b(?:NET::)?(?:ERR|SSL_ERROR|SEC_ERROR|DLG_FLAGS|PR)_[A-Z][A-Z_]{3,50}\b|\bDNS_PROBE_\w+\b|\b(?:NXDOMAIN|SERVFAIL|REFUSED)\b|\bE(?:CONN|TIME|ACC|NO|ADDR|HOST|PERM|EXIST)[A-Z]{2,12}\b|\bSQLSTATE\[\w+\]|\b0x[0-9a-f]{8}\b|\b(?:ORA|PLS|TNS|MSB|CS|TS|AH|LNK)-?\d{3,6}\b|\b[A-Z][A-Za-z]+(?:Error|Exception)\b|\bSIG(?:SEGV|KILL|TERM|ABRT)\b|\bCVE-\d{4}-\d+\b")  # fmt: skip
_SMTP = re.compile(r"\b([245]\d\d)[ -](?:#)?([245]\.\d{1,2}\.\d{1,3})\b|(?<![\d.])([45]\.\d\.\d{1,2})(?![\d.]*\d)")
_SQL = re.compile(r"\b(?:ERROR|ошибка|error code:?|mysql error)\s+(?:№|#)?(\d{4})\b", re.I)
_STATUS = {
    "400": "bad request", "401": "unauthori[sz]ed", "403": "(?<!access )forbidden", "404": "(?:page |file )?not found|страница не найдена", "405": "method not allowed", "413": "(?:request entity|payload|content) too large",
    "429": "too many requests", "500": "internal server error|внутренняя ошибка сервера", "502": "bad gateway", "503": "service (?:temporarily )?unavailable", "504": "gateway time-?out",
}  # fmt: skip
_STATUSES = [
    (code, re.compile(rf"(?:\b{code}\b[ —:(-]{{0,3}})?\b(?:{words})\b", re.I)) for code, words in _STATUS.items()
]
_NUMBER = re.compile(r"(?:ошибк\w{1,3}|error\w{0,2}|код\w{0,2}|code|status|статус\w{0,2}|http(?:/[\d.]+)?|oshibk\w|отда[её]т|выда[её]т|возвраща\w+|пиш[еу]т|сып\w+|лов\w+|получа\w+|вылета\w+|returns?|gives?|shows?|throws?|got|getting)\s*(?:№|#|:|=|-|—|a |an |the |error |ошибк\w )?\s*[«\"]?([1-5]\d\d)\b(?!\s*(?:руб|р\.|₽|раз|час|мин|мб|гб|мс|ms|mb|gb|%|\.\d))", re.I)  # fmt: skip
_BARE = re.compile(r"(?<![\w.,:/+-])(40[0134589]|413|429|499|50[0-4]|52[0-6])(?:-?[аяуюый]{1,2})?(?![\w:/-]|[.,]\d|\s*(?:руб|р\.|₽|раз|час|мин|мб|гб|мс|ms|mb|gb|%|шт|стр|пис|тов|клиент|польз|заказ|user|order|mail|letter|item|rub|usd|\$|€|человек|сайт|домен|подпис))", re.I)  # fmt: skip
_WORDS: tuple[tuple[str, str], ...] = (
    ("connection refused", r"connection (?:was )?refused|соединение отклонено|в соединении отказано|отказано в (?:под|со)единении"),
    ("connection timed out", r"(?:connection |operation |request |read )?time(?:d)?[ -]?out|превышен\w* (?:время|интервал|лимит)? ?(?:ожидания)|тайм-?аут"),
    ("connection reset", r"connection (?:was )?reset|соединение (?:было )?(?:сброшено|разорвано)|reset by peer"),
    ("permission denied", r"permission denied|отказано в (?:доступе|разрешении)|publickey"),
    ("access denied", r"access denied(?: for user)?|доступ запрещ[её]н"),
    ("authentication failed", r"auth(?:entication)? (?:has )?failed|authentication failure|ошибка аутентификации|неверный (?:логин|пароль)(?: или (?:логин|пароль))?|(?:incorrect|wrong|invalid) (?:password|login|credentials)|login incorrect"),
    ("no space", r"no space left(?: on device)?|кончилось место|нет места на диске|disk (?:is )?full|disk quota exceeded|диск переполнен|место на диске (?:за)?кончилось"),
    ("quota", r"(?:mailbox|quota) (?:is )?(?:full|exceeded)|over quota|ящик переполнен|квота (?:превышена|исчерпана)"),
    ("out of memory", r"out[ -]of[ -]memory|oom[ -]?killer|нехватк\w+ памяти|не хватает памяти|allowed memory size"),
    ("kernel panic", r"kernel panic|паника ядра"), ("segfault", r"segmentation fault|segfault|core dumped"),
    ("too many connections", r"too many connections"), ("no such file", r"no such file or directory|файл не найден"),
    ("name not resolved", r"(?:could not|can't|cannot) resolve(?: host)?|name or service not known|temporary failure in name resolution|имя не разрешается"),
    ("host unreachable", r"(?:host|network|destination) (?:is )?unreachable|no route to host"),
    ("certificate expired", r"certificate (?:has )?expired|сертификат (?:ист[её]к|просроч\w+)|ssl (?:ист[её]к|протух)"),
    ("not private", r"(?:connection|site) is not (?:private|secure)|подключение не защищено|небезопасн\w+ (?:соединени|подключени)\w+"),
    ("relay denied", r"relay(?:ing)? (?:access )?denied"), ("user unknown", r"(?:user|recipient) (?:unknown|address rejected)|no such user|unknown user"),
    ("database connection", r"error establishing a database connection|ошибка (?:под|со)единения с базой(?: данных)?"),
    ("critical error", r"критическ\w+ ошибк\w+|critical error"), ("white screen", r"бел(?:ый|ая|ого) (?:экран|страниц\w|лист)|пустая страница|white (?:screen|page)|blank page"),
    ("address in use", r"address already in use"),
)  # fmt: skip
_KNOWN = re.compile("|".join(f"(?P<e{n}>\\b(?:{words}))" for n, (_, words) in enumerate(_WORDS)), re.I)


def search(found: Found) -> None:
    """Add the errors that the text names."""
    text = found.text
    for match in _NAMED.finditer(text):
        found.match(ERROR, match, match[0].removeprefix("NET::").lower())
    for match in _SMTP.finditer(text):
        found.match(ERROR, match, match[2] or match[3])
    for match in _SQL.finditer(text):
        found.match(ERROR, match, match[1])
    for code, words in _STATUSES:
        for match in words.finditer(text):
            found.match(ERROR, match, code)
    for expression in (_NUMBER, _BARE):
        for match in expression.finditer(text):
            found.match(ERROR, match, match[1], 1)
    for match in _KNOWN.finditer(text):
        found.match(ERROR, match, _WORDS[int((match.lastgroup or "e0")[1:])][0])
