"""What is known of a ticket: chips by one key, answers that show their words, what is missing asked for, a report as a picture; and the
whole way by SMTP: a vague letter, one letter that asks, answers that fill the table."""

import itertools
import os
import re
from email import message_from_string
from email.message import EmailMessage
from email.policy import default

import pytest
from playwright.sync_api import expect

from tests.desk.browser.acts import open_ticket, ready
from tests.desk.browser.house import until
from tests.desk.browser.test_every_page import DESK, LOOKS, PHONE, look, speak
from tests.desk.browser.test_situations import letter

RICH = "Добрый день! С утра сайт lavka-chai.example не открывается, пишет 502. С телефона то же самое 😟, вчера обновляли корзину."
UNCLEAR = "ничего не работает сделайте что нибудь"
MTR = (
    "Сеть: потери до сервера, пинг скачет.\n\nHOST: desk.local              Loss%   Snt   Last   Avg  Best  Wrst StDev\n"
    + "".join(
        f"  {at}.|-- 198.51.100.{at}          {loss}%  100    {at}.0   {at}.0   1.0   9.0   1.0\n"
        for at, loss in ((1, "0.0"), (2, "0.0"), (3, "12.0"), (4, "12.4"))
    )
)

_numbers = itertools.count(1000)


def at(house, desks, text, *, login="boris", subject="", **words):
    page = desks.open(login, **words)
    open_ticket(page, house.write(text, subject=subject))
    expect(page.locator(".understood")).to_be_visible()
    return page


def question(page, words):
    """The row of the answers with this question."""
    return page.locator(".answers > div", has_text=words)


def test_an_answer_shows_its_words_in_the_letter(house, desks):
    page = at(house, desks, RICH)
    expect(page.locator("#f-category")).to_have_value("site-down")
    expect(page.locator(".share")).to_contain_text("5 из 9")
    button = question(page, "Что делали").locator("button")
    expect(button).to_have_text("вчера обновляли корзину")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    marked = page.evaluate("[...CSS.highlights.get('told-here')].map(String)")
    assert marked == ["вчера обновляли корзину"]


def test_a_chip_is_pressed_by_its_number_and_its_questions_come(house, desks):
    page = at(house, desks, UNCLEAR, subject="просьба 77")
    chips = page.locator(".understood [data-chip]")
    expect(chips).to_have_count(3)
    name = chips.nth(1).locator("span").inner_text()
    page.keyboard.press("2")
    expect(chips).to_have_count(0)
    expect(page.locator("#f-category option:checked")).to_have_text(name)
    expect(page.locator("#ticket-head .sub")).to_contain_text(name)
    page.reload()
    ready(page)
    expect(page.locator(".understood .how").first).to_have_text("отмечено вручную: Борис Климов")


def test_what_is_missing_is_asked_for_by_one_key_in_a_letter_without_a_remark(house, desks):
    page = at(house, desks, RICH)
    with page.expect_response("**/coach/"):
        page.keyboard.press("q")
    expect(page.locator(".paper")).to_be_focused()
    text = letter(page)
    assert text.startswith("Здравствуйте, Анна!\n\nСпасибо, что написали нам.")
    assert text.rstrip().endswith("Борис Климов,\nподдержка «Норд Хостинг»")
    missing = page.locator(".lacks li").all_inner_texts()
    assert [each for each in missing if each not in text] == []
    assert ("автоматический" in text, "Какую ошибку" in text) == (False, False)
    expect(page.locator("#praise")).to_be_visible()
    expect(page.locator("#remarks li")).to_have_count(0)


def test_into_a_begun_letter_go_only_the_questions(house, desks):
    page = at(house, desks, RICH)
    page.locator("#tab-reply").click()
    page.keyboard.type("Уже смотрю журнал.")
    page.keyboard.press("Escape")
    page.locator("[data-ask]").click()
    expect(page.locator(".paper")).to_contain_text("1. ")
    text = letter(page)
    assert (text.count("Здравствуйте"), text.count("Уже смотрю журнал."), text.count("Спасибо, что написали")) == (
        1,
        1,
        0,
    )


