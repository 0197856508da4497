"""Killing the product again and again under a stream of letters and replies, and counting what became of each.

The processes are real (`otklik serve`, and `otklik work` beside it when asked), the end is SIGKILL. The sender behaves
like a mail server: a letter that got no answer is offered again under the same Message-ID. The agent behaves like a
person: a reply that got no answer is not sent again. The sink notes every letter it takes, before it says so.
"""

import base64
import collections
import contextlib
import email
import email.policy
import hashlib
import http.cookiejar
import os
import random
import re
import shutil
import signal
import smtplib
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from aiosmtpd.controller import Controller

from tests.peers.processes import answers, free_port

MAILBOX, PASSWORD = "support@kill.example", "a-long-password-1"
SOURCE = str(Path(__file__).parents[2] / "src")


@dataclass(frozen=True)
class Plan:
    """`postgres` is a URL, or "" for SQLite; `has_worker` puts an `otklik work` beside the web, killed as often."""

    kills: int
    letters: int
    replies: int
    postgres: str = ""
    has_worker: bool = False
    seed: int = 1


@dataclass
class Result:
    """Lists of ids that a promise was broken for, and counts of what happened."""

    acknowledged: int = 0
    offered_again: int = 0
    replies_taken: int = 0
    kills: int = 0
    sent_twice: int = 0  # inside the known window: taken by the sink, not yet recorded; same Message-ID
    letters_lost: list[str] = field(default_factory=list)
    letters_doubled: list[str] = field(default_factory=list)
    letters_astray: list[str] = field(default_factory=list)  # an answer that is not in its question's ticket
    files_broken: list[str] = field(default_factory=list)
    quarantined: list[str] = field(default_factory=list)
    replies_lost: list[str] = field(default_factory=list)
    replies_doubled: list[str] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)
    sent_after_recorded: list[str] = field(default_factory=list)
    unjudged: list[str] = field(default_factory=list)  # agents' letters that left and have no judgement
    unacknowledged: list[str] = field(default_factory=list)  # tickets whose customer heard nothing
    waiting: list[str] = field(default_factory=list)  # what was not finished in time

    def broken(self) -> dict[str, list[str]]:
        return {name: value for name, value in vars(self).items() if isinstance(value, list) and value}


