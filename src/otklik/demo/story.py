"""The demo's story out of its file, and its letters as the bytes that clients send. Pure."""

from __future__ import annotations

import datetime
import struct
import zlib
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "story.yaml"
_TICKET_KEYS = {
    "brand", "from", "ago", "subject", "team", "tags", "priority", "category", "situation", "status", "charset", "client", "attach", "lang", "auto", "thread", "asked", "unsure",
}  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """One message of a story: `by` a login, `note-<login>`, or "" for the customer; `after` in hours."""

    by: str
    after: float
    text: str
    is_draft: bool = False


@dataclass(frozen=True)
class Dream:
    """A wish of the story. `asked` are (address, subject) of its tickets; `voices` asked elsewhere."""

    title: str
    brand: str
    status: str
    title_en: str = ""
    description: str = ""
    ru: str = ""
    en: str = ""
    asked: tuple[tuple[str, str], ...] = ()
    voices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Use:
    """What an agent (a login) did with a rule's remarks on a day, so many days `ago`."""

    by: str
    rule: str
    ago: int
    shown: int = 0
    applied: int = 0
    dismissed: int = 0


@dataclass(frozen=True)
class Tale:
    """One ticket of the story; `ago` before now."""

    brand: str
    sender: str
    subject: str
    ago: datetime.timedelta
    turns: tuple[Turn, ...]
    options: dict[str, Any]


def tales() -> tuple[dict[str, str], list[Tale]]:
    """(address → name, the tickets). Raises ValueError on an unknown key."""
    # libyaml's loader where the wheel has it: the demo should open at once.
    data = yaml.load(FILE.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 -- both are the safe ones
    found = []
    for row in data["tickets"]:
        if set(row) - _TICKET_KEYS:
            raise ValueError(f"{FILE.name}: unknown keys {sorted(set(row) - _TICKET_KEYS)} in «{row.get('subject')}»")
        turns = tuple(
            Turn(each.get("draft", each.get("by", "")), float(each.get("after", 0)), each["text"], "draft" in each)
            for each in row["thread"]
        )
        ago = datetime.timedelta(days=row["ago"][0], hours=row["ago"][1])
        found.append(Tale(row["brand"], row["from"], row["subject"], ago, turns, row))
    return dict(data["people"]), found


def dreams() -> list[Dream]:
    """The wishes. Raises TypeError on an unknown key."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))["wishes"]
    return [Dream(**{**row, "asked": tuple(tuple(pair) for pair in row.get("asked", ()))}) for row in rows]


def uses() -> list[Use]:
    """What became of the coach's remarks. Raises TypeError on an unknown key."""
    return [Use(**row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8"))["uses"]]


def rules() -> list[dict[str, Any]]:
    """The rules that the hosting company has added to the coach, by their fields."""
    return list(yaml.safe_load(FILE.read_text(encoding="utf-8"))["rules"])


def letter(
    tale: Tale, turn: Turn, *, name: str, to: str, at: datetime.datetime, number: int, answers: str, quote: str
) -> bytes:
    """A customer's letter as their client would send it. `answers` is a Message-ID or ""."""
    charset = tale.options.get("charset", "utf-8")
    message = EmailMessage()
    message["From"] = formataddr((name, tale.sender))
    message["To"] = to
    message["Subject"] = ("Re: " if answers else "") + tale.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<story-{number}@{tale.sender.rpartition('@')[2]}>"
    if answers:
        message["In-Reply-To"] = message["References"] = f"<{answers}>"
    if tale.options.get("auto"):
        message["Auto-Submitted"] = "auto-replied"
    text = turn.text
    if quote:
        shown = "\n".join(f"> {line}" for line in quote.split("\n"))
        text += _HEADS[tale.options.get("client", "gmail")].format(at=at, shown=shown)
    elif tale.options.get("client") == "iphone":
        text += "\n\nОтправлено с iPhone"
    message.set_content(text, charset=charset if _fits(text, charset) else "utf-8", cte="base64")
    if not answers and (kind := tale.options.get("attach")):
        _attach(message, kind)
    return message.as_bytes()


_HEADS = {
    "gmail": "\n\n{at:%d.%m.%Y} в {at:%H:%M}, поддержка <support@nord.example>:\n\n{shown}",
    "yandex": '\n\n{at:%d.%m.%Y, %H:%M}, "поддержка" <help@tabel.example>:\n{shown}',
    "iphone": "\n\nОтправлено с iPhone\n\n> {at:%d.%m.%Y, в %H:%M}, поддержка <support@nord.example> написал(а):\n{shown}",
    "outlook": "\n\nFrom: поддержка\nSent: {at:%d.%m.%Y %H:%M}\nTo: бухгалтерия\nSubject: Re:\n\n{shown}",
}


def _fits(text: str, charset: str) -> bool:
    """Clients change to UTF-8 where their charset ends, at a «quotation» for one."""
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _attach(message: EmailMessage, kind: str) -> None:
    if kind == "png":
        message.add_attachment(picture(), maintype="image", subtype="png", filename="снимок экрана.png")
    elif kind == "log":
        report = _mtr("198.51.100.80", packets=1000, losing_from=5)
        message.add_attachment(report.encode(), maintype="text", subtype="plain", filename="mtr-от-нас.log")
    elif kind == "short-mtr":
        report = _mtr("198.51.100.91", packets=100, losing_from=4)
        message.add_attachment(report.encode(), maintype="text", subtype="plain", filename="mtr.txt")
    elif kind == "journal":
        text = (
            "ноя 23 23:41:07 mysqld[812]: [ERROR] Can't create/write to file '/tmp/MLfd=37' (OS errno 28 - No space left on device)\n"
            * 6
        )
        message.add_attachment(text.encode(), maintype="text", subtype="plain", filename="journalctl.txt")
    else:
        message.add_attachment(
            "поле;значение\nИНН;7700000000\nКПП;770001001\n".encode("cp1251"),
            maintype="text",
            subtype="csv",
            filename="реквизиты.csv",
        )


def _mtr(target: str, *, packets: int, losing_from: int) -> str:
    """A report as `mtr -rwc` prints it: one router answers seldom, from another one on packets get lost."""
    lines = ["HOST: office                      Loss%   Snt   Last   Avg  Best  Wrst StDev"]
    for hop in range(1, 10):
        host = target if hop == 9 else f"198.51.100.{hop}"
        loss = 29.8 + hop * 0.1 if hop >= losing_from else 64.0 if hop == 3 else 0.0
        delay = 2.0 + hop * 1.7 + (38 if hop >= losing_from else 0)
        lines.append(
            f"  {hop}.|-- {host:24} {loss:5.1f}%  {packets:4}  {delay:5.1f}  {delay + 0.4:5.1f}  {delay - 1:5.1f}  {delay * 2:5.1f}   2.1"
        )
    return "\n".join(lines) + "\n"


def picture(width: int = 640, height: int = 360) -> bytes:
    """A small PNG: a browser's window with a grey page and a red bar."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            inside = 40 < y < 320 and 60 < x < width - 60
            color = (
                (222, 216, 206)
                if y < 34
                else (196, 60, 50)
                if inside and 90 < y < 116
                else (238, 238, 238)
                if inside
                else (250, 250, 250)
            )
            rows += bytes(color)

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(rows), 9))
        + chunk(b"IEND", b"")
    )
