"""A real `otklik` process for the browser tests: its address, letters sent to it by SMTP, what it caught of its own."""

import contextlib
import itertools
import os
import re
import smtplib
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tests.peers.processes import answers, free_port, running

PASSWORD = "otklik-demo"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class House:
    """The running product: nobody's tickets yet, Clara, Boris, Nina and Vera at their desks, two brands."""

    url: str
    smtp: int
    log: Path

    def write(
        self,
        text: str = "Добрый день! Сайт не открывается со вчера.",
        *,
        subject: str = "",
        sender: str = "",
        to: str = "support@nord.example",
        html: str = "",
        picture: bytes = b"",
        cc: str = "",
    ) -> str:
        """A customer's letter by SMTP; the subject, made unique when none is given, as is the sender: one person who
        writes so much would be taken for a machine."""
        number = next(_numbers)
        message = EmailMessage()
        message["From"], message["To"] = sender or f"Анна Белова <anna-{number}@firma.example>", to
        message["Subject"] = subject or f"Не открывается сайт {number}"
        message["Message-ID"] = f"<browser-{os.getpid()}-{number}@firma.example>"
        if cc:
            message["Cc"] = cc
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype="html")
        if picture:
            message.get_payload()[-1].add_related(picture, "image", "png", cid="<pic@firma>")
        self.post(message)
        return str(message["Subject"])

    def post(self, message: EmailMessage) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=10) as wire:
            wire.send_message(message)

    def caught(self, subject: str) -> list[int]:
        """Numbers of the letters of this subject in the customers' mailbox, newest first; automatic ones left out."""
        numbers = re.findall(r'href="/mailbox/(\d+)/"', self.read("/mailbox/"))
        letters = {
            int(each): message_from_string(self.read(f"/mailbox/{each}/source/"), policy=default) for each in numbers
        }
        return [n for n, letter in letters.items() if subject in letter["Subject"] and not letter["Auto-Submitted"]]

    def read(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return answer.read().decode("utf-8", "replace")


def until(question: Callable[[], object], seconds: float = 15) -> object:
    """Ask until the answer is true; what it was."""
    deadline = time.monotonic() + seconds
    while not (found := question()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s")
        time.sleep(0.05)
    return found


@contextlib.contextmanager
def started(folder: Path) -> Iterator[House]:
    """The product on free ports with data of its own."""
    web, smtp = free_port(), free_port()
    command = [sys.executable, "-m", "otklik", "demo", "--empty", "--port", str(web), "--smtp-port", str(smtp), "--keep", str(folder / "data")]  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OTKLIK_", "DJANGO_"))}
    path = os.pathsep.join(filter(None, [str(Path(__file__).parents[3] / "src"), kept.get("PYTHONPATH", "")]))
    log = folder / "otklik.log"
    with (
        _environment({**kept, "PYTHONPATH": path}),
        running(command, ready=lambda: answers(web) and answers(smtp), log=log, seconds=60),
    ):
        yield House(f"http://127.0.0.1:{web}", smtp, log)


@contextlib.contextmanager
def _environment(wanted: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
