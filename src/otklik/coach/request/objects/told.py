"""What is told in words: servers, orders, tickets, log-ins, sums, programs, people. Pure."""

from __future__ import annotations

import functools
import re

from otklik.coach.request.objects.model import LOGIN, MONEY, ORDER, PERSON, SERVER, SOFTWARE, TICKET, Found, lines
from otklik.coach.words import dictionary

_NUMBER = r"(?:\s*(?:№|#|n|no\.?|num\.?|номер\w{0,2}|number|nomer\w?|id|ид|-|—|:|=|под номером|от)){0,3}\s*"
_MARKED = r"\s*(?:№|#|номер\w{0,2}\s|number\s|nomer\w?\s|id\b:?|ид\s)\s*"
_CODE = r"(?:[a-zа-яё]{1,6}[-/]?)?\d[\d/-]{0,14}\d(?:[-/]\w{1,8})?|\d"
_ORDER = re.compile(rf"\b(?:заказ\w{{0,3}}|сч[её]т\w{{0,3}}(?!чик)|инвойс\w{{0,2}}|invoices?|orders?|bill|накладн\w+|акт\w{{0,2}}|плат[её]ж\w{{0,3}}|плат[её]жк\w|оплат\w|payment|договор\w{{0,2}}|contract|zakaz\w?|schet\w?|платежн\w+ поручени\w+|чек\w{{0,2}}|транзакци\w+|transaction){_NUMBER}({_CODE})(?![\w.]*\d|\s*(?:%|руб|р\.|₽|раз|час|мин|дн|шт))", re.I)  # fmt: skip
_TICKET = re.compile(rf"\b(?:тикет\w{{0,3}}|обращени\w{{1,3}}|заявк\w{{1,3}}|запрос\w{{0,2}}|ticket|case|request|tiket\w?|zayavk\w|инцидент\w{{0,2}}|incident){_NUMBER}({_CODE})(?![\w.]*\d|\s*(?:%|раз|час|мин|дн|шт))", re.I)  # fmt: skip
_KIND = r"(?:серв(?:ер|ак|[ао]к)\w{0,3}|впс\w{0,2}|вдс\w{0,2}|vps|vds|vm|вм|виртуал\w{2,5}|(?:виртуальн\w+ )?машин\w{1,3}|нод\w{1,2}|дедик\w{0,3}|хост\w{0,2}|контейнер\w{0,2}|инстанс\w{0,2}|услуг\w{1,3}|сервис\w{0,2}|server|servera|host|box|machine|instance|container|droplet|node|service|dedicated|тариф\w{0,2}|cluster|кластер\w{0,2}|uslug\w)"
_SERVER = re.compile(rf"(?<!windows )\b{_KIND}(?:(?:{_MARKED})({_CODE})|\s+(?:с именем |под именем |с названием |называется |named |called |имя )?(?:[«\"“„'](?P<quoted>[^»\"”'\n]{{2,30}})[»\"”']|(?P<name>(?=[\w.-]*\d)[a-zа-яё][\w-]*[\w]|[a-z]+(?:[-_][a-z0-9]+)+|\d{{4,9}})(?![\w.]*\d|\s*(?:руб|р\.|₽))))", re.I)  # fmt: skip
_BARE = re.compile(r"(?<![\w.@/«-])(?:(?:srv|server|serv|vm|vps|vds|kvm|vz|ovz|lxc|ct|node|host|web|db|app|ded|prod|stage|gw|hv|pg|sql|nas|box|cl|ns|mx|mail|front|back|api|cache|worker)[-_]?(?:[a-z]{0,12}[-_])?\d{1,7}|(?:srv|vps|vds|kvm|vm|prod|stage|node|db|web)[-_][a-z][\w-]{1,20})(?![\w@./-])", re.I)  # fmt: skip
_LOGIN = re.compile(r"\b(?:логин\w{0,2}|login\w?|username|user|пользовател\w{1,3}|юзер\w{0,2}|уч[её]тк\w{1,2}|уч[её]тн\w+ запис\w{1,2}|аккаунт\w{0,2}|account|логином|nick|ник)\s*(?:[:=—-]|под|is|с именем|named)?\s*[«\"“'`]?((?=[\w.-]*[a-z])[a-z][\w.-]{1,30}\w)", re.I)  # fmt: skip
_NO_LOGIN = frozenset(lines("no-logins.txt"))
_MONEY = re.compile(r"(?<![\w.,])(\d{1,3}(?:[ \u00a0]\d{3})+|\d{1,7})(?:[.,](\d{2}))?\s*(?:₽|руб\w{0,3}|р\b|rub\b|rur\b|usd\b|eur\b|долл\w+|евро|€|\$|тыс\w*)|[$€]\s?(\d{1,7})(?:[.,](\d{2}))?", re.I)  # fmt: skip
_PERSON = re.compile(
    r"(?<![\w@./«-])[А-ЯЁ][а-яё]{2,20}(?:-[А-ЯЁ][а-яё]+)?(?:[ ]+[А-ЯЁ][а-яё]{2,24}(?:-[А-ЯЁ][а-яё]+)?){0,3}"
)
_ENGLISH = re.compile(r"(?:^|\n)\s*(?:--?\s*|—\s*|best,?\s*|thanks,?\s*|regards,?\s*|cheers,?\s*)?([A-Z][a-z]{2,14}(?: [A-Z][a-z]{2,18})?)\s*\.?\s*$")  # fmt: skip
_VERSION = re.compile(r"[ \-_/]?(?:версии?|version|v\.?|ver\.?)?[ ]?(\d{1,4}(?:\.\d{1,5}){0,3})(?![\w.]*\d|\s*(?:раз|час|мин|дн|шт|руб|₽|гб|мб|gb|mb|%|:))", re.I)  # fmt: skip


