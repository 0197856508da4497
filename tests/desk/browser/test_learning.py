"""The course as a new agent takes it: judged while typing, by keyboard, on a phone, in both languages and looks."""

import pytest
from playwright.sync_api import expect

from otklik.desk import course
from tests.desk.browser.test_every_page import LOOKS, PHONE, look, speak

LESSON = course.lessons("ru")[0]


def test_a_lesson_is_done_while_typing_and_the_list_knows_it(house, desks):
    page = desks.open("nina", f"/learn/{LESSON.id}/")
    expect(page.locator("#verdict-line")).to_contain_text("Это плохое письмо")
    letter = page.locator("#letter")
    letter.fill(LESSON.exercise.answer.replace("Спасибо, что выбрали наши торты. ", ""))
    expect(page.locator(".wants .not-there")).to_have_count(1)
    expect(page.locator("#verdict-line")).to_contain_text("Не хватает 1 пункта")
    letter.fill(LESSON.exercise.answer)
    expect(page.locator("#verdict.accepted")).to_be_visible()
    expect(letter).to_be_focused()
    page.goto(house.url + "/learn/")
    expect(page.locator(".lessons .passed")).to_have_count(1)
    expect(page.locator("[data-next]")).to_have_attribute("href", "/learn/feature-unplanned/")


def test_the_keys_lead_through_the_course(house, desks):
    page = desks.open("boris", "/learn/")
    for key, path in (
        ("j", "/learn/acknowledgement/"),
        ("j", "/learn/feature-unplanned/"),
        ("k", "/learn/acknowledgement/"),
        ("u", "/learn/"),
    ):
        page.keyboard.press(key)
        page.wait_for_url(f"**{path}")
    page.goto(f"{house.url}/learn/gratitude/")
    page.locator("#letter").fill("Здравствуйте, Зоя Павловна! Простите за доставленные неудобства.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said")).to_contain_text("неудобства")


def test_without_scripts_a_form_does_it(house, desks):
    page = desks.open("vera", f"/learn/{LESSON.id}/", java_script_enabled=False)
    page.locator("#letter").fill(LESSON.exercise.answer)
    page.locator(".ends .strong").click()
    expect(page.locator("#verdict.accepted")).to_be_visible()
    expect(page.locator("#letter")).to_have_value(LESSON.exercise.answer)


@pytest.mark.parametrize(
    ("language", "size", "scheme"), LOOKS, ids=lambda value: value if isinstance(value, str) else str(value["width"])
)
def test_the_course_is_whole_and_accessible(house, desks, language, size, scheme):
    words = {"viewport": size, "color_scheme": scheme, "locale": "ru-RU" if language == "ru" else "en-GB"}
    page = desks.open("clara", "/me/", **words)
    speak(page, house, language)
    found = []
    page.goto(house.url + "/learn/")
    found += look(page, size, "the course")
    lesson = course.lessons(language)[6]
    page.goto(f"{house.url}/learn/{lesson.id}/")
    found += look(page, size, "a lesson")
    page.locator("#letter").fill(lesson.exercise.answer)
    expect(page.locator("#verdict.accepted")).to_be_visible()
    page.locator(".peep summary").click()
    found += look(page, size, "a lesson that is done")
    if size is PHONE:
        boxes = [page.locator(each).bounding_box() for each in (".side.bad", ".side.good")]
        assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    assert "\n".join(found) == ""
