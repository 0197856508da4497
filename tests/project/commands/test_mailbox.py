"""`otklik mailbox` where no server is asked: what is kept, what is refused."""

import json
import sqlite3

from tests.project.running import otklik

ADDRESS = "support@nord.example"


def config(folder):
    with sqlite3.connect(folder / "data" / "otklik.sqlite3") as database:
        return json.loads(database.execute("SELECT config FROM channels_account").fetchone()[0])


def test_a_server_that_checks_senders_is_set_per_mailbox_and_taken_away(tmp_path):
    made = otklik("mailbox", "add", ADDRESS, "--brand", "Норд", "--authserv", "MX.box.example", folder=tmp_path)
    assert (made.status, config(tmp_path)) == (0, {"authserv": "mx.box.example"})
    bad = otklik("mailbox", "add", ADDRESS, "--authserv", "mx box", folder=tmp_path)
    assert (bad.status, "no name of a server" in bad.err, config(tmp_path)) == (
        2,
        True,
        {"authserv": "mx.box.example"},
    )
    assert "by SMTP or LMTP" in otklik("mailbox", "list", folder=tmp_path).out
    assert otklik("mailbox", "add", ADDRESS, "--authserv", "none", folder=tmp_path).status == 0
    assert config(tmp_path) == {}
