"""Situations' files: the shipped ones are whole, a wrong one is refused where it stands; their letters are judged by our own coach."""

import re

import pytest

from otklik.coach.reply import Letter, check, situations
from otklik.coach.reply.model import SITUATIONS
from otklik.coach.reply.situations import BadSituation, checklist, load, read
from otklik.coach.reply.situations.catalogue import FOLDER, LANGUAGES

ALL = situations.shipped().by_id
PAIRS = [(name, lang) for name in ALL for lang in LANGUAGES]
GOOD_FILE = (FOLDER / "refund.yaml").read_text(encoding="utf-8")


def letter_of(name, lang, text):
    pair = ALL[name].letters[lang]
    return Letter(
        text=text, lang=lang, situation=name, customer_name=pair.customer_name, agent_name=pair.agent_name, weekday=pair.weekday,
        incoming=pair.incoming,
    )  # fmt: skip


def test_the_ten_of_the_contract_and_what_a_desk_needs_daily_are_there():
    assert set(ALL) == {*SITUATIONS, "refund", "delivery", "outage", "password", "wrong-charge", "how-to", "cancel"}


def test_files_are_called_as_their_situations():
    assert {file.stem for file in FOLDER.glob("*.yaml")} == set(ALL)


@pytest.mark.parametrize(("name", "lang"), PAIRS)
def test_the_good_letter_has_no_finding_and_all_that_is_asked(name, lang):
    letter = letter_of(name, lang, ALL[name].letters[lang].good)
    assert [(each.rule, each.message) for each in check(letter)] == []
    assert [item.id for item in checklist(letter) if not item.done] == []


@pytest.mark.parametrize(("name", "lang"), PAIRS)
def test_the_bad_letter_has_findings_and_lacks_something(name, lang):
    letter = letter_of(name, lang, ALL[name].letters[lang].bad)
    assert len(check(letter)) >= 2
    assert [item.id for item in checklist(letter) if not item.done] != []


@pytest.mark.parametrize(("name", "lang"), PAIRS)
def test_examples_are_there_and_no_two_are_the_same(name, lang):
    found = ALL[name].incoming[lang]
    assert len(found) >= 12
    assert len({re.sub(r"\W", "", text.lower()) for text in found}) == len(found)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("traps:\n", "trap:\n", 31, "unknown key «trap»"),
        (
            'label: {ru: "Вернуть деньги", en: "A refund"}',
            'label: {ru: "Вернуть деньги"}',
            2,
            "the key «en» is missing",
        ),
        ("    weekday: tuesday", "    weekday: someday", 38, "monday … sunday"),
        ("weight: 3.5", "weight: much", 8, "a number is needed"),
        ("{sum} на карту", "{summ} на карту", 100, "there is no variable «{summ}»"),
        ("{отправил|отправила|отправили}", "{отправил|отправила}", 100, "needs three wordings"),
        ("{date:gent}", "{date:genitive}", 115, "«genitive» is no case"),
        ('"все 9 600 рублей": "', '"все 9 700 рублей": "', 68, "does not stand in the letter"),
        ("id: refund", "id: 5", 1, "a text is needed here"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(old, new, line, words):
    assert old in GOOD_FILE
    with pytest.raises(BadSituation) as refused:
        read(GOOD_FILE.replace(old, new, 1), source="refund.yaml")
    assert words in str(refused.value)
    assert re.match(r"refund\.yaml:\d+: ", str(refused.value))


def test_a_wrong_phrase_is_refused():
    with pytest.raises(BadSituation, match=r"refund\.yaml:8: «\.\.3»"):
        read(GOOD_FILE.replace('"хочу|как|можно', '"..3", "хочу|как|можно', 1), source="refund.yaml")


def test_no_yaml_is_refused_with_its_line():
    with pytest.raises(BadSituation, match=r"x\.yaml:3: no YAML"):
        read("id: x\nlabel: {ru: [\n", source="x.yaml")


def test_a_desks_own_file_replaces_ours_and_adds_new_ones(tmp_path):
    (tmp_path / "refund.yaml").write_text(GOOD_FILE.replace("Вернуть деньги", "Возвраты", 1), encoding="utf-8")
    (tmp_path / "gift.yaml").write_text(GOOD_FILE.replace("id: refund", "id: gift", 1), encoding="utf-8")
    found = load([FOLDER, tmp_path]).by_id
    assert found["refund"].label["ru"] == "Возвраты"
    assert set(found) == {*ALL, "gift"}
