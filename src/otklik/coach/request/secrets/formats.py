"""Secrets that are told by their own shape: key blocks, tokens of well-known makers, headers, addresses with a password, cards."""

from __future__ import annotations

import re

from otklik.coach.request.secrets.model import CARD, KEY, PASSWORD, TOKEN, Found
from otklik.coach.request.secrets.values import is_masked, is_placeholder

_BEGIN = re.compile(r"-{4,5} ?BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)? ?-{4,5}")
_END = re.compile(r"-{4,5} ?END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)? ?-{4,5}")
_KEY_LINE = re.compile(
    r"[>\s]*(?:[A-Za-z0-9+/=]{16,}|[A-Za-z0-9+/]{1,76}={0,2}|[A-Z][\w-]{2,30}: .{1,200}|)[ \t\r]*(?:\n|\Z)"
)
_KEY_PART = re.compile(r"[>\s]{0,8}[A-Za-z0-9+/]{24,}={0,2}(?![\w:])")
_PUTTY = re.compile(r"PuTTY-User-Key-File-\d:")
_PUTTY_END = re.compile(r"Private-(?:MAC|Hash): *[0-9a-f]{16,128}")
_WIREGUARD = re.compile(r"(?i:private[_ ]?key)[ \t\"':=]{1,6}([A-Za-z0-9+/]{43}=)(?![\w/+=])")

