"""What an agent does with eyes and hands, for all browser tests."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

BAD = "Здравствуйте, Анна!\n\nВ настоящее время мы всё починили. Извините за доставленные неудобства, проверьте, пожалуйста."


def open_ticket(page: Page, subject: str) -> None:
    """Press the line of this subject in the list; it comes by itself."""
    page.locator("[data-row]", has_text=subject).locator("a").click()
    ready(page)


def ready(page: Page) -> None:
    """The composer has taken over from the bare form, and the page hears what happens."""
    page.wait_for_selector("html[data-composer=ready][data-live=on]")


def write(page: Page, text: str) -> None:
    """Put the text into the letter as one paste."""
    page.locator(".paper").fill(text)


def send(page: Page, act: Callable[[], None] | None = None) -> None:
    """Press the first button (or do `act`), send it anyway if a line asks, and wait for the page that answers."""
    before = page.evaluate("performance.timeOrigin")
    (act or page.locator("[data-send]").click)()
    page.wait_for_function(
        "before => performance.timeOrigin !== before || document.querySelector('#leaving')?.hidden === false",
        arg=before,
    )
    if page.locator("#leaving").is_visible():
        with page.expect_navigation():
            page.locator("[data-leaving-go]").click()
    ready(page)


def number_of(page: Page) -> int:
    found = re.search(r"/tickets/(\d+)/", page.url)
    assert found is not None
    return int(found[1])


def text_of(page: Page) -> str:
    return page.locator(".paper").inner_text()


def saved(page: Page) -> None:
    expect(page.locator(".saved")).to_contain_text("✓")
