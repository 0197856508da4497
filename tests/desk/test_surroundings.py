"""What the desk tells the coach of a letter's surroundings, the line before sending, promises that become reminders."""

import datetime
import json
import zoneinfo

import pytest
from django.test import Client
from django.urls import reverse

from otklik.channels.kinds.email.tokens import new_message_id
from otklik.desk import surroundings
from otklik.kit import blobs
from otklik.people.actions import find_or_add_contact
from otklik.project.worker import ring
from otklik.tickets import actions
from otklik.tickets.arrivals import File
from otklik.tickets.models import Event, Message, Reminder, ReminderState, Status
from tests.cast import PASSWORD, TUESDAY, arrival, ticket

LETTER = "Здравствуйте, Анна!\n\n{body}\n\nХорошего вторника!\n\nБорис Климов"


@pytest.fixture
def boris(cast):
    return enter(cast.boris)


def enter(agent):
    client = Client()
    assert client.login(username=agent.email, password=PASSWORD)
    return client


@pytest.fixture
def tuesday(monkeypatch):
    """It is Tuesday noon in Moscow, whatever the day of the test."""
    monkeypatch.setattr(surroundings, "now", lambda: TUESDAY)


def ask(client, row, text):
    answer = client.post(reverse("desk:coach", args=[row.pk]), json.dumps({"text": text}), "application/json")
    assert answer.status_code == 200
    return answer.json()


def rules(client, row, text):
    return [each["rule"] for each in ask(client, row, text)["findings"]]


def write_back(row, cast, text, **words):
    newest = row.messages.order_by("-id").first()
    return actions.reply(
        row, by=cast.boris, text=text, to=["anna@firma.example"], external_id=new_message_id(row.pk, "a@b.example", key="k"),
        at=TUESDAY, send_after=TUESDAY, seen=newest.pk, **words,
    )  # fmt: skip


def test_a_promised_file_is_missed_until_it_hangs_on_the_letter(cast, boris):
    row, _ = ticket(cast)
    text = LETTER.format(body="Прикладываю счёт за ноябрь.")
    assert "attachment-missing" in rules(boris, row, text)
    draft = actions.save_draft(row, by=cast.boris, text=text, is_note=False, seen=None, at=TUESDAY)
    actions.attach(draft, File("счёт.pdf", "application/pdf", 4, blobs.put(b"%PDF")))
    assert "attachment-missing" not in rules(boris, row, text)


def test_a_colleagues_files_are_no_files_of_this_letter(cast, boris):
    row, _ = ticket(cast)
    draft = actions.save_draft(row, by=cast.nina, text="x", is_note=False, seen=None, at=TUESDAY)
    actions.attach(draft, File("счёт.pdf", "application/pdf", 4, blobs.put(b"%PDF")))
    assert "attachment-missing" in rules(boris, row, LETTER.format(body="Прикладываю счёт за ноябрь."))


def test_a_notes_words_do_not_leave_the_house(cast, boris):
    row, _ = ticket(cast)
    words = "диск на третьем сервере умер ночью из-за перегрева, замену привезут только к выходным"
    actions.add_note(row, by=cast.nina, text=f"Коротко: {words}.", at=TUESDAY)
    assert "internal-text" in rules(boris, row, LETTER.format(body=f"Дело вот в чём: {words}."))
    assert "internal-text" not in rules(boris, row, LETTER.format(body="Диск умер, мы его уже меняем."))


def test_another_customers_name_is_told_of_and_only_by_who_may_know_it(cast, boris):
    row, _ = ticket(cast)
    text = LETTER.format(body="Такой же возврат мы вчера сделали Семёну Кравцову, теперь очередь за вами.")
    assert "wrong-name" not in rules(boris, row, text)
    semyon = find_or_add_contact(kind="email", value="s@kravtsov.example", name="Семён Кравцов", at=TUESDAY)
    ticket(cast, requester=semyon, team=cast.billing, sender="s@kravtsov.example")
    assert "wrong-name" not in rules(boris, row, text)  # a private team's customer: the answer must not betray them
    assert "wrong-name" in rules(enter(cast.nina), row, text)
    ticket(cast, requester=semyon, sender="s@kravtsov.example")
    assert "wrong-name" in rules(boris, row, text)


