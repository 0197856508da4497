"""An installation of the product with a data folder of its own, spoken to as people do: by mail, browser and commands."""

import contextlib
import http.cookiejar
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg

import otklik
from tests.peers.processes import answers, free_port, running

SOURCE = Path(otklik.__file__).parents[1]
PASSWORD = "agents-password-1"
EMAIL = "boris@nord.example"


class Installation:
    """Ports and folder; nothing runs until `serve` or `work`."""

    def __init__(self, data: Path, *, domain: str, smtp: int, relay: int, database: str = "") -> None:
        self.data, self.domain, self.smtp, self.web = data, domain, smtp, free_port()
        self.database = database
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("OTKLIK_", "DJANGO_"))},
            "PYTHONPATH": os.pathsep.join(filter(None, (str(SOURCE), os.environ.get("PYTHONPATH", "")))),
            "OTKLIK_DATA": str(data),
            "OTKLIK_URL": f"http://127.0.0.1:{self.web}",
            "OTKLIK_WEB": f"127.0.0.1:{self.web}",
            "OTKLIK_RELAY": f"smtp://127.0.0.1:{relay}",
            "OTKLIK_HELO": f"mx.{domain}",
            "OTKLIK_VERIFY_SENDERS": "0",
            "OTKLIK_SMTP": f"127.0.0.1:{smtp}",
            **({"OTKLIK_DATABASE_URL": database} if database else {}),
        }

    def run(self, *words: str, given: str = "", status: int = 0) -> str:
        """An `otklik` command to its end; what it printed."""
        done = subprocess.run(
            self.command(*words), env=self.environment, input=given, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "otklik", *words]

    @contextlib.contextmanager
    def serve(self) -> Iterator[subprocess.Popen[bytes]]:
        """Web, mail and workers in one process."""
        with running(
            self.command("serve"), ready=lambda: answers(self.web) and answers(self.smtp), log=self.data / "serve.log",
            environment=self.environment,
        ) as process:  # fmt: skip
            yield process

    @contextlib.contextmanager
    def work(self, name: str = "work") -> Iterator[subprocess.Popen[bytes]]:
        """A separate worker, which opens no port."""
        log = self.data / f"{name}.log"
        environment = {**self.environment, "OTKLIK_SMTP": "", "OTKLIK_LMTP": ""}
        with running(self.command("work"), ready=log.exists, log=log, environment=environment) as process:
            yield process

    def sql(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """A look behind the curtain; `?` are the values."""
        if self.database:
            with psycopg.connect(self.database, autocommit=True) as wire:
                done = wire.execute(query.replace("?", "%s"), values)  # type: ignore[arg-type]
                return list(done.fetchall()) if done.description else []
        with contextlib.closing(sqlite3.connect(self.data / "otklik.sqlite3", timeout=60)) as file, file:
            return list(file.execute(query, values))

    def hurry(self) -> None:
        """Put the clock of all waiting letters forward: neither «undo» nor back-off is waited for."""
        self.sql("UPDATE tickets_message SET send_after = '2020-01-01 00:00:00' WHERE state = 'queued'")

    def until(self, query: str, *values: object, seconds: float = 60) -> list[tuple[Any, ...]]:
        """The rows as soon as there are any."""
        return until(lambda: self.sql(query, *values), seconds=seconds, what=query)

    def ticket_of(self, text: str) -> int:
        """The ticket of the letter that contains these words, as soon as there is one."""
        rows = self.until("SELECT ticket_id FROM tickets_message WHERE direction = 'in' AND text LIKE ?", f"%{text}%")
        (found,) = rows
        return int(found[0])

    def agent(self) -> "Browser":
        """A logged-in agent."""
        browser = Browser(f"http://127.0.0.1:{self.web}")
        browser.get("/login/")
        browser.post("/login/", username=EMAIL, password=PASSWORD, next="/tickets/")
        return browser


class Browser:
    """A browser without a window: cookies, forms, redirects."""

    def __init__(self, base: str) -> None:
        self.base, self.cookies = base, http.cookiejar.CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        with self._open.open(self.base + path, timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, path: str, **words: str) -> str:
        token = next(each.value for each in self.cookies if each.name == "csrftoken")
        body = urllib.parse.urlencode({**words, "csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(self.base + path, data=body, headers={"Referer": self.base + path})
        with self._open.open(request, timeout=60) as answer:
            return str(answer.read().decode())


@contextlib.contextmanager
def installed(*, domain: str, smtp: int, relay: int, database: str = "") -> Iterator[Installation]:
    """One with an admin, a brand and its mailbox support@domain."""
    data = Path(tempfile.mkdtemp(prefix="otklik-installation-"))
    try:
        found = Installation(data, domain=domain, smtp=smtp, relay=relay, database=database)
        found.run(
            "createadmin", "--email", EMAIL, "--name", "Борис Климов", "--password", PASSWORD,
            "--brand", "Норд Хостинг", "--mailbox", f"support@{domain}",
        )  # fmt: skip
        yield found
    finally:
        shutil.rmtree(data, ignore_errors=True)


def until(question: Callable[[], Any], *, seconds: float = 60, what: str = "") -> Any:
    """The first answer that is one."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, f"in vain: {what or question}"
        time.sleep(0.03)
    return answer


def letter(
    text: str, *, sender: str, to: str, subject: str = "Сайт не открывается", headers: Sequence[str] = ()
) -> bytes:
    """What a customer's program makes."""
    own = f"{abs(hash((text, sender, time.monotonic_ns())))}@firma.example"
    lines = [f"From: Анна Белова <{sender}>", f"To: {to}", f"Subject: {subject}", f"Message-ID: <{own}>",
             "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", *headers]  # fmt: skip
    return ("\r\n".join([*lines, "", text]) + "\r\n").encode()
