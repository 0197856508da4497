"""Mending all that is safe, before and now, the one line before sending, a promise that comes back: by keyboard."""

import datetime
import re

from playwright.sync_api import expect

from tests.desk.browser.acts import open_ticket, ready, write

PLAIN = (
    "Здравствуйте, Анна!\n\nВ настоящее время сайт открывается. В настоящее время почта тоже ходит.\n\nБорис Климов"
)
GOOD = (
    "Здравствуйте, Анна!\n\nСпасибо, что написали. Диск на сервере был полон, я освободил место, и сайт снова открывается. "
    "{body}Проверьте, пожалуйста, у себя: если что-то не так, ответьте на это письмо.\n\n"
    "Хорошего вам дня!\n\nБорис Климов,\nподдержка «Норд Хостинг»"
)


def at_new_ticket(house, desks, **words):
    page = desks.open("boris", **words)
    open_ticket(page, house.write())
    return page


def letter(page):
    """The text as it would be sent, by the page's own reading: how a browser breaks its lines is its own affair."""
    return page.evaluate("""async () => {
      const { walk } = await import(document.querySelector("link[rel=modulepreload][href*=paper]").href);
      return walk(document.querySelector(".paper")).text;
    }""")


def test_all_that_is_safe_is_mended_with_one_key_and_one_undo(house, desks):
    page = at_new_ticket(house, desks)
    write(page, PLAIN)
    expect(page.locator("[data-mend-safe]")).to_be_visible()
    page.locator(".paper").press("Alt+m")
    expect(page.locator(".paper")).not_to_contain_text("настоящее время")
    mended = letter(page)
    assert mended.startswith("Здравствуйте, Анна!\n\nСейчас сайт открывается. Сейчас почта тоже ходит.\n\n")
    assert mended.endswith("\n\nБорис Климов")
    assert mended.count("\n\n") == 3  # a wish has come in above the name
    expect(page.locator("[data-mend-safe]")).to_be_hidden()
    page.keyboard.press("Control+z")
    assert letter(page) == PLAIN


def test_before_and_now_side_by_side_by_keyboard(house, desks):
    page = at_new_ticket(house, desks)
    write(page, PLAIN)
    expect(page.locator("[data-mend-safe]")).to_be_visible()
    page.locator(".paper").press("Alt+m")
    expect(page.locator("[data-compare]")).to_be_visible()
    page.locator(".paper").press("Alt+c")
    sheet = page.locator("#compare")
    expect(sheet).to_be_visible()
    expect(sheet.locator("del")).to_have_text(["В настоящее время", "В настоящее время"])
    assert sheet.locator("[data-was]").inner_text() == PLAIN
    assert "Сейчас" in sheet.locator("ins").all_inner_texts()[0]
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.locator(".paper")).to_be_focused()
    page.locator(".paper").press("Alt+c")
    page.get_by_role("button", name="Вернуть как было").press("Enter")
    assert letter(page) == PLAIN
    page.locator(".paper").press("Alt+c")  # and what it was made into is the other side now
    expect(sheet.locator("ins")).to_have_text(["В настоящее время", "В настоящее время"])


