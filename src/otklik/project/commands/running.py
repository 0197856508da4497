"""The whole product in one process: web, SMTP and LMTP listeners, workers; started and stopped together."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Callable

from django.conf import settings

from otklik.channels.kinds.email.imap.fetcher import Fetched
from otklik.channels.kinds.email.imap.fetchers import Fetchers
from otklik.channels.kinds.email.listener import Delivered, Listener, tls_context
from otklik.channels.kinds.email.routes import ByAccount
from otklik.channels.kinds.email.sending import Direct, Relay
from otklik.channels.types import Transport
from otklik.intake.actions import Arrived, accept
from otklik.intake.queries import Addresses
from otklik.kit.clock import now
from otklik.kit.sessions import hurry
from otklik.project.worker import Workers


def listeners() -> list[Listener]:
    """The mail ports that the configuration asks for, not started yet."""
    config = settings.CONFIG
    tls = (
        tls_context(str(config.smtp_certificate), str(config.smtp_key))
        if config.smtp_certificate and config.smtp_key
        else None
    )
    knows = Addresses()
    found = []
    for address, is_lmtp in ((config.smtp, False), (config.lmtp, True)):
        if address is not None:
            found.append(
                Listener(
                    host=address[0], port=address[1], accept=store, knows=knows, max_letter=config.max_letter, hostname=config.helo,
                    is_lmtp=is_lmtp, tls=tls,
                )
            )  # fmt: skip
    return found


def store(letters: list[Delivered]) -> None:
    """Commit what came over the wire. It goes before our own work: somebody waits for the answer."""
    hurry()
    accept([Arrived(each.raw, each.sender, each.recipients, each.remote, each.helo) for each in letters], at=now())


def store_fetched(letters: list[Fetched]) -> None:
    """Commit what was fetched from a mailbox."""
    accept(
        [Arrived(each.raw, account_id=each.account_id, external_id=each.external_id) for each in letters], at=now()
    )


def transport() -> Transport:
    """How letters leave: caught for the demo, by the mailbox's own relay, by the installation's, or straight to the
    recipients' servers."""
    config = settings.CONFIG
    if config.mail_out == "catch":
        from otklik.demo.transport import Catch  # noqa: PLC0415 -- the demo's own

        return Catch()
    usual: Transport = Relay(config.relay, config.helo) if config.relay else Direct(config.helo)
    return ByAccount(usual, config.helo)


def _give_back() -> None:
    """What was needed for the start alone goes back to the system (glibc; 3 MB of the demo's); elsewhere nothing happens."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def run(*, with_web: bool, when_ready: Callable[[], None] = lambda: None) -> int:
    """Run until SIGTERM or Ctrl-C: 0; 1 when a port cannot be had, which is said (a worker without the web leaves a mail
    port to who has it). `when_ready` is called once all
    ports are ours."""
    # Until the web server listens to signals itself, and when it repeats one as its last word: the ports and the workers
    # below still have to be closed.
    signal.signal(signal.SIGTERM, _interrupt)
    # What is loaded by now stays: no collection has to walk through it again. A letter or a page makes a few thousand
    # objects and lets them go without help; the usual 700 cost a tenth of the time.
    gc.collect()
    _give_back()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    web = settings.CONFIG.web
    if with_web and (trouble := _trouble(*web)):
        return _refuse("web", "OTKLIK_WEB", web, trouble)
    ports: list[Listener] = []
    try:
        for listener in listeners():
            try:
                listener.start()
            except OSError as error:
                name = "LMTP" if listener.is_lmtp else "SMTP"
                if not with_web and error.errno == errno.EADDRINUSE:
                    # A worker beside `serve`, with the same settings: the letters come there.
                    sys.stderr.write(
                        f"otklik: somebody listens on the {name} port {listener.host}:{listener.port} already; working without it\n"
                    )
                    continue
                return _refuse(name, f"OTKLIK_{name}", (listener.host, listener.port), error.strerror or str(error))
            ports.append(listener)
        fetchers = None
        if settings.CONFIG.mail_out != "catch":  # the demo speaks with nobody
            fetchers = Fetchers(accept=store_fetched, max_letter=settings.CONFIG.max_letter)
        workers = Workers(transport(), fetchers=fetchers)
        workers.start()
        when_ready()
        try:
            if with_web:
                from otklik.project.server import serve  # noqa: PLC0415 -- a worker alone needs no web server

                serve(*web)
            else:
                _wait()
        finally:
            for listener in ports:
                listener.stop()
            workers.stop()
    except KeyboardInterrupt:
        return 0
    except ssl.SSLError as error:
        sys.stderr.write(f"otklik: OTKLIK_SMTP_CERTIFICATE and OTKLIK_SMTP_KEY do not fit: {error.reason}\n")
        return 1
    finally:
        for listener in ports:
            listener.stop()
    return 0


def _trouble(host: str, port: int) -> str:
    """Why the port cannot be had, or ""."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return ""


def _refuse(name: str, variable: str, address: tuple[str, int], why: str) -> int:
    sys.stderr.write(
        f"otklik: the {name} port {address[0]}:{address[1]} cannot be had: {why}. Choose another with {variable}, or end who has it\n"
    )
    return 1


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _wait() -> None:
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    over.wait()
