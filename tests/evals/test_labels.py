"""The labelled letters are whole, and the letters set apart stay apart."""

import json
from pathlib import Path

import pytest
from evals.letters import score, validate
from evals.letters.agreement import agreement, read, table
from evals.letters.sample import drawn

EMPTY = {"start": None, "end": None, "quote": None}
FOLDER = Path(__file__).parents[2] / "evals" / "letters"


def rows(*names):
    return [
        json.loads(line)
        for name in names
        for file in sorted((FOLDER / name).rglob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


@pytest.mark.parametrize("name", ["ru", "en", "fresh", "second"])
def test_the_folder_is_valid(name, capsys):
    status = validate.main([FOLDER / name])
    assert (status, capsys.readouterr().out.rsplit(", ", 1)[1]) == (0, "0 wrong\n")


def test_a_shifted_label_and_a_rule_out_of_place_are_named():
    letter = next(row for row in rows("fresh") if row["situation"] == "other" and row["labels"])
    label = letter["labels"][0]
    broken = letter | {
        "labels": [label | {"start": label["start"] - 1}, EMPTY | {"rule": "thanks"}],
    }
    assert validate.faults_of(broken) == [
        f"{label['rule']}: the quote does not stand at {label['start'] - 1}:{label['end']}",
        "thanks in a situation that asks for none",
    ]


def test_fresh_letters_have_every_rule_in_both_languages():
    had = {
        lang: {label["rule"] for row in rows("fresh") if row["lang"] == lang for label in row["labels"]}
        for lang in ("ru", "en")
    }
    assert had == {"ru": set(validate.RULES), "en": set(validate.RULES)}


def test_fresh_letters_are_a_part_of_their_own():
    fresh = [row["id"] for row in rows("fresh")]
    assert {(score.part_of(name), validate.part(name)) for name in fresh} == {("fresh", "fresh")}
    everything = list(score.letters([FOLDER]))
    assert {score.part_of(row["id"]) for row in everything} == {"tune", "check"}
    assert [row["id"] for row in score.letters([FOLDER / "fresh"])] == sorted(fresh)
    assert {row["reply"] for row in rows("fresh")} & {row["reply"] for row in everything} == set()


def test_the_two_part_functions_agree():
    names = [row["id"] for row in rows("ru", "en")]
    assert [score.part_of(name) for name in names] == [validate.part(name) for name in names]


@pytest.mark.parametrize(("lang", "count"), [("ru", 100), ("en", 40)])
def test_the_second_labels_are_of_the_drawn_letters(lang, count):
    def bare(letters):
        return [{key: row[key] for key in row if key not in ("labels", "near")} for row in letters]

    second = [row for row in rows("second") if row["lang"] == lang]
    assert bare(second) == bare(drawn(lang, count))


def test_agreement_of_two_labellers():
    # 10 letters, the first finds 4, the second 5, both 3: observed 0.7, by chance 0.4 · 0.5 + 0.6 · 0.5 = 0.5.
    assert agreement(4, 5, 3, 10) == (pytest.approx(6 / 9), pytest.approx(0.4))
    assert agreement(0, 0, 0, 10) == (None, None)


def test_the_table_counts_letters():
    first = {"a": {"thanks"}, "b": {"thanks", "jargon"}, "c": set()}
    second = {"a": {"thanks"}, "b": set()}
    lines = {line.split()[0]: line.split()[1:4] for line in table(first, second)}
    assert (lines["thanks"], lines["jargon"], lines["robotic"], lines["all"]) == (
        ["2", "1", "1"],
        ["1", "0", "0"],
        ["0", "0", "0"],
        ["3", "1", "1"],
    )


def test_read_takes_the_rules_of_each_letter():
    row = rows("fresh")[0]
    assert read(FOLDER / "fresh", "*.jsonl")[row["id"]] == {label["rule"] for label in row["labels"]}
