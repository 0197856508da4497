"""The web server: Django's pages in a pool of lasting threads, the live stream beside them, both in one process."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from a2wsgi import WSGIMiddleware

from otklik.desk.live.hub import Hub
from otklik.desk.live.stream import Stream
from otklik.project.wsgi import application as pages

THREADS = 6

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Application:
    """ASGI: `/live/` to the stream, all else to Django."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.stream = Stream(self.hub)
        self.pages: Any = WSGIMiddleware(pages, workers=THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the server's start and end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and scope["path"] == "/live/":
            await self.stream(scope, receive, send)
        elif scope["type"] == "http":
            await self.pages(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await asyncio.to_thread(self.hub.start)
                await send({"type": "lifespan.startup.complete"})
            else:
                await asyncio.to_thread(self.hub.stop)
                await send({"type": "lifespan.shutdown.complete"})
                return


def server(host: str, port: int, *, proxies: str = "127.0.0.1") -> uvicorn.Server:
    """A server that is not running yet; `serve()` blocks until SIGTERM or `should_exit`."""
    return uvicorn.Server(
        uvicorn.Config(
            Application(), host=host, port=port, log_level="warning", access_log=False, lifespan="on", ws="none",
            timeout_graceful_shutdown=3, forwarded_allow_ips=proxies, server_header=False, http="httptools",
        )
    )  # fmt: skip


def serve(host: str, port: int) -> None:
    """Serve until told to stop."""
    with contextlib.suppress(KeyboardInterrupt):
        server(host, port).run()
