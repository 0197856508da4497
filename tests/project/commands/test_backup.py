"""A copy of everything while it runs, and everything back out of it, on the database that the tests run on."""

import contextlib
import io
import os
import subprocess
import sys
import tarfile
import time

import pytest

from tests.project.running import environment, everything, otklik

# A ticket with a file, by the product's own actions: python -c FILL <letters>.
FILL = """
import sys, django
django.setup()
from otklik.intake import actions as intake
from otklik.intake.actions import Arrived
from otklik.intake.queries import waiting
from otklik.kit.clock import now
for n in range(int(sys.argv[1])):
    raw = (f'From: anna@firma.example\\r\\nTo: support@nord.example\\r\\nSubject: Сервер {n}\\r\\nMessage-ID: <{n}.{sys.argv[2]}@firma.example>\\r\\n'
           'MIME-Version: 1.0\\r\\nContent-Type: multipart/mixed; boundary=b\\r\\n\\r\\n--b\\r\\n\\r\\ntext\\r\\n--b\\r\\n'
           f'Content-Disposition: attachment; filename=a.bin\\r\\n\\r\\nbytes {n} {sys.argv[2]}\\r\\n--b--\\r\\n').encode()
    intake.accept([Arrived(raw, 'anna@firma.example', ('support@nord.example',))], at=now())
    (envelope,) = waiting()
    assert intake.process(envelope, at=now()).state == 'done', envelope.reason
"""
ASK = """
import django
django.setup()
from otklik.kit import blobs
from otklik.channels.queries import secrets_of
from otklik.people.models import Agent
from otklik.tickets.models import Attachment, Ticket
from otklik.tickets.search.find import find
from otklik.kit.clock import now
clara = Agent.objects.get()
print(Ticket.objects.count(), len(find(clara, 'серверах', today=now().date(), limit=9999).hits),
      all(blobs.read(a.digest).startswith(b'bytes') for a in Attachment.objects.all()), Attachment.objects.count())
"""
ADMIN = ("createadmin", "--email", "clara@nord.example", "--name", "Клара", "--password", "a-long-password-1",
         "--brand", "Норд", "--mailbox", "support@nord.example")  # fmt: skip
SETTINGS = {"DJANGO_SETTINGS_MODULE": "otklik.project.settings"}


def python(code, *words, folder, **variables):
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)], cwd=folder, env=environment(**SETTINGS, **variables), text=True,
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def database():
    """Makes environments of fresh databases: files of their own, or databases of the run's PostgreSQL."""
    url = os.environ.get("OTKLIK_TEST_DATABASE_URL")
    made = []

    def make():
        if not url:
            return {}
        import psycopg

        name = f"backup_{os.getpid()}_{len(made)}"
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        made.append(name)
        return {"OTKLIK_DATABASE_URL": url.rpartition("/")[0] + "/" + name}

    yield make
    if made:
        import psycopg

        with psycopg.connect(url, autocommit=True) as server:
            for name in made:
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_everything_comes_back(tmp_path, database):
    old, new = database(), database()
    otklik(*ADMIN, folder=tmp_path, **old)
    python(FILL, 3, "a", folder=tmp_path, **old)
    assert python(ASK, folder=tmp_path, **old) == "3 3 True 3"
    saved = otklik("backup", "all.tgz", folder=tmp_path, **old)
    assert (saved.status, oct((tmp_path / "all.tgz").stat().st_mode)[-3:]) == (0, "600")
    restored = otklik("restore", "all.tgz", "--data", "second/data", folder=tmp_path, **new)
    assert (restored.status, restored.err) == (0, "")
    assert python(ASK, folder=tmp_path / "second", **new) == "3 3 True 3"
    key = (tmp_path / "data" / "secret.key").read_text()
    assert (tmp_path / "second" / "data" / "secret.key").read_text() == key
    python(FILL, 2, "b", folder=tmp_path / "second", **new)  # numbers go on behind the restored ones
    assert python(ASK, folder=tmp_path / "second", **new) == "5 5 True 5"
    assert otklik("check", folder=tmp_path / "second", **new).out.splitlines()[1].startswith("ok    database")


def test_a_copy_made_while_letters_arrive_is_whole(tmp_path, database):
    old, new = database(), database()
    otklik(*ADMIN, folder=tmp_path, **old)
    python(FILL, 1, "first", folder=tmp_path, **old)
    busy = subprocess.Popen(
        [sys.executable, "-c", FILL, "400", "busy"], cwd=tmp_path, env=environment(**SETTINGS, **old)
    )
    try:
        deadline = time.monotonic() + 30
        while len(list((tmp_path / "data" / "media").rglob("*"))) < 20 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert otklik("backup", "busy.tgz", folder=tmp_path, **old).status == 0
        assert busy.poll() is None
    finally:
        busy.kill()
        busy.wait()
    assert otklik("restore", "busy.tgz", "--data", "second/data", folder=tmp_path, **new).status == 0
    tickets, found, are_whole, files = python(ASK, folder=tmp_path / "second", **new).split()
    assert (tickets, tickets, are_whole) == (found, files, "True")
    assert int(tickets) > 1


def test_a_key_from_the_environment_is_kept_too(tmp_path, database):
    old = database()
    otklik(*ADMIN, folder=tmp_path, OTKLIK_SECRET_KEY="from-the-environment", **old)
    otklik("backup", "all.tgz", folder=tmp_path, OTKLIK_SECRET_KEY="from-the-environment", **old)
    with tarfile.open(tmp_path / "all.tgz") as archive, contextlib.closing(archive.extractfile("secret.key")) as key:
        assert key.read() == b"from-the-environment\n"


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_what_is_no_backup_changes_nothing(tmp_path, content):
    file = tmp_path / "x.tgz"
    if content is None:
        with tarfile.open(file, "w:gz") as archive:
            archive.add(__file__, "other.py")
    else:
        file.write_bytes(content)
    answer = otklik("restore", "x.tgz", folder=tmp_path)
    assert (answer.status, "nothing was changed" in answer.err, everything(tmp_path)) == (1, True, ["x.tgz"])


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mine.txt").write_text("x")
    answer = otklik("restore", "x.tgz", folder=tmp_path)
    assert (answer.status, "is not empty" in answer.err) == (1, True)


@pytest.mark.parametrize("name", ["../outside.txt", "/tmp/otklik-outside.txt", "media/../../outside.txt"])
def test_an_archive_that_reaches_out_of_its_folder_is_refused(tmp_path, name):
    with tarfile.open(tmp_path / "x.tgz", "w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    answer = otklik("restore", "x.tgz", folder=tmp_path)
    assert (answer.status, "has no place in a backup" in answer.err, everything(tmp_path)) == (1, True, ["x.tgz"])


def test_an_archive_with_a_link_is_refused(tmp_path):
    with tarfile.open(tmp_path / "x.tgz", "w:gz") as archive:
        entry = tarfile.TarInfo("secret.key")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(entry)
    answer = otklik("restore", "x.tgz", folder=tmp_path)
    assert (answer.status, "has no place in a backup" in answer.err, everything(tmp_path)) == (1, True, ["x.tgz"])