def test_one_line_before_it_leaves_enter_sends_escape_goes_back(house, desks):
    page = at_new_ticket(house, desks)
    write(page, "Здравствуйте, Анна!\n\nСайт снова открывается.\n\nБорис Климов")
    page.locator(".paper").press("Control+Enter")
    line = page.locator("#leaving")
    expect(line).to_be_visible()
    expect(line).to_contain_text("пожелания в конце")
    expect(line.get_by_role("button", name="Отправить всё равно")).to_be_focused()
    page.keyboard.press("Escape")
    expect(line).to_be_hidden()
    expect(page.locator(".paper")).to_be_focused()
    expect(page.locator(".letter.out:not(.auto)")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(line).to_be_visible()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    ready(page)
    expect(page.locator(".letter.out:not(.auto)")).to_have_count(1)


def test_a_letter_that_lacks_nothing_leaves_at_once(house, desks):
    page = at_new_ticket(house, desks)
    write(page, GOOD.format(body=""))
    with page.expect_navigation():
        page.locator(".paper").press("Control+Enter")
    ready(page)
    expect(page.locator(".letter.out:not(.auto)")).to_have_count(1)


def test_only_what_is_left_of_a_template_stops(house, desks):
    page = at_new_ticket(house, desks)
    write(page, GOOD.format(body="Ваш домен [[домен]] в порядке. "))
    page.locator(".paper").press("Control+Enter")
    line = page.locator("#leaving")
    expect(line).to_contain_text("Не заполнено: [[домен]]")
    page.keyboard.press("Enter")
    expect(line).to_be_hidden()
    assert page.evaluate("getSelection().toString()") == "[[домен]]"
    expect(page.locator(".letter.out:not(.auto)")).to_have_count(0)
    page.keyboard.type("nord.example")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    ready(page)
    expect(page.locator(".letter.out:not(.auto)")).to_contain_text("nord.example")


def test_a_silent_coach_holds_no_letter_up(house, desks):
    page = at_new_ticket(house, desks)
    page.route("**/coach/", lambda route: route.abort())
    write(page, "Здравствуйте, Анна!\n\nСайт снова открывается.\n\nБорис Климов")
    with page.expect_navigation():
        page.locator(".paper").press("Control+Enter")
    ready(page)
    expect(page.locator(".letter.out:not(.auto)")).to_have_count(1)


def test_a_promise_becomes_a_reminder_with_one_key_and_is_kept(house, desks):
    page = at_new_ticket(house, desks)
    write(page, GOOD.format(body="Причину я выясню и напишу вам завтра. "))
    line = page.locator("#promise")
    expect(line).to_contain_text("«завтра»")
    box = line.get_by_role("checkbox", name=re.compile("Напомнить мне"))
    expect(box).not_to_be_checked()
    page.locator(".paper").press("Alt+r")
    expect(box).to_be_checked()
    soon = (datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(days=400)).strftime("%Y-%m-%dT10:30")
    line.locator("[name=remind_at]").fill(soon)
    with page.expect_navigation():
        page.locator(".paper").press("Control+Enter")
    ready(page)
    expect(page.locator("#timeline")).to_contain_text("обещано «завтра»; напоминание придёт")
    panel = page.locator("#facts .reminders")
    expect(panel).to_contain_text("10:30")
    panel.get_by_role("button", name="Выполнено").press("Enter")
    expect(page.locator("#timeline")).to_contain_text("обещание «завтра» выполнено")
    expect(panel).to_have_count(0)


def test_a_note_promises_nothing_and_is_not_held_up(house, desks):
    page = at_new_ticket(house, desks)
    page.keyboard.press("n")
    page.keyboard.type("Отвечу клиенту завтра.")
    expect(page.locator("#promise")).to_be_hidden()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    ready(page)
    expect(page.locator(".note")).to_contain_text("Отвечу клиенту завтра.")


def test_remarks_are_walked_both_ways(house, desks):
    page = at_new_ticket(house, desks)
    write(
        page,
        "Здравствуйте, Анна!\n\nВ настоящее время мы осуществляем проверку. Прикладываю счёт за ноябрь.\n\nБорис Климов",
    )
    expect(page.locator("#remarks li")).to_have_count(3)
    page.locator(".paper").press("F8")
    expect(page.locator("#remarks li").first).to_be_focused()
    page.keyboard.press("F8")
    expect(page.locator("#remarks li").nth(1)).to_be_focused()
    page.keyboard.press("Shift+F8")
    expect(page.locator("#remarks li").first).to_be_focused()
    page.keyboard.press("Shift+F8")
    expect(page.locator("#remarks li").last).to_be_focused()
