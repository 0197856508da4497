"""`otklik coach mtr`, `secrets`, `triage`, `complete`: lines in, lines out, files."""

import io
import json

from otklik.project.commands import coach
from tests.project.running import otklik


def answers(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_that_cannot_be_read_gets_an_error_and_the_rest_goes_on(capsys, monkeypatch):
    monkeypatch.setattr(
        "sys.stdin", io.StringIO('{"id": 1, "text": "пароль: Qwe123!x", "more": 0}\n{\n\n{"id": 2}\n')
    )
    assert coach.run(["secrets"]) == 0
    first, second, third = answers(capsys)
    assert first == {"id": 1, "secrets": [{"kind": "password", "start": 8, "end": 16}]}
    assert (second["id"], "error" in second, third["id"], "error" in third) == (None, True, 2, True)


def test_nothing_that_could_be_read_is_status_1(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("[]\n"))
    assert (coach.run(["mtr"]), "error" in answers(capsys)[0]) == (1, True)


def test_files_are_answered_by_their_names_and_a_missing_one_is_status_1(capsys, tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("traceroute to 5.6.7.8", encoding="utf-8")
    assert coach.run(["mtr", str(file), str(tmp_path / "none.txt")]) == 1
    (answer,) = answers(capsys)
    assert (answer["id"], answer["problems"]) == (str(file), ["not-mtr"])
    assert coach.run(["mtr", "--words", "en", str(file)]) == 0
    assert "This is no report of mtr" in capsys.readouterr().out


def test_a_files_category_is_named_beside_it(capsys, tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Продлите luna.ru", encoding="utf-8")
    assert coach.run(["complete", "--category", "domain", str(file)]) == 0
    assert answers(capsys)[0]["answered"] == ["domain.name"]


def test_a_message_is_sorted_line_by_line(tmp_path):
    answer = otklik("coach", "triage", folder=tmp_path, stdin='{"id":1,"text":"Продлите домен"}\nnope\n')
    first, second = map(json.loads, answer.out.splitlines())
    assert (answer.status, answer.err, first["label"], second["id"], second["error"][:7]) == (
        0,
        "",
        "domain",
        None,
        "no JSON",
    )


def test_complete_tells_what_is_missing(tmp_path):
    answer = otklik(
        "coach", "complete", folder=tmp_path, stdin='{"id":1,"category":"domain","text":"Продлите luna.ru"}\n'
    )
    assert json.loads(answer.out) == {
        "id": 1,
        "answered": ["domain.name"],
        "missing": ["domain.actions", "domain.error-text"],
    }


def test_complete_needs_a_category(tmp_path):
    assert otklik("coach", "complete", folder=tmp_path, stdin='{"id":1}\n').status == 1
