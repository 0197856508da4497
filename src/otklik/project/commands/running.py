"""The whole product in one process: web, SMTP and LMTP listeners, workers; started and stopped together."""

from __future__ import annotations

import signal
import threading

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
    """Commit what came over the wire."""
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


def run(*, with_web: bool, is_alone: bool) -> None:
    """Run until SIGTERM or Ctrl-C."""
    ports = listeners()
    for listener in ports:
        listener.start()
    fetchers = None
    if settings.CONFIG.mail_out != "catch":  # the demo speaks with nobody
        fetchers = Fetchers(accept=store_fetched, max_letter=settings.CONFIG.max_letter)
    workers = Workers(transport(), is_alone=is_alone, fetchers=fetchers)
    workers.start()
    try:
        if with_web:
            from otklik.project.server import serve  # noqa: PLC0415 -- a worker alone needs no web server

            serve(*settings.CONFIG.web)
        else:
            _wait()
    finally:
        for listener in ports:
            listener.stop()
        workers.stop()


def _wait() -> None:
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    over.wait()
