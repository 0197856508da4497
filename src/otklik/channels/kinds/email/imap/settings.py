"""How a mailbox is to be fetched: what the command line gives and the account keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

LOOPBACK = ("127.0.0.1", "::1", "localhost")
TAKE = ("unread", "all", "new")
POLL = 60  # seconds between looks where the server has no IDLE


class BadMailbox(ValueError):
    """A setting cannot be used; the words say what to write instead."""


@dataclass(frozen=True)
class ImapSettings:
    """`tls` is "tls", "starttls" or "none". `take`: which letters of before the first contact are taken. `taken`: what
    marks a letter on the server: "flag" (a keyword of ours), "seen", or "move:FOLDER". `poll` in seconds."""

    host: str
    port: int
    user: str
    folder: str
    tls: str
    take: str = "unread"
    taken: str = "flag"
    poll: int = POLL

    @property
    def where(self) -> str:
        """Names this folder of this server, in 16 hex digits: positions and ids of another are not mistaken for its."""
        return hashlib.sha256(f"{self.host}:{self.port}\n{self.user}\n{self.folder}".encode()).hexdigest()[:16]


def read(given: Mapping[str, Any]) -> ImapSettings:
    """From an account's `config["imap"]`: url, take, taken, poll. Raises BadMailbox."""
    url = str(given.get("url", ""))
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise BadMailbox(f"«{url}»: the port is no number") from error
    if parts.scheme not in ("imap", "imaps") or not parts.hostname:
        raise BadMailbox(f"«{url}» is no mailbox; write imaps://USER@HOST/INBOX (the password goes into a file)")
    if parts.password:
        raise BadMailbox(
            "no password in the address, please: it would be seen in the list of processes; give --password-file"
        )
    tls = (parse_qs(parts.query).get("tls") or [""])[0]
    if parts.scheme == "imaps":
        tls = "tls"
    elif not tls:
        tls = "none" if parts.hostname in LOOPBACK else "starttls"
    if tls not in ("tls", "starttls", "none"):
        raise BadMailbox(f"tls={tls}: write starttls or none")
    take, taken = str(given.get("take") or "unread"), str(given.get("taken") or "flag")
    if take not in TAKE:
        raise BadMailbox(f"«{take}» is none of {', '.join(TAKE)}")
    if taken not in ("flag", "seen") and not (taken.startswith("move:") and taken[5:].strip()):
        raise BadMailbox(f"«{taken}» is none of flag, seen, move:FOLDER")
    folder = unquote(parts.path[1:]) or "INBOX"
    if taken[5:] == folder and taken.startswith("move:"):
        raise BadMailbox(f"letters cannot be moved from {folder} into itself")
    return ImapSettings(
        host=parts.hostname, port=port or (993 if tls == "tls" else 143), user=unquote(parts.username or ""), folder=folder,
        tls=tls, take=take, taken=taken, poll=min(max(int(given.get("poll") or POLL), 5), 1500),
    )  # fmt: skip