def test_a_report_is_a_picture_that_says_where_it_breaks(house, desks):
    page = at(house, desks, MTR, subject="Потери пакетов до сервера 5")
    picture = page.get_by_role("img", name=re.compile("Путь пакетов, mtr → 198.51.100.4"))
    expect(picture.locator(".hop")).to_have_count(4)
    expect(picture.locator(".hop.break .n")).to_have_text("3")
    expect(page.locator(".told")).to_contain_text("Пакетов всего 100, а нужно 1000")
    page.locator(".in-words summary").click()
    expect(page.locator(".in-words li").nth(2)).to_have_text(
        "узел 3, 198.51.100.3, потери 12 %, 3 мс, ломается здесь"
    )


def test_a_complete_request_is_folded_and_stays_as_one_left_it(house, desks):
    page = at(house, desks, "Спасибо огромное, всё работает, вы лучшие!", subject="Спасибо вам 31")
    fold = page.locator(".understood > details")
    expect(fold).not_to_have_attribute("open", "")
    page.locator(".understood > details > summary").click()
    expect(page.locator("#f-category")).to_be_visible()
    page.locator("#f-priority").select_option("3")
    expect(page.locator("#f-priority")).to_have_value("3")
    expect(fold).to_have_attribute("open", "")


def sources(house, address):
    """The letters that this customer has, the oldest first."""
    numbers = sorted({int(each) for each in re.findall(r'href="/mailbox/(\d+)/"', house.read("/mailbox/"))})
    found = [message_from_string(house.read(f"/mailbox/{each}/source/"), policy=default) for each in numbers]
    return [each for each in found if address in str(each["To"])]


def test_a_vague_letter_is_asked_once_and_the_answers_fill_the_table(house, desks):
    address = f"vague-{os.getpid()}@firma.example"
    subject = house.write(
        "Сайт не открывается, помогите", subject="Сайт лежит 404", sender=f"Анна Белова <{address}>"
    )
    (asked,) = until(lambda: sources(house, address))
    body = asked.get_body(("plain",)).get_content()
    assert ("автоматический ответ" in body, "1. Как давно сайт перестал открываться?" in body) == (True, True)
    page = desks.open("nina")
    open_ticket(page, subject)
    expect(page.locator(".lacks li")).to_have_count(9)
    expect(page.locator(".lacks .how")).to_contain_text("спросили")
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = (
        f"Анна Белова <{address}>",
        "support@nord.example",
        f"Re: {subject}",
    )
    reply["In-Reply-To"] = reply["References"] = asked["Message-ID"]
    reply["Message-ID"] = f"<vague-{os.getpid()}@firma.example>"
    quoted = "\n".join(f"> {line}" for line in body.split("\n"))
    reply.set_content(
        f"1. со вторника\n2. вроде бы ничего\n3. колёсико крутится\n4. kovry-nord.example, один\n\nпт, 20 нояб. 2026, Борис пишет:\n{quoted}"
    )
    house.post(reply)
    expect(question(page, "Какую ошибку").locator("button")).to_have_text("колёсико крутится")
    expect(question(page, "Что делали").locator("button")).to_have_text("вроде бы ничего")
    expect(page.locator(".share")).to_contain_text("4 из 9")
    assert len(sources(house, address)) == 1


@pytest.mark.parametrize(
    ("language", "size", "scheme"), LOOKS, ids=lambda each: each if isinstance(each, str) else str(each["width"])
)
def test_the_panel_is_whole_and_accessible(house, desks, language, size, scheme):
    words = {"viewport": size, "color_scheme": scheme, "locale": "ru-RU" if language == "ru" else "en-GB"}
    subjects = [
        house.write(text, subject=f"{name} {next(_numbers)}-{language}")
        for text, name in ((RICH, "Сайт"), (UNCLEAR, "Просьба"), (MTR, "Потери пакетов"))
    ]
    page = desks.open("clara", "/me/", **words)
    speak(page, house, language)
    found = []
    for subject in subjects:
        page.goto(house.url + "/tickets/unassigned/")
        open_ticket(page, subject)
        if size is PHONE:
            page.locator(".facts-toggle").click()
        expect(page.locator(".understood")).to_be_visible()
        found += look(page, size, subject)
    page.goto(house.url + "/routing/")
    found += look(page, size, "routing")
    speak(page, house, "ru")
    assert found == []


def test_an_admin_says_who_takes_what(house, desks):
    page = desks.open("clara", "/routing/", viewport=DESK)
    page.get_by_label("Вирусы и взлом").select_option("Хостинг")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".toast")).to_contain_text("Сохранено")
    expect(page.get_by_label("Вирусы и взлом").locator("option:checked")).to_have_text("Хостинг")
