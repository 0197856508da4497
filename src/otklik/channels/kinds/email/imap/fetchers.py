"""Who fetches which mailbox: every process asks for every mailbox, a lease says whose it is."""

from __future__ import annotations

import contextlib
import datetime
import logging
import os
import secrets
import socket
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from otklik.channels import actions
from otklik.channels.kinds.email.imap.fetcher import Accept, Fetcher
from otklik.channels.kinds.email.imap.settings import BadMailbox
from otklik.channels.models import Account, Lease
from otklik.channels.queries import fetched_accounts
from otklik.kit.clock import now

log = logging.getLogger("otklik.imap")

LOOK = 2.0  # seconds between looks for new, changed and freed mailboxes
LEASE = datetime.timedelta(seconds=90)
RENEW = 30.0


@dataclass
class _Running:
    fetcher: Fetcher
    thread: threading.Thread
    account: Account
    settings: str
    renewed: float


@dataclass
class Fetchers:
    """All mailboxes that this process fetches, a thread each. `look` is called again and again by the worker's loop."""

    accept: Accept
    max_letter: int
    holder: str = field(default_factory=lambda: f"{_host()}:{os.getpid()}:{secrets.token_hex(4)}")
    _running: dict[int, _Running] = field(default_factory=dict, init=False)
    _next: float = field(default=0.0, init=False)

    def look(self) -> int:
        """Take free mailboxes, keep ours, let go of those that were changed or switched off."""
        if time.monotonic() < self._next:
            return 0
        self._next = time.monotonic() + LOOK
        accounts = {each.pk: each for each in fetched_accounts()}
        for pk, running in list(self._running.items()):
            account = accounts.get(pk)
            if account is None or str(account.config["imap"]) != running.settings or not running.thread.is_alive():
                self._end([running])
            elif time.monotonic() - running.renewed > RENEW:
                if self._take(account):
                    running.renewed = time.monotonic()
                else:
                    log.warning("%s: another process fetches it now", account.address)
                    self._end([running])
        for pk, account in accounts.items():
            if pk not in self._running and self._take(account):
                self._begin(account)
        return 0

    def stop(self) -> None:
        """End all threads after the letters in hand; others may fetch at once."""
        self._end(list(self._running.values()))

    def _take(self, account: Account) -> bool:
        at = now()
        holder = Lease.objects.filter(account=account).values_list("holder", flat=True).first()
        dead = [holder] if holder and _is_gone(holder) else []
        return actions.take_lease(account, holder=self.holder, at=at, until=at + LEASE, dead=dead)

    def _begin(self, account: Account) -> None:
        try:
            fetcher = Fetcher(account, accept=self.accept, max_letter=self.max_letter)
        except BadMailbox as error:
            log.error("%s: %s", account.address, error)
            return
        thread = threading.Thread(target=fetcher.run, name=f"imap-{account.pk}", daemon=True)
        self._running[account.pk] = _Running(fetcher, thread, account, str(account.config["imap"]), time.monotonic())
        thread.start()
        log.info("%s: fetching from %s", account.address, fetcher.settings.host)

    def _end(self, ending: list[_Running]) -> None:
        for each in ending:
            each.fetcher.stop()
        for each in ending:
            each.thread.join(10)
            self._running.pop(each.account.pk, None)
            if not each.thread.is_alive():  # one that still fetches a large letter keeps its lease until it runs out
                actions.give_back_lease(each.account, holder=self.holder)


def _host() -> str:
    """This machine since its start: process numbers mean nothing elsewhere or after it."""
    boot = ""
    with contextlib.suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()[:8]
    return f"{socket.gethostname()[:100]}/{boot}"


def _is_gone(holder: str) -> bool:
    """Whether the holder was a process of this machine that has ended without giving its lease back."""
    host, _, rest = holder.partition(":")
    number = rest.partition(":")[0]
    if host != _host() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    with contextlib.suppress(OSError):  # one that has ended and that its parent has not looked at is still listed
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] in ("Z", "X")
    return False
