"""The built-in SMTP and LMTP server: knows its recipients, keeps bounds, says 250 only for what is committed."""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

log = logging.getLogger("otklik.smtp")

MAX_RECIPIENTS = 50
MAX_CONNECTIONS = 200
MAX_CONNECTIONS_OF_A_PEER = 50
IDLE = 300.0  # seconds for a command, or for the whole of a letter; who is slower is let go
MAX_LETTERS_PER_MINUTE = 6_000  # of one peer
REMEMBERED = 2.0  # seconds; how long a recipient that is ours is not asked about again
COMMITTED_WITHIN = 30.0  # seconds; then the peer is told to come again


@dataclass(frozen=True)
class Delivered:
    """A letter as it came over the wire; `recipients` are those we accepted."""

    raw: bytes
    sender: str
    recipients: tuple[str, ...]
    remote: str
    helo: str


Accept = Callable[[list[Delivered]], None]  # commits all or raises
Knows = Callable[[str], bool]  # whether a plain address is ours


@dataclass
class Listener:
    """One port. `accept` commits letters (several at once under load), `knows` tells our addresses."""

    host: str
    port: int
    accept: Accept
    knows: Knows
    max_letter: int
    hostname: str
    is_lmtp: bool = False
    tls: ssl.SSLContext | None = None
    max_per_minute: int = MAX_LETTERS_PER_MINUTE
    max_connections: int = MAX_CONNECTIONS
    max_connections_of_a_peer: int = MAX_CONNECTIONS_OF_A_PEER
    idle: float = IDLE
    _loop: asyncio.AbstractEventLoop | None = field(default=None, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)

    def start(self) -> int:
        """Listen in a thread of its own; the answer is the port. Raises OSError when it is taken."""
        ready = threading.Event()
        failure: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, args=(ready, failure), name="smtp", daemon=True)
        self._thread.start()
        ready.wait()
        if failure:
            raise failure[0]
        return self.port

    def stop(self) -> None:
        """Close the port; letters already taken are committed first."""
        if self._loop is not None and self._thread is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)

    def _run(self, ready: threading.Event, failure: list[BaseException]) -> None:
        self._loop = loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        handler = _Handler(self)
        try:
            server = loop.run_until_complete(
                loop.create_server(lambda: self._protocol(handler, loop), self.host, self.port)
            )
        except OSError as error:
            failure.append(error)
            ready.set()
            return
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        loop.run_forever()
        server.close()
        conversations = asyncio.all_tasks(loop)
        for task in conversations:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*conversations, return_exceptions=True))
        handler.pool.shutdown(wait=True)
        loop.close()

    def _protocol(self, handler: _Handler, loop: asyncio.AbstractEventLoop) -> asyncio.Protocol:
        words: dict[str, Any] = {
            "hostname": self.hostname, "ident": "Otklik", "data_size_limit": self.max_letter, "enable_SMTPUTF8": True,
            "decode_data": False, "tls_context": self.tls, "timeout": self.idle, "loop": loop, "auth_require_tls": False,
        }  # fmt: skip
        protocol: Any = (_Lmtp if self.is_lmtp else _Smtp)(handler, **words)
        # Real letters have lines of any length; the size of the whole is bounded.
        protocol.line_length_limit = MAX_LINE
        return protocol  # type: ignore[no-any-return]  # aiosmtpd is untyped


MAX_LINE = 1_048_576

# "." alone between bare CR or LF: one server's end of data is another's text, and a second letter rides in the first.
# Looked for on the wire, where the dots of transparency are still in their places; at most five bytes long.
_BARE_END = re.compile(rb"(?:[^\r]\n|\r)\.(?:\r\n|\n|\r[^\n])|\r\n\.(?:\n|\r[^\n])")


_PLAIN_PATH = re.compile(
    r"<((?=[^@]{1,64}@)[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)*)>(?: +([^<>]*))?",
    re.ASCII | re.IGNORECASE,
)


