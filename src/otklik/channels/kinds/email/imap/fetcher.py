"""One mailbox's letters into the desk: look, take, commit, remember, mark; then wait for more.

The order is the promise: raw bytes are committed by `accept` before the position moves and before anything changes on
the server. Whatever dies in between, the letter is met again and recognised by its id (account, folder, UIDVALIDITY, UID).
"""

from __future__ import annotations

import datetime
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection as database
from imap_tools.consts import SHORT_MONTH_NAMES

from otklik.channels import actions
from otklik.channels.kinds.email import oauth
from otklik.channels.kinds.email.imap import oversize
from otklik.channels.kinds.email.imap.connection import KEYWORD, Connection
from otklik.channels.kinds.email.imap.settings import BadMailbox, ImapSettings, read
from otklik.channels.kinds.email.imap.troubles import Trouble, steps
from otklik.channels.models import Account
from otklik.channels.queries import secrets_of
from otklik.kit import crypt, jobs
from otklik.kit.clock import now

log = logging.getLogger("otklik.imap")

BATCH_LETTERS, BATCH_OCTETS = 20, 10_000_000  # committed together
REISSUE = 300.0  # seconds in one IDLE: servers and the nets between forget a silent connection
MISSES = 5  # tries to get a letter that the server has and does not hand out


@dataclass(frozen=True)
class Fetched:
    """A letter from a mailbox; `external_id` is the same for the same letter of the same folder, for ever."""

    raw: bytes
    account_id: int
    external_id: str


Accept = Callable[[list[Fetched]], None]  # commits all or raises


class Fetcher:
    """Fetches one account until `stop`. `run` is a thread's body; `sweep` one look, for those who hold the connection."""

    def __init__(self, account: Account, *, accept: Accept, max_letter: int) -> None:
        self.account, self._accept, self._max_letter = account, accept, max_letter
        self.settings: ImapSettings = read(account.config["imap"])
        self._tokens = tokens_of(account)
        self._stop = threading.Event()
        self._failures = 0
        self._misses: dict[int, int] = {}

    def stop(self) -> None:
        """Come to an end after the letters in hand."""
        self._stop.set()

    def run(self) -> None:
        """Connect, take, wait; after trouble come back later, with what was wrong kept on the account."""
        try:
            while not self._stop.is_set():
                try:
                    self._session()
                except Trouble as trouble:
                    self._report(trouble)
                except Exception as error:
                    log.exception("%s: unexpected", self.account.address)
                    self._report(Trouble("ours", f"{type(error).__name__}: {error}"))
        finally:
            database.close()

    def connect(self) -> Connection:
        """Log in and open the folder. Raises Trouble."""
        return connect(self.account, self.settings, self._tokens)

    def sweep(self, box: Connection) -> int:
        """Take everything that waits; how many letters. Raises Trouble."""
        position = self._position(box)
        taken = 0
        if position.get("unmarked"):  # committed, and then something broke
            box.mark(position["unmarked"], self.settings.taken)
        uids = [
            uid for uid in box.waiting(_criteria(position)) if uid > position["uid"]
        ]  # `9:*` names 8 when 8 is the last
        for letters, done in self._batches(box, uids):
            if letters:
                self._accept(letters)
            position = {**position, "uid": done[-1], "unmarked": done}
            actions.remember(self.account, config={"position": position})
            box.mark(done, self.settings.taken)
            taken += len(letters)
            if self._stop.is_set():
                break
        self._failures = 0
        kept = self._kept()
        past = kept.get("trouble") or kept.get("past")  # what it was is still told when it is over
        fetched = {**kept, "at": now().isoformat(), "trouble": None, "past": past}
        actions.remember(self.account, config={"position": {**position, "unmarked": []}, "fetched": fetched})
        return taken

    def _session(self) -> None:
        box = self.connect()
        try:
            while not self._stop.is_set():
                taken = self.sweep(box)
                if taken:
                    log.info("%s: %s letters taken", self.account.address, taken)
                database.close()  # the wait may be long, and other mailboxes wait as well
                if box.has_idle:
                    box.idle(REISSUE, self._stop.is_set)
                elif not self._stop.wait(self.settings.poll):
                    box.noop()
        finally:
            box.close()

    def _position(self, box: Connection) -> dict[str, Any]:
        """Where we are in this very folder. A folder that was made anew (another UIDVALIDITY) is gone through again from
        shortly before our last visit; what we have is told by its keyword or, later, by its Message-ID."""
        known = self.account.config.get("position") or {}
        if known.get("of") == self.settings.where and known.get("validity") == box.validity:
            return dict(known)
        below = box.uid_next or max(box.waiting("ALL"), default=0) + 1
        position = {"of": self.settings.where, "validity": box.validity, "uid": 0, "below": below, "old": ""}
        if known.get("of") == self.settings.where:
            last = datetime.datetime.fromisoformat(self._kept().get("at") or now().isoformat())
            day = last - datetime.timedelta(days=2)
            since = f"{day.day}-{SHORT_MONTH_NAMES[day.month - 1]}-{day.year}"
            log.warning("%s: the folder was made anew on the server, going through it", self.account.address)
            return {**position, "old": f"OR UNSEEN SINCE {since}"}
        if self.settings.take == "new":
            return {**position, "uid": below - 1}
        return {**position, "old": "UNSEEN" if self.settings.take == "unread" else "ALL"}

    def _batches(self, box: Connection, uids: list[int]) -> Iterator[tuple[list[Fetched], list[int]]]:
        """Letters with their UIDs, in portions; what is in hand is handed over before a trouble goes on."""
        letters: list[Fetched] = []
        done: list[int] = []
        octets = 0
        for start in range(0, len(uids), 200):
            portion = uids[start : start + 200]
            sizes = box.sizes(portion)
            for uid in portion:
                try:
                    raw = self._letter(box, uid, sizes.get(uid, 0))
                except Trouble:
                    if done:
                        yield letters, done
                    raise
                if raw is not None:
                    letters.append(Fetched(raw, self.account.pk, f"imap:{self.settings.where}:{box.validity}:{uid}"))
                    octets += len(raw)
                done.append(uid)
                if len(letters) >= BATCH_LETTERS or octets >= BATCH_OCTETS or self._stop.is_set():
                    yield letters, done
                    letters, done, octets = [], [], 0
        if done:
            yield letters, done

    def _letter(self, box: Connection, uid: int, size: int) -> bytes | None:
        """The bytes; None when it has gone, or when the server has failed to hand it out time and again."""
        if self._misses.get(uid, 0) >= MISSES:
            return None
        try:
            if size <= self._max_letter:
                return box.letter(uid)
            beginning = box.letter(uid, octets=oversize.BEGINNING)
        except Trouble as trouble:
            self._misses[uid] = self._misses.get(uid, 0) + 1
            if self._misses[uid] >= MISSES:
                log.error(
                    "%s: letter %s is passed over and stays in the mailbox: %s", self.account.address, uid, trouble
                )
                missed = [*self._kept().get("missed", []), {"uid": uid, "at": now().isoformat(), **trouble.as_json()}]
                actions.remember(self.account, config={"fetched": {**self._kept(), "missed": missed[-20:]}})
            raise
        if beginning is None:
            return None
        log.warning("%s: letter %s has %s octets, its text alone is taken", self.account.address, uid, size)
        return oversize.shortened(
            beginning, size=size, address=self.account.address, language=self.account.brand.language
        )

    def _report(self, trouble: Trouble) -> None:
        """Keep it on the account and in the log, then wait longer each time."""
        self._failures += 1
        wait = jobs.back_off(self._failures, steps=steps(trouble.code))
        at = now()
        log.warning("%s: %s; next try in %.0f s", self.account.address, trouble, wait.total_seconds())
        before = self._kept().get("trouble") or {}
        kept = {**trouble.as_json(), "since": before.get("since") or at.isoformat(), "tries": self._failures,
                "next": (at + wait).isoformat()}  # fmt: skip
        try:
            actions.remember(self.account, config={"fetched": {**self._kept(), "trouble": kept}})
        except Exception:  # the database may be what is wrong
            log.exception("%s: the trouble could not be kept", self.account.address)
        database.close()
        self._stop.wait(wait.total_seconds())

    def _kept(self) -> dict[str, Any]:
        return dict(self.account.config.get("fetched") or {})


