"""Whether a word may be a password or a token, or is only talk, a name, a placeholder."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path

_MASK = re.compile(r"\*{3,}|[•●∙]{2,}|…|\.{4,}|(?<![A-Za-z0-9])[xXхХ]{3,}(?![A-Za-z0-9])|[xX]{6,}|#{4,}|_{4,}")
_PLACE = re.compile(
    r"[<\[{(].{0,80}[>\]})]|\$\{[^}]{0,200}\}|\$\w{1,60}(?:->|\[|\().*|[$%]\{?[A-Za-z_][\w.]{0,80}\}?%?|\$\(.{0,100}\)?|\{\{.{0,80}|%s|%\(\w{1,40}\)s|@@\w{1,60}@@|"
    r"(?:process\.env|os\.environ|env|getenv|System\.getenv|config|settings|secrets?|vault|var|data|self|this|args|request|params|os|ENV|import)[.\[(].{0,120}|"
    r"(?:your|my|the|some|enter|insert|put|change|ваш|мой|твой|свой|здесь|новый|user|db|root|admin|mysql|ftp)?[-_ ]?(?:password|passwd|pass|pwd|secret|token|api[-_]?key|key|пароль|пароля|токен|ключ|секрет)[-_ ]?(?:here|goes[-_]here|здесь|сюда|is|hash)?|"
    r"(?:your|ваш|твой|enter|insert|my)[-_][\w-]{1,60}|x{3,}|х{3,}|\*+|\.{2,}|-+|_+|\?+|!+|#+|•+|null|none|nil|true|false|yes|no|undefined|empty|redacted|hidden|masked|removed|"
    r"filtered|скрыт[оа]?|удал[её]н[оа]?|пусто|замазан[оа]?|вырезан[оа]?|нет|да|string|str|n/a|todo|tbd|changeit|example|replace[-_]?me|placeholder|protected",
    re.I,
)
_STOP = frozenset(
    (Path(__file__).parent / "talk.txt").read_text(encoding="utf-8").split()
)  # words of talk about passwords
_RU_TALK = re.compile(
    r"(?:не|нет|ни|же|бы|ли|и|а|но|от|для|на|в|во|с|со|к|ко|о|об|по|при|за|из|у|до|под|над|через|без|или|либо|что|чтобы|чтоб|как|так|то|это|этот|эта|тот|та|те|мой|моя|моё|мои|наш|ваш|вам|вас|мне|"
    r"меня|нам|нас|он|она|оно|они|его|её|ее|им|их|я|мы|вы|ты|тебе|себе|свой|сам|сама|сами|все|всё|весь|всем|вся|уже|ещё|еще|только|просто|точно|опять|снова|потом|тогда|сейчас|теперь|сегодня|вчера|"
    r"завтра|раньше|никак|никогда|всегда|тоже|также|там|тут|здесь|сюда|туда|где|куда|когда|если|хотя|поэтому|почему|зачем|какой|какая|какие|который|которая|которые|такой|такая|такие|"
    r"тотже|прежний|старый|новый|стандартный|обычный|верный|правильный|неверный|неправильный|слабый|простой|сложный|другой|один|два|три|много|мало|пустой|любой|каждый|кстати|спасибо|пожалуйста|"
    r"помогите|подскажите|внизу|ниже|выше|письме|письмо|смс|sms|личке|лс|телефону|звонком|почте|вложении|файле|скрине|скриншоте|скрин|скриншот|админка|админки|админке|почты|почта|сайта|сайт|сервер|сервера|"
    r"панель|панели|базы|база|хостинга|хостинг|аккаунта|аккаунт|ящика|ящик|роутера|кабинета|кабинет|пользователя|пользователь|логин|логина|пароль|пароля|пароли|вход|входа|доступ|доступа|восстановление|"
    r"восстановления|сброс|сброса|смена|смены|поле|поля|символов|символа|цифр|букв|длина|нужен|нужна|важен|верен|неверен|секрет|тайна|отдельно|отдельным|сообщением|вышлю|пришлю|скину|дам|могу|"
    r"длинный|длинная|буквы|цифры|латиницей|кириллицей|сообщу|отправлю|ок|администратора|рута|root'а)"
)
_RU_ENDING = re.compile(
    r".*(?:л|ла|ло|ли|лся|лась|лось|лись|ть|ться|ти|ен|ён|на|но|ны|ет|ит|ют|ят|ут|ат|ем|им|ешь|ете|ите|йте|ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|ому|ым|ыми|их|ых|ую|ами|ями|ах|ях|ся|сь)"
)
_CYRILLIC = re.compile(r"[а-яё]+(?:[-'’][а-яё]+)*", re.I)
_LATIN = re.compile(r"[a-z]+(?:[-'’][a-z]+)*", re.I)
_DOMAIN = re.compile(
    r"(?:https?://|ftp://|www\.)\S+|(?:[a-zа-яё0-9](?:[\w-]{0,62})\.)+(?:[a-z]{2,10}|рф|онлайн|xn--\w{2,30})(?::\d{1,5})?(?:/\S*)?",
    re.I,
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}\.(?:[a-zа-я]{2,20}|\d{1,3})(?::\S*)?", re.I)
_DATE = re.compile(
    r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?|\d{1,2}:\d{2}(?::\d{2})?|\d{1,3}(?:[.,]\d+)?(?:%|мс|ms|кб|мб|гб|kb|mb|gb|руб\.?|р\.?|₽|\$|€)?",
    re.I,
)
_PHONE = re.compile(r"(?:\+7|8)[\d()\s-]{9,16}|\+\d[\d()-]{8,16}")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)
_HEX = re.compile(
    r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|(?:sha\d{1,3}|md5)[:-]\S+|[0-9a-f]{2}(?::[0-9a-f]{2}){5,}|\$2[aby]\$\S+|\$[156y]\$\S+|\{ssha\}\S+",
    re.I,
)
_PATH = re.compile(r"(?:[a-z]:)?[\\/][\w.\\/-]*[\\/]?[\w.-]*|~/\S+|\.{1,2}/\S+|[\w-]+(?:/[\w.-]+){2,}", re.I)
_FILE = re.compile(
    r"[\w.-]+\.(?:php|html?|js|css|py|sh|txt|log|cnf|conf|ini|env|ya?ml|json|xml|png|jpe?g|gif|pdf|docx?|xlsx?|zip|gz|tar|sql|exe|pem|key|crt|ppk|csv|eml|bak)(?::\d+)?",
    re.I,
)
_PRODUCT = re.compile(
    r"(?:php|cp|koi|mysql|mariadb|postgre\w*|windows?|win|centos|debian|ubuntu|fedora|alma\w*|rocky|vds|vps|vm|server|srv|ns|mx|web|site|python|node|iphone|ipad|ios|android|galaxy|x|ipv|sha|md|base|utf|tls|ssl|ssh|http|"
    r"ftp|smtp|imap|pop|ispmanager|isp|vmmanager|bitrix|office|microsoft|outlook|chrome|firefox|edge|opera|nginx|apache|redis|openssl|php-fpm|wpa|wpa2|ws|db|host|node|worker|kvm|inv|ord|order|ticket|"
    r"rt|req|id|no|ver|version|v|r|m|h|error|err|code|aes|rsa|ed|win|core|intel|amd|ryzen|o|s|f|oauth|auth|log4j|pci|usb|raid|cat|port|vlan|eth|as|cve|rfc|iso|us|eu|msk|spb|u|user|client|host)[-_. ]?\d[\d._-]*(?:[a-z]{0,2}\d{0,2}|pro|lite)",
    re.I,
)  # fmt: skip
_CAMEL = re.compile(r"[a-z]{2,}[A-Z]|[A-Z]{2,}[a-z]{2,}[A-Z]?|[a-z][A-Z][a-z]")
_NAMES = re.compile(
    r"\w*(?:1Password|WordPress|MySQL|MariaDB|PostgreSQL|phpMyAdmin|ISPmanager|VMmanager|BILLmanager|DNSmanager|FileZilla|PuTTY|WinSCP|cPanel|DirectAdmin|GitHub|GitLab|YouTube|JavaScript|OpenCart|OpenVPN|WireGuard|AnyDesk|"
    r"TeamViewer|MacBook|iPhone|iPad|iCloud|macOS|iOS|WhatsApp|VKontakte|ВКонтакте|LastPass|KeePass|BitLocker|OneDrive|PayPal|QuickBooks|HubSpot|amoCRM|AmoCRM|eBay|LinkedIn|DevOps|WiFi|ЮMoney|ЮKassa|OpenSSH|MobaXterm|"
    r"VNC|CloudFlare|Bitrix|OAuth|SMTP|IMAP|SSH|FTP|CMS|CRM|NetCat|WebDAV|LibreOffice|DropBox|SimpleX|HeidiSQL|DBeaver)\w*"
)
_OPEN, _CLOSE = "«\"'“„‘`(<[", "»\"'”“’`)>]"
EDGE = ".,;"


def is_masked(value: str) -> bool:
    """Whether its characters are hidden: ****, ab•••, xxx."""
    return bool(_MASK.search(value))


def is_placeholder(value: str) -> bool:
    """Whether it only stands for a value: <пароль>, ${DB_PASS}, your_password."""
    bare = value.strip("'\"`«».,;")
    return not bare or bool(_PLACE.fullmatch(bare))


def is_known(value: str) -> bool:
    """Whether it is something else: an address, a date, a digest, a file, a version, a product."""
    bare = value.strip("()[]<>«»\"',;.?")
    if not bare or len(bare) > 400:
        return True
    for shape in (_DOMAIN, _MAIL, _DATE, _UUID, _HEX, _PATH, _FILE, _PRODUCT, _PHONE, _NAMES):
        if shape.fullmatch(bare):
            return True
    if bare.count(".") == 3 or bare.count(":") > 1:
        try:
            ipaddress.ip_address(
                bare.split("/")[0].rpartition(":")[0] if bare.count(".") == 3 and ":" in bare else bare.split("/")[0]
            )
        except ValueError:
            return False
        return True
    return False


def is_strong(value: str) -> bool:
    """Whether it looks like a password by itself: letters with digits or signs among them, capitals inside; no name, no word."""
    if not 5 <= len(value) <= 128 or is_placeholder(value) or is_masked(value) or is_known(value):
        return False
    letters = sum(sign.isalpha() for sign in value)
    digits = sum(sign.isdigit() for sign in value)
    if not letters:
        return digits >= 4 and any(sign in "!@#$%^&*+=_" for sign in value) and not value.startswith("#")
    signs = sum(not sign.isalnum() for sign in value)
    if digits and letters:
        if (
            _CYRILLIC.match(value)
            and re.fullmatch(r"[а-яё]{1,20}[-№.]?\d{1,5}|\d{1,5}-?[а-яё]{1,12}", value, re.I)
            and len(value) < 8
        ):
            return False
        return not re.fullmatch(r"\d{1,6}[-.]?[а-яёa-z]{1,10}|№\S+", value, re.I) or (
            len(value) >= 7 and digits >= 3 and value.isascii()
        )
    if signs and any(sign in "!@#$%^&*+=~?" for sign in value[:-1]) and "://" not in value:
        return True
    return bool(_CAMEL.search(value)) and value.isascii() and len(value) >= 8 and "-" not in value[1:]


def is_plain(value: str) -> bool:
    """Whether it may be a password where one is plainly named («пароль: солнышко»): a word that is no talk."""
    if not 3 <= len(value) <= 128 or is_placeholder(value) or is_masked(value):
        return False
    value = value.rstrip("?!")
    lowered = value.lower()
    if lowered in _STOP or _MAIL.fullmatch(value) or re.match(r"(?:https?|ftp)://", lowered):
        return False
    if _CYRILLIC.fullmatch(value):
        return len(value) >= 4 and not _RU_TALK.fullmatch(lowered) and not _RU_ENDING.fullmatch(lowered)
    if _LATIN.fullmatch(value):
        return len(value) >= 4
    return (
        not re.fullmatch(r"\W+", value)
        and not re.fullmatch(r"\d{1,2}(?:[-–]\d{1,3})?", value)
        and not re.fullmatch(r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?::\d+)?", value)
    )


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the quotes, brackets and the stop that only surround the value."""
    while end > start and (text[end - 1] in EDGE or text[end - 2 : end] in ("!!", "??", "?!", "!?")):
        end -= 2 if text[end - 2 : end] in ("!!", "??", "?!", "!?") else 1
    if end - start > 2 and text[start] in _OPEN and text[end - 1] == _CLOSE[_OPEN.index(text[start])]:
        return start + 1, end - 1
    if end - start > 2 and text[start] in "«“„\"'`" and text[end - 1] in "»”“\"'`":
        return start + 1, end - 1
    for opening, closing in ("()", "[]", "«»", '""', "“”"):
        if (
            end > start
            and text[end - 1] == closing
            and text.count(opening, start, end) < text.count(closing, start, end) + (opening == closing)
        ):
            end -= opening != closing or text.count(closing, start, end) % 2
            while end > start and text[end - 1] in EDGE:
                end -= 1
        if (
            end > start
            and text[start] == opening
            and text.count(closing, start, end) < text.count(opening, start, end) + (opening == closing)
        ):
            start += opening != closing or text.count(opening, start, end) % 2
    return start, end
