"""Who listens to which names in this process; one thread reads the signals for all of them."""

from __future__ import annotations

import asyncio
import logging
import threading

from django.db import close_old_connections
from django.db.models import Max

from otklik.desk.models import Signal

log = logging.getLogger("otklik.live")

EVERY = 0.2  # seconds between readings
MAX_QUEUED = 500  # a browser that reads so slowly is let go, and comes back


class Listener:
    """One open page: the names it may hear, and what waits to be sent to it."""

    def __init__(self, names: frozenset[str], loop: asyncio.AbstractEventLoop) -> None:
        self.names, self.loop = names, loop
        self.queue: asyncio.Queue[tuple[int, str] | None] = asyncio.Queue(MAX_QUEUED)

    def put(self, signals: list[tuple[int, str]]) -> None:
        """Called in the page's own loop."""
        for each in signals:
            if each[1] in self.names:
                try:
                    self.queue.put_nowait(each)
                except asyncio.QueueFull:
                    while not self.queue.empty():
                        self.queue.get_nowait()
                    self.queue.put_nowait(None)
                    return


class Hub:
    """Reads the signals of all processes and hands them to this one's pages."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.position = 0

    def start(self) -> None:
        """Begin reading from now on."""
        self.position = newest()
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End reading; open pages are told to come back."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(5)

    def join(self, listener: Listener) -> None:
        """From now on the listener gets its names."""
        with self._lock:
            self._listeners.add(listener)

    def part(self, listener: Listener) -> None:
        """The page is gone."""
        with self._lock:
            self._listeners.discard(listener)

    def _run(self) -> None:
        while not self._stop.wait(EVERY):
            try:
                self._read()
            except Exception:
                log.exception("cannot read the signals")
                close_old_connections()

    def _read(self) -> None:
        found = list(Signal.objects.filter(pk__gt=self.position).order_by("pk").values_list("pk", "name")[:1000])
        if not found:
            return
        self.position = found[-1][0]
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener.loop.call_soon_threadsafe(listener.put, found)


def newest() -> int:
    """The position of the newest signal."""
    return int(Signal.objects.aggregate(newest=Max("pk"))["newest"] or 0)


def missed(after: int, names: frozenset[str]) -> list[tuple[int, str]] | None:
    """The signals of these names since a position; None when some of them are forgotten already."""
    oldest = Signal.objects.order_by("pk").values_list("pk", flat=True).first()
    if oldest is not None and after and after < oldest - 1:
        return None
    return list(Signal.objects.filter(pk__gt=after, name__in=names).order_by("pk").values_list("pk", "name")[:1000])
