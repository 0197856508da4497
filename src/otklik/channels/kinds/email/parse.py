"""The door: a letter's bytes in, a `ParsedMail` out. Never raises; what is beyond sense comes back empty."""

from __future__ import annotations

import re

from otklik.channels.kinds.email import auto, bounces, headers, quotes
from otklik.channels.kinds.email import body as bodies
from otklik.channels.kinds.email.charsets import decode
from otklik.channels.kinds.email.mime import Part, read
from otklik.channels.kinds.email.parsed import ParsedMail
from otklik.kit import html as markup

MAX_LETTER = 100_000_000

_KEPT = frozenset(
    [
        "auto-submitted",
        "precedence",
        "x-precedence",
        "x-auto-response-suppress",
        "x-loop",
        "x-mailer",
        "user-agent",
        "x-spam-flag",
        "x-spam-status",
        "list-id",
        "list-unsubscribe",
        "list-post",
        "x-autoreply",
        "x-autorespond",
        "importance",
        "x-priority",
        "x-original-to",
        "sender",
        "received-spf",
        "x-failed-recipients",
    ]
)


def parse(raw: bytes) -> ParsedMail:
    """Read a letter; a bound that is hit (parts, depth, header, size) leaves something out, never the whole."""
    root = read(raw[:MAX_LETTER])
    body = bodies.read(root)
    subject = headers.text(root.first("subject"))
    fields = _fields(root)
    text = body.text().strip("\n")
    bounce = bounces.read(root, fields, subject, text)
    reply = quotes.reply_of(text)
    is_receipt = any(part.content_type == "message/disposition-notification" for part in root.walk())
    kind = "bounce" if bounce is not None else auto.kind_of(fields, subject, words=reply, is_receipt=is_receipt)
    html = "\n".join(markup.sanitise(each) for each in body.html) if body.html else None
    return ParsedMail(
        message_id=next(iter(headers.ids(root.first("message-id"))), ""),
        in_reply_to=next(iter(headers.ids(root.first("in-reply-to"))), ""),
        references=headers.ids(b" ".join(root.all("references"))),
        from_=next(iter(headers.addresses(root.first("from"))), None)
        or next(iter(headers.addresses(root.first("sender"))), None),
        reply_to=headers.addresses(root.first("reply-to")),
        to=headers.addresses(b", ".join(root.all("to"))),
        cc=headers.addresses(b", ".join(root.all("cc"))),
        subject=subject,
        date=headers.date(root.first("date")),
        text=text,
        reply_text=reply,
        html=html,
        attachments=tuple(body.files),
        auto=kind,
        bounce=bounce,
        language=_language(reply) or _language(text),
        delivered_to=_plain_addresses(
            root, ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")
        ),
        return_path=next(iter(_plain_addresses(root, ("return-path",))), ""),
        authentication_results=tuple(headers.text(each) for each in root.all("authentication-results")),
        headers={name: value for name, value in fields.items() if name in _KEPT or name.startswith("x-otklik-")},
    )


def _fields(root: Part) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in root.fields:
        if name not in found:
            found[name] = headers.clean(decode(value[:2000], None))
    return found


def _plain_addresses(root: Part, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        box.address.lower()
        for name in names
        for value in root.all(name)
        for box in headers.addresses(value)
        if box.address
    )


_CYRILLIC = re.compile("[а-яё]", re.I)
_LATIN = re.compile("[a-z]", re.I)
_UKRAINIAN = re.compile("[іїєґ]", re.I)
_KAZAKH = re.compile("[әғқңөұүһ]", re.I)
_GERMAN = re.compile(r"\b(?:und|nicht|ich|ist|der|die|das|mit|für|bitte)\b", re.I)


# Addresses, links, codes and names of programs say nothing of the language.
_NO_WORDS = re.compile(r"\S+@\S+|\S+://\S+|\b\S*[\d_./\\=]\S*\b|\b[A-Z]{2,}\b")


def _language(text: str) -> str | None:
    """By the script: ru, uk, kk, en, de, or None for a text without letters."""
    sample = _NO_WORDS.sub(" ", text[:4000])
    cyrillic, latin = len(_CYRILLIC.findall(sample)), len(_LATIN.findall(sample))
    if cyrillic + latin < 2:
        return None
    if cyrillic * 3 >= latin:
        if len(_KAZAKH.findall(sample)) * 25 > cyrillic:
            return "kk"
        return "uk" if len(_UKRAINIAN.findall(sample)) * 25 > cyrillic else "ru"
    return "de" if len(_GERMAN.findall(sample)) * 12 > len(sample.split()) else "en"
