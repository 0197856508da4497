"""A company's own rule in Chromium: tried on sent letters while it is typed, saved, heard in the composer; and how the pages look."""

import re

import pytest
from playwright.sync_api import expect

from tests.desk.browser.acts import open_ticket, send, write
from tests.desk.browser.house import until
from tests.desk.browser.test_every_page import LOOKS, look, speak

LETTER = "Здравствуйте, Анна!\n\nПростите за вечер без сайта. Наш сервак {n} уже отвечает, проверьте, пожалуйста.\n\nБорис Климов"


def test_a_rule_is_tried_saved_and_heard_by_an_agent(house, desks):
    subject = house.write()
    title = f"Говорим «сервер», а не «сервак»: {subject}"
    boris = desks.open("boris")
    open_ticket(boris, subject)
    write(boris, LETTER.format(n="один"))
    send(boris)
    until(lambda: house.caught(subject), 40)
    clara = desks.open("clara", "/rules/")
    clara.get_by_role("link", name="Добавить правило").press("Enter")
    clara.wait_for_url("**/rules/new/")
    clara.locator("#f-phrases").press_sequentially("серваки → сервер")
    hit = clara.locator(".hits li").first
    expect(hit.locator("mark")).to_have_text("сервак")
    expect(hit.locator("a")).to_contain_text(subject)
    expect(clara.locator("#f-phrases")).to_be_focused()
    clara.locator("#f-bad").fill("Всё хорошо.")
    expect(clara.locator(".wrong")).to_contain_text("Плохой пример 1")
    clara.locator("#f-title").fill(title)
    clara.locator("#f-why").fill("Слово «сервак» понимаем только мы.")
    clara.locator("#f-good").fill("Сервер отвечает.")
    with clara.expect_navigation():
        clara.locator("#f-good").press("Tab")
        clara.keyboard.press("Enter")  # the first button after the last field
    expect(clara.locator(".stopped li")).to_have_count(1)
    clara.locator("#f-bad").fill("Сервак отвечает.")
    with clara.expect_navigation():
        clara.get_by_role("button", name="Сохранить и включить").press("Enter")
    row = clara.locator(".rule-row", has_text=title)
    expect(row).to_be_visible()
    again = house.write()
    boris.goto(house.url + "/tickets/unassigned/")
    open_ticket(boris, again)
    write(boris, LETTER.format(n="два"))
    remark = boris.locator("#remarks li", has_text="сервак")
    expect(remark).to_contain_text("у нас так не пишут")
    remark.get_by_role("button", name="Заменить").click()
    expect(boris.locator(".paper")).to_contain_text("Наш сервер два")
    row.get_by_role("button", name="Выключить").click()
    expect(clara.locator(".rule-row.is-off", has_text=title)).to_be_visible()
    write(boris, LETTER.format(n="три"))
    expect(boris.locator("#remarks li", has_text="у нас так не пишут")).to_have_count(0)
    boris.goto(house.url + "/rules/")
    expect(boris.get_by_role("button", name="Выключить")).to_have_count(0)
    clara.keyboard.press("j")
    clara.keyboard.press("Enter")
    clara.wait_for_url(re.compile(r"/rules/\d+/$"))
    clara.locator(".remove summary").click()
    with clara.expect_navigation():
        clara.get_by_role("button", name="Удалить навсегда").click()
    expect(row).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "size", "scheme"), LOOKS, ids=lambda value: value if isinstance(value, str) else str(value["width"])
)
def test_the_rules_are_whole_and_accessible(house, desks, language, size, scheme):
    words = {"viewport": size, "color_scheme": scheme, "locale": "ru-RU" if language == "ru" else "en-GB"}
    page = desks.open("clara", "/me/", **words)
    speak(page, house, language)
    found = []
    page.goto(house.url + "/rules/")
    for each in page.locator(".about-rule summary").all()[:2]:
        each.click()
    found += look(page, size, "the rules")
    page.goto(house.url + "/rules/new/")
    for each in page.locator(".how summary, .where summary").all():
        each.click()
    found += look(page, size, "an empty form")
    page.locator("#f-phrases").fill("Наш сервак")
    page.locator("#f-bad").fill("…")
    with page.expect_navigation():
        page.locator("button[value=on]").click()
    expect(page.locator(".stopped")).to_be_visible()
    found += look(page, size, "a form with faults")
    assert "\n".join(found) == ""
