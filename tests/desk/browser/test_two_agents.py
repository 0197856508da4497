"""Two people at one ticket: they see each other, do not talk over each other, and miss nothing."""

from playwright.sync_api import expect

from tests.desk.browser.acts import number_of, open_ticket, ready, send, write

ANSWER = "Здравствуйте, Анна!\n\nСпасибо, что написали. Я перезапустил сервер, сайт снова открывается.\n\nХорошей пятницы!\n\nБорис Климов"


def both_at(house, desks):
    subject = house.write()
    boris = desks.open("boris")
    open_ticket(boris, subject)
    nina = desks.open("nina", f"/tickets/{number_of(boris)}/")
    ready(nina)
    return boris, nina, subject


def test_each_sees_what_the_other_does_within_a_second(house, desks):
    boris, nina, _subject = both_at(house, desks)
    expect(boris.locator(".presence.reading")).to_contain_text("Нина Ветрова", timeout=3_000)
    nina.keyboard.press("r")
    nina.keyboard.type("Смотрю")
    expect(boris.locator(".presence.typing")).to_contain_text("Нина Ветрова", timeout=3_000)
    nina.close()
    expect(boris.locator(".presence")).to_have_count(0)


def test_an_answer_to_a_changed_conversation_is_stopped_and_shows_what_is_new(house, desks):
    boris, nina, _subject = both_at(house, desks)
    boris.keyboard.press("r")
    write(boris, ANSWER)
    write(nina, ANSWER.replace("Борис Климов", "Нина Ветрова"))
    send(nina)
    expect(boris.locator(".newcome button")).to_be_visible()
    send(boris)
    expect(boris.locator(".stopped")).to_contain_text("Нина Ветрова")
    expect(boris.locator(".letter.out:not(.auto)")).to_have_count(1)
    assert "перезапустил" in boris.locator(".paper").inner_text()
    send(boris)
    expect(boris.locator(".letter.out:not(.auto)")).to_have_count(2)


def test_what_was_shown_counts_as_read(house, desks):
    boris, nina, _subject = both_at(house, desks)
    boris.keyboard.press("r")
    write(boris, ANSWER)
    write(nina, ANSWER)
    send(nina)
    boris.locator(".newcome button").click()
    expect(boris.locator(".letter.out:not(.auto)")).to_have_count(1)
    send(boris)
    expect(boris.locator(".stopped")).to_have_count(0)
    expect(boris.locator(".letter.out:not(.auto)")).to_have_count(2)


def test_a_colleagues_changes_come_without_moving_what_one_writes(house, desks):
    boris, nina, _subject = both_at(house, desks)
    boris.keyboard.press("r")
    boris.keyboard.type("Проверяю ")
    before = boris.locator(".paper").bounding_box()["y"]
    nina.keyboard.press("Escape")
    nina.keyboard.press("a")
    expect(boris.locator(".event", has_text="Нина Ветрова")).to_be_visible(timeout=3_000)
    expect(boris.locator("#f-assignee option:checked")).to_have_text("Нина Ветрова")
    boris.keyboard.type("журнал")
    assert "Проверяю журнал" in boris.locator(".paper").inner_text()
    assert abs(boris.locator(".paper").bounding_box()["y"] - before) <= 1


def test_a_broken_connection_resumes_and_misses_nothing(house, desks):
    page = desks.open("boris")
    page.wait_for_selector("html[data-live=on]")
    page.context.set_offline(True)
    page.evaluate(
        "dispatchEvent(new PageTransitionEvent('pagehide'))"
    )  # Chromium keeps an open stream when it is told to be offline
    subject = house.write()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator("[data-row]", has_text=subject)).to_be_visible()


def test_a_list_keeps_the_place_one_is_at(house, desks):
    first = house.write()
    page = desks.open("boris")
    row = page.locator("[data-row]", has_text=first).locator("a")
    row.focus()
    count = page.locator(".rail [aria-current] b").inner_text()
    second = house.write()
    expect(page.locator("[data-row]", has_text=second)).to_be_visible()
    expect(row).to_be_focused()
    expect(page.locator(".rail [aria-current] b")).to_have_text(str(int(count) + 1))