# the prefix that must be there, the shape; the shape's last group, or all of it, is the value
_MAKERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (prefix, re.compile(shape))
    for prefix, shape in (
        ("AGE-SECRET-KEY-", r"AGE-SECRET-KEY-1[0-9A-Z]{50,70}"),
        ("AKIA", r"\bAKIA[0-9A-Z]{16}\b"), ("ASIA", r"\bASIA[0-9A-Z]{16}\b"),
        ("gh", r"\bgh[pousr]_[A-Za-z0-9]{30,255}\b"), ("github_pat_", r"\bgithub_pat_[A-Za-z0-9_]{30,255}\b"),
        ("gl", r"\bgl(?:pat|dt|rt|ptt|soat|cbt|ft|imt|agent)-[\w.-]{18,300}"),
        ("xox", r"\bxox[abeoprs]-[\w-]{10,300}"), ("xapp-", r"\bxapp-\d-[\w-]{20,300}"),
        ("hooks.slack.com/services/", r"hooks\.slack\.com/services/(T[A-Z0-9]{6,14}/B[A-Z0-9]{6,14}/[A-Za-z0-9]{16,32})"),
        ("discord", r"discord(?:app)?\.com/api/webhooks/(\d{15,22}/[\w-]{40,100})"),
        (":AA", r"(?<![\d:])\d{7,11}:AA[\w-]{32,36}(?![\w-])"),
        ("_live_", r"\b[sr]k_live_[A-Za-z0-9]{10,250}"), ("_test_", r"\b[sr]k_test_[A-Za-z0-9]{10,250}"), ("whsec_", r"\bwhsec_[A-Za-z0-9+/=]{20,100}"),
        ("live_", r"(?<![\w])live_[\w-]{30,64}"), ("test_", r"(?<![\w])test_[A-Za-z0-9-]{40,64}(?!\w)"),
        ("sk-", r"\bsk-(?:proj-|ant-|svcacct-|or-v1-)?[A-Za-z0-9][\w-]{18,250}"),
        ("AIza", r"\bAIza[\w-]{35}(?![\w-])"), ("ya29.", r"\bya29\.[\w-]{20,500}"), ("GOCSPX-", r"\bGOCSPX-[\w-]{20,40}"),
        ("SG.", r"\bSG\.[\w-]{16,32}\.[\w-]{30,64}"), ("key-", r"\bkey-[0-9a-f]{32}\b"), ("-us", r"\b[0-9a-f]{32}-us\d{1,2}\b"),
        ("xkeysib-", r"\bxkeysib-[0-9a-f]{64}-\w{16}\b"), ("SK", r"\bSK[0-9a-f]{32}\b"),
        ("npm_", r"\bnpm_[A-Za-z0-9]{30,50}\b"), ("pypi-", r"\bpypi-AgE[\w-]{40,300}"), ("do", r"\bdo[opr]_v1_[0-9a-f]{64}\b"),
        ("hf_", r"\bhf_[A-Za-z0-9]{30,40}\b"), ("shp", r"\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b"), ("sq0", r"\bsq0(?:atp|csp)-[\w-]{22,43}"),
        ("EAA", r"\bEAA[A-Za-z0-9]{30,300}\b"), ("y0_", r"\by[0-3]_[\w-]{30,120}"), ("AQVN", r"\bAQVN[\w-]{30,45}"),
        ("t1.", r"\bt1\.[\w-]{20,400}={0,2}\.[\w-]{60,120}={0,2}"), ("vk1.a.", r"\bvk1\.a\.[\w-]{40,300}"), ("hv", r"\bhv[sbr]\.[\w-]{20,300}"),
        ("ATATT3", r"\bATATT3[\w-]{30,300}=?[0-9A-F]{0,8}"), ("lin_api_", r"\blin_api_[A-Za-z0-9]{30,50}"), ("ntn_", r"\bntn_[A-Za-z0-9]{40,60}"),
        ("figd_", r"\bfigd_[\w-]{30,60}"), ("sntry", r"\bsntry[su]_[\w=+/-]{30,300}"), ("dapi", r"\bdapi[0-9a-f]{32}\b"), ("dckr_pat_", r"\bdckr_pat_[\w-]{20,40}"),
        ("glsa_", r"\bglsa_\w{32}_[0-9a-fA-F]{8}"), ("NRAK-", r"\bNRAK-[A-Z0-9]{27}"), ("PMAK-", r"\bPMAK-[0-9a-f]{24}-[0-9a-f]{34}"), ("rubygems_", r"\brubygems_[0-9a-f]{48}"),
        ("eyJ", r"\beyJ[\w-]{6,2000}\.[\w-]{6,6000}\.[\w-]{10,1000}"),
    )
)  # fmt: skip
_AUTHORIZATION = re.compile(
    r"(?i:(?:authorization|bearer|x-auth-token)['\"]?\s{0,3}[:=]?\s{0,3}['\"]?(?:bearer|basic|token|oauth|apikey|api-key)?)\s{1,3}['\"]?([\w.~+/=-]{12,4000})"
)
_URL = re.compile(
    r"(?<![a-zA-Z0-9+.-])[a-zA-Z][a-zA-Z0-9+.-]{1,24}://([^\s/:@\"'<>]{0,80}):([^\s/\"'<>]{1,120})@(?=[\w\[-])"
)
_QUERY = re.compile(
    r"[?&;](?i:(pass(?:word|wd)?|pwd|parol|(?:access_?|auth_?|api_?|refresh_?|secret_?|private_?)?(?:token|key)|secret|apikey|sig|hash_?key))=([^&;\s\"'<>#»)]{6,500})"
)
_COMMANDS = re.compile(
    r"(?:\bcurl\b[^\n]{0,200}?\s(?:-u|--user)[ =]?['\"]?[^\s:'\"]{1,80}:([^\s'\"]{1,100})"
    r"|\bsshpass\s+-p\s*['\"]?([^\s'\"]{1,100})"
    r"|\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)\b[^\n|]{0,200}?\s-p(['\"]?[^\s'\"]{1,100})"
    r"|\b(?:redis-cli)\b[^\n]{0,120}?\s-a\s+['\"]?([^\s'\"]{1,100})"
    r"|\bIDENTIFIED\s+(?:WITH\s+\w{1,40}\s+)?BY\s+['\"]([^'\"\n]{1,100})['\"]"
    r"|\b(?:mysqli?_p?connect|new\s+(?:mysqli|\\?PDO)|psycopg2?\.connect|pymysql\.connect)\s*\(\s*['\"][^'\"\n]{1,150}['\"]\s*,\s*['\"][^'\"\n]{1,80}['\"]\s*,\s*['\"]([^'\"\n]{1,100})['\"]"
    r"|\blftp\b[^\n]{0,120}?\s-u\s?[^\s,]{1,80},([^\s'\"]{1,100})"
    r"|\bchpasswd\b[^\n]{0,10}|\becho\s+['\"]?[\w.-]{1,40}:([^\s'\"|]{1,100})['\"]?\s*\|\s*chpasswd)",
    re.I,
)


