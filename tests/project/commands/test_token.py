"""Tokens made, listed and revoked from the command line."""

from tests.project.running import otklik


def test_a_token_lives_and_dies(tmp_path):
    otklik(
        "createadmin",
        "--email",
        "c@nord.example",
        "--name",
        "Клара",
        "--password",
        "a-long-password-1",
        folder=tmp_path,
    )
    assert otklik("token", "list", folder=tmp_path).out == "no tokens yet: otklik token add NAME\n"
    made = otklik("token", "add", "our shop", folder=tmp_path)
    assert (made.status, made.out[:4], made.out.count("\n"), "this once" in made.err) == (0, "otk_", 1, True)
    again = otklik("token", "add", "our shop", folder=tmp_path)
    assert (again.status, again.out, "is taken" in again.err) == (1, "", True)
    listed = otklik("token", "list", folder=tmp_path).out
    assert ("our shop" in listed, "open" in listed, made.out.strip() in listed) == (True, True, False)
    assert otklik("token", "revoke", "our shop", folder=tmp_path).out == "our shop opens nothing any more\n"
    assert otklik("token", "revoke", "our shop", folder=tmp_path).out == "our shop was revoked before\n"
    assert "revoked" in otklik("token", "list", folder=tmp_path).out
    assert otklik("token", "revoke", "theirs", folder=tmp_path).status == 1


def test_where_nothing_is_installed_nothing_is_made(tmp_path):
    answer = otklik("token", "add", "x", folder=tmp_path)
    assert (answer.status, answer.out, list(tmp_path.iterdir())) == (1, "", [])
