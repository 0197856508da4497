"""Every page in both languages, light and dark, on a desk and on a phone: no error, nothing cut off, accessible."""

import gzip
import re
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.desk.browser.acts import BAD, open_ticket, ready, write
from tests.desk.browser.house import until

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LOOKS = [("ru", DESK, "light"), ("en", PHONE, "dark"), ("en", DESK, "dark"), ("ru", PHONE, "light")]
PLAIN = (
    "/tickets/mine/", "/tickets/closed/", "/search/", "/search/?q=абракадабра", "/me/", "/quarantine/", "/brands/", "/brands/1/", "/writing/", "/mailboxes/", "/mailboxes/1/", "/mailboxes/new/", "/tickets/999999/",
    "/mailbox/", "/mailbox/new/",
)  # fmt: skip
SMALL = """() => [...document.querySelectorAll("button, .button, select, input:not([type=checkbox]):not(.sr), .row a, .rail a, .back, .narrow a, .edit summary")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.getBoundingClientRect().height > 0)
  .filter((each) => Math.round(each.getBoundingClientRect().height) < 44)
  .map((each) => `${each.tagName} ${each.className} ${each.textContent.trim().slice(0, 30)} ${each.getBoundingClientRect().height}`)"""
CONTRAST = """(selector) => {
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const rgb = (under, over) => { pen.fillStyle = under; pen.fillRect(0, 0, 1, 1); pen.fillStyle = over; pen.fillRect(0, 0, 1, 1); return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3); };
  const light = (colour) => { const [r, g, b] = colour.map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const page = getComputedStyle(document.documentElement).backgroundColor;
  return [...document.querySelectorAll(selector)].map((each) => {
    const ground = rgb(page, getComputedStyle(each.closest(".letter, .note, .composer")).backgroundColor);
    const ink = rgb(page, getComputedStyle(each).color);
    const [a, b] = [light(ground), light(ink)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
}"""


def speak(page, house, language):
    """The agent's own setting, by the form."""
    page.goto(f"{house.url}/me/")
    page.locator("#p-language").select_option(language)
    page.locator(".form .strong").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def look(page, size, name):
    """What is wrong with the page that is open."""
    page.evaluate("document.getAnimations().forEach((each) => each.finish())")
    found = page.evaluate(
        f"{AXE}; axe.run(document, {{ runOnly: {TAGS}, iframes: false }}).then((done) => done.violations.flatMap((each) =>"
        " each.nodes.map((node) => `${each.id}: ${node.target} ${node.failureSummary.slice(0, 200)}`)))"
    )  # fmt: skip
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        found.append(f"{wide} px too wide")
    if size is PHONE:
        found += page.evaluate(SMALL)
    return [f"{name}: {each}" for each in found]


@pytest.mark.parametrize(
    ("language", "size", "scheme"), LOOKS, ids=lambda value: value if isinstance(value, str) else str(value["width"])
)
def test_every_page_is_whole_and_accessible(house, desks, language, size, scheme):
    subject = house.write(cc="Пётр <petr@firma.example>", html="<p>Добрый день! <b>Не открывается.</b></p>")
    words = {"viewport": size, "color_scheme": scheme, "locale": "ru-RU" if language == "ru" else "en-GB"}
    page = desks.open("clara", "/me/", **words)
    speak(page, house, language)
    found = []
    is_other = (language, size) in (("en", DESK), ("ru", PHONE))  # all pages twice, the chief ones in all looks
    for path in ("/tickets/unassigned/", "/search/?q=сайт", *(() if is_other else PLAIN)):
        page.goto(house.url + path)
        found += look(page, size, path)
    page.goto(
        f"{house.url}/mailbox/{until(lambda: re.findall(r'href=./mailbox/([0-9]+)/', house.read('/mailbox/')))[0]}/"
    )
    found += look(page, size, "a caught letter")
    guest = desks.open(None, "/login/", **words)
    found += look(guest, size, "the door")
    page.goto(f"{house.url}/tickets/unassigned/")
    open_ticket(page, subject)
    found += look(page, size, "a ticket")
    write(page, BAD + " Адрес: [[адрес]]. Я отвечу вам завтра.")
    expect(page.locator("#remarks li").first).to_be_visible()
    found += look(page, size, "a ticket with remarks")
    contrasts = page.evaluate(CONTRAST, ".letter .text, .paper")
    if size is PHONE:
        page.locator(".facts-toggle").click()
        expect(page.locator(".facts")).to_be_in_viewport()
        found += look(page, size, "the facts")
        page.go_back()
        expect(page.locator(".facts")).to_be_hidden()
    page.locator("[data-send]").click()
    expect(page.locator("#leaving")).to_be_visible()
    found += look(page, size, "a letter that asks")
    page.locator("[data-leaving-fill]").click()
    page.locator("[data-mend-safe]").click()
    page.locator("[data-compare]").click()
    expect(page.locator("#compare")).to_be_visible()
    found += look(page, size, "before and now")
    assert "\n".join(found) == ""
    assert [each for each in contrasts if each < 7] == []


def test_a_phone_shows_list_letter_and_facts_one_at_a_time(house, desks):
    subject = house.write()
    page = desks.open("boris", viewport=PHONE, has_touch=True, is_mobile=True)
    open_ticket(page, subject)
    expect(page.locator(".rows")).to_have_count(0)
    expect(page.locator(".facts")).to_be_hidden()
    page.locator(".facts-toggle").tap()
    expect(page.locator(".facts-back")).to_be_focused()
    page.locator(".facts-back").tap()
    expect(page.locator(".facts")).to_be_hidden()
    page.locator("[data-back]").tap()
    expect(page.locator("[data-row]", has_text=subject)).to_be_visible()
    assert page.url.endswith("/tickets/unassigned/")


def test_nothing_shifts_while_a_page_comes_up(house, desks):
    subject = house.write()
    page = desks.open("boris")
    page.context.add_init_script(
        "window.shifts = []; new PerformanceObserver((list) => { for (const each of list.getEntries()) if (!each.hadRecentInput) shifts.push(each.value); }).observe({ type: 'layout-shift', buffered: true });"
    )
    open_ticket(page, subject)
    page.reload()
    ready(page)
    page.evaluate("document.fonts.ready.then(() => true)")
    assert sum(page.evaluate("shifts")) < 0.05


def test_the_first_page_is_under_100_kb_all_in(house, desks):
    page = desks.open("boris", "/tickets/unassigned/")
    page.wait_for_selector("html[data-live=on]")
    page.evaluate("document.fonts.ready.then(() => true)")
    addresses = page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    sizes = {}
    for address in {page.url, *addresses}:
        if "/live/" in address:
            continue
        cookie = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
        asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip", "Cookie": cookie})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            body = answer.read()
            is_packed = answer.headers.get("Content-Encoding") == "gzip" or address.endswith("woff2")
        sizes[address.removeprefix(house.url)] = len(body if is_packed else gzip.compress(body))
    assert sum(sizes.values()) < 100_000, sizes
