"""Every verb of the domain, by a table: one change, one Event; refused to viewers; said twice, done once."""

import datetime
import inspect

import pytest

from otklik.tickets import actions, events
from otklik.tickets.models import Attachment, Event, Message, Priority, Reminder, State, Status
from otklik.tickets.rules import FOLLOWS, NotAllowed, WrongStatus
from tests.cast import TUESDAY, arrival, ticket

LATER = TUESDAY + datetime.timedelta(minutes=5)


def promised(cast, row):
    """A reminder of Boris's, the same however often it is asked for."""
    given = {"agent": cast.boris, "words": "завтра", "due_at": LATER, "remind_at": LATER, "created_at": TUESDAY}
    return Reminder.objects.get_or_create(ticket=row, defaults=given)[0]


# verb -> (how it is said by an agent, the one event that it writes)
VERBS = {
    "set_status": (lambda cast, row, by: actions.set_status(row, Status.PENDING, by=by, at=LATER), events.STATUS_CHANGED),
    "set_priority": (lambda cast, row, by: actions.set_priority(row, 4, by=by, at=LATER), events.PRIORITY_CHANGED),
    "assign": (lambda cast, row, by: actions.assign(row, cast.nina, by=by, at=LATER), events.ASSIGNED),
    "set_team": (lambda cast, row, by: actions.set_team(row, cast.hosting, by=by, at=LATER), events.TEAM_CHANGED),
    "tag": (lambda cast, row, by: actions.tag(row, "vip", by=by, at=LATER), events.TAGGED),
    "set_subject": (lambda cast, row, by: actions.set_subject(row, "Новая тема", by=by, at=LATER), events.SUBJECT_CHANGED),
    "set_situation": (lambda cast, row, by: actions.set_situation(row, "criticism", by=by, at=LATER), events.SITUATION_CHANGED),
    "set_category": (lambda cast, row, by: actions.set_category(row, "site-down", by=by, at=LATER), events.CATEGORY_CHANGED),
    "set_brand": (lambda cast, row, by: actions.set_brand(row, cast.tabel, by=by, at=LATER), events.BRAND_CHANGED),
    "change_requester": (
        lambda cast, row, by: actions.change_requester(row, name="Анна Чай", organization="Лавка", by=by, at=LATER),
        events.REQUESTER_CHANGED,
    ),
    "add_note": (lambda cast, row, by: actions.add_note(row, by=by, text="x", at=LATER), events.NOTE_ADDED),
    "reply": (
        lambda cast, row, by: actions.reply(
            row, by=by, text="x", to=["anna@firma.example"], external_id="r@nord.example", at=LATER, send_after=LATER, seen=None
        ),
        events.REPLY_QUEUED,
    ),
    "finish_reminder": (lambda cast, row, by: actions.finish_reminder(promised(cast, row), by=by, at=LATER), events.REMINDER_DONE),
    "cancel_reminder": (lambda cast, row, by: actions.cancel_reminder(promised(cast, row), by=by, at=LATER), events.REMINDER_CANCELLED),
}  # fmt: skip
ONCE = sorted(set(VERBS) - {"add_note", "reply"})


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_one_verb_is_one_event_by_its_agent(cast, verb):
    row, _ = ticket(cast)
    say, kind = VERBS[verb]
    say(cast, row, cast.boris)
    logged = list(Event.objects.filter(ticket=row).order_by("id").values_list("kind", "agent_id", "at"))[1:]
    assert logged == [(kind, cast.boris.pk, LATER)]


@pytest.mark.parametrize("verb", ONCE)
def test_the_same_again_is_nothing_new(cast, verb):
    row, _ = ticket(cast)
    for _ in range(3):
        VERBS[verb][0](cast, row, cast.boris)
    assert Event.objects.filter(ticket=row).count() == 2


@pytest.mark.parametrize("verb", sorted(VERBS))
@pytest.mark.parametrize("who", ["viewer", "gone"])
def test_who_may_not_changes_nothing(cast, verb, who):
    row, _ = ticket(cast)
    agent = cast.vera if who == "viewer" else cast.boris
    agent.is_active = who == "viewer"
    before = (row.subject, row.status, row.priority)
    with pytest.raises(NotAllowed):
        VERBS[verb][0](cast, row, agent)
    row.refresh_from_db()
    assert (Event.objects.count(), (row.subject, row.status, row.priority), row.tags.count()) == (1, before, 0)


def test_every_verb_of_an_agent_is_in_the_table():
    said = {name for name in actions.__all__ if "by" in inspect.signature(getattr(actions, name)).parameters}
    assert said - set(VERBS) - {"cancel", "save_draft", "untag"} - UNTOLD == set()


# Told in test_wishing and test_announcing: they are about a wish first, and about tickets only then.
UNTOLD = {
    "add_vote", "add_wish", "approve_announcement", "link_wish", "merge_wish", "move_wish", "queue_announcement", "remove_vote",
    "restore_announcement", "rewrite_wish", "skip_announcement", "unlink_wish", "write_announcements",
}  # fmt: skip


