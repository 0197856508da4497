"""The verbs of a ticket: what each changes, what it writes into the log, what it refuses."""

import datetime

import pytest
from django.db import IntegrityError

from otklik.tickets import actions, events
from otklik.tickets.models import Draft, Event, State, Status
from otklik.tickets.queries import visible_to
from otklik.tickets.rules import NotAllowed, ThreadChanged, WrongStatus
from tests.cast import TUESDAY, arrival, ticket

SOON = TUESDAY + datetime.timedelta(seconds=10)


def answer(cast, row, message, **words):
    words = {"text": "Починили.", "seen": message.pk, "external_id": f"r{message.pk}@nord.example", **words}
    return actions.reply(row, by=cast.boris, to=["anna@firma.example"], at=TUESDAY, send_after=SOON, **words)


def kinds(row):
    return list(Event.objects.filter(ticket=row).order_by("id").values_list("kind", flat=True))


def test_a_letter_opens_a_ticket(cast):
    row, message = ticket(cast)
    assert (row.status, row.requester, row.waiting_since, row.message_count) == (Status.NEW, cast.anna, TUESDAY, 1)
    assert (message.state, message.external_id) == (State.RECEIVED, message.external_id)
    assert kinds(row) == [events.TICKET_OPENED]


def test_the_same_letter_is_refused_the_second_time(cast):
    ticket(cast, external_id="one@firma.example")
    with pytest.raises(IntegrityError):
        ticket(cast, external_id="one@firma.example")


def test_a_reply_takes_the_ticket_and_stops_the_waiting(cast):
    row, message = ticket(cast)
    sent = answer(cast, row, message, status=Status.SOLVED)
    row.refresh_from_db()
    assert (row.status, row.assignee, row.waiting_since, row.solved_at) == (Status.SOLVED, cast.boris, None, TUESDAY)
    assert (sent.state, sent.in_reply_to, sent.send_after) == (State.QUEUED, message.external_id, SOON)


def test_a_reply_to_a_changed_thread_is_stopped_and_changes_nothing(cast):
    row, message = ticket(cast)
    newer = actions.receive(row, arrival("И ещё"), contact=cast.anna, account=cast.mailbox)
    with pytest.raises(ThreadChanged) as stopped:
        answer(cast, row, message)
    assert stopped.value.newest == newer.pk
    assert row.messages.count() == 2


def test_an_undone_reply_is_a_draft_again_and_the_ticket_as_before(cast):
    row, message = ticket(cast)
    sent = answer(cast, row, message, status=Status.SOLVED)
    draft = actions.cancel(sent, by=cast.boris, at=TUESDAY)
    row.refresh_from_db()
    assert draft is not None
    assert (draft.text, row.status, row.solved_at, row.waiting_since) == ("Починили.", Status.NEW, None, TUESDAY)
    assert (row.excerpt, row.updated_at) == (message.text, message.created_at)
    assert actions.claim_queued(at=SOON) == []


def test_what_has_left_cannot_be_undone(cast):
    row, message = ticket(cast)
    sent = answer(cast, row, message)
    assert [m.pk for m in actions.claim_queued(at=SOON)] == [sent.pk]
    assert actions.claim_queued(at=SOON) == []
    actions.record_sent(sent, at=SOON)
    assert actions.cancel(sent, by=cast.boris, at=SOON) is None
    assert Draft.objects.count() == 0


def test_a_stuck_message_comes_back_once(cast):
    row, message = ticket(cast)
    sent = answer(cast, row, message)
    actions.claim_queued(at=SOON)
    assert actions.recover_stuck(at=SOON + datetime.timedelta(minutes=1)) == 0
    assert actions.recover_stuck(at=SOON + datetime.timedelta(minutes=11)) == 1
    sent.refresh_from_db()
    assert sent.state == State.QUEUED


def test_a_customers_answer_opens_a_solved_ticket_and_thanks_do_not(cast):
    row, message = ticket(cast)
    answer(cast, row, message, status=Status.SOLVED)
    actions.receive(row, arrival("Спасибо!"), contact=cast.anna, account=cast.mailbox, reopens=False)
    assert row.status == Status.SOLVED
    actions.receive(row, arrival("Снова лежит"), contact=cast.anna, account=cast.mailbox)
    assert (row.status, row.waiting_since) == (Status.OPEN, TUESDAY)


def test_a_machines_letter_changes_no_status(cast):
    row, message = ticket(cast)
    answer(cast, row, message, status=Status.PENDING)
    actions.receive(row, arrival("Я в отпуске", auto="auto-reply"), contact=cast.anna, account=cast.mailbox)
    assert (row.status, row.waiting_since) == (Status.PENDING, None)


def test_a_viewer_changes_nothing(cast):
    row, message = ticket(cast)
    for verb in (
        lambda: actions.set_status(row, Status.OPEN, by=cast.vera, at=TUESDAY),
        lambda: actions.add_note(row, by=cast.vera, text="x", at=TUESDAY),
        lambda: actions.save_draft(row, by=cast.vera, text="x", is_note=False, seen=None, at=TUESDAY),
        lambda: actions.assign(row, cast.vera, by=cast.boris, at=TUESDAY),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert kinds(row) == [events.TICKET_OPENED]


def test_changes_are_logged_once_each(cast):
    row, _ = ticket(cast)
    for _ in range(2):
        actions.assign(row, cast.nina, by=cast.boris, at=TUESDAY)
        actions.set_priority(row, 4, by=cast.boris, at=TUESDAY)
        actions.tag(row, " VIP  клиент", by=cast.boris, at=TUESDAY)
        actions.set_team(row, cast.hosting, by=cast.boris, at=TUESDAY)
        actions.set_status(row, Status.PENDING, by=cast.boris, at=TUESDAY)
    logged = [
        (e.kind, e.data.get("to", e.data.get("tag"))) for e in Event.objects.filter(ticket=row).order_by("id")[1:]
    ]
    assert logged == [
        (events.ASSIGNED, "Нина Ветрова"),
        (events.PRIORITY_CHANGED, 4),
        (events.TAGGED, "vip клиент"),
        (events.TEAM_CHANGED, "Хостинг"),
        (events.STATUS_CHANGED, Status.PENDING),
    ]


def test_new_does_not_come_back(cast):
    row, _ = ticket(cast)
    actions.set_status(row, Status.OPEN, by=cast.boris, at=TUESDAY)
    with pytest.raises(WrongStatus):
        actions.set_status(row, Status.NEW, by=cast.boris, at=TUESDAY)


def test_a_private_teams_tickets_are_its_members(cast):
    row, _ = ticket(cast, team=cast.billing)
    seen = {a.name: visible_to(a).filter(pk=row.pk).exists() for a in (cast.clara, cast.nina, cast.boris, cast.vera)}
    assert seen == {"Клара Орлова": True, "Нина Ветрова": True, "Борис Климов": False, "Вера Сомова": False}


def test_a_bounce_makes_the_sent_message_failed(cast):
    row, message = ticket(cast)
    sent = answer(cast, row, message)
    actions.claim_queued(at=SOON)
    actions.record_sent(sent, at=SOON)
    actions.record_bounce(sent, reason="такого ящика нет", permanent=True, at=SOON)
    sent.refresh_from_db()
    assert (sent.state, sent.failure) == (State.FAILED, "такого ящика нет")
    assert kinds(row)[-1] == events.MESSAGE_FAILED