class Sink:
    """Somebody else's mail server: Message-ID and text of every letter, in order."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = letter.get_body(("plain",))
        self.letters.append((letter["Message-ID"].strip("<> "), body.get_content() if body else ""))
        return "250 taken"

    def counts(self) -> collections.Counter:
        return collections.Counter(each for each, _ in list(self.letters))

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *trouble):
        self._controller.stop()


class Installation:
    """A data folder with an admin and a mailbox, and the processes that serve it."""

    def __init__(self, plan: Plan, sink: Sink, folder: Path) -> None:
        self.plan, self.folder, self.web, self.smtp = plan, folder, free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.web}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("OTKLIK_", "DJANGO_"))},
            "PYTHONPATH": SOURCE, "OTKLIK_DATA": str(folder), "OTKLIK_URL": self.url, "OTKLIK_WEB": f"127.0.0.1:{self.web}",
            "OTKLIK_RELAY": f"smtp://127.0.0.1:{sink.port}", "OTKLIK_VERIFY_SENDERS": "0",
            **({"OTKLIK_DATABASE_URL": plan.postgres} if plan.postgres else {}),
        }  # fmt: skip
        self.processes: dict[str, subprocess.Popen] = {}
        command = ["createadmin", "--email", "boris@kill.example", "--name", "Борис Климов", "--password", PASSWORD]
        self._run([*command, "--brand", "Норд", "--mailbox", MAILBOX]).wait()

    def start(self) -> None:
        """Start what does not run."""
        wanted = {
            "serve": {"OTKLIK_SMTP": f"127.0.0.1:{self.smtp}"},
            **({"work": {}} if self.plan.has_worker else {}),
        }
        for command, more in wanted.items():
            if command not in self.processes:
                self.processes[command] = self._run([command], more)

    def kill(self, *commands: str) -> None:
        for command in commands or tuple(self.processes):
            process = self.processes.pop(command, None)
            if process is not None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def until_it_answers(self) -> None:
        deadline = time.monotonic() + 60
        while not (answers(self.smtp) and answers(self.web)):
            if time.monotonic() > deadline or any(each.poll() is not None for each in self.processes.values()):
                raise RuntimeError("it did not come back:\n" + (self.folder / "log").read_text()[-3000:])
            time.sleep(0.02)

    def rows(self, question: str) -> list[tuple]:
        if self.plan.postgres:
            with psycopg.connect(self.plan.postgres) as connection:
                return connection.execute(question).fetchall()
        with contextlib.closing(sqlite3.connect(self.folder / "otklik.sqlite3", timeout=20)) as connection:
            return connection.execute(question).fetchall()

    def _run(self, words: list[str], more: dict[str, str] | None = None) -> subprocess.Popen:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "otklik", *words], env={**self.environment, **(more or {})}, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip


class Stream(threading.Thread):
    """Letters 0, 1, 2, …: two of three open a conversation, the third answers the first of them."""

    def __init__(self, port: int, count: int) -> None:
        super().__init__(daemon=True)
        self.port, self.count, self.done, self.offered_again = port, count, 0, 0
        self._client: smtplib.SMTP | None = None

    def run(self) -> None:
        for number in range(self.count):
            while not self._is_taken(number):
                self.offered_again += 1
                time.sleep(0.02)
            self.done = number + 1
        if self._client is not None:
            self._client.close()

    def _is_taken(self, number: int) -> bool:
        try:
            if self._client is None:
                self._client = smtplib.SMTP("127.0.0.1", self.port, timeout=20)
            self._client.sendmail(sender(number), [MAILBOX], letter(number))
        except (OSError, smtplib.SMTPException):
            if self._client is not None:
                self._client.close()
            self._client = None
            return False
        return True


def sender(number: int) -> str:
    return f"customer{number - 2 if number % 3 == 2 else number}@far.example"


def letter(number: int) -> bytes:
    answers_to = f"In-Reply-To: <letter-{number - 2}@far.example>\r\n" if number % 3 == 2 else ""
    text = (
        f"Content-Type: text/plain; charset=utf-8\r\n\r\nЗдравствуйте! Письмо номер {number}: сервер не отвечает.\r\n"
    )
    if number % 5 == 0:  # every fifth brings a file of 60 KB that nobody else brings
        content = base64.encodebytes(random.Random(number).randbytes(60_000)).decode().replace("\n", "\r\n")
        text = (
            f"Content-Type: multipart/mixed; boundary=b{number}\r\n\r\n--b{number}\r\n{text}--b{number}\r\n"
            f"Content-Type: application/zip; name=log.zip\r\nContent-Transfer-Encoding: base64\r\n"
            f"Content-Disposition: attachment; filename=log.zip\r\n\r\n{content}--b{number}--\r\n"
        )
    return (
        f"From: Anna <{sender(number)}>\r\nTo: {MAILBOX}\r\nSubject: Question {number}\r\n{answers_to}"
        f"Message-ID: <letter-{number}@far.example>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0300\r\nMIME-Version: 1.0\r\n{text}"
    ).encode()


class Agent(threading.Thread):
    """Answers one ticket after another in the browser's way; `taken` are the texts that were accepted."""

    def __init__(self, url: str, count: int) -> None:
        super().__init__(daemon=True)
        self.url, self.count, self.taken, self.is_over = url, count, [], threading.Event()
        self._jar = http.cookiejar.CookieJar()
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))
        self._answered: set[str] = set()

    def run(self) -> None:
        while len(self.taken) < self.count and not self.is_over.is_set():
            try:
                self._answer_one()
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)

    def _answer_one(self) -> None:
        page = self._get("/tickets/all/")
        if 'name="password"' in page:
            self._post("/login/", username="boris@kill.example", email="boris@kill.example", password=PASSWORD)
            page = self._get("/tickets/all/")
        fresh = [each for each in re.findall(r'href="/tickets/(\d+)/"', page) if each not in self._answered]
        if not fresh:
            time.sleep(0.05)
            return
        self._answered.add(fresh[0])
        text = f"Здравствуйте! Ответ на обращение-{fresh[0]}-готов. Хорошего вторника! Борис"
        if self._post(f"/tickets/{fresh[0]}/replies/", text=text, anyway="1"):
            self.taken.append(f"обращение-{fresh[0]}-готов")

    def _get(self, path: str) -> str:
        with self._browser.open(self.url + path, timeout=20) as answer:
            return answer.read().decode()

    def _post(self, path: str, **fields: str) -> bool:
        token = next((each.value for each in self._jar if each.name == "csrftoken"), "")
        if not token:
            page = self._get("/login/")
            found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
            token = found[1] if found else ""
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        try:
            with self._browser.open(self.url + path, body, timeout=20) as answer:
                return answer.status == 200
        except urllib.error.HTTPError as refusal:  # the thread has changed, say: an answer, and no reply
            refusal.close()
            return False


def run(plan: Plan) -> Result:
    """Carry the plan out; about a second and a half a kill, and some fifteen for the end."""
    folder, result, dice = Path(tempfile.mkdtemp(prefix="otklik-kill-")), Result(), random.Random(plan.seed)
    recorded: dict[str, int] = {}  # letters the database called sent, with how often the sink had them then
    with Sink() as sink:
        installation = Installation(plan, sink, folder)
        try:
            installation.start()
            installation.until_it_answers()
            stream, agent = Stream(installation.smtp, plan.letters), Agent(installation.url, plan.replies)
            stream.start()
            agent.start()
            for kill in range(plan.kills):
                _until_a_moment(plan, kill, stream, dice)
                _kill(installation, plan, dice)
                result.kills += 1
                _remember(installation, sink, recorded)
                installation.start()
                if dice.random() < 0.15:  # and now and then while it is still starting
                    threading.Event().wait(dice.uniform(0.1, 1.5))
                    installation.kill()
                    result.kills += 1
                    installation.start()
                installation.until_it_answers()
            stream.join(120)
            agent.join(20)
            agent.is_over.set()
            if (
                plan.has_worker
            ):  # what the other one's death left in the air is taken up at once by whoever starts alone
                installation.kill()
                installation.start()
                installation.until_it_answers()
            _until_finished(installation, result)
            installation.kill()
            _judge(installation, sink, stream, agent, recorded, result)
        except BaseException:
            sys.stderr.write((folder / "log").read_text()[-3000:])
            raise
        finally:
            installation.kill()
            shutil.rmtree(folder, ignore_errors=True)
    return result


