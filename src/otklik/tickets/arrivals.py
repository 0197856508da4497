"""What the intake hands to the actions: a letter understood, as plain data."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field


@dataclass(frozen=True)
class File:
    """An attachment whose bytes are already in `kit.blobs` under `digest`; `size` in bytes."""

    filename: str
    content_type: str
    size: int
    digest: str
    is_inline: bool = False
    content_id: str = ""


@dataclass(frozen=True)
class Arrival:
    """An incoming message. `external_id` is the Message-ID without <>; addresses are plain, lower case."""

    external_id: str
    sender: str
    subject: str
    text: str
    reply_text: str
    html: str
    at: datetime.datetime
    channel: str = "email"
    in_reply_to: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    language: str = ""
    auto: str = ""
    verdict: str = ""
    files: tuple[File, ...] = field(default=())
