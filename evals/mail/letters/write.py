"""The pens of the set: people, sentences, and letters put together byte by byte, as mail clients do."""

from __future__ import annotations

import base64
import quopri
import random
import zlib
from dataclasses import dataclass, field
from typing import Any

AGENT, AGENT_MAIL = "Борис Климов", "support@nord.example"
CUSTOMER, CUSTOMER_MAIL = "Анна Белова", "anna@firma.example"
SUBJECT = "Re: Сайт не открывается"

ASKED = (
    "Добрый день! Ошибка осталась, проверьте, пожалуйста, ещё раз.",
    "Здравствуйте, Борис!\n\nСделала, как вы написали, но сайт всё равно не открывается.\nМожет быть, дело в сертификате?",
    "Спасибо, всё заработало.",
    "Не помогло.",
    "Борис, добрый вечер.\n\nПрикладываю снимок экрана. Оплата прошла 12.11.2026 в 9:40, а услуга не включилась.\n\nЧто мне делать дальше?",
    "Подскажите:\n\n1. Можно ли перенести сайт без простоя?\n2. Сколько это стоит?\n3. Кто переносит базу: вы или я?",
    "Пароль сменил, доступ есть: https://panel.nord.example/login?from=mail. Можно закрывать.",
    "Ещё вопрос: почему письма с адреса info@firma.example уходят в спам? От клиентов уже жалобы.",
)
ANSWERED = (
    "Здравствуйте, Анна!\n\nМы перезапустили сервер, сайт должен открываться.\nПроверьте, пожалуйста, и напишите нам.",
    "Анна, добрый день!\n\nПосмотрите, какая ошибка в журнале: Панель — Сайты — Журнал.\n\nХорошего вторника!\nБорис Климов, поддержка «Норд»",
    "Добрый день!\n\nСертификат выпущен до 24.02.2027. От вас ничего не нужно.\n\n--\nБорис Климов",
)


@dataclass(frozen=True)
class Letter:
    """One letter of the set: its bytes, and what a right parser answers (keys of the scorer's `expect`)."""

    id: str
    raw: bytes
    expect: dict[str, Any] = field(default_factory=dict)

    @property
    def part(self) -> str:
        """`check` for one of three, told by the id alone, so that a new letter moves no other."""
        return "check" if zlib.crc32(self.id.encode()) % 3 == 0 else "tune"


def pick(key: str) -> tuple[str, str]:
    """New words and old words for the letter of this id, the same on every run."""
    chance = random.Random(f"otklik mail {key}")
    return chance.choice(ASKED), chance.choice(ANSWERED)


def word(text: str, charset: str = "utf-8", kind: str = "B") -> str:
    """One RFC 2047 encoded word."""
    raw = text.encode(charset)
    if kind == "B":
        return f"=?{charset}?B?{base64.b64encode(raw).decode()}?="
    return f"=?{charset}?Q?{''.join('_' if b == 32 else f'={b:02X}' for b in raw)}?="


def encoded(body: bytes, how: str) -> bytes:
    """A body in base64 (its bytes untouched), quoted-printable or as it is, with CRLF."""
    if how == "base64":
        return base64.encodebytes(body).replace(b"\n", b"\r\n")
    body = body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    if how == "quoted-printable":
        return quopri.encodestring(body.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return body


def part(
    body: str | bytes, kind: str = "text/plain", *, charset: str = "utf-8", how: str = "base64", head: str = ""
) -> bytes:
    """A part with its header; bytes are put as they are."""
    raw = body.encode(charset, "replace") if isinstance(body, str) else body
    label = f"; charset={charset}" if isinstance(body, str) else ""
    top = f"Content-Type: {kind}{label}\r\nContent-Transfer-Encoding: {how}\r\n{head}\r\n"
    return top.encode() + encoded(raw, how)


def multipart(kind: str, *parts: bytes, boundary: str = "----=_Part_1_20261124") -> bytes:
    """A multipart of ready parts, header and all."""
    inside = b"".join(b"--" + boundary.encode() + b"\r\n" + each + b"\r\n" for each in parts)
    return (
        f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
        + inside
        + b"--"
        + boundary.encode()
        + b"--\r\n"
    )


def head(
    *,
    subject: str = SUBJECT,
    sender: str | None = None,
    extra: str = "",
    to: str | None = None,
    date: str = "Tue, 24 Nov 2026 18:40:00 +0300",
) -> bytes:
    """The usual fields; `sender` and `to` are raw field values."""
    sender = sender if sender is not None else f"{word(CUSTOMER)} <{CUSTOMER_MAIL}>"
    to = to if to is not None else f"{word(AGENT)} <{AGENT_MAIL}>"
    subject = subject if subject.isascii() else word(subject)
    return (
        f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: {date}\r\n"
        f"Message-ID: <{zlib.crc32(subject.encode()):x}@firma.example>\r\n{extra}MIME-Version: 1.0\r\n"
    ).encode()


def plain(body: str, *, charset: str = "utf-8", how: str = "base64", **fields: Any) -> bytes:
    """A letter of plain text."""
    return head(**fields) + part(body, charset=charset, how=how)


def html(
    body: str, *, text: str | None = None, charset: str = "utf-8", how: str = "quoted-printable", **fields: Any
) -> bytes:
    """A letter of HTML, beside its text when `text` is given."""
    page = part(body, "text/html", charset=charset, how=how)
    return head(**fields) + (page if text is None else multipart("alternative", part(text, charset=charset), page))


def quoted(text: str, mark: str = "> ") -> str:
    """Every line behind a mark."""
    return "\n".join((mark + line).rstrip() if not line else mark + line for line in text.split("\n"))


def markup(text: str, tag: str = "div") -> str:
    """Lines as blocks of HTML."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"<{tag}>{line or '<br>'}</{tag}>" for line in escaped.split("\n"))
