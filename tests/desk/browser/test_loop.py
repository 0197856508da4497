"""The agent's side of the whole loop: a letter comes, is answered well, leaves, and its answer comes back."""

from playwright.sync_api import expect

from tests.desk.browser.acts import BAD, open_ticket, ready, send, write
from tests.desk.browser.house import until


def test_a_letter_comes_live_is_answered_with_advice_taken_back_sent_and_answered_again(house, desks):
    page = desks.open("boris")
    subject = house.write()
    row = page.locator("[data-row]", has_text=subject)
    expect(row).to_be_visible(timeout=5_000)
    open_ticket(page, subject)
    expect(page.locator(".letter.in .text")).to_have_text("Добрый день! Сайт не открывается со вчера.")

    page.keyboard.press("r")
    write(page, BAD)
    remark = page.locator("#remarks li").first
    expect(remark).to_contain_text("настоящее время")
    count = page.locator("#remarks li").count()
    better = remark.locator(".swap b").inner_text()
    remark.get_by_role("button", name="Заменить").click()
    expect(page.locator("#remarks li")).not_to_have_count(count)
    assert better.lower() in page.locator(".paper").inner_text().lower()

    send(page)
    expect(page.locator("[data-undo]")).to_be_visible()
    assert house.caught(subject) == []
    page.keyboard.press("z")
    page.wait_for_selector("#composer")
    ready(page)
    expect(page.locator(".letter.out:not(.auto)")).to_have_count(0)
    expect(page.locator(".paper")).to_contain_text("мы всё починили")

    send(page, page.locator("[data-send-solve]").click)
    letter = page.locator(".letter.out:not(.auto)")
    expect(letter.locator(".state")).to_contain_text("Принято сервером получателя", timeout=25_000)
    expect(page.locator("#f-status")).to_have_value("solved")
    (caught,) = until(lambda: house.caught(subject))

    customer = desks.open(None, f"/mailbox/{caught}/")
    customer.locator("#text").fill("Заработало, но медленно. Посмотрите ещё?")
    customer.get_by_role("button", name="Отправить письмо").click()
    expect(page.locator(".letter.in").nth(1).or_(page.locator(".newcome button"))).to_be_visible(timeout=5_000)
    if page.locator(".newcome").count():
        page.locator(".newcome button").click()
    expect(page.locator(".letter.in .text").nth(1)).to_contain_text("медленно")
    expect(page.locator("#f-status")).to_have_value("open")


def test_a_letter_with_html_is_locked_in_and_fetches_nothing_until_asked(house, desks):
    html = '<h2>Привет</h2><script>parent.document.title="x"</script><img src="https://spy.example/p.gif"><img id="own" src="cid:pic@firma">'
    picture = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082")  # fmt: skip
    subject = house.write(html=html, picture=picture)
    page = desks.open("boris")
    asked = []
    page.context.route(
        "https://spy.example/**",
        lambda route: (asked.append(route.request.url), route.fulfill(body=b"", content_type="image/gif")),
    )
    open_ticket(page, subject)
    page.locator("[data-frame]").click()
    frame = page.frame_locator(".letter iframe")
    expect(frame.locator("h2")).to_have_text("Привет")
    loaded = frame.locator("img").evaluate_all("all => all.map((each) => each.complete && each.naturalWidth)")
    assert (asked, sorted(loaded)) == ([], [0, 1])
    page.locator("[data-images]").click()
    until(lambda: page.evaluate("1") and asked)
    assert asked == ["https://spy.example/p.gif"]
