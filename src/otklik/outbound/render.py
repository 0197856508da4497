"""An outgoing message as the bytes that leave: pure, the same for the same input."""

from __future__ import annotations

import datetime
import email.policy
import html
import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

MAX_REFERENCES = 20
QUOTE_LINES = 12
_POLICY = email.policy.SMTP.clone(cte_type="8bit", max_line_length=998, refold_source="none")
_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


@dataclass(frozen=True)
class EnclosedFile:
    """A file that goes with the letter."""

    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Quote:
    """What the letter answers: shown shortly below it."""

    who: str
    at: datetime.datetime  # in the reader's zone
    text: str


@dataclass(frozen=True)
class Outgoing:
    """Everything a letter is made of. Ids are without <>; addresses plain; `tag` is the quiet token."""

    message_id: str
    agent_name: str
    brand_name: str
    brand_color: str
    language: str
    from_address: str
    reply_to: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    text: str
    at: datetime.datetime
    tag: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    quote: Quote | None = None
    files: tuple[EnclosedFile, ...] = field(default=())
    is_automatic: bool = False
    desk: str = ""  # tells our letters from those of another installation


def render(letter: Outgoing) -> bytes:
    """RFC 5322 bytes with CRLF: multipart/alternative of text and HTML, files beside it."""
    message = EmailMessage(policy=_POLICY)
    support = "поддержка" if letter.language == "ru" else "support at"
    sender = f"{letter.agent_name}, {support} {letter.brand_name}"
    message["From"] = formataddr((_line(sender), letter.from_address))
    message["To"] = ", ".join(map(_line, letter.to))
    if letter.cc:
        message["Cc"] = ", ".join(map(_line, letter.cc))
    message["Reply-To"] = formataddr(
        (_line(f"{support[0].upper()}{support[1:]} {letter.brand_name}"), letter.reply_to)
    )
    message["Subject"] = _line(subject(letter))
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.message_id}>"
    if letter.in_reply_to:
        message["In-Reply-To"] = f"<{_line(letter.in_reply_to)}>"
        chain = [*letter.references, letter.in_reply_to]
        kept = list(dict.fromkeys(filter(None, chain)))
        message["References"] = " ".join(f"<{_line(each)}>" for each in [*kept[:1], *kept[1:][-MAX_REFERENCES:]])
    kind = "automatic" if letter.is_automatic else "reply"
    message["X-Otklik-Mail"] = f"{kind}; desk={letter.desk}" if letter.desk else kind
    if letter.is_automatic:
        message["Auto-Submitted"] = "auto-replied"
        message["X-Auto-Response-Suppress"] = "All"
    message.set_content(_plain(letter), subtype="plain", charset="utf-8", cte="quoted-printable")
    message.add_alternative(_page(letter), subtype="html", charset="utf-8", cte="quoted-printable")
    for file in letter.files:
        main, _, sub = file.content_type.partition("/")
        if main in ("message", "multipart") or not sub:
            main, sub = "application", "octet-stream"
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=_line(file.filename) or "file")
    # An address in another script can only be written as it is (RFC 6532); all else stays ASCII.
    is_ascii = all(each.isascii() for each in (*letter.to, *letter.cc, letter.from_address, letter.reply_to))
    return message.as_bytes() if is_ascii else message.as_bytes(policy=_POLICY.clone(utf8=True))


def subject(letter: Outgoing) -> str:
    """«Re: …» once, as every client makes it."""
    bare = re.sub(r"^(?:(?:re|aw|ответ|отв|fwd?)\s*(?:\[\d+\])?\s*:\s*)+", "", letter.subject.strip(), flags=re.I)
    words = bare or ("Ваше письмо" if letter.language == "ru" else "Your message")
    return f"Re: {words}"


def said(quote: Quote, language: str) -> str:
    """«Анна Белова, 24 ноября в 18:40:»"""
    if language == "ru":
        return f"{quote.who}, {quote.at.day} {_MONTHS[quote.at.month - 1]} в {quote.at:%H:%M}:"
    return f"{quote.who}, {quote.at:%B} {quote.at.day} at {quote.at:%H:%M}, wrote:"


def _short(text: str) -> list[str]:
    lines = [line for line in text.strip().split("\n") if line.strip()]
    kept = [line[:500] for line in lines[:QUOTE_LINES]]
    return [*kept, "…"] if len(lines) > QUOTE_LINES else kept


def _plain(letter: Outgoing) -> str:
    parts = [letter.text.strip()]
    if letter.quote:
        parts.append(
            "\n".join([said(letter.quote, letter.language), *(f"> {line}" for line in _short(letter.quote.text))])
        )
    parts.append(letter.tag)
    return "\n\n".join(parts) + "\n"


_STYLE = (
    "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-size:16px;line-height:1.55"
)


def _page(letter: Outgoing) -> str:
    quote = ""
    if letter.quote:
        lines = "<br>".join(html.escape(line) for line in _short(letter.quote.text))
        quote = (
            f'<div style="margin-top:28px;font-size:14px;color:#6f675e">{html.escape(said(letter.quote, letter.language))}'
            f'<blockquote style="margin:6px 0 0;padding:0 0 0 12px;border-left:2px solid #d9d2c7">{lines}</blockquote></div>'
        )
    color = letter.brand_color if re.fullmatch(r"#[0-9a-fA-F]{6}", letter.brand_color) else "#b4532a"
    return (
        f'<!DOCTYPE html><html lang="{letter.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>'
        f'<body style="margin:0;padding:16px;{_STYLE}"><div style="max-width:620px">'
        f'<div style="width:36px;height:3px;background-color:{color};margin-bottom:18px;font-size:0;line-height:0">&nbsp;</div>'
        f"{paragraphs(letter.text)}{quote}"
        f'<div style="margin-top:24px;font-size:11px;color:#b5aca0">{html.escape(letter.tag)}</div></div></body></html>'
    )


_BULLET = re.compile(r"^\s*[-•*]\s+(?=\S)")
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]»]")


def paragraphs(text: str) -> str:
    """Plain text as HTML: paragraphs, lists, links; everything escaped."""
    out: list[str] = []
    for block in re.split(r"\n[ \t]*\n", text.strip()):
        lines = block.split("\n")
        if all(_BULLET.match(line) for line in lines):
            items = "".join(f"<li>{_inline(_BULLET.sub('', line))}</li>" for line in lines)
            out.append(f'<ul style="margin:0 0 16px;padding-left:22px">{items}</ul>')
        else:
            out.append(f'<p style="margin:0 0 16px">{"<br>".join(map(_inline, lines))}</p>')
    return "".join(out)


def _inline(line: str) -> str:
    out, at = [], 0
    for match in _LINK.finditer(line):
        link = html.escape(match.group())
        out += [html.escape(line[at : match.start()]), f'<a href="{link}">{link}</a>']
        at = match.end()
    return "".join([*out, html.escape(line[at:])])


def _line(value: str) -> str:
    """One line: nothing a sender typed becomes a header of its own."""
    return re.sub(r"[\r\n\x00]+", " ", value).strip()
