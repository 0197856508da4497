"""Everything that happens in the background: reading, sending, telling; each in a guarded loop of its own thread."""

from __future__ import annotations

import datetime
import logging
import threading
from collections.abc import Callable

from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections

from otklik.channels.kinds.email.imap.fetchers import Fetchers
from otklik.channels.types import Transport
from otklik.desk import actions as desk_actions
from otklik.desk import subscribers as desk
from otklik.intake import worker as intake
from otklik.kit.clock import now
from otklik.outbound import subscribers as outbound
from otklik.outbound import worker as sending
from otklik.tickets import actions as tickets
from otklik.tickets.models import Event

log = logging.getLogger("otklik.worker")

IDLE = 0.2  # seconds between looks when there was nothing to do
AFTER_TROUBLE = 5.0

# Who hears of an event, in this order; each is called again if the process dies in between, so each acts once only.
SUBSCRIBERS: tuple[Callable[[Event], None], ...] = (
    outbound.acknowledge_opening,
    desk.tell_pages,
)


class Workers:
    """The background threads of one process. `is_alone`: no other process works on this database."""

    def __init__(self, transport: Transport, *, is_alone: bool, fetchers: Fetchers | None = None) -> None:
        self._transport, self._is_alone, self._fetchers = transport, is_alone, fetchers
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Take up what a dead process left, then look for work until `stop`."""
        sending.recover(is_alone=self._is_alone)
        first = {"is_alone": self._is_alone}

        def read() -> int:
            return intake.run_once(is_alone=first.pop("is_alone", False))

        jobs: dict[str, Callable[[], int]] = {
            "intake": read,
            "outbound": lambda: sending.run_once(self._transport),
            "events": dispatch,
            "upkeep": _Upkeep(),
        }
        if self._fetchers is not None:
            jobs["mailboxes"] = self._fetchers.look
        for name, job in jobs.items():
            thread = threading.Thread(target=self._loop, args=(name, job), name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Finish what is in hand."""
        self._stop.set()
        for thread in self._threads:
            thread.join(15)
        if self._fetchers is not None:
            self._fetchers.stop()

    def _loop(self, name: str, job: Callable[[], int]) -> None:
        while not self._stop.is_set():
            try:
                done = job()
            except Exception:
                log.exception("%s: trouble, trying again", name)
                close_old_connections()
                self._stop.wait(AFTER_TROUBLE)
            else:
                if not done:
                    self._stop.wait(IDLE)


def dispatch() -> int:
    """Hand waiting events to the subscribers; how many there were."""
    events = tickets.claim_undispatched(at=now())
    for event in events:
        for subscriber in SUBSCRIBERS:
            try:
                subscriber(event)
            except Exception:
                log.exception("event %s: %s failed", event.pk, subscriber.__name__)
    if events:
        tickets.mark_dispatched(events, at=now())
    return len(events)


class _Upkeep:
    """Small things every few minutes."""

    def __init__(self) -> None:
        self._next = now()

    def __call__(self) -> int:
        if now() < self._next:
            return 0
        self._next = now() + datetime.timedelta(minutes=5)
        desk_actions.forget_old_signals(at=now())
        sending.recover(is_alone=False)
        SessionStore.clear_expired()
        return 0
