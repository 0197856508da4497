"""Every command in an empty environment: what goes wrong is said with the place and the cure, and nothing is left."""

import json

import pytest

from otklik.project import cli
from tests.project.running import everything, otklik


@pytest.mark.parametrize(
    ("words", "variables", "status", "said"),
    [
        (["nonsense"], {}, 2, "no command «nonsense»"),
        (["check"], {"OTKLIK_SMTP": "abc"}, 2, "OTKLIK_SMTP: «abc» is no address; write HOST:PORT"),
        (["check"], {"OTKLIK_DATABASE_URL": "mysql://x"}, 2, "OTKLIK_DATABASE_URL: «mysql» is neither sqlite nor postgres"),
        (["serve"], {"OTKLIK_DATABASE_URL": "postgres://a@h:port/x"}, 2, "OTKLIK_DATABASE_URL"),
        (["serve"], {"OTKLIK_TIME_ZONE": "Foo"}, 2, "OTKLIK_TIME_ZONE: «Foo» is no time zone"),
        (["serve"], {"OTKLIK_URL": "foo"}, 2, "OTKLIK_URL: «foo»"),
        (["serve"], {"OTKLIK_LANGUAGE": "xx"}, 2, "OTKLIK_LANGUAGE: «xx» is none of ru, en"),
        (["serve"], {"OTKLIK_RELAY": "smtp//x:secret@h"}, 2, "OTKLIK_RELAY: «h» is no relay"),
        (["work"], {"OTKLIK_SMTP_KEY": "/etc/hostname"}, 2, "belong together"),
        (["backup", "x.tgz"], {}, 1, "there is no installation in"),
        (["backup", "/nowhere/x.tgz"], {}, 1, "there is no folder /nowhere"),
        (["restore", "missing.tgz"], {}, 1, "cannot be restored"),
        (["intake", "list"], {}, 1, "there is no installation in"),
        (["intake", "explain"], {}, 2, "usage: otklik intake"),
        (["intake", "retry", "x"], {}, 2, "usage: otklik intake"),
        (["password", "a@b.example"], {}, 1, "there is no installation in"),
        (["createadmin", "--email", "foo"], {}, 2, "«foo» is no e-mail address"),
        (["createadmin", "--brand", "X"], {}, 2, "belong together"),
        (["createadmin", "--brand", "X", "--mailbox", "nope"], {}, 2, "«nope» is no e-mail address"),
        (["mail"], {}, 2, "usage: otklik mail parse"),
        (["coach", "reply", "missing"], {}, 1, "cannot read missing"),
        (["demo", "--port", "70000"], {}, 1, "the port 70000 cannot be had"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_made(tmp_path, words, variables, status, said):
    answer = otklik(*words, folder=tmp_path, **variables)
    assert (answer.status, said in answer.err, "Traceback" in answer.err) == (status, True, False)
    assert everything(tmp_path) == []


def test_a_look_at_nothing_makes_nothing(tmp_path):
    answer = otklik("check", folder=tmp_path, OTKLIK_SMPT="127.0.0.1:25")
    assert answer.status == 1
    assert [line[:20] for line in answer.out.splitlines()] == [
        "MEND  configuration:",
        "MEND  database: ther",
        "MEND  mail in: no le",
        "ok    mail out: stra",
    ]
    assert "OTKLIK_SMPT means nothing (OTKLIK_SMTP?)" in answer.out
    assert everything(tmp_path) == []


def test_a_database_that_is_away_is_said_once(tmp_path):
    answer = otklik("work", folder=tmp_path, OTKLIK_DATABASE_URL="postgres://a@127.0.0.1:1/x", OTKLIK_DATA="d")
    assert (answer.status, "does not let us in" in answer.err, "Traceback" in answer.err) == (1, True, False)


def test_help_names_every_command(tmp_path):
    answer = otklik("--help", folder=tmp_path)
    assert (answer.status, [name for name in cli.COMMANDS if f"  {name} " not in answer.out]) == (0, [])


def test_the_library_commands_need_no_installation(tmp_path):
    (tmp_path / "letter.eml").write_bytes(b"From: a@b.example\r\nSubject: x\r\n\r\nhi\r\n")
    parsed = otklik("mail", "parse", "letter.eml", folder=tmp_path)
    judged = otklik(
        "coach", "reply", folder=tmp_path, stdin='{"id": 1, "reply": "Приносим извинения за неудобства."}\n'
    )
    assert (json.loads(parsed.out)["subject"], json.loads(judged.out)["id"]) == ("x", 1)
    assert everything(tmp_path) == ["letter.eml"]
