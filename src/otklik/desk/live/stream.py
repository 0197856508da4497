"""`GET /live/?names=ticket-42,inbox&after=7`: server-sent names for one page, for as long as it is open."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http import HttpRequest

from otklik.desk.live.hub import Hub, Listener, missed, newest
from otklik.people.models import Agent
from otklik.tickets.queries import visible_to

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

HEARTBEAT = 20.0
MAX_OPEN = 3_000
MAX_NAMES = 20
_NAME = re.compile(
    r"(?:ticket|presence)-(\d{1,15})$|inbox$|features$|feature-\d{1,15}$"
)  # a wish has no secrets: no group


class Stream:
    """The ASGI end of the live pages."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.open = 0

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request; returns when the browser has gone."""
        headers = dict(scope["headers"])
        query = parse_qs(scope["query_string"].decode("latin-1"))
        wanted = [each for each in ",".join(query.get("names", [])).split(",") if _NAME.match(each)][:MAX_NAMES]
        session = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
        names = await asyncio.to_thread(_allowed, session.value if session else "", wanted)
        if names is None or self.open >= MAX_OPEN:
            await _refuse(send, 403 if names is None else 503)
            return
        given = headers.get(b"last-event-id", b"").decode("latin-1") or query.get("after", [""])[0]
        self.open += 1
        listener = Listener(names, asyncio.get_running_loop())
        self.hub.join(listener)
        try:
            await _begin(send)
            position = await self._catch_up(send, names, int(given) if given.isdigit() else None)
            await _pour(listener, position, receive, send)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self.hub.part(listener)
            self.open -= 1

    async def _catch_up(self, send: Send, names: frozenset[str], after: int | None) -> int:
        if after is None:
            position = await asyncio.to_thread(_in_thread, newest)
            await _write(send, f"id: {position}\nevent: hello\ndata: -\n\n")
            return int(position)
        found = await asyncio.to_thread(_in_thread, lambda: missed(after, names))
        if found is None:
            position = await asyncio.to_thread(_in_thread, newest)
            await _write(send, f"id: {position}\nevent: reset\ndata: -\n\n")
            return int(position)
        for number, name in found:
            await _write(send, f"id: {number}\ndata: {name}\n\n")
        return found[-1][0] if found else after


async def _pour(listener: Listener, position: int, receive: Receive, send: Send) -> None:
    gone = asyncio.ensure_future(_until_gone(receive))
    try:
        while not gone.done():
            waiting = asyncio.ensure_future(listener.queue.get())
            await asyncio.wait({waiting, gone}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                waiting.cancel()
                if not gone.done():
                    await _write(send, ": still here\n\n")
                continue
            signal = waiting.result()
            if signal is None:
                return  # too slow: the browser comes again from where it was
            if signal[0] > position:
                await _write(send, f"id: {signal[0]}\ndata: {signal[1]}\n\n")
    finally:
        gone.cancel()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _allowed(session_key: str, wanted: list[str]) -> frozenset[str] | None:
    """The names that the session's agent may hear; None for a guest. An unseen ticket's names are left out."""
    try:
        request = HttpRequest()
        request.session = SessionStore(session_key or None)
        agent = get_user(request)
        if not isinstance(agent, Agent) or not agent.is_active:
            return None
        numbers = {int(match[1]) for each in wanted if (match := _NAME.match(each)) and match[1]}
        seen = set(visible_to(agent).filter(pk__in=numbers).values_list("pk", flat=True))
        return frozenset(
            each for each in wanted if (match := _NAME.match(each)) and (not match[1] or int(match[1]) in seen)
        )
    finally:
        close_old_connections()


def _in_thread(question: Callable[[], Any]) -> Any:
    try:
        return question()
    finally:
        close_old_connections()


async def _begin(send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _write(send, "retry: 1000\n\n")


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b""})