def connect(account: Account, settings: ImapSettings, tokens: oauth.Tokens | None = None) -> Connection:
    """The account's mailbox, opened with what is sealed for it. Raises Trouble."""
    try:
        secrets = secrets_of(account)
    except crypt.Unreadable as error:
        raise Trouble("sealed", host=settings.host) from error
    token = (tokens or tokens_of(account)) if "oauth" in secrets else None
    return Connection(settings, password=secrets.get("imap_password", ""), token=token)


def tokens_of(account: Account) -> oauth.Tokens:
    """Access tokens for an account that has a grant; a rotated refresh token is sealed at once."""

    def load() -> oauth.Grant:
        return oauth.read(secrets_of(Account.objects.get(pk=account.pk))["oauth"])

    def keep(grant: oauth.Grant) -> None:
        actions.replace_secret(account, name="oauth", value=grant.as_json())

    return oauth.Tokens(load, keep)


def _criteria(position: dict[str, Any]) -> str:
    """An IMAP search: from the position on, without those that carry our keyword; of the old ones those wanted."""
    criteria = f"UID {position['uid'] + 1}:* UNKEYWORD {KEYWORD}"
    if position["uid"] + 1 < position["below"]:
        criteria += f" OR UID {position['below']}:* {_grouped(position['old'])}"
    return criteria


def _grouped(criteria: str) -> str:
    return f"({criteria})" if " " in criteria else criteria


def settings_of(account: Account) -> ImapSettings | None:
    """How the account is to be fetched; None when it is not, or not rightly set."""
    try:
        return read(account.config["imap"]) if account.config.get("imap") else None
    except BadMailbox:
        return None
