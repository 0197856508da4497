"""Everything that happens in the background: reading, sending, telling; each in a guarded loop of its own thread."""

from __future__ import annotations

import contextlib
import datetime
import logging
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections

from otklik.channels.kinds.email.imap.fetchers import Fetchers
from otklik.channels.types import Transport
from otklik.desk import actions as desk_actions
from otklik.desk import subscribers as desk
from otklik.insight import subscribers as insight
from otklik.insight import worker as judging
from otklik.intake import worker as intake
from otklik.kit.clock import now
from otklik.kit.posts import Post, Presence
from otklik.kit.sessions import trust_the_log
from otklik.outbound import subscribers as outbound
from otklik.outbound import worker as sending
from otklik.tickets import actions as tickets
from otklik.tickets.models import Event
from otklik.tickets.queries import reminders_to_ring
from otklik.triage import subscribers as triage

log = logging.getLogger("otklik.worker")
_News = TypeVar("_News")

IDLE = 0.2  # seconds between looks when there was little to do
LITTLE = 10  # letters, events: a look costs as much as one of them, so it is not made for each
AFTER_TROUBLE = 5.0
RING_EVERY = datetime.timedelta(seconds=10)

# Who hears of events, in this order: a letter is read before it is acknowledged, as the answer may ask for what it lacks; each is called again if the process dies in between, so each acts once only.
ONE_BY_ONE: tuple[Callable[[Event], None], ...] = (triage.read_letter, outbound.acknowledge_opening)
TOGETHER: tuple[Callable[[Sequence[Event]], None], ...] = (desk.tell_pages, insight.take_down_letters)


class Workers:
    """The background threads of one process. Several processes may work on one database: letters are read, events
    told and what left is judged by one of them at a time, in their order; all of them send."""

    def __init__(self, transport: Transport, *, fetchers: Fetchers | None = None) -> None:
        self._transport, self._fetchers = transport, fetchers
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Take up what a dead process left, then look for work until `stop`."""
        reader = Post("intake", take_over=trust_the_log)
        teller = Post("events", take_over=_take_over_events)
        judge = Post("insight", take_over=trust_the_log)
        sender = _Sender(self._transport)
        jobs: dict[str, tuple[Callable[[], int], Callable[[], None]]] = {
            "intake": (lambda: reader.do(intake.run_once), reader.leave),
            "outbound": (sender, sender.leave),
            "events": (lambda: teller.do(dispatch), teller.leave),
            "insight": (lambda: judge.do(judging.run_once), judge.leave),
            "upkeep": (_Upkeep(), lambda: None),
        }
        if self._fetchers is not None:
            jobs["mailboxes"] = (self._fetchers.look, lambda: None)
        for name, (job, leave) in jobs.items():
            thread = threading.Thread(target=self._loop, args=(name, job, leave), name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Finish what is in hand."""
        self._stop.set()
        for thread in self._threads:
            thread.join(15)
        if self._fetchers is not None:
            self._fetchers.stop()

    def _loop(self, name: str, job: Callable[[], int], leave: Callable[[], None]) -> None:
        while not self._stop.is_set():
            try:
                done = job()
            except Exception:
                log.exception("%s: trouble, trying again", name)
                close_old_connections()
                self._stop.wait(AFTER_TROUBLE)
            else:
                if done < LITTLE:
                    self._stop.wait(IDLE)
        with contextlib.suppress(DatabaseError):  # the session's end frees what we cannot
            leave()


def _take_over_events() -> None:
    trust_the_log()  # telling is done again from the events, as reading is from the envelopes: both are safe
    tickets.take_back_events()


def dispatch() -> int:
    """Hand waiting events to the subscribers; how many there were."""
    events = tickets.claim_undispatched(at=now())
    for subscriber in ONE_BY_ONE:
        for event in events:
            _tell(subscriber, event)
    if events:
        for listener in TOGETHER:
            _tell(listener, events)
        tickets.mark_dispatched(events, at=now())
    return len(events)


def _tell(subscriber: Callable[[_News], None], news: _News) -> None:
    try:
        subscriber(news)
    except (OperationalError, InterfaceError):
        raise  # the database's trouble, not this event's: it is told again
    except Exception:
        log.exception("%s failed on %s", subscriber.__name__, news)


class _Sender:
    """Sends; a letter that a dead process was sending goes again, at once if nobody else can be sending it."""

    def __init__(self, transport: Transport) -> None:
        self._transport, self._presence = transport, Presence("outbound")
        self._has_entered = False

    def __call__(self) -> int:
        if not self._has_entered:
            self._presence.enter(
                if_alone=lambda: sending.recover(is_alone=True), if_not=lambda: sending.recover(is_alone=False)
            )
            self._has_entered = True
        return sending.run_once(self._transport)

    def leave(self) -> None:
        self._presence.leave()


def ring(at: datetime.datetime) -> int:
    """Ring the reminders whose time has come; how many this process rang."""
    return sum(tickets.ring_reminder(each, at=at) for each in reminders_to_ring(at))


class _Upkeep:
    """Reminders every few seconds, small things every few minutes."""

    def __init__(self) -> None:
        self._next = self._next_ring = now()

    def __call__(self) -> int:
        if now() >= self._next_ring:
            self._next_ring = now() + RING_EVERY
            ring(now())
        if now() < self._next:
            return 0
        self._next = now() + datetime.timedelta(minutes=5)
        desk_actions.forget_old_signals(at=now())
        sending.recover(is_alone=False)
        SessionStore.clear_expired()
        return 0
