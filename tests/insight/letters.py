"""Letters that have left, by the product's own doors."""

import datetime
import itertools

from otklik.insight import worker
from otklik.insight.models import Judgement
from otklik.insight.subscribers import take_down_letters
from otklik.tickets import actions
from otklik.tickets.models import Event
from tests.cast import TUESDAY, ticket

GOOD = "Здравствуйте, Анна!\n\nСпасибо, что написали. Посмотрел журнал: место на диске кончилось, я его добавил. Проверьте, пожалуйста, сайт и напишите, всё ли хорошо.\n\nХорошего вторника!\n\nБорис Климов"
BAD = "Добрый день!\n\nВаш запрос принят. В кратчайшие сроки осуществим проверку. Приносим извинения за неудобства.\n\nСлужба поддержки"
_numbers = itertools.count(1)


def sent(cast, text=BAD, *, by=None, row=None, at=TUESDAY, **words):
    """A letter of an agent's to a ticket (a new one of Anna's), delivered at `at`; its events wait."""
    if row is None:
        row, _ = ticket(cast, at=at - datetime.timedelta(hours=1), **words)
    message = actions.reply(
        row, by=by or cast.boris, text=text, to=["anna@firma.example"], external_id=f"out-{next(_numbers)}@nord.example", at=at, send_after=at,
        seen=None,
    )  # fmt: skip
    (claimed,) = actions.claim_queued(at=at)
    actions.record_sent(claimed, at=at)
    message.refresh_from_db()
    return message


def told():
    """Every event that waits, told to insight."""
    events = actions.claim_undispatched(at=TUESDAY, limit=1000)
    take_down_letters(events)
    actions.mark_dispatched(events, at=TUESDAY)
    return events


def judged(cast, text=BAD, **words):
    """A sent letter, judged; its judgement."""
    message = sent(cast, text, **words)
    told()
    while worker.run_once():
        pass
    return Judgement.objects.get(message=message)


def again():
    """All events once more, as after a kill before they were marked."""
    take_down_letters(list(Event.objects.select_related("message", "ticket").order_by("id")))