def blocks(found: Found) -> None:
    """Private keys: the whole block; one that is cut off, as far as it goes."""
    text = found.text
    at = 0
    if "PRIVATE KEY" in text:
        while begin := _BEGIN.search(text, at):
            following = text.find("BEGIN", begin.end())
            limit = min(begin.end() + 20_000, following if following >= 0 else len(text))
            end = _END.search(text, begin.end(), limit)
            over = end.end() if end else _rest_of_block(text, begin.end())
            body = text[begin.end() : over]
            if sum(each.isalnum() for each in body[:400]) > 24 and not re.fullmatch(
                r"\s*(?:\.{3}|…).{0,40}", body, re.S
            ):
                found.add(KEY, begin.start(), over)
            at = over
    if "PuTTY-User-Key-File" in text:
        for head in _PUTTY.finditer(text):
            tail = _PUTTY_END.search(text, head.end(), head.end() + 20_000)
            found.add(KEY, head.start(), tail.end() if tail else min(len(text), head.end() + 4000))
    if "rivate" in found.lowered:
        for key in _WIREGUARD.finditer(text):
            found.add(KEY, *key.span(1))


def _rest_of_block(text: str, at: int) -> int:
    """Where the lines of a key stop, of a block without an end."""
    if text.startswith("\\n", at):  # on one line, in a string
        line = re.compile(r"[A-Za-z0-9+/=\\]{0,20000}").match(text, at)
        return line.end() if line else at
    at = text.find("\n", at) + 1 or len(text)
    over = at
    while at < len(text) and (line := _KEY_LINE.match(text, at)) and line.end() > at:
        if line[0].strip(" >\t\r\n"):
            over = line.end() - (line[0].endswith("\n"))
        at = line.end()
    if part := _KEY_PART.match(text, at):
        over = part.end()
    return over


def tokens(found: Found) -> None:
    """Tokens by their makers' formats, and what stands in a header of authorization."""
    text = found.text
    for prefix, shape in _MAKERS:
        if prefix in text:
            for each in shape.finditer(text):
                group = each.lastindex or 0
                if prefix in ("sk-", "EAA", "live_", "test_") and not any(sign.isdigit() for sign in each[group]):
                    continue
                if not is_masked(each[group]) and "xxxx" not in each[group].lower():
                    start, end = each.span(group)
                    end -= len(each[group]) - len(each[group].rstrip(".-"))
                    found.add(KEY if prefix.startswith("AGE") else TOKEN, start, end)
    if "bearer" in found.lowered or "uthorization" in found.lowered or "x-auth-token" in found.lowered:
        for each in _AUTHORIZATION.finditer(text):
            value = each[1].rstrip(".,;")
            has_digit = any(sign.isdigit() for sign in value)
            if (
                (has_digit or len(value) > 24 or value.endswith("="))
                and not is_placeholder(value)
                and not is_masked(value)
            ):
                found.add(TOKEN, each.start(1), each.start(1) + len(value))


def addresses(found: Found) -> None:
    """Passwords and tokens inside URLs and commands."""
    text = found.text
    if "://" in text and "@" in text:
        for each in _URL.finditer(text):
            start = each.start(2)
            if not is_placeholder(each[2]) and not is_masked(each[2]):
                found.add(PASSWORD, start, each.end(2))
    if "=" in text:
        for each in _QUERY.finditer(text):
            if (
                not is_placeholder(each[2])
                and not is_masked(each[2])
                and (each[1][0] in "pP" or any(sign.isdigit() for sign in each[2]))
            ):
                value = each[2].rstrip(".,;")
                found.add(
                    PASSWORD if each[1].lower()[:3] in ("pas", "pwd", "par") else TOKEN,
                    each.start(2),
                    each.start(2) + len(value),
                )
    lowered = found.lowered
    if any(
        word in lowered
        for word in (
            "curl",
            "lftp",
            "sshpass",
            "mysql",
            "mariadb",
            "redis-cli",
            "pdo",
            "connect",
            "identified",
            "chpasswd",
        )
    ):
        for each in _COMMANDS.finditer(text):
            group = each.lastindex
            if group:
                start, end = each.span(group)
                start += text[start] in "'\""
                value = text[start:end]
                if not is_placeholder(value) and not is_masked(value):
                    found.add(PASSWORD, start, end)


