"""`otklik coach triage` and `complete` as programs call them."""

import json

from tests.project.running import otklik


def test_a_line_in_a_line_out(tmp_path):
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


def test_the_status_is_one_when_nothing_could_be_read(tmp_path):
    assert otklik("coach", "complete", folder=tmp_path, stdin='{"id":1}\n').status == 1
