"""The page for everybody, with and without scripts, in both languages and looks."""

import pytest
from playwright.sync_api import expect

from tests.desk.browser.test_every_page import LOOKS, look

BAD = "Здравствуйте!\n\nПриносим извинения за доставленные неудобства. Ваш запрос принят.\n\nСлужба поддержки"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_guest_pastes_a_letter_and_follows_a_mark_to_its_reason_and_back(house, desks, scripts):
    page = desks.open(None, "/coach/", java_script_enabled=scripts)
    page.get_by_label("Ваше письмо").fill(BAD)
    page.get_by_label("Имя клиента").fill("Анна")
    page.get_by_role("button", name="Прочесть письмо").click()
    mark = page.locator(".written mark", has_text="неудобства")
    mark.locator("a").click()
    reason = page.locator(".reasons li:target")
    expect(reason).to_contain_text("отговорка")
    reason.locator(".up").click()
    number = page.url.rsplit("#m", 1)[1]
    expect(mark.locator("sup")).to_have_text(number)
    expect(page.locator("#text")).to_have_value(BAD)
    assert page.context.cookies() == []


def test_the_example_mended_by_hand_is_praised(house, desks):
    page = desks.open(None, "/coach/?example")
    assert page.locator(".reasons li").count() >= 6
    page.locator("#text").fill(
        "Здравствуйте, Ольга!\n\nСпасибо, что пользуетесь нами. Тёмная тема и правда нужна по вечерам. Скажу честно: сейчас мы над ней не работаем,"
        " но вашу мысль я показал коллегам.\n\nЕсли что-то ещё мешает, ответьте мне.\n\nХорошей пятницы!\nБорис"
    )
    page.get_by_role("button", name="Прочесть письмо").click()
    expect(page.locator(".praise")).to_be_visible()
    expect(page.locator(".written mark")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "size", "scheme"), LOOKS, ids=lambda value: value if isinstance(value, str) else str(value["width"])
)
def test_the_page_is_whole_and_accessible(house, desks, language, size, scheme):
    words = {"viewport": size, "color_scheme": scheme, "locale": "ru-RU" if language == "ru" else "en-GB"}
    page = desks.open(None, "/coach/", **words)
    expect(page.locator("html")).to_have_attribute("lang", language)
    found = look(page, size, "the form")
    page.locator(".go a").click()
    found += look(page, size, "an example")
    page.locator("#text").fill("   ")
    page.locator(".go .strong").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    found += look(page, size, "an empty letter")
    assert "\n".join(found) == ""
