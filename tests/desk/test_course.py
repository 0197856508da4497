"""The course's lessons hold what they teach: the coach tells the bad letters from the good, and the exercises can be done."""

from dataclasses import replace

import pytest
import yaml

from otklik.coach.reply import check
from otklik.coach.reply.model import SITUATIONS
from otklik.desk import course

ALL = [(lang, each) for lang in course.LANGUAGES for each in course.lessons(lang)]
IDS = [f"{lang}-{each.id}" for lang, each in ALL]
GOOD_FILE = (course.FOLDER / "gratitude.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", course.LANGUAGES)
def test_all_ten_situations_are_taught_in_order_and_all_eight_rules_shown(lang):
    lessons = course.lessons(lang)
    assert {each.id for each in lessons} == set(SITUATIONS) - {"other"}
    assert [each.place for each in lessons] == list(range(1, 11))
    assert {number for each in lessons for number in each.rules} == set(range(1, 9))
    assert len(course.eight_rules(lang)) == 8


@pytest.mark.parametrize(("lang", "lesson"), ALL, ids=IDS)
def test_the_coach_finds_the_bad_letter_bad_and_the_good_one_good(lang, lesson):
    assert check(replace(lesson.known, text=lesson.bad)) != []
    assert [(each.rule, each.message) for each in check(replace(lesson.known, text=lesson.good))] == []


@pytest.mark.parametrize(("lang", "lesson"), ALL, ids=IDS)
def test_the_exercise_begins_refused_and_its_answer_is_accepted(lang, lesson):
    start, answer = (course.judge(lesson.exercise, text) for text in (lesson.exercise.start, lesson.exercise.answer))
    assert (start.is_accepted, bool(start.findings), len(start.wanted) >= 3) == (False, True, True)
    assert any(not is_there for _, is_there in start.wanted)
    assert (
        [each.message for each in answer.findings],
        [question for question, is_there in answer.wanted if not is_there],
    ) == ([], [])
    assert answer.is_accepted


@pytest.mark.parametrize(("lang", "lesson"), ALL, ids=IDS)
def test_another_lessons_answer_is_not_enough(lang, lesson):
    """What is wanted is of this situation, not of any letter."""
    accepted = [
        other.id
        for other in course.lessons(lang)
        if other.id != lesson.id and course.judge(lesson.exercise, other.exercise.answer).is_accepted
    ]
    assert accepted == []


@pytest.mark.parametrize(("lang", "lesson"), ALL, ids=IDS)
def test_pieces_are_the_letter(lang, lesson):
    for letter, notes in ((lesson.bad, lesson.faults), (lesson.good, lesson.virtues)):
        cut = course.pieces(letter, notes)
        assert "".join(each.text for each in cut) == letter
        assert [each.number for each in cut if each.note] == list(range(1, len(notes) + 1))


@pytest.mark.parametrize("text", ["", "   ", "?", "x" * 100_000, "\x00", "{{"])
def test_any_text_is_judged(text):
    assert course.judge(course.lessons("ru")[0].exercise, text).is_accepted is False


def test_a_quote_that_does_not_stand_there_is_refused():
    data = yaml.safe_load(GOOD_FILE)
    data["ru"]["faults"] = {"Такого нет": "…"}
    with pytest.raises(course.BadLesson, match=r"a\.yaml: «Такого нет» does not stand in its letter"):
        course.read(yaml.safe_dump(data, allow_unicode=True), "ru", source="a.yaml")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda data: data.update(id="weather"), "id: «weather» is none of"), (lambda data: data.pop("place"), "look at place"),
        (lambda data: data["ru"].update(colour="red"), "look at colour"), (lambda data: data["ru"].update(weekday="someday"), "is no day"),
        (lambda data: data["ru"]["exercise"]["wanted"].append({"question": "?", "any": ["..2"]}), "a phrase|«..2»"),
        (lambda data: data["ru"]["exercise"]["wanted"].append({"question": "?", "speech": ["nope"]}), "nope"),
        (lambda data: data["ru"]["exercise"]["wanted"].append("thanks"), "a `question`"),
    ],
)  # fmt: skip
def test_a_broken_lesson_is_refused_with_the_reason(change, why):
    data = yaml.safe_load(GOOD_FILE)
    change(data)
    with pytest.raises(course.BadLesson, match=why):
        course.read(yaml.safe_dump(data, allow_unicode=True), "ru", source="a.yaml")
