"""The story tells itself through the product's doors, and its customers can answer."""

from django.db.models import Sum
from django.test import Client

from otklik.demo import story
from otklik.demo.models import CaughtLetter
from otklik.demo.seed import is_seeded, seed
from otklik.insight.models import Judgement, Privacy, RemarkUse
from otklik.intake import worker
from otklik.tickets.models import Event, Message, Ticket
from tests.cast import TUESDAY


def test_the_story_is_told_whole(db):
    assert not is_seeded()
    seed(at=TUESDAY, password="otklik-demo")
    assert is_seeded()
    _, tales = story.tales()
    assert Ticket.objects.count() == len(tales)
    assert Event.objects.filter(dispatched_at=None).count() == 0
    assert CaughtLetter.objects.count() == Message.objects.filter(direction="out").count()


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
