"""The composer knows the situation: a guess to press, saved replies by keys, a list that ticks itself off."""

import pytest
from playwright.sync_api import expect

from tests.desk.browser.acts import open_ticket, ready, write
from tests.desk.browser.test_every_page import DESK, LOOKS, look, speak

CROOKED = "Здравствуйте! Страница съехала, кнопок не видно, всё выглядит криво и без картинок."

# As it will be sent: lines are elements of their own once they are put in, and what a browser calls their text has more breaks.
WALK = "import(document.querySelector('link[href*=paper]').href).then(({ walk }) => walk(document.querySelector('.paper')).text)"


def letter(page):
    return page.evaluate(WALK)


def at_crooked_page(house, desks, **words):
    page = desks.open("boris", **words)
    open_ticket(page, house.write(CROOKED))
    return page


def test_a_guess_is_pressed_and_kept(house, desks):
    page = at_crooked_page(house, desks)
    guess = page.locator("#guess button")
    expect(guess).to_have_text("страница выглядит криво")
    expect(page.locator("#guess")).to_contain_text("Похоже:")
    assert "Судя по словам: «" in guess.get_attribute("title")
    expect(page.locator("#situation")).to_have_value("")
    with page.expect_response("**/coach/"):
        guess.press("Enter")
    expect(page.locator("#situation")).to_have_value("browser-display")
    expect(page.locator("#situation")).to_be_focused()
    expect(page.locator("#guess")).to_be_hidden()
    page.reload()
    ready(page)
    expect(page.locator("#situation")).to_have_value("browser-display")
    page.locator("#situation").select_option("")
    expect(guess).to_be_visible()


def test_a_saved_reply_is_put_in_by_keys_alone(house, desks):
    page = at_crooked_page(house, desks)
    page.keyboard.press("w")
    choices = page.locator("#saved-replies [data-text]")
    expect(choices.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(choices.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#saved-replies")).to_be_hidden()
    expect(page.locator("[data-open-saved]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(choices.first).to_be_focused()
    whole = choices.first.get_attribute("data-text")
    page.keyboard.press("Enter")
    expect(page.locator("#saved-replies")).to_be_hidden()
    expect(page.locator(".paper")).to_be_focused()
    assert letter(page) == whole
    assert "[[" in whole
    assert page.evaluate("getSelection().toString()").startswith("[[")
    page.keyboard.type("https://nord.example/help")
    assert letter(page) == whole.split("[[")[0] + "https://nord.example/help" + whole.split("]]", 1)[1]
    page.reload()
    ready(page)
    write(page, whole)
    page.locator("[data-send]").click()
    expect(page.locator("#leaving")).to_contain_text("[[")


def test_into_a_begun_letter_goes_what_it_lacks_at_the_caret(house, desks):
    page = at_crooked_page(house, desks)
    page.keyboard.press("r")
    page.keyboard.type("Уже смотрю. ")
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    first = page.locator("#saved-replies [data-text]").first
    expect(first).to_be_focused()
    paragraphs = first.get_attribute("data-text").split("\n\n")
    page.keyboard.press("Enter")
    expect(page.locator(".paper")).to_contain_text(paragraphs[1])
    text = letter(page)
    assert text.startswith(f"Здравствуйте, Анна!\n\nУже смотрю. {paragraphs[1]}\n\n")
    assert [text.count(each) for each in (paragraphs[0], paragraphs[-1])] == [1, 1]


def test_the_list_ticks_itself_off_and_stays_folded(house, desks):
    page = at_crooked_page(house, desks)
    items = page.locator("#checklist li")
    expect(items).to_have_count(3)
    expect(page.locator("#checklist summary")).to_contain_text("0 из 3")
    write(page, "Здравствуйте, Анна! Если не поможет, откройте страницу в другом браузере и напишите мне.")
    expect(items.nth(2)).to_have_class("done")
    expect(items.nth(2)).to_contain_text("есть")
    page.locator("#checklist summary").click()
    expect(items.first).to_be_hidden()
    page.reload()
    ready(page)
    expect(page.locator("#checklist summary")).to_be_visible()
    expect(items.first).to_be_hidden()
    page.locator("#checklist summary").click()
    expect(items.first).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("#checklist")).to_be_hidden()
    expect(page.locator("[data-open-saved]")).to_be_hidden()


@pytest.mark.parametrize(
    ("language", "size", "scheme"), LOOKS, ids=lambda value: value if isinstance(value, str) else str(value["width"])
)
def test_it_is_accessible_in_every_look(house, desks, language, size, scheme):
    words = {"viewport": size, "color_scheme": scheme, "locale": "ru-RU" if language == "ru" else "en-GB"}
    subject = house.write(CROOKED)
    page = desks.open("nina", "/me/", **words)
    speak(page, house, language)
    page.goto(f"{house.url}/tickets/unassigned/")
    open_ticket(page, subject)
    expect(page.locator("#guess button")).to_be_visible()
    expect(page.locator("#checklist li")).to_have_count(3)
    page.locator("[data-open-saved]").click()
    expect(page.locator("#saved-replies [data-text]").first).to_be_focused()
    assert look(page, size, f"{language} {scheme} {'desk' if size is DESK else 'phone'}") == []
