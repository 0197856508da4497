"""Making the first admin and letting somebody in again, from the command line."""

import sqlite3

from tests.project.running import otklik

ADMIN = ("createadmin", "--email", "Clara@Nord.example", "--name", "Клара", "--password", "a-long-password-1")
BRAND = ("--brand", "Норд", "--mailbox", "support@nord.example")


def rows(folder, table, *columns):
    with sqlite3.connect(folder / "data" / "otklik.sqlite3") as database:
        return database.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id").fetchall()


def test_an_admin_a_brand_and_its_mailbox_are_made_together(tmp_path):
    answer = otklik(*ADMIN, *BRAND, folder=tmp_path)
    assert (answer.status, answer.out) == (
        0,
        "Клара can log in as clara@nord.example\nНорд answers from support@nord.example\n",
    )
    assert rows(tmp_path, "people_agent", "email", "role") == [("clara@nord.example", "admin")]
    assert rows(tmp_path, "channels_account", "address") == [("support@nord.example",)]
    assert oct((tmp_path / "data" / "secret.key").stat().st_mode)[-3:] == "600"


def test_all_or_nothing(tmp_path):
    otklik(*ADMIN, *BRAND, folder=tmp_path)
    again = otklik("createadmin", "--email", "b@nord.example", *ADMIN[3:], *BRAND, folder=tmp_path)
    assert (again.status, "nothing was made" in again.err) == (1, True)
    assert rows(tmp_path, "people_agent", "email") == [("clara@nord.example",)]


def test_an_admin_adds_a_second_brand(tmp_path):
    otklik(*ADMIN, *BRAND, folder=tmp_path)
    answer = otklik(*ADMIN[:3], "--brand", "Табель", "--mailbox", "help@табель.example", folder=tmp_path)
    assert (answer.status, rows(tmp_path, "services_brand", "name")) == (0, [("Норд",), ("Табель",)])


def test_a_weak_password_is_refused_and_a_new_one_is_set(tmp_path):
    otklik(*ADMIN, folder=tmp_path)
    before = rows(tmp_path, "people_agent", "password")
    weak = otklik("password", "clara@nord.example", "--password", "1234567890", folder=tmp_path)
    assert (weak.status, rows(tmp_path, "people_agent", "password")) == (1, before)
    assert otklik("password", "nobody@nord.example", "--password", "x", folder=tmp_path).status == 1
    good = otklik("password", "clara@nord.example", "--password", "another-long-one-2", folder=tmp_path)
    assert (good.status, rows(tmp_path, "people_agent", "password") == before) == (0, False)
