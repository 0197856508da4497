"""The course's pages: progress is each agent's own, a letter is judged and not kept."""

import html

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.desk import course
from otklik.desk.models import LessonPassed
from otklik.people.actions import change_profile

LESSON = course.lessons("ru")[-1]


def enter(agent):
    client = Client()
    client.force_login(agent)
    return client


def test_a_new_agent_begins_at_the_first_lesson(cast):
    page = enter(cast.boris).get("/learn/").content.decode()
    assert ("Пройдено 0 из 10" in page, 'href="/learn/acknowledgement/" data-next' in page) == (True, True)
    assert page.count('<li><a href="/learn/') >= 10


def test_an_accepted_letter_passes_the_lesson_once_and_for_this_agent(cast):
    boris = enter(cast.boris)
    for _ in range(2):
        answer = boris.post(f"/learn/{LESSON.id}/", {"text": LESSON.exercise.answer})
        assert (answer.status_code, "Урок пройден." in answer.content.decode()) == (200, True)
    assert list(LessonPassed.objects.values_list("agent", "lesson")) == [(cast.boris.pk, LESSON.id)]
    assert "Пройдено 1 из 10" in boris.get("/learn/").content.decode()
    assert "Пройдено 0 из 10" in enter(cast.nina).get("/learn/").content.decode()


def test_a_viewer_may_learn_too(cast):
    enter(cast.vera).post(f"/learn/{LESSON.id}/", {"text": LESSON.exercise.answer})
    assert LessonPassed.objects.get().agent == cast.vera


def test_a_bad_letter_stays_on_the_page_with_its_remarks(cast):
    text = LESSON.exercise.answer.replace("Хорошей субботы вам и внуку!", "Простите за доставленные неудобства.")
    page = enter(cast.boris).post(f"/learn/{LESSON.id}/", {"text": text}).content.decode()
    assert (html.escape(text) in page, "неудобства» — отговорка" in page, LessonPassed.objects.exists()) == (
        True,
        True,
        False,
    )


def test_htmx_gets_the_verdict_alone(cast):
    answer = (
        enter(cast.boris)
        .post(f"/learn/{LESSON.id}/", {"text": LESSON.exercise.answer}, headers={"HX-Request": "true"})
        .content.decode()
    )
    assert (answer.strip()[:17], "<html" in answer, 'class="verdict accepted"' in answer) == (
        '<div id="verdict"',
        False,
        True,
    )


def test_absences_wait_until_there_is_a_letter(cast):
    boris = enter(cast.boris)
    short = boris.post(
        f"/learn/{LESSON.id}/", {"text": "Здравствуйте, Зоя Павловна!"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert ('class="said"' in short, 'class="wants"' in short) == (False, True)


def test_the_letter_is_kept_nowhere(cast):
    boris = enter(cast.boris)
    with CaptureQueriesContext(connection) as queries:
        boris.post(f"/learn/{LESSON.id}/", {"text": LESSON.exercise.answer + "\n\nПоликарп"})
    assert [
        each["sql"] for each in queries.captured_queries if "Поликарп" in each["sql"] or "поезда" in each["sql"]
    ] == []


def test_the_last_word_comes_when_all_are_done(cast):
    boris = enter(cast.boris)
    for each in course.lessons("ru"):
        boris.post(f"/learn/{each.id}/", {"text": each.exercise.answer})
    assert "Теперь будьте собой" in boris.get("/learn/").content.decode()


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("situation", [each.id for each in course.lessons("ru")])
def test_every_lesson_opens_in_both_languages(cast, lang, situation):
    agent = cast.boris
    change_profile(
        agent, name=agent.name, language=lang, theme="auto", time_zone=agent.time_zone, signature="", is_on_duty=True
    )
    answer = enter(agent).get(f"/learn/{situation}/")
    lesson = next(each for each in course.lessons(lang) if each.id == situation)
    page = html.unescape(answer.content.decode())
    assert (answer.status_code, lesson.title in page, lesson.exercise.start in page) == (200, True, True)
    assert [note.why for note in (*lesson.faults, *lesson.virtues) if note.why not in page] == []


@pytest.mark.parametrize("situation", ["other", "nonsense", "weather-2"])
def test_there_is_no_other_lesson(cast, situation):
    assert enter(cast.boris).get(f"/learn/{situation}/").status_code == 404
