"""One holder of a post at a time, and the next one begins with what the last one left."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from otklik.kit.posts import Post, Presence

pytestmark = pytest.mark.django_db(transaction=True)

# A second process with a database session of its own; it says a line when it has tried, and waits to be killed.
OTHER = """
import sys
from tests import settings
from django.conf import settings as django_settings
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from otklik.kit.posts import Post, Presence
if sys.argv[2] == "post":
    post = Post("test", take_over=lambda: None)
    print(post.do(lambda: 7), flush=True)
else:
    presence = Presence("test-presence")
    presence.enter(if_alone=lambda: print("alone", flush=True), if_not=lambda: print("not", flush=True))
sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path):
    """A database that a second process reaches too."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = str(tmp_path / "posts.sqlite3")
    yield str(connection.settings_dict["NAME"])
    connection.settings_dict["NAME"] = name


@pytest.fixture
def other(database):
    started = []

    def start(what):
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        process = subprocess.Popen(
            [sys.executable, "-c", OTHER, database, what], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        return process, process.stdout.readline().strip()

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def test_a_post_has_one_holder_and_passes_on_when_he_is_killed(other):
    taken_over = []
    post = Post("test", take_over=lambda: taken_over.append(1))
    process, done = other("post")
    assert (done, post.do(lambda: 5), taken_over) == ("7", 0, [])
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (post.do(lambda: 5), post.do(lambda: 6), taken_over) == (5, 6, [1])
    post.leave()


def test_a_post_that_is_left_is_free(other):
    post = Post("test", take_over=lambda: None)
    assert post.do(lambda: 5) == 5
    post.leave()
    assert other("post")[1] == "7"


def test_after_an_error_the_holder_takes_over_from_himself(database):
    taken_over = []
    post = Post("test-error", take_over=lambda: taken_over.append(1))
    with pytest.raises(ZeroDivisionError):
        post.do(lambda: 1 // 0)
    assert (post.do(lambda: 5), taken_over) == (5, [1, 1])
    post.leave()


def test_who_comes_first_is_alone_and_the_next_is_not(other):
    said = []
    presence = Presence("test-presence")
    presence.enter(if_alone=lambda: said.append("alone"), if_not=lambda: said.append("not"))
    assert (said, other("presence")[1]) == (["alone"], "not")
    presence.leave()


def test_the_only_one_left_is_alone_again(other):
    process, said = other("presence")
    process.send_signal(signal.SIGKILL)
    process.wait()
    here = []
    presence = Presence("test-presence")
    presence.enter(if_alone=lambda: here.append("alone"), if_not=lambda: here.append("not"))
    presence.leave()
    assert (said, here) == ("alone", ["alone"])