@pytest.mark.parametrize("present", Status.values)
@pytest.mark.parametrize("wanted", Status.values)
def test_which_status_may_follow_which(cast, present, wanted):
    row, _ = ticket(cast)
    type(row).objects.filter(pk=row.pk).update(status=present)
    if wanted in FOLLOWS[present] or wanted == present:
        actions.set_status(row, wanted, by=cast.boris, at=LATER)
        row.refresh_from_db()
        assert (row.status, row.unsolved) == (wanted, int(wanted not in ("solved", "closed")))
    else:
        with pytest.raises(WrongStatus):
            actions.set_status(row, wanted, by=cast.boris, at=LATER)


@pytest.mark.parametrize("bad", [0, 5, -1])
def test_a_priority_is_one_of_four(cast, bad):
    row, _ = ticket(cast)
    with pytest.raises(ValueError, match="not a valid Priority"):
        actions.set_priority(row, bad, by=cast.boris, at=LATER)
    assert [int(each) for each in Priority] == [1, 2, 3, 4]


@pytest.mark.parametrize("empty", ["", "   ", "\n\t"])
def test_an_empty_subject_or_tag_is_none(cast, empty):
    row, _ = ticket(cast)
    for verb in (actions.set_subject, actions.tag):
        with pytest.raises(ValueError, match="needs a"):
            verb(row, empty, by=cast.boris, at=LATER)


def test_a_tag_is_taken_off_once(cast):
    row, _ = ticket(cast)
    actions.tag(row, "VIP", by=cast.boris, at=LATER)
    for _ in range(2):
        actions.untag(row, " vip ", by=cast.boris, at=LATER)
    assert (row.tags.count(), Event.objects.filter(kind=events.UNTAGGED).count()) == (0, 1)


def test_an_undone_reply_leaves_the_list_as_it_was(cast):
    row, _ = ticket(cast, "Что случилось?")
    sent = actions.reply(
        row, by=cast.boris, text="Не то", to=["anna@firma.example"], external_id="r@nord.example", at=LATER,
        send_after=LATER + datetime.timedelta(seconds=10), seen=None,
    )  # fmt: skip
    actions.save_draft(row, by=cast.boris, text="Уже пишу дальше", is_note=False, seen=None, at=LATER)
    draft = actions.cancel(sent, by=cast.boris, at=LATER)
    row.refresh_from_db()
    assert (row.excerpt, row.updated_at, row.message_count) == ("Что случилось?", TUESDAY, 1)
    assert draft.text == "Не то\n\nУже пишу дальше"


def test_attempts_end_in_one_state_each(cast):
    row, _ = ticket(cast)
    ends = {
        "sent": lambda m: actions.record_sent(m, at=LATER),
        "failed": lambda m: actions.fail(m, reason="нет ящика", at=LATER),
        "queued": lambda m: actions.defer(m, until=LATER, reason="позже", at=LATER),
    }
    for number, (state, end) in enumerate(ends.items()):
        message = actions.reply(
            row,
            by=cast.boris,
            text="x",
            to=["a@b.example"],
            external_id=f"{number}@nord.example",
            at=TUESDAY,
            send_after=TUESDAY,
            seen=None,
        )
        actions.claim_queued(at=TUESDAY)
        before = Event.objects.count()
        for _ in range(2):  # a worker that comes back late changes nothing
            end(message)
        message.refresh_from_db()
        assert (message.state, Event.objects.count() - before) == (state, 1)
        Message.objects.filter(pk=message.pk).update(state=State.SENT)


def test_files_go_with_the_reply_and_only_with_it(cast):
    from otklik.kit import blobs
    from otklik.tickets.arrivals import File

    row, _ = ticket(cast)
    draft = actions.save_draft(row, by=cast.boris, text="x", is_note=False, seen=None, at=LATER)
    kept = actions.attach(draft, File("a.txt", "text/plain", 1, blobs.put(b"x")))
    gone = actions.attach(draft, File("b.txt", "text/plain", 1, blobs.put(b"y")))
    actions.detach(draft, gone.pk)
    sent = actions.reply(
        row,
        by=cast.boris,
        text="x",
        to=["a@b.example"],
        external_id="r@nord.example",
        at=LATER,
        send_after=LATER,
        seen=None,
        draft=draft,
    )
    assert list(Attachment.objects.values_list("pk", "message_id", "draft_id")) == [(kept.pk, sent.pk, None)]


def test_a_letter_reopens_what_may_be_reopened(cast):
    for status in ("pending", "on-hold", "solved", "closed"):
        row, _ = ticket(cast)
        actions.set_status(row, status, by=cast.boris, at=TUESDAY)
        actions.receive(row, arrival("Ещё вопрос", at=LATER), contact=cast.anna, account=cast.mailbox)
        row.refresh_from_db()
        assert (row.status, row.solved_at, row.waiting_since is not None) == ("open", None, True)
