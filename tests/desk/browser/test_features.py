"""Wishes in a browser: linked in two keys, shipped, read one by one, sent, and the letter in the customer's mailbox."""

from email import message_from_string
from email.policy import default

import pytest
from playwright.sync_api import expect

from tests.desk.browser.acts import open_ticket, send
from tests.desk.browser.house import until
from tests.desk.browser.test_every_page import DESK, LOOKS, PHONE, look, speak

WISH = "Хочется тёмную тему: ночью слепит белый экран."


def make_wish(page, house, title):
    """By the board's own key; the number of the wish."""
    page.goto(f"{house.url}/features/")
    page.wait_for_selector("html[data-features=ready]")
    page.keyboard.press("c")
    page.locator("#new-wish").fill(title)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return int(page.url.rstrip("/").rpartition("/")[2])


def ask(page, house, title, **words):
    """A customer's letter about this wish, open at the agent's desk."""
    subject = house.write(**words)
    page.goto(f"{house.url}/tickets/unassigned/")
    open_ticket(page, subject)
    return subject


def test_a_ticket_is_linked_in_two_keys_and_its_customer_hears_of_it(house, desks):
    page = desks.open("boris")
    number = make_wish(page, house, "Тёмная тема для табло")
    subject = ask(page, house, "x", text="Сделайте, пожалуйста, тёмную тему для табло: ночью слепит.", subject="Табло ночью слепит")  # fmt: skip
    page.keyboard.press("f")
    expect(page.locator("#picker-options [aria-selected=true]")).to_contain_text("Тёмная тема для табло")
    page.keyboard.press("Enter")
    expect(page.locator(".ticket-wishes .asked")).to_contain_text("Пока мы над этим не работаем")
    expect(page.locator("#situation")).to_have_value("feature-unplanned")
    page.locator("[data-say-sentence]").click()
    assert "Пока мы над этим не работаем." in page.locator(".paper").inner_text()
    send(page)

    page.goto(f"{house.url}/features/{number}/")
    with page.expect_navigation():
        page.get_by_role("button", name="Готово").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Подготовить письма").click()
    expect(page.locator(".progress-card .big")).to_have_text("Отправлено 0 из 1")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    text = page.locator("textarea[name=text]")
    assert "«Тёмная тема для табло»" in text.input_value()
    text.fill(text.input_value().replace("Попробуйте", "Попробуйте [[где]]"))
    expect(page.locator("#letter-remarks .coach-hole")).to_be_visible()
    with page.expect_navigation():
        page.locator("[data-approve]").click()
    expect(page.locator(".stopped")).to_be_visible()
    text.fill(text.input_value().replace(" [[где]]", ""))
    expect(page.locator("#letter-remarks .clean")).to_be_visible()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    with page.expect_navigation():
        page.locator("[data-send-batch]").click()
    expect(page.locator(".people .is-queued")).to_have_count(1)
    page.goto(f"{house.url}/tickets/mine/")  # left, and found again
    page.goto(f"{house.url}/features/{number}/letters/")
    expect(page.locator(".progress-card .big")).to_have_text("Отправлено 1 из 1", timeout=30_000)  # by itself

    def news():
        sources = [house.read(f"/mailbox/{each}/source/") for each in house.caught(subject)]
        letters = [message_from_string(each, policy=default) for each in sources]
        return [
            each for each in letters if "появилось то, о чём вы просили" in each.get_body(("plain",)).get_content()
        ]

    (letter,) = until(news)
    assert (letter["Auto-Submitted"], "Борис Климов" in letter["From"]) == (None, True)
    expect(page.locator("[data-send-batch]")).to_have_count(0)


def test_a_new_wish_is_made_from_the_ticket(house, desks):
    page = desks.open("boris")
    ask(page, house, "x")
    page.keyboard.press("f")
    page.locator("#picker-words").press_sequentially("Печать на цветной бумаге")
    page.keyboard.press("Enter")
    expect(page.locator(".ticket-wishes .asked b")).to_have_text("Печать на цветной бумаге")
    page.keyboard.press("f")
    page.locator("#picker-words").press_sequentially("цветную печать")
    expect(page.locator("#picker-options")).to_contain_text("цветную печать")  # what the words before found is gone
    expect(page.locator("#picker-options")).not_to_contain_text("Печать на цветной бумаге")  # it is linked already
    page.keyboard.press("Escape")
    expect(page.locator("#picker")).to_be_hidden()


def test_the_board_is_walked_and_changed_by_keys_and_others_see_it(house, desks):
    page = desks.open("boris")
    title = "Стрелками по доске"
    make_wish(page, house, title)
    other = desks.open("nina", "/features/?q=стрелками")
    other.wait_for_selector("html[data-live=on]")
    page.goto(f"{house.url}/features/?q=стрелками")
    page.wait_for_selector("html[data-features=ready]")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".wish a", has_text=title)).to_be_focused()
    for status in ("planned", "in-work"):
        with page.expect_response("**/move/"):
            page.keyboard.press("Shift+ArrowRight")
        expect(page.locator(f"[data-status={status}] .wish", has_text=title)).to_be_visible()
        expect(page.locator(".wish a", has_text=title)).to_be_focused()
    expect(other.locator("[data-status=in-work] .wish", has_text=title)).to_be_visible()
    with page.expect_response("**/move/"):
        page.locator(".wish", has_text=title).drag_to(page.locator("[data-status=planned]"))
    expect(other.locator("[data-status=planned] .wish", has_text=title)).to_be_visible()


@pytest.mark.parametrize(
    ("language", "size", "scheme"), LOOKS, ids=lambda value: value if isinstance(value, str) else str(value["width"])
)
def test_every_page_of_wishes_is_whole_and_accessible(house, desks, language, size, scheme):
    words = {"viewport": size, "color_scheme": scheme, "locale": "ru-RU" if language == "ru" else "en-GB"}
    page = desks.open("clara", "/me/", **words)
    speak(page, house, language)
    number = make_wish(page, house, f"Звук нажатий {language} {size['width']} {scheme}")
    found = look(page, size, "a new wish")
    ask(page, house, "x", text="Верните звук нажатий!")
    page.keyboard.press("f")
    page.locator("#picker-words").fill(f"звук нажатий {language} {size['width']} {scheme}")
    expect(page.locator("#picker-options [data-feature]")).to_have_count(1)
    found += look(page, size, "the picker")
    page.keyboard.press("Enter")
    expect(page.locator(".ticket-wishes .asked")).to_have_count(1)
    if size is PHONE:
        page.locator(".facts-toggle").click()
    found += look(page, size, "the facts with a wish")
    for path in ("/features/", "/features/?q=абракадабра", f"/features/{number}/"):
        page.goto(house.url + path)
        for fold in page.locator("details.edit").all():
            fold.evaluate("(each) => { each.open = true; }")
        found += look(page, size, path)
    with page.expect_navigation():
        page.locator(".stages [value=shipped]").click()
    found += look(page, size, "a shipped wish")
    with page.expect_navigation():
        page.locator(".tell .strong").click()
    found += look(page, size, "the letters")
    with page.expect_navigation():
        page.locator("[data-first-letter]").click()
    found += look(page, size, "a letter")
    if size is DESK:
        page.locator("textarea[name=text]").fill("Ваш запрос принят. [[имя]]")
        expect(page.locator("#letter-remarks li").first).to_be_visible()
        found += look(page, size, "a letter with remarks")
    assert "\n".join(found) == ""
