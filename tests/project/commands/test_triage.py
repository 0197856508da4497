"""`otklik triage read`: tickets from before are understood; nothing else changes."""

from otklik.project.commands import triage as command
from otklik.tickets.models import Event
from otklik.triage.models import Decision, Reading
from tests.cast import ticket

RICH = "С утра сайт lavka-chai.example не открывается, пишет 502. Вчера обновляли корзину."


def test_tickets_from_before_are_read_once_and_changed_in_nothing(cast):
    row, _ = ticket(cast, RICH)
    ticket(cast, "Out of office", auto="auto-reply")
    events = Event.objects.count()
    assert command.read_all(of_all=False) == (1, 0)
    known = Reading.objects.get()
    assert (known.ticket, known.kind, known.decided_by, len(known.answers)) == (row, "site-down", "", 4)
    row.refresh_from_db()
    assert (row.category, Event.objects.count(), Decision.objects.count()) == ("", events, 0)
    assert command.read_all(of_all=False) == (0, 0)
    assert command.read_all(of_all=True) == (1, 0)


def test_what_another_version_read_is_read_again(cast):
    ticket(cast, RICH)
    command.read_all(of_all=False)
    Reading.objects.update(model="older", answers={})
    assert command.read_all(of_all=False) == (1, 0)
    assert len(Reading.objects.get().answers) == 4