_CARD = re.compile(
    r"(?<![\w.,:/=#№+-])(?<!\d )[2-6]\d{3}(?:[ \u00a0-]?\d{4}){2}[ \u00a0-]?\d{4}(?:[ \u00a0-]?\d{2,3})?(?![\d_])(?![.,:/-]\d)(?!-?[A-Za-z])"
)
_AMEX = re.compile(r"(?<![\w.,:/=#№+-])(?<!\d )3[47]\d{2}[ \u00a0-]?\d{6}[ \u00a0-]?\d{5}(?![\w-])")
_ODD = re.compile(r"(?<![\w.,:/=#№+-])[2-6](?:[ \u00a0.-]{0,3}\d){12,18}(?![\d_])")
_ABOUT_CARD = re.compile(
    r"\bкарт[аыеоуойa-z]{0,3}\b|\bcard|\bvisa\b|\bmaster ?card\b|\bмир\b|\bcvv|\bcvc|\bсбер|\bтиньк|\bpan\b|виза|мастеркард",
    re.I,
)
_OTHER = re.compile(
    r"(?:заказ\w*|счёт\w*|счет\w*|сч|р/с|к/с|трек\w*|трэк\w*|накладн\w*|отправлени\w*|договор\w*|imei|iccid|инн|огрн|бик|снилс|полис\w*|чек\w*|фн|фд|тикет\w*|заявк\w*|"
    r"транзакц\w*|платеж\w*|платёж\w*|операци\w*|штрих\w*|артикул\w*|order|invoice|tracking|track|ticket|transaction|reference|ref|parcel|account|serial|barcode|id|ид|uid|sim)"
    r"(?:\s+(?:номер|number|code|код|no|№|n))?\s*[.:#№=-]*\s*(?:№\s*)?$",
    re.I,
)
_CVV = re.compile(
    r"\b(?:cv[vc]2?|код (?:на обороте|сзади|безопасности)|csc|security code|цвв|свв)(?:[- ]?код)?(?:2)?[ \t:=—–-]{0,5}(?:код )?(\d{3,4})(?!\d)",
    re.I,
)


def cards(found: Found) -> None:
    """Card numbers that a maker could have given out (prefix, length, check digit), however spaced; the code of the back beside one."""
    text = found.text
    is_about = bool(_ABOUT_CARD.search(text)) if any(sign.isdigit() for sign in text) else None
    if is_about is None:
        return
    some = False
    for shape in (_CARD, _AMEX, *((_ODD,) if is_about else ())):
        for each in shape.finditer(text):
            digits = "".join(sign for sign in each[0] if sign.isdigit())
            end = each.end()
            if not is_card(digits) and len(digits) > 16 and is_card(digits[:16]) and each[0][-4] in " -":
                end -= len(each[0].rpartition(each[0][-4])[2]) + 1
                digits = digits[:16]
            if is_card(digits) and not _OTHER.search(text[max(0, each.start() - 40) : each.start()]):
                some = found.add(CARD, each.start(), end) or some
    if is_about or some:
        for each in _CVV.finditer(text):
            found.add(CARD, *each.span(1))


def is_card(digits: str) -> bool:
    """Whether the digits may be a card's: Mir, Visa, Mastercard, Maestro, American Express, UnionPay, JCB, Diners, Discover."""
    head, size = int(digits[:4]), len(digits)
    known = (
        (digits[0] == "4" and size in (13, 16, 19)) or (2221 <= head <= 2720 and size == 16) or (5100 <= head <= 5599 and size == 16)
        or (2200 <= head <= 2204 and 16 <= size <= 19) or (digits[:2] in ("34", "37") and size == 15) or (digits[:2] in ("62", "81") and 16 <= size <= 19)
        or (3528 <= head <= 3589 and 16 <= size <= 19) or (digits[:2] in ("36", "38", "30") and size == 14)
        or ((digits[:4] == "6011" or digits[:2] in ("64", "65", "60")) and 16 <= size <= 19) or (digits[:2] in ("50", "56", "57", "58", "63", "67") and 16 <= size <= 19)
    )  # fmt: skip
    if not known or len(set(digits)) < 4:
        return len(set(digits)) >= 2 and known and _luhn(digits)
    return _luhn(digits)


def _luhn(digits: str) -> bool:
    total = 0
    for index, sign in enumerate(reversed(digits)):
        value = int(sign) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
