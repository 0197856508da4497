"""A letter that has left is judged once and kept: whatever dies in between, however often it is told."""

import datetime

import pytest

from otklik.coach.reply import Letter, check
from otklik.coach.version import version
from otklik.insight import actions, queries, worker
from otklik.insight.models import Judgement, Remark, RemarkUse
from otklik.services.models import Brand
from otklik.tickets import actions as tickets
from otklik.tickets.models import Message
from tests.cast import TUESDAY, arrival, ticket
from tests.insight.letters import BAD, GOOD, again, judged, sent, told

DAY = datetime.timedelta(days=1)


def test_what_is_kept_is_what_the_coach_finds(cast):
    row = judged(cast, team=cast.hosting)
    found = check(Letter(BAD, lang="ru", customer_name="Анна Белова", agent_name="Борис Климов", weekday=1, incoming="Добрый день! Сайт не открывается."))  # fmt: skip
    assert len(found) >= 4
    assert sorted(row.remarks.values_list("rule", "start", "end")) == sorted(
        (each.rule, each.start, each.end) for each in found
    )
    assert (row.agent, row.team, row.ticket_id, row.language, row.faults, row.coach, row.is_first, row.week) == (
        cast.boris, cast.hosting, row.message.ticket_id, "ru", len(found), version(), True, datetime.date(2026, 11, 23),
    )  # fmt: skip


def test_a_good_letter_has_no_faults(cast):
    assert judged(cast, GOOD).faults == 0


def test_the_situation_is_the_said_one_else_a_guess(cast):
    row, _ = ticket(cast, "Спасибо вам большое, всё работает!")
    guessed = judged(cast, row=row)
    tickets.set_situation(row, "criticism", by=cast.boris, at=TUESDAY)
    said = judged(cast, row=row, at=TUESDAY + DAY)
    assert [(each.situation, each.is_guess, each.is_first) for each in (guessed, said)] == [
        ("gratitude", True, True),
        ("criticism", False, False),
    ]


def test_only_letters_of_people_that_have_left_are_judged(cast):
    row, _ = ticket(cast)
    tickets.reply(row, by=cast.boris, text=BAD, to=["a@b.example"], external_id="q@nord.example", at=TUESDAY, send_after=TUESDAY, seen=None)  # fmt: skip
    tickets.acknowledge(row, on_behalf_of=cast.boris, text=BAD, to="a@b.example", subject="x", external_id="a@nord.example", at=TUESDAY)  # fmt: skip
    actions.take_down(Message.objects.values_list("pk", flat=True))
    assert Judgement.objects.count() == 0
    for message in tickets.claim_queued(at=TUESDAY):
        tickets.record_sent(message, at=TUESDAY)
    told()
    assert [each.message.external_id for each in Judgement.objects.all()] == ["q@nord.example"]


def test_told_twice_it_is_taken_down_once(cast):
    first = judged(cast)
    again()
    assert list(Judgement.objects.values_list("pk", "coach")) == [(first.pk, version())]


def test_a_kill_between_noting_and_judging_loses_nothing(cast):
    message = sent(cast)
    told()  # and the process dies here: the row waits
    assert [each.message_id for each in queries.waiting(10)] == [message.pk]
    assert (worker.run_once(), worker.run_once()) == (1, 0)
    assert Judgement.objects.get().faults > 0


def test_judged_again_it_has_its_remarks_once(cast):
    row = judged(cast)
    before = sorted(row.remarks.values_list("rule", "start", "end"))
    actions.judge(row)
    assert sorted(Remark.objects.values_list("rule", "start", "end")) == before


def test_a_letter_that_cannot_be_read_holds_up_nobody(cast):
    sent(cast)
    row, _ = ticket(cast)
    tickets.set_brand(row, cast.tabel, by=cast.boris, at=TUESDAY)
    other = sent(cast, row=row)
    Brand.objects.filter(pk=cast.nord.pk).update(time_zone="No/Where")
    told()
    assert (worker.run_once(), worker.run_once()) == (2, 0)
    found = dict(Judgement.objects.values_list("message", "coach"))
    assert sorted(found.values()) == sorted([actions.UNREADABLE, version()])
    assert (found[other.pk], Judgement.objects.get(faults=None).remarks.count(), len(queries.stale(0, 9))) == (
        version(),
        0,
        1,
    )


@pytest.mark.parametrize(
    ("text", "after", "auto", "is_noted"),
    [
        ("А когда?", 3 * DAY, "", True), ("Спасибо!", 3 * DAY, "", False), ("А когда?", 8 * DAY, "", False),
        ("Я в отпуске", DAY, "auto-reply", False),
    ],
)  # fmt: skip
def test_a_customer_who_writes_again_within_a_week_is_noted(cast, text, after, auto, is_noted):
    row = judged(cast)
    at = TUESDAY + after
    tickets.receive(row.ticket, arrival(text, at=at, auto=auto), contact=cast.anna, account=cast.mailbox)
    told()
    row.refresh_from_db()
    assert row.written_again_at == (at if is_noted else None)


def test_who_wrote_again_before_the_letter_was_judged_is_noted_too(cast):
    message = sent(cast)
    at = TUESDAY + DAY
    tickets.receive(message.ticket, arrival("А когда?", at=at), contact=cast.anna, account=cast.mailbox)
    actions.take_down([message.pk])
    worker.run_once()
    assert Judgement.objects.get().written_again_at == at


def test_uses_are_counted_by_agent_team_and_day(cast):
    row, _ = ticket(cast, team=cast.hosting)
    for what in ("shown", "shown", "applied", "dismissed"):
        actions.count_use("officialese", what=what, by=cast.boris, ticket=row, language="ru", day=TUESDAY.date())
    actions.count_use("officialese", what="shown", by=cast.nina, ticket=row, language="ru", day=TUESDAY.date())
    rows = RemarkUse.objects.order_by("pk").values_list("agent", "team", "shown", "applied", "dismissed")
    assert list(rows) == [(cast.boris.pk, cast.hosting.pk, 2, 1, 1), (cast.nina.pk, cast.hosting.pk, 1, 0, 0)]
    with pytest.raises(ValueError, match="no such use"):
        actions.count_use("officialese", what="eaten", by=cast.boris, ticket=row, language="ru", day=TUESDAY.date())


def test_letters_before_and_older_judgements_are_found_in_parts(cast):
    messages = [sent(cast) for _ in range(3)]
    ids = [each.pk for each in messages]
    assert (queries.unknown(0, 2), queries.unknown(ids[1], 2)) == (ids[:2], ids[2:])
    actions.take_down(ids)
    while worker.run_once():
        pass
    Judgement.objects.filter(message=ids[1]).update(coach="an older one")
    assert (queries.unknown(0, 9), [each.message_id for each in queries.stale(0, 9)]) == ([], [ids[1]])
    assert len(queries.stale(0, 9, of_all=True)) == 3
