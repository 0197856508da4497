"""The desk's pages: who sees what, what a press changes, how many questions a list asks the database."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from otklik.desk.models import FindingCount
from otklik.tickets import actions
from otklik.tickets.models import Draft, Message, State, Status
from tests.cast import PASSWORD, TUESDAY, arrival, ticket


def enter(agent):
    client = Client()
    assert client.login(email=agent.email, username=agent.email, password=PASSWORD)
    return client


@pytest.fixture
def boris(cast):
    return enter(cast.boris)


def page(client, name, *arguments, **query):
    return client.get(reverse(f"desk:{name}", args=arguments), query)


def test_everything_but_the_door_is_closed_to_guests(cast):
    row, _ = ticket(cast)
    for address in (
        "/tickets/",
        f"/tickets/{row.pk}/",
        "/search/",
        "/me/",
        "/quarantine/",
        f"/tickets/{row.pk}/timeline/",
    ):
        answer = Client().get(address)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/login/")
    assert Client().get("/login/").status_code == 200


def test_a_foreign_ticket_is_not_there(cast, boris):
    row, message = ticket(cast, team=cast.billing)
    for name, arguments in (
        ("ticket", [row.pk]), ("timeline", [row.pk]), ("facts", [row.pk]), ("who", [row.pk]), ("letter", [row.pk, message.pk]),
    ):  # fmt: skip
        assert page(boris, name, *arguments).status_code == 404
    for name in ("change", "send", "draft", "coach", "finding", "attach", "presence"):
        assert boris.post(reverse(f"desk:{name}", args=[row.pk]), {"text": "x"}).status_code == 404
    assert page(enter(cast.nina), "ticket", row.pk).status_code == 200


def test_a_letter_of_another_ticket_is_not_shown_through_ones_own(cast, boris):
    mine, _ = ticket(cast)
    _, secret = ticket(cast, team=cast.billing)
    assert page(boris, "letter", mine.pk, secret.pk).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_the_same_number_of_questions_whatever_its_length(cast, boris, count, django_assert_num_queries):
    for _ in range(count):
        row, _ = ticket(cast)
        actions.tag(row, "vip", by=cast.boris, at=TUESDAY)
    page(boris, "view", "unsolved")
    with django_assert_num_queries(12):
        answer = page(boris, "view", "unsolved")
    assert answer.content.decode().count("data-row>") == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_ticket_asks_the_same_number_of_questions_whatever_its_length(
    cast, boris, count, django_assert_max_num_queries
):
    row, _ = ticket(cast)
    for _ in range(count):
        actions.receive(row, arrival("И ещё"), contact=cast.anna, account=cast.mailbox)
        actions.add_note(row, by=cast.nina, text="Смотрю", at=TUESDAY)
    page(boris, "ticket", row.pk)
    with django_assert_max_num_queries(30):
        answer = page(boris, "ticket", row.pk)
    assert answer.content.decode().count('class="letter in"') == count + 1


def test_views_hold_what_they_say(cast, boris):
    mine, _ = ticket(cast, subject="Моё")
    actions.assign(mine, cast.boris, by=cast.boris, at=TUESDAY)
    ticket(cast, subject="Ничьё")
    solved, _ = ticket(cast, subject="Решённое")
    actions.set_status(solved, Status.SOLVED, by=cast.boris, at=TUESDAY)
    shown = {
        view: [row.subject for row in page(boris, "view", view).context["rows"]]
        for view in ("mine", "unassigned", "solved")
    }
    assert shown == {"mine": ["Моё"], "unassigned": ["Ничьё"], "solved": ["Решённое"]}
    assert page(boris, "view", "nonsense").status_code == 404


def test_a_change_is_made_by_those_who_may(cast, boris):
    row, _ = ticket(cast)
    boris.post(reverse("desk:change", args=[row.pk]), {"what": "priority", "value": "4"})
    boris.post(reverse("desk:change", args=[row.pk]), {"what": "assignee", "value": "me"})
    answer = enter(cast.vera).post(reverse("desk:change", args=[row.pk]), {"what": "priority", "value": "1"})
    row.refresh_from_db()
    assert (row.priority, row.assignee, answer.status_code) == (4, cast.boris, 403)


def send(client, row, **words):
    newest = row.messages.order_by("-id").first()
    return client.post(
        reverse("desk:send", args=[row.pk]), {"text": "Здравствуйте, Анна! Починили.", "seen": newest.pk, **words}
    )


def test_a_reply_is_queued_to_who_wrote_and_can_be_taken_back(cast, boris):
    row, _ = ticket(cast)
    assert send(boris, row, status="solved").status_code == 302
    message = Message.objects.get(direction="out")
    row.refresh_from_db()
    assert (message.to, message.state, row.status) == (["anna@firma.example"], State.QUEUED, Status.SOLVED)
    boris.post(reverse("desk:undo", args=[row.pk, message.pk]))
    assert Draft.objects.get().text == "Здравствуйте, Анна! Починили."
    assert send(boris, row).status_code == 302


def test_a_stale_reply_is_stopped_and_its_text_kept(cast, boris):
    row, message = ticket(cast)
    actions.receive(row, arrival("Уже не надо"), contact=cast.anna, account=cast.mailbox)
    answer = send(boris, row, seen=message.pk)
    assert (answer.status_code, Draft.objects.get().text) == (409, "Здравствуйте, Анна! Починили.")
    assert "Уже не надо" in answer.content.decode()
    assert send(boris, row).status_code == 302


def test_a_hole_asks_and_goes_when_told(cast, boris):
    row, _ = ticket(cast)
    assert send(boris, row, text="Адрес: [[вставьте]]").status_code == 409
    assert send(boris, row, text="Адрес: [[вставьте]]", anyway="1").status_code == 302


def test_a_note_goes_to_nobody(cast, boris):
    row, _ = ticket(cast)
    send(boris, row, is_note="1", text="Между нами")
    assert (row.notes.get().text, Message.objects.filter(direction="out").count()) == ("Между нами", 0)


def test_a_viewer_has_no_composer_and_sends_nothing(cast):
    row, _ = ticket(cast)
    vera = enter(cast.vera)
    assert 'id="composer"' not in page(vera, "ticket", row.pk).content.decode()
    assert send(vera, row).status_code == 403


def test_the_coach_knows_the_customer_and_forgets_what_was_waved_off(cast, boris):
    row, _ = ticket(cast)

    def ask():
        body = json.dumps({"text": "Привет!\nИзвините за неудобства."})
        return boris.post(reverse("desk:coach", args=[row.pk]), body, "application/json").json()["findings"]

    first = ask()
    assert [each["rule"] for each in first if each["start"] is not None] == ["greeting-name", "inconvenience"]
    assert first[0]["suggestion"] == "Привет, Анна!"
    boris.post(
        reverse("desk:finding", args=[row.pk]),
        {"what": "dismissed", "rule": first[0]["rule"], "key": first[0]["key"]},
    )
    assert [each["rule"] for each in ask() if each["start"] is not None] == ["inconvenience"]
    assert FindingCount.objects.get(rule="greeting-name").dismissed == 1


def test_a_letters_html_is_locked_in(cast, boris):
    row, message = ticket(cast)
    Message.objects.filter(pk=message.pk).update(html='<p>x</p><img data-remote-src="https://spy.example/p.gif">')
    closed, opened = page(boris, "letter", row.pk, message.pk), page(boris, "letter", row.pk, message.pk, images="1")
    assert "default-src 'none'" in closed.headers["Content-Security-Policy"]
    assert "script-src" not in closed.headers["Content-Security-Policy"]
    assert (" src=" in closed.content.decode(), " src=" in opened.content.decode()) == (False, True)


def test_every_page_forbids_inline_scripts(cast, boris):
    row, _ = ticket(cast)
    policy = page(boris, "ticket", row.pk).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_quarantine_is_for_admins(cast, boris):
    assert page(boris, "quarantine").status_code == 404
    assert page(enter(cast.clara), "quarantine").status_code == 200


def test_files_are_saved_not_run_and_drafts_are_private(cast, boris):
    from django.core.files.uploadedfile import SimpleUploadedFile

    row, _ = ticket(cast)
    file = SimpleUploadedFile("x.html", b"<script>1</script>", "text/html")
    boris.post(reverse("desk:attach", args=[row.pk]), {"files": file})
    pk = Draft.objects.get().attachments.get().pk
    answer = page(boris, "attachment", row.pk, pk)
    assert (answer.headers["Content-Type"], answer.headers["Content-Disposition"]) == (
        "application/octet-stream",
        'attachment; filename="x.html"',
    )
    for close in answer._resource_closers:  # closing the answer itself would close the test's connection
        close()
    assert page(enter(cast.nina), "attachment", row.pk, pk).status_code == 404


def test_who_the_customer_is_and_whose_ticket_it_is_can_be_said(cast, boris):
    row, _ = ticket(cast)
    address = reverse("desk:change", args=[row.pk])
    boris.post(address, {"what": "requester", "value": "Анна Сергеевна Белова", "organization": "ООО «Фирма»"})
    boris.post(address, {"what": "brand", "value": cast.tabel.pk})
    refused = enter(cast.vera).post(address, {"what": "requester", "value": "Никто"})
    row.refresh_from_db()
    assert (row.requester.name, row.requester.organization.name) == ("Анна Сергеевна Белова", "ООО «Фирма»")
    assert (row.brand, row.account, refused.status_code) == (cast.tabel, cast.tabel_mailbox, 403)
    told = [entry.text for entry in page(boris, "ticket", row.pk).context["entries"] if entry.kind == "event"]
    assert told == ["клиент теперь Анна Сергеевна Белова, ООО «Фирма»; бренд: Норд Хостинг → Табель"]


def test_copies_are_the_writers_to_choose(cast, boris):
    row, _ = ticket(cast)
    stopped = send(boris, row, cc="buh@firma.example, не адрес")
    assert (
        stopped.status_code,
        "не адрес" in stopped.content.decode(),
        Message.objects.filter(direction="out").count(),
    ) == (409, True, 0)
    send(boris, row, cc="Buh@firma.example; anna@firma.example")
    assert Message.objects.get(direction="out").cc == ["buh@firma.example"]


def test_an_untouched_letter_is_not_sent(cast, boris):
    row, _ = ticket(cast)
    blank = page(boris, "ticket", row.pk).context["blank"]
    assert blank == "Здравствуйте, Анна!\n\n\n\nБорис Климов,\nподдержка «Норд Хостинг»"
    assert send(boris, row, text=blank).status_code == 409


def test_the_acknowledgement_does_not_stop_an_answer(cast, boris):
    row, message = ticket(cast)
    actions.acknowledge(
        row,
        on_behalf_of=cast.nina,
        text="Получили",
        to="anna@firma.example",
        subject="Сайт",
        external_id="a@x",
        at=TUESDAY,
    )
    assert page(boris, "ticket", row.pk).context["newest_message"] == message.pk
    assert send(boris, row, seen=message.pk).status_code == 302


def test_a_note_takes_its_files_along(cast, boris):
    from django.core.files.uploadedfile import SimpleUploadedFile

    row, _ = ticket(cast)
    boris.post(reverse("desk:attach", args=[row.pk]), {"files": SimpleUploadedFile("a.txt", b"x"), "is_note": "1"})
    send(boris, row, is_note="1", text="С файлом")
    assert [each.filename for each in row.notes.get().attachments.all()] == ["a.txt"]
    assert Draft.objects.count() == 0


def test_a_long_conversation_is_folded_in_the_middle(cast, boris):
    row, _ = ticket(cast)
    for number in range(7):
        actions.receive(row, arrival(f"Письмо {number}"), contact=cast.anna, account=cast.mailbox)
    folded = [entry.is_folded for entry in page(boris, "ticket", row.pk).context["entries"] if entry.message]
    assert folded == [False, True, True, True, False, False, False, False]


def test_the_views_alone_can_be_asked_for(cast, boris):
    ticket(cast)
    answer = page(boris, "rail", view="unassigned").content.decode()
    assert 'id="rail"' in answer
    assert "<html" not in answer