def _until_a_moment(plan: Plan, kill: int, stream: Stream, dice: random.Random) -> None:
    """Some letter of this kill's share of the stream, and some milliseconds more."""
    share = plan.letters / plan.kills
    wanted = min(int(share * (kill + dice.random())), plan.letters - 1)
    deadline = time.monotonic() + 30
    while stream.done < wanted and time.monotonic() < deadline:
        time.sleep(0.001)
    threading.Event().wait(dice.uniform(0, 0.25))


def _kill(installation: Installation, plan: Plan, dice: random.Random) -> None:
    installation.kill(*dice.choice([("serve",), ("work",), ()] if plan.has_worker else [()]))


def _remember(installation: Installation, sink: Sink, recorded: dict[str, int]) -> None:
    counts = sink.counts()
    for (letter_id,) in installation.rows("SELECT external_id FROM tickets_message WHERE state = 'sent'"):
        recorded.setdefault(letter_id, max(counts[letter_id], 1))


_WAITING = {
    "letters": "SELECT count(*) FROM intake_envelope WHERE state = 'new'",
    "messages": "SELECT count(*) FROM tickets_message WHERE state IN ('queued', 'sending')",
    "events": "SELECT count(*) FROM tickets_event WHERE dispatched_at IS NULL",
    "judgements": "SELECT count(*) FROM insight_judgement WHERE coach = ''",
}


def _until_finished(installation: Installation, result: Result) -> None:
    deadline = time.monotonic() + 90
    while True:
        waiting = {name: installation.rows(question)[0][0] for name, question in _WAITING.items()}
        if not any(waiting.values()):
            return
        if time.monotonic() > deadline:
            result.waiting = [f"{count} {name}" for name, count in waiting.items() if count]
            return
        time.sleep(0.2)


def _judge(
    installation: Installation, sink: Sink, stream: Stream, agent: Agent, recorded: dict[str, int], result: Result
) -> None:
    result.acknowledged, result.offered_again = stream.done, stream.offered_again
    result.replies_taken = len(agent.taken)
    came = installation.rows("SELECT external_id, ticket_id FROM tickets_message WHERE direction = 'in'")
    counts, home = collections.Counter(each for each, _ in came), dict(came)
    wanted = [f"letter-{number}@far.example" for number in range(stream.done)]
    result.letters_lost = [each for each in wanted if not counts[each]]
    result.letters_doubled = [each for each, count in counts.items() if count > 1]
    result.letters_astray = [
        wanted[number] for number in range(2, len(wanted), 3) if home.get(wanted[number]) != home.get(wanted[number - 2])
    ]  # fmt: skip
    files = [digest for (digest,) in installation.rows("SELECT digest FROM tickets_attachment")]
    result.files_broken = [each for each in files if not _is_whole(installation.folder, each)]
    if len(files) != len(range(0, stream.done, 5)):
        result.files_broken.append(f"{len(files)} files")
    result.quarantined = [
        reason for (reason,) in installation.rows("SELECT reason FROM intake_envelope WHERE state = 'quarantined'")
    ]
    out = installation.rows(
        "SELECT external_id, text, ticket_id, state FROM tickets_message WHERE direction = 'out' AND state <> 'cancelled'"
    )
    result.unjudged = [
        each
        for (each,) in installation.rows(
            "SELECT external_id FROM tickets_message LEFT JOIN insight_judgement ON message_id = tickets_message.id"
            " WHERE direction = 'out' AND state = 'sent' AND NOT is_automatic AND faults IS NULL"
        )
    ]
    taken, texts = sink.counts(), dict(sink.letters)
    result.unsent = [f"{each} {state}" for each, _, _, state in out if not taken[each]]
    heard, rows = " ".join(texts.values()), [text for _, text, _, _ in out]
    result.replies_lost = [mark for mark in agent.taken if mark not in heard]
    result.replies_doubled = [mark for mark in agent.taken if sum(mark in text for text in rows) > 1]
    result.sent_twice = sum(count > 1 for count in taken.values())
    result.sent_after_recorded = [each for each, count in recorded.items() if taken[each] > count]
    answered = collections.Counter(ticket for _, text, ticket, _ in out if "обращение-" not in text)
    any_word = {ticket for _, _, ticket, _ in out}
    result.unacknowledged = [str(each) for each in set(home.values()) if each not in any_word or answered[each] > 1]


def _is_whole(folder: Path, digest: str) -> bool:
    path = folder / "media" / "blobs" / digest[:2] / digest
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
