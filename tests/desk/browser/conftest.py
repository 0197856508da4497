"""One process and one Chromium for all browser tests; every page of every test is watched for errors."""

import contextlib
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from tests.desk.browser.house import PASSWORD, House, started

CHROMIUM = "/usr/bin/chromium"
expect.set_options(timeout=15_000)  # on a busy machine; what must be quick says so itself


def pytest_collection_modifyitems(items):
    for item in items:
        if "desk/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.peers)


@pytest.fixture(scope="package")
def house(tmp_path_factory):
    with started(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="package")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@dataclass
class Desks:
    """Opens browsers for agents, remembers who is logged in, and what their pages complained of."""

    house: House
    chromium: object
    logged_in: dict
    contexts: dict
    complaints: list = field(default_factory=list)

    def open(self, login="boris", path="/tickets/unassigned/", **words):
        """A page of this agent's in a browser of its own, at the path. `login=None` is a guest."""
        if login and login not in self.logged_in:
            guest = self.open(None, "/login/")
            guest.get_by_label("E-mail").or_(guest.get_by_label("Почта")).fill(f"{login}@nord.example")
            guest.locator("[type=password]").fill(PASSWORD)
            guest.locator("[type=password]").press("Enter")
            guest.wait_for_url("**/tickets/**")
            self.logged_in[login] = guest.context.storage_state()
            guest.context.close()
            del self.contexts[None, "[]"]
        context = self._context(login, words)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.goto(self.house.url + path)
        return page

    def _context(self, login, words):
        """One browser for each agent and look, kept over the tests: its cache is warm, as an agent's is."""
        key = (login, repr(sorted(words.items())))
        if key not in self.contexts:
            words = {"viewport": {"width": 1280, "height": 800}, "locale": "ru-RU", **words}
            state = self.logged_in.get(login)
            self.contexts[key] = self.chromium.new_context(storage_state=state, reduced_motion="reduce", **words)
            self.contexts[key].set_default_timeout(15_000)
        return self.contexts[key]

    def _hear(self, message):
        # A letter that is stopped answers 409, an empty one 400, a missing page 404: Chromium writes that down, too. So it does
        # when the locked frame of a letter runs no script of the test's own.
        expected = (
            "Blocked script execution in",
            "status of 409",
            "status of 400",
            "status of 404",
            "net::ERR_INTERNET_DISCONNECTED",
            "net::ERR_FAILED",
        )
        if message.type in ("error", "warning") and not any(each in message.text for each in expected):
            self.complaints.append(f"{message.location.get('url')}: {message.text}")


@pytest.fixture(scope="package")
def logged_in():
    return {}


@pytest.fixture(scope="package")
def contexts(chromium):
    return {}


@pytest.fixture
def desks(house, chromium, logged_in, contexts):
    """Every test ends with no error in any console: a violation of the content policy is one, too."""
    opened = Desks(house, chromium, logged_in, contexts)
    yield opened
    for context in contexts.values():
        for page in context.pages:
            with contextlib.suppress(Exception):
                page.close()
    assert opened.complaints == []