def _has_bare_end(data: bytes) -> bool:
    """The pattern alone would walk through every byte of every letter."""
    for mark in (b"\n.", b"\r."):
        at = data.find(mark)
        while at >= 0:
            if _BARE_END.search(data, max(at - 1, 0), at + 4):
                return True
            at = data.find(mark, at + 1)
    return False


class _Guarded:
    """What a conversation of either kind adds to aiosmtpd's: a bound on conversations, an eye on the wire."""

    line_length_limit = MAX_LINE
    saw_bare_end = False
    _tail = b""
    _peer: str | None = None
    _is_turned_away = False
    event_handler: _Handler

    def connection_made(self, transport: Any) -> None:
        """Let in, or turned away when there are too many; a STARTTLS comes by here again."""
        if self._peer is None:
            peer = str((transport.get_extra_info("peername") or ("",))[0])
            if not self.event_handler.lets_in(peer):
                self._is_turned_away = True
                transport.write(b"421 4.7.0 Too many connections, come again later\r\n")
                transport.close()
                return
            self._peer = peer
        super().connection_made(transport)  # type: ignore[misc]  # aiosmtpd's, beside this class

    def connection_lost(self, error: Exception | None) -> None:
        """One conversation fewer."""
        if self._is_turned_away:
            return
        if self._peer is not None:
            self.event_handler.lets_go(self._peer)
            self._peer = None
        super().connection_lost(error)  # type: ignore[misc]  # aiosmtpd's, beside this class

    def eof_received(self) -> bool | None:
        """The peer has said all."""
        return None if self._is_turned_away else super().eof_received()  # type: ignore[misc]  # aiosmtpd's

    def data_received(self, data: bytes) -> None:
        """Bytes as they come."""
        if self._is_turned_away:
            return
        seen = self._tail + data
        if not self.saw_bare_end and _has_bare_end(seen):
            self.saw_bare_end = True
        self._tail = seen[-4:]
        super().data_received(data)  # type: ignore[misc]  # aiosmtpd's, beside this class

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        # aiosmtpd makes a new class for every address that it reads; most need no grammar.
        match = _PLAIN_PATH.fullmatch(arg)
        if match is not None:
            return match[1], match[2] or ""
        found: tuple[str | None, str | None] = super()._getaddr(arg)  # type: ignore[misc]  # aiosmtpd's
        return found

    def begin_anew(self) -> None:
        """The next letter is not to blame for this one."""
        self.saw_bare_end, self._tail = False, b""


class _Smtp(_Guarded, SMTP):  # type: ignore[misc]  # aiosmtpd is untyped
    pass


class _Lmtp(_Guarded, LMTP):  # type: ignore[misc]  # aiosmtpd is untyped
    pass


