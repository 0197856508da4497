"""`otklik demo`: everything at once with a story to look at; nothing leaves the machine."""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from otklik.project.commands.setting_up import begin

PASSWORD = "otklik-demo"  # noqa: S105 -- printed for everybody, and the demo listens on loopback only


def run(words: Sequence[str]) -> int:
    """Runs until Ctrl-C; the data is thrown away unless `--keep FOLDER`."""
    parser = argparse.ArgumentParser(prog="otklik demo")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep the data here, and go on with it the next time"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--smtp-port", type=int, default=2525)
    parser.add_argument("--empty", action="store_true", help="people and brands, but no tickets")
    given = parser.parse_args(words)
    if given.keep is not None and given.keep.exists() and not given.keep.is_dir():
        parser.error(f"--keep {given.keep} is a file; name a folder")
    for port, option in ((given.port, "--port"), (given.smtp_port, "--smtp-port")):
        if trouble := port_trouble(port):
            sys.stderr.write(f"otklik: the port {port} cannot be had: {trouble}. Choose another with {option}\n")
            return 1
    started = time.monotonic()
    for name in [each for each in os.environ if each.startswith("OTKLIK_")]:
        del os.environ[name]  # the story is never told into a real installation's database, nor sent by its relay
    data = given.keep or Path(tempfile.mkdtemp(prefix="otklik-demo-"))
    url = f"http://127.0.0.1:{given.port}"
    begin(
        data=data, OTKLIK_URL=url, OTKLIK_WEB=f"127.0.0.1:{given.port}", OTKLIK_SMTP=f"127.0.0.1:{given.smtp_port}", OTKLIK_MAIL_OUT="catch",
        OTKLIK_VERIFY_SENDERS="0", OTKLIK_COACH_PAGE="1",
    )  # fmt: skip
    from django.db import transaction  # noqa: PLC0415 -- after django.setup()

    from otklik.demo.seed import is_seeded, seed  # noqa: PLC0415 -- after django.setup()
    from otklik.kit.clock import now  # noqa: PLC0415 -- after django.setup()
    from otklik.project.commands.running import run as run_all  # noqa: PLC0415 -- after django.setup()

    def say() -> None:
        seconds = time.monotonic() - started
        sys.stdout.write(_welcome(url, given.smtp_port, data if given.keep else None, seconds))
        sys.stdout.flush()

    try:
        if not is_seeded():
            with transaction.atomic():  # the whole story or nothing: a kept folder is never left half told
                seed(at=now(), password=PASSWORD, with_tickets=not given.empty)
        return run_all(with_web=True, when_ready=say)
    finally:
        if given.keep is None:
            shutil.rmtree(data, ignore_errors=True)


def port_trouble(port: int) -> str:
    """Why a loopback port cannot be had, or "": asked before anything is made."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        return getattr(error, "strerror", None) or str(error)
    return ""


def _welcome(url: str, smtp: int, kept: Path | None, seconds: float) -> str:
    return f"""
  Otklik is here: {url}   (ready in {seconds:.1f} s; Ctrl-C ends it)

  Log in with the password  {PASSWORD}
    boris@nord.example   Борис, an agent        clara@nord.example   Клара, the admin
    nina@nord.example    Нина, an agent         vera@nord.example    Вера, only looks

  Try first
    1. Open «Не назначены» as Boris, press Enter on a ticket, answer it: the coach reads along.
    2. Open {url}/mailbox/ — the customers' side: read the letter as it left, and answer it.
    3. Watch the answer come into the same ticket, with no reload.
    4. Open {url}/coach/ — anybody's page: paste a letter, see what the coach says of it.
    5. A real letter works, too: SMTP listens on 127.0.0.1:{smtp} for support@nord.example and help@tabel.example.

  {"Data is kept in " + str(kept) if kept else "The data is thrown away at the end; --keep FOLDER keeps it."}

"""
