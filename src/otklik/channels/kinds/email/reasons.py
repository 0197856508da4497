"""What mail servers say, in words that a person understands. Codes: RFC 3463 and RFC 5248."""

from __future__ import annotations

import re

_WORDS: tuple[tuple[str, str, str, str], ...] = (
    # enhanced code, words of the diagnostic, Russian, English; the first that fits
    (r"[45]\.1\.[1236]|5\.4\.1\b", r"user unknown|no such (?:user|mailbox)|unknown user|does not exist|not found|invalid (?:mailbox|recipient)|не существует|не найден",
     "такого ящика нет", "there is no such mailbox"),
    (r"5\.6\.7", r"other scripts|smtputf8|internationali[sz]ed", "их сервер не принимает адреса не латиницей", "their server takes no addresses beyond Latin letters"),
    (r"[45]\.2\.2", r"quota|mailbox (?:is )?full|переполнен|insufficient (?:system )?storage", "ящик переполнен", "the mailbox is full"),
    (r"[45]\.2\.1", r"disabled|inactive|suspended|заблокирован", "ящик отключён", "the mailbox is disabled"),
    (r"[45]\.3\.4|5\.2\.3", r"too (?:large|big)|size (?:limit|exceed)|message size", "письмо слишком большое для их сервера", "the letter is too large for their server"),
    (r"[45]\.1\.2|[45]\.4\.4", r"host (?:or domain )?(?:name )?not found|domain (?:does not exist|not found)|no mx|nxdomain|unrouteable", "такого почтового домена нет", "there is no such mail domain"),
    (r"[45]\.7\.(?:1|2\d|5\d)", r"spam|blocked|blacklist|blocklist|policy|reputation|dmarc|spf|dkim|спам", "сервер получателя принял письмо за спам", "the recipient's server took the letter for spam"),
    (r"4\.7\.1|4\.2\.0", r"gr[ae]ylist|try again later", "сервер получателя попросил прийти позже", "the recipient's server asked to come again later"),
    (r"[45]\.4\.[12]", r"timed? ?out|connection refused|no route|unreachable|connection (?:lost|closed|reset)", "сервер получателя не отвечает", "the recipient's server does not answer"),
    (r"5\.4\.6", r"loop|too many hops", "письмо ходит по кругу между серверами", "the letter goes round in circles between servers"),
    (r"4\.4\.7", r"expired|too long in queue", "письмо не удалось доставить за отведённое время", "the letter could not be delivered in time"),
    (r"[45]\.7\.\d+", r"auth|relay", "сервер получателя отказал в приёме", "the recipient's server refused it"),
)  # fmt: skip
_ELSE = {
    ("ru", True): "сервер получателя отказал",
    ("ru", False): "сервер получателя временно отказал",
    ("en", True): "the recipient's server refused it",
    ("en", False): "the recipient's server refused it for now",
}


def plain_words(status: str, diagnostic: str, *, recipient: str = "", language: str = "ru") -> str:
    """«ящик переполнен (anna@firma.example)»: the reason in `language` (ru or en), the address when known."""
    place = 2 if language == "ru" else 3
    words = next(
        (row[place] for row in _WORDS if status and re.fullmatch(row[0], status) and re.search(row[1], diagnostic, re.I)), None
    ) or next(
        (row[place] for row in _WORDS if re.search(row[1], diagnostic, re.I)), None
    ) or next((row[place] for row in _WORDS if status and re.fullmatch(row[0], status)), None)  # fmt: skip
    if words is None:
        code = status or diagnostic[:3]
        words = _ELSE["ru" if language == "ru" else "en", not code.startswith("4")]
    return f"{words} ({recipient})" if recipient else words