def test_another_brand_of_the_house_is_told_of_unless_the_customer_named_it(cast, boris):
    row, _ = ticket(cast)
    text = LETTER.format(body="Это умеет и наш «Табель», попробуйте его.")
    assert "wrong-brand" in rules(boris, row, text)
    actions.receive(row, arrival("А Табель у вас тоже есть?"), contact=cast.anna, account=cast.mailbox)
    assert "wrong-brand" not in rules(boris, row, text)


def test_the_same_letter_twice_is_noticed(cast, boris):
    row, _ = ticket(cast)
    text = LETTER.format(
        body="Диск на сервере был полон, я освободил место, и сайт снова открывается. Проверьте, пожалуйста, у себя."
    )
    assert "already-sent" not in rules(boris, row, text)
    write_back(row, cast, text)
    assert "already-sent" in rules(boris, row, text)
    other, _ = ticket(cast)
    assert "already-sent" not in rules(boris, other, text)


def test_the_line_before_sending_says_what_is_missing(cast, boris):
    row, _ = ticket(cast, "Здравствуйте! Спасибо вам большое, всё работает.")
    actions.set_situation(row, "gratitude", by=cast.boris, at=TUESDAY)
    line = ask(boris, row, "Здравствуйте, Анна!\n\nСайт на месте, файлы целы.\n\nБорис Климов")["line"]
    assert line.startswith("Нет ")
    assert "пожелания в конце" in line
    assert line.count("Нет ") == 1


def test_the_line_is_in_the_readers_language(cast):
    cast.boris.language = "en"
    cast.boris.save()
    row, _ = ticket(cast)
    line = ask(enter(cast.boris), row, "Здравствуйте, Анна!\n\nСайт на месте, файлы целы.\n\nБорис Климов")["line"]
    assert line.startswith("Missing: ")


def test_a_promise_is_offered_as_a_reminder(cast, boris, tuesday):
    row, _ = ticket(cast)
    said = ask(boris, row, LETTER.format(body="Я всё проверю и отвечу вам до пятницы."))["promise"]
    assert (said["words"], said["remind"]) == ("до пятницы", "2026-11-27T09:00")
    assert ask(boris, row, LETTER.format(body="Ответьте мне до пятницы."))["promise"] is None


def test_a_promise_is_counted_by_the_brands_clock(cast, tuesday):
    row, _ = ticket(cast)
    row.brand.time_zone = "Asia/Vladivostok"
    found = surroundings.promised(row, "Отвечу завтра.", "ru")
    zone = zoneinfo.ZoneInfo("Asia/Vladivostok")
    assert [each.due for each in found] == [datetime.datetime(2026, 11, 25, 18, 0, tzinfo=zone)]


def send(client, row, message, text, **words):
    return client.post(reverse("desk:send", args=[row.pk]), {"text": text, "seen": str(message.pk), **words})


def test_a_reminder_is_kept_with_the_letter_only_when_accepted(cast, boris, tuesday):
    row, message = ticket(cast)
    text = LETTER.format(body="Я всё проверю и отвечу вам до пятницы.")
    send(boris, row, message, text)
    assert Reminder.objects.count() == 0
    newest = row.messages.order_by("-id").first()
    send(boris, row, newest, text, remind="1", remind_at="2026-11-26T15:30")
    reminder = Reminder.objects.get()
    moscow = zoneinfo.ZoneInfo("Europe/Moscow")
    assert (reminder.words, reminder.agent, reminder.state) == ("до пятницы", cast.boris, "waiting")
    assert reminder.remind_at == datetime.datetime(2026, 11, 26, 15, 30, tzinfo=moscow)
    assert reminder.due_at == datetime.datetime(2026, 11, 27, 18, 0, tzinfo=moscow)
    html = boris.get(reverse("desk:ticket", args=[row.pk])).content.decode()
    assert "обещано «до пятницы»" in html


@pytest.mark.parametrize("at", ["", "nonsense", "2001-01-01T00:00", "9999-99-99T00:00"])
def test_a_moment_that_is_none_leaves_ours(cast, boris, tuesday, at):
    row, message = ticket(cast)
    send(boris, row, message, LETTER.format(body="Отвечу вам до пятницы."), remind="1", remind_at=at)
    moscow = zoneinfo.ZoneInfo("Europe/Moscow")
    assert Reminder.objects.get().remind_at == datetime.datetime(2026, 11, 27, 9, 0, tzinfo=moscow)


