"""The story tells itself through the product's doors, and its customers can answer."""

from django.db.models import Sum
from django.test import Client

from otklik.demo import story
from otklik.demo.models import CaughtLetter
from otklik.demo.seed import is_seeded, seed
from otklik.insight.models import Judgement, Privacy, RemarkUse
from otklik.intake import worker
from otklik.tickets.models import Event, Message, Ticket
from otklik.triage import queries
from tests.cast import TUESDAY


def test_the_story_is_told_whole(db):
    assert not is_seeded()
    seed(at=TUESDAY, password="otklik-demo")
    assert is_seeded()
    _, tales = story.tales()
    assert Ticket.objects.count() == len(tales)
    assert Event.objects.filter(dispatched_at=None).count() == 0
    assert CaughtLetter.objects.count() == Message.objects.filter(direction="out").count()


def known(subject):
    ticket = Ticket.objects.get(subject=subject)
    return ticket, queries.reading_of(ticket)


def test_it_shows_the_rich_the_vague_the_good_report_and_the_bad(db):
    seed(at=TUESDAY, password="otklik-demo")
    _, rich = known("Сайт открывается через раз")
    _, vague = known("Сайт не открывается")
    _, answered = known("Не работает почта")
    _, good = known("Потери до 198.51.100.80, mtr внутри")
    _, bad = known("Packet loss to our server")
    unsure = Ticket.objects.get(subject__startswith="ничего не работает")
    assert (rich.completeness >= 0.5, rich.asked_at) == (True, None)
    assert (vague.completeness, vague.ask.is_automatic) == (0, True)
    assert (answered.ask.is_automatic, answered.completeness >= 0.6) == (True, True)
    assert ([each["weak"] for each in good.reports], [each["weak"] for each in bad.reports]) == ([False], [True])
    assert {each["hop"] for each in good.reports[0]["problems"] if each["id"] == "loss-to-end"} == {5}
    assert (unsure.category, len(unsure.reading.likely)) == ("", 3)


def test_a_customers_answer_comes_back_into_its_ticket(db, settings):
    settings.ROOT_URLCONF = "tests.demo.urls"
    seed(at=TUESDAY, password="otklik-demo")
    letter = CaughtLetter.objects.order_by("pk").last()
    message = Message.objects.filter(direction="out", to=[letter.recipient]).order_by("pk").last()
    client = Client()
    assert client.get(f"/mailbox/{letter.pk}/").status_code == 200
    client.post(f"/mailbox/{letter.pk}/reply/", {"text": "Проверила, всё хорошо?"})
    assert worker.run_once() == 1
    newest = Message.objects.order_by("pk").last()
    assert (newest.ticket_id, newest.reply_text) == (message.ticket_id, "Проверила, всё хорошо?")


def test_its_letters_are_judged_and_persons_shown(db):
    seed(at=TUESDAY, password="otklik-demo")
    written = Message.objects.filter(direction="out", is_automatic=False).count()
    judged = Judgement.objects.exclude(faults=None)
    assert (judged.count(), judged.filter(faults__gte=6).count(), Privacy.objects.get().shows_persons) == (
        written,
        1,
        True,
    )
    done = RemarkUse.objects.aggregate(shown=Sum("shown"), applied=Sum("applied"), dismissed=Sum("dismissed"))
    assert done == {name: sum(getattr(use, name) for use in story.uses()) for name in done}
