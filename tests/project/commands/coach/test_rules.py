"""The catalogue on the command line and in the documents."""

import json
from pathlib import Path

import pytest

from otklik.coach.reply import shipped
from otklik.project.commands.coach.rules import BEGIN, END, table
from tests.project.running import otklik

DOCUMENT = Path(__file__).parents[4] / "docs" / "coach.md"


def test_the_table_in_the_document_is_the_catalogues():
    text = DOCUMENT.read_text(encoding="utf-8")
    between = text[text.index(BEGIN) + len(BEGIN) : text.index(END)]
    assert between.strip() == table(shipped().rules).strip(), "run: just docs"


def test_every_rule_has_its_reason_in_prose():
    text = DOCUMENT.read_text(encoding="utf-8")
    prose = text[text.index("**Why these.**") : text.index("## How to write a rule")]
    assert sorted({rule.id for rule in shipped().rules if f"`{rule.id}`" not in prose}) == []


def test_the_list_names_every_rule_in_every_language(tmp_path):
    out = otklik("coach", "rules", folder=tmp_path).out
    heads = {tuple(line.split()[:2]) for line in out.splitlines() if line[:1] != " "}
    assert heads == {(rule.id, rule.lang) for rule in shipped().rules}


def test_one_rule_is_told_with_its_examples(tmp_path):
    out = " ".join(otklik("coach", "rules", "inconvenience", "--lang", "ru", folder=tmp_path).out.split())
    (rule,) = (each for each in shipped().rules if (each.id, each.lang) == ("inconvenience", "ru"))
    assert rule.why in out
    for letter, _ in rule.examples:
        assert " ".join(letter.text.split()).split(".")[0] in out.replace(" ⏎ ", " ")
    assert out.index("Bad, found by this rule:") < out.index("Good, passed over:")
    assert (
        otklik("coach", "explain", "inconvenience", folder=tmp_path).out
        == otklik("coach", "rules", "inconvenience", folder=tmp_path).out
    )


def test_the_catalogue_is_data_too(tmp_path):
    data = json.loads(otklik("coach", "rules", "--format", "json", folder=tmp_path).out)
    assert [(each["id"], each["lang"]) for each in data] == [(rule.id, rule.lang) for rule in shipped().rules]


@pytest.mark.parametrize("words", ["", f"{BEGIN}", f"{END} {BEGIN}", f"{BEGIN} {BEGIN} {END}"])
def test_a_document_without_its_marks_is_left_alone(tmp_path, words):
    (tmp_path / "a.md").write_text(words)
    answer = otklik("coach", "rules", "--into", "a.md", folder=tmp_path)
    assert (answer.status, (tmp_path / "a.md").read_text()) == (1, words)


def test_a_letter_is_explained(tmp_path):
    (tmp_path / "a.txt").write_text("Здравствуйте!\n\nПростите за неудобства.", encoding="utf-8")
    out = otklik("coach", "explain", "a.txt", folder=tmp_path).out
    assert "inconvenience       «неудобства»" in out
    assert "greeting-name       needs to know the customer's name" in out
    assert otklik("coach", "explain", "nowhere.txt", folder=tmp_path).status == 1
