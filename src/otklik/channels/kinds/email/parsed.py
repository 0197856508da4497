"""What a letter turns out to be: plain frozen data, with no NUL, no lone surrogate, no line break in a header."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Mailbox:
    """A name and an address; either may be empty. The address keeps its case."""

    name: str
    address: str


@dataclass(frozen=True)
class Attached:
    """A file in a letter; `content_id` without <>."""

    filename: str
    content_type: str
    content: bytes
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True)
class Bounce:
    """A delivery report. `status` is an enhanced code such as 5.1.1, `action` failed, delayed, delivered, relayed
    or expanded; `original_message_id` without <>, of the letter that came back."""

    recipient: str = ""
    status: str = ""
    action: str = ""
    diagnostic: str = ""
    original_message_id: str = ""


@dataclass(frozen=True)
class ParsedMail:
    """A letter. Message ids are without <>; `date` is aware or None; `text` is all that is visible, `reply_text`
    the new part; `html` is sanitised or None; `headers` are the decoded fields that the intake asks for."""

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    from_: Mailbox | None = None
    reply_to: tuple[Mailbox, ...] = ()
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    subject: str = ""
    date: datetime.datetime | None = None
    text: str = ""
    reply_text: str = ""
    html: str | None = None
    attachments: tuple[Attached, ...] = ()
    auto: str | None = None
    bounce: Bounce | None = None
    language: str | None = None
    delivered_to: tuple[str, ...] = ()
    return_path: str = ""
    authentication_results: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The public contract of `otklik mail parse`."""
        return {
            "message_id": self.message_id or None,
            "in_reply_to": self.in_reply_to or None,
            "references": list(self.references),
            "from": _mailbox(self.from_) if self.from_ else None,
            "reply_to": _mailbox(self.reply_to[0]) if self.reply_to else None,
            "to": [_mailbox(each) for each in self.to],
            "cc": [_mailbox(each) for each in self.cc],
            "subject": self.subject,
            "date": self.date.isoformat() if self.date else None,
            "text": self.text,
            "reply_text": self.reply_text,
            "html": self.html,
            "attachments": [
                {
                    "filename": each.filename,
                    "content_type": each.content_type,
                    "size": len(each.content),
                    "inline": each.inline,
                    "content_id": each.content_id or None,
                }
                for each in self.attachments
            ],
            "auto": self.auto,
            "bounce": {
                "recipient": self.bounce.recipient or None,
                "status": self.bounce.status or None,
                "action": self.bounce.action or None,
                "diagnostic": self.bounce.diagnostic or None,
            }
            if self.bounce
            else None,
            "language": self.language,
        }


def _mailbox(mailbox: Mailbox) -> dict[str, str | None]:
    return {"name": mailbox.name or None, "address": mailbox.address or None}