def test_a_letter_that_promises_nothing_any_more_sets_no_reminder(cast, boris, tuesday):
    row, message = ticket(cast)
    send(boris, row, message, LETTER.format(body="Всё готово."), remind="1", remind_at="2026-11-26T15:30")
    assert (Reminder.objects.count(), Message.objects.filter(direction="out").count()) == (0, 1)


def promise(row, cast, **words):
    pledge = actions.Pledge("завтра", TUESDAY + datetime.timedelta(days=1), TUESDAY + datetime.timedelta(hours=20))
    message = write_back(row, cast, "Отвечу завтра.", pledge=pledge, **words)
    return message, Reminder.objects.get()


def test_a_reminder_rings_once_and_lifts_the_ticket(cast, boris):
    row, _ = ticket(cast)
    promise(row, cast, status=Status.SOLVED)
    other, _ = ticket(cast, at=TUESDAY + datetime.timedelta(hours=5))
    assert ring(TUESDAY + datetime.timedelta(hours=19)) == 0
    at = TUESDAY + datetime.timedelta(hours=21)
    assert [ring(at), ring(at)] == [1, 0]
    row.refresh_from_db()
    assert (row.status, row.updated_at, row.solved_at) == ("open", at, None)
    event = Event.objects.get(kind="reminder-due")
    assert (event.ticket, event.data) == (row, {"words": "завтра", "from": "solved", "to": "open"})
    rows = boris.get("/tickets/unsolved/").context["rows"]
    assert [(each.number, each.is_reminded) for each in rows] == [(row.pk, True), (other.pk, False)]
    html = boris.get(reverse("desk:ticket", args=[row.pk])).content.decode()
    assert "пора выполнить обещание «завтра»" in html
    assert "Выполнено" in html


@pytest.mark.parametrize("status", [Status.NEW, Status.OPEN, Status.CLOSED])
def test_a_ringing_reminder_leaves_what_is_open_or_closed(cast, status):
    row, _ = ticket(cast)
    promise(row, cast)
    row.status = status
    row.save()
    ring(TUESDAY + datetime.timedelta(hours=21))
    row.refresh_from_db()
    assert (row.status, Reminder.objects.get().state) == (status, "due")


def test_a_letter_taken_back_promises_nothing(cast):
    row, _ = ticket(cast)
    message, reminder = promise(row, cast)
    assert actions.cancel(message, by=cast.boris, at=TUESDAY) is not None
    reminder.refresh_from_db()
    assert reminder.state == ReminderState.CANCELLED
    assert ring(TUESDAY + datetime.timedelta(days=3)) == 0


@pytest.mark.parametrize(
    ("what", "state", "kind"), [("done", "done", "reminder-done"), ("cancel", "cancelled", "reminder-cancelled")]
)
def test_a_reminder_is_done_or_taken_off_once(cast, boris, what, state, kind):
    row, _ = ticket(cast)
    _, reminder = promise(row, cast)
    address = reverse("desk:reminder", args=[row.pk, reminder.pk])
    for _ in range(2):
        assert boris.post(address, {"what": what}, headers={"HX-Request": "true"}).status_code == 200
    reminder.refresh_from_db()
    assert (reminder.state, reminder.closed_at is not None) == (state, True)
    assert Event.objects.filter(kind=kind).count() == 1
    assert ring(TUESDAY + datetime.timedelta(days=3)) == 0


def test_another_tickets_reminder_is_not_there(cast, boris):
    row, _ = ticket(cast)
    _, reminder = promise(row, cast)
    other, _ = ticket(cast)
    assert boris.post(reverse("desk:reminder", args=[other.pk, reminder.pk]), {"what": "done"}).status_code == 404
    assert enter(cast.vera).post(reverse("desk:reminder", args=[row.pk, reminder.pk])).status_code == 403
    reminder.refresh_from_db()
    assert reminder.state == "waiting"


def test_the_number_of_questions_does_not_grow(cast, django_assert_num_queries):
    row, _ = ticket(cast)
    for number in range(5):
        actions.add_note(row, by=cast.nina, text=f"заметка {number}", at=TUESDAY)
        ticket(cast, requester=cast.ivan)
    with django_assert_num_queries(6):
        surroundings.around(row, cast.clara, "Так же было у Ивана Петрова.")