@functools.lru_cache(maxsize=1)
def _programs() -> tuple[re.Pattern[str], dict[str, str]]:
    """An expression for all names of programs, and what each spelling means."""
    usual: dict[str, str] = {}
    for line in lines("software.txt"):
        name, _, others = line.partition(":")
        for each in (name, *others.split(",")):
            if each.strip():
                usual[each.strip()] = name.strip()
    names = sorted(usual, key=lambda each: (-len(each), each))
    # A Cyrillic name may bend («битриксе»), a Latin one may not.
    bent = [
        re.escape(each) + (r"[а-яё]{0,3}" if re.search("[а-яё]$", each) and len(each) > 3 else "") for each in names
    ]
    return re.compile(rf"(?<![\w@/.-])({'|'.join(bent)})(?![a-zа-яё_@]|\.(?:ru|com|net|org)\b)", re.I), usual


def _usual(written: str, usual: dict[str, str]) -> str:
    low = written.lower()
    while low and low not in usual:
        low = low[:-1]
    return usual.get(low, written.lower())


def numbers(found: Found) -> None:
    """Orders, tickets and servers by number or name, log-ins, sums."""
    text = found.text
    for kind, expression in ((ORDER, _ORDER), (TICKET, _TICKET)):
        for match in expression.finditer(text):
            if len(match[1]) > 1 or re.search("[№#]", match[0]):
                found.match(kind, match, match[1].lower(), 1)
    expression = _programs()[0]
    for match in _SERVER.finditer(text):
        group = 1 if match[1] else "quoted" if match["quoted"] else "name"
        if not expression.fullmatch(match[group]) and not re.fullmatch(r"[345]\d\d", match[group]):
            found.match(SERVER, match, match[group].lower().replace("ё", "е"), group)
    for match in _BARE.finditer(text):
        found.match(SERVER, match, match[0].lower())
    for match in _LOGIN.finditer(text):
        name = match[1].lower()
        if name not in _NO_LOGIN and (re.search(r"[\d._-]", name) or re.search(r"[:=«\"“'`]", match[0]) or re.search("[а-яё]", text, re.I)):  # fmt: skip
            found.match(LOGIN, match, name, 1)


def sums(found: Found) -> None:
    """Amounts of money, without their currency."""
    for match in _MONEY.finditer(found.text):
        whole = re.sub(r"\D", "", match[1] or match[3])
        cents = match[2] or match[4] or ""
        found.match(MONEY, match, f"{int(whole)}" + (f".{cents}" if cents.strip("0") else ""))


def programs(found: Found) -> None:
    """Software, with its version where one stands behind it."""
    expression, usual = _programs()
    for match in expression.finditer(found.text):
        version = _VERSION.match(found.text, match.end())
        end = version.end() if version else match.end()
        found.add(SOFTWARE, match.start(), end, _usual(match[1], usual), version[1] if version else "")


@functools.lru_cache(maxsize=5_000)
def _name(word: str) -> tuple[str, str]:
    """(first, patronymic or surname; which) and the dictionary form, ("", "") for no name."""
    for each in dictionary().parse(word.lower()) if dictionary().word_is_known(word.lower()) else ():
        for tag in ("Name", "Patr", "Surn"):
            if tag in each.tag.grammemes and each.score > (0.3 if tag == "Name" else 0.03):
                return tag, str(each.normal_form).replace("ё", "е")
    return "", ""


def people(found: Found) -> None:
    """First names and surnames, alone or together, in their dictionary form, surname last, without a patronymic."""
    for match in _PERSON.finditer(found.text):
        parts = [(part, *_name(part[0])) for part in re.finditer(r"[\w-]+", match[0])]
        named = [(part, tag, form) for part, tag, form in parts if tag]
        if (
            named
            and any(tag in ("Name", "Surn") for _, tag, _ in named)
            and not (len(named) == 1 and named[0][1] == "Surn")
        ):
            order = {"Name": 0, "Surn": 1}
            name = " ".join(form for _, tag, form in sorted(named, key=lambda each: order.get(each[1], 2)) if tag != "Patr")  # fmt: skip
            found.add(PERSON, match.start() + named[0][0].start(), match.start() + named[-1][0].end(), name)
    last = _ENGLISH.search(found.text)
    if last:
        found.match(PERSON, last, last[1].lower(), 1)
