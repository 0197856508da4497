"""The whole product in a process of its own: it says where it is, takes a letter, and ends cleanly when told to."""

import contextlib
import signal
import smtplib
import subprocess
import sys
import threading
import time
import urllib.request

import pytest

from tests.peers.processes import free_port
from tests.project.running import environment, otklik

pytestmark = pytest.mark.peers

ADMIN = ("createadmin", "--email", "clara@nord.example", "--name", "Клара", "--password", "a-long-password-1",
         "--brand", "Норд", "--mailbox", "support@nord.example")  # fmt: skip
LETTER = "From: Anna <anna@firma.example>\r\nTo: support@nord.example\r\nSubject: x\r\nMessage-ID: <1@firma.example>\r\n\r\nhello\r\n"


@contextlib.contextmanager
def running(*words, folder, until, **variables):
    """The command, once it has said `until`; what it has said so far grows in the list."""
    process = subprocess.Popen(
        [sys.executable, "-m", "otklik", *words], cwd=folder, env=environment(**variables), text=True, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    said, is_ready = [], threading.Event()

    def listen():
        for line in process.stdout:
            said.append(line)
            if until in line:
                is_ready.set()
        is_ready.set()

    ear = threading.Thread(target=listen)
    ear.start()
    try:
        assert is_ready.wait(60)
        assert process.poll() is None, "".join(said)
        yield process, said
    finally:
        process.kill()
        process.wait()
        ear.join()
        process.stdout.close()


def eventually(question, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := question():
            return answer
        time.sleep(0.1)
    raise AssertionError("it never came")


def test_serve_takes_a_letter_says_what_became_of_it_and_ends(tmp_path):
    web, smtp, lmtp = free_port(), free_port(), free_port()
    settings = {"OTKLIK_WEB": f"127.0.0.1:{web}", "OTKLIK_SMTP": f"127.0.0.1:{smtp}", "OTKLIK_LMTP": f"127.0.0.1:{lmtp}", "OTKLIK_URL": f"http://127.0.0.1:{web}"}  # fmt: skip
    otklik(*ADMIN, folder=tmp_path)
    with running("serve", folder=tmp_path, until="Otklik is at", **settings) as (process, said):
        assert f"http://127.0.0.1:{web}" in said[-1]
        with smtplib.SMTP("127.0.0.1", smtp) as client:
            client.sendmail("anna@firma.example", ["support@nord.example"], LETTER)
        eventually(lambda: "→ ticket 1" in otklik("intake", "explain", "1", folder=tmp_path).out)
        checked = otklik("check", folder=tmp_path, **settings).out
        assert f"ok    mail in: SMTP 127.0.0.1:{smtp} says 220" in checked
        assert f"LMTP 127.0.0.1:{lmtp} says 220" in checked
        taken = otklik("serve", folder=tmp_path, **{**settings, "OTKLIK_SMTP": "", "OTKLIK_LMTP": ""})
        assert (taken.status, f"the web port 127.0.0.1:{web} cannot be had" in taken.err) == (1, True)
        taken = otklik("serve", folder=tmp_path, **{**settings, "OTKLIK_WEB": f"127.0.0.1:{free_port()}"})
        assert (taken.status, f"the SMTP port 127.0.0.1:{smtp} cannot be had" in taken.err) == (1, True)
        with running("work", folder=tmp_path, until="Otklik works", **settings) as (worker, told):
            assert f"somebody listens on the SMTP port 127.0.0.1:{smtp} already" in "".join(told)
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(30) == 0
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_a_worker_alone_ends_cleanly(tmp_path):
    otklik(*ADMIN, folder=tmp_path)
    process = subprocess.Popen([sys.executable, "-m", "otklik", "work"], cwd=tmp_path, env=environment())
    try:
        time_to_start = time.monotonic() + 3
        while time.monotonic() < time_to_start and process.poll() is None:
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_demo_says_what_to_try_and_leaves_nothing(tmp_path, how):
    web, smtp = free_port(), free_port()
    (tmp_path / "tmp").mkdir()
    # An installation's own settings are none of the demo's: its database is not touched.
    foreign = {
        "TMPDIR": tmp_path / "tmp",
        "OTKLIK_DATA": tmp_path / "real",
        "OTKLIK_DATABASE_URL": "postgres://real@127.0.0.1:1/real",
    }
    words = ("demo", "--empty", "--port", str(web), "--smtp-port", str(smtp))
    with running(*words, folder=tmp_path, until="thrown away", **foreign) as (process, said):
        text = "".join(said)
        for each in (
            f"http://127.0.0.1:{web}",
            "otklik-demo",
            "boris@nord.example",
            "clara@nord.example",
            "Try first",
            "/mailbox/",
            str(smtp),
        ):
            assert each in text
        opened = eventually(lambda: answer(f"http://127.0.0.1:{web}/login/"))
        assert b"csrfmiddlewaretoken" in opened
        process.send_signal(how)
        assert process.wait(30) == 0
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not (tmp_path / "real").exists()


def answer(address):
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2) as page:
        return page.read()
    return b""


def test_a_kept_demo_goes_on_where_it_was(tmp_path):
    words = ("demo", "--empty", "--keep", "kept", "--port", str(free_port()), "--smtp-port", str(free_port()))
    for _ in range(2):
        with running(*words, folder=tmp_path, until="Data is kept in") as (process, _said):
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
    names = [path.name for path in (tmp_path / "kept").iterdir()]
    assert {"secret.key", "otklik.sqlite3"} <= set(names)
    assert otklik("demo", "--keep", "kept/secret.key", folder=tmp_path).status == 2