class _Handler:
    """What aiosmtpd asks; every answer is a reply line."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="smtp-commit")
        self.waiting: list[tuple[Delivered, asyncio.Future[None]]] = []
        self.is_committing = False
        self.known: dict[str, float] = {}  # addresses of ours, until when
        self.counts: dict[str, tuple[float, int]] = {}
        self.open: Counter[str] = Counter()

    def lets_in(self, peer: str) -> bool:
        """Count a conversation in, unless there are too many, of all or of this peer's."""
        is_full = self.open.total() >= self.listener.max_connections
        if is_full or self.open[peer] >= self.listener.max_connections_of_a_peer:
            return False
        self.open[peer] += 1
        return True

    def lets_go(self, peer: str) -> None:
        """Count it out."""
        self.open[peer] -= 1
        if self.open[peer] <= 0:
            del self.open[peer]

    async def handle_exception(self, error: Exception) -> str:
        """A fault of ours is no reason for the peer to give a letter up."""
        log.error("a conversation broke", exc_info=error)
        return "451 4.3.0 Trouble on our side, try again later"

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd's name
        self, server: Any, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = _storable(hostname)[:255]
        said = [each for each in responses[:-1] if not each.startswith("250-AUTH")]  # nobody logs in here
        return [*said, "250-PIPELINING", "250-ENHANCEDSTATUSCODES", responses[-1]]

    async def handle_HELO(  # noqa: N802 -- aiosmtpd's name
        self, server: Any, session: Session, envelope: Envelope, hostname: str
    ) -> str:
        session.host_name = _storable(hostname)[:255]
        return f"250 {server.hostname}"

    async def handle_MAIL(  # noqa: N802 -- aiosmtpd's name
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(address) > 320:
            return "501 5.1.7 That sender address is too long"
        if _storable(address) != address:
            return "553 5.6.7 That sender address is not UTF-8"
        if not self._is_within_rate(session.peer[0]):
            return "451 4.7.1 Too many letters in a minute, come again later"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        if _storable(address) != address:
            return "553 5.6.7 That address is not UTF-8"
        loop = asyncio.get_running_loop()
        if self.known.get(address, 0.0) < loop.time():
            try:
                is_known = await loop.run_in_executor(self.pool, self.listener.knows, address)
            except Exception:
                log.exception("cannot look up a recipient")
                return "451 4.3.0 Try again later"
            if not is_known:
                return "550 5.1.1 No such mailbox here"
            if len(self.known) > 1000:
                self.known.clear()
            self.known[address] = loop.time() + REMEMBERED
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 -- aiosmtpd's name
        self, server: Any, session: Session, envelope: Envelope
    ) -> str:
        raw = bytes(envelope.content or b"")
        is_smuggled = server.saw_bare_end
        server.begin_anew()
        if is_smuggled:
            return self._answers("554 5.5.2 Bare line ends around a dot are refused (mail smuggling)", envelope)
        letter = Delivered(
            raw, envelope.mail_from or "", tuple(envelope.rcpt_tos), str(session.peer[0]), session.host_name or ""
        )
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append((letter, done))
        if not self.is_committing:
            self.is_committing = True
            asyncio.ensure_future(self._commit())  # noqa: RUF006 -- it ends itself; its results are awaited below
        try:
            await asyncio.wait_for(done, COMMITTED_WITHIN)
        except Exception:
            log.exception("a letter could not be committed")
            return self._answers("451 4.3.0 Not stored, try again later", envelope)
        return self._answers("250 2.0.0 Stored", envelope)

    def _answers(self, line: str, envelope: Envelope) -> str:
        """LMTP wants one answer a recipient (RFC 2033)."""
        return "\r\n".join([line] * len(envelope.rcpt_tos)) if self.listener.is_lmtp else line

    async def _commit(self) -> None:
        """One transaction for all letters that came while the last one was being written."""
        loop = asyncio.get_running_loop()
        while self.waiting:
            batch, self.waiting = self.waiting[:64], self.waiting[64:]
            try:
                await loop.run_in_executor(self.pool, self.listener.accept, [letter for letter, _ in batch])
            except Exception as error:  # noqa: BLE001 -- told to every sender of the batch, who keep their letters
                for _, done in batch:
                    if not done.done():
                        done.set_exception(error)
            else:
                for _, done in batch:
                    if not done.done():
                        done.set_result(None)
        self.is_committing = False

    def _is_within_rate(self, peer: str) -> bool:
        minute = time.monotonic() // 60
        start, count = self.counts.get(peer, (minute, 0))
        if start != minute:
            start, count = minute, 0
            if len(self.counts) > 10_000:
                self.counts.clear()
        self.counts[peer] = (start, count + 1)
        return count < self.listener.max_per_minute


def _storable(text: str) -> str:
    """What a database takes: no halves of letters that were no UTF-8, no control characters."""
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "?", text)


def tls_context(certificate: str, key: str) -> ssl.SSLContext:
    """The context for STARTTLS. Raises OSError or ssl.SSLError on a bad file."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context
