"""Telling those who asked: one letter for a person and a wish, ever, whoever presses what and how often."""

import datetime

import pytest

from otklik.outbound import announcing
from otklik.people.models import Identity
from otklik.tickets import actions, wishes
from otklik.tickets.models import Announcement, Event, Message
from otklik.tickets.rules import NotAllowed, WrongStatus
from tests.cast import TUESDAY, ticket

LATER = TUESDAY + datetime.timedelta(days=30)


def shipped(cast, *rows, title="Тёмная тема"):
    feature = actions.add_wish(title, brand=None, by=cast.boris, at=TUESDAY)
    for row in rows:
        actions.link_wish(row, feature, by=cast.boris, at=TUESDAY)
    actions.move_wish(feature, "shipped", by=cast.boris, at=TUESDAY)
    return feature


def prepare(cast, feature):
    return actions.write_announcements(
        feature, announcing.letters(feature, by=cast.clara, at=LATER), by=cast.clara, at=LATER
    )


def approve(cast, row):
    return actions.approve_announcement(row, text=row.text, by=cast.clara, at=LATER)


def queue(cast, row, n=1):
    return actions.queue_announcement(row, by=cast.clara, external_id=f"news-{row.pk}-{n}@nord.example", at=LATER, send_after=LATER)  # fmt: skip


def test_the_letter_leaves_the_ticket_as_it_is(cast):
    row, first = ticket(cast)
    actions.set_status(row, "closed", by=cast.boris, at=TUESDAY)
    feature = shipped(cast, row)
    assert prepare(cast, feature) == 1
    (letter,) = Announcement.objects.all()
    assert (letter.state, letter.to, letter.agent) == ("draft", "anna@firma.example", cast.clara)
    assert queue(cast, letter) is None
    assert approve(cast, letter)
    message = queue(cast, letter)
    row.refresh_from_db()
    assert (row.status, row.assignee, row.message_count, row.waiting_since) == ("closed", None, 2, TUESDAY)
    assert (message.state, message.is_automatic, message.in_reply_to, message.to) == ("queued", False, first.external_id, ["anna@firma.example"])  # fmt: skip
    assert Event.objects.get(kind="announcement-queued").ticket == row


def test_who_pressed_twice_has_sent_one_letter(cast):
    feature = shipped(cast, ticket(cast)[0], ticket(cast)[0])
    prepare(cast, feature)
    (letter,) = Announcement.objects.all()
    approve(cast, letter)
    other = Announcement.objects.get()
    assert queue(cast, letter) is not None
    assert (queue(cast, letter, 2), queue(cast, other, 3)) == (None, None)
    assert prepare(cast, feature) == 0
    assert not approve(cast, letter)
    assert not actions.skip_announcement(letter, by=cast.clara, at=LATER)
    assert Message.objects.filter(direction="out").count() == 1


def test_shipped_again_nobody_hears_it_again(cast):
    feature = shipped(cast, ticket(cast)[0])
    prepare(cast, feature)
    letter = Announcement.objects.get()
    approve(cast, letter)
    queue(cast, letter)
    actions.move_wish(feature, "in-work", by=cast.boris, at=LATER)
    actions.move_wish(feature, "shipped", by=cast.boris, at=LATER)
    actions.link_wish(ticket(cast)[0], feature, by=cast.boris, at=LATER)
    actions.link_wish(ticket(cast, requester=cast.ivan)[0], feature, by=cast.boris, at=LATER)
    assert prepare(cast, feature) == 1
    assert list(Announcement.objects.order_by("pk").values_list("contact", "state")) == [(cast.anna.pk, "queued"), (cast.ivan.pk, "draft")]  # fmt: skip


def test_merged_nobody_hears_it_twice(cast):
    gone = shipped(cast, ticket(cast)[0], title="Чёрная тема")
    stays = shipped(cast, ticket(cast)[0], ticket(cast, requester=cast.ivan)[0])
    for feature in (gone, stays):
        prepare(cast, feature)
    letter = Announcement.objects.get(feature=gone)
    approve(cast, letter)
    queue(cast, letter)
    actions.merge_wish(gone, stays, by=cast.boris, at=LATER)
    assert prepare(cast, stays) == 0
    left = Announcement.objects.order_by("contact").values_list("feature", "contact", "state")
    assert list(left) == [(stays.pk, cast.anna.pk, "queued"), (stays.pk, cast.ivan.pk, "draft")]


def test_a_wish_that_has_not_shipped_sends_nothing(cast):
    feature = shipped(cast, ticket(cast)[0])
    prepare(cast, feature)
    letter = Announcement.objects.get()
    approve(cast, letter)
    actions.move_wish(feature, "in-work", by=cast.boris, at=LATER)
    with pytest.raises(WrongStatus):
        queue(cast, letter)
    with pytest.raises(WrongStatus):
        prepare(cast, feature)
    assert Message.objects.filter(direction="out").count() == 0


def test_who_cannot_be_written_to_is_skipped_with_the_reason_until_they_can(cast):
    row, _ = ticket(cast)
    Identity.objects.filter(contact=cast.anna).update(undeliverable_since=TUESDAY)
    Identity.objects.filter(contact=cast.ivan).delete()
    feature = shipped(cast, row, ticket(cast, requester=cast.ivan)[0])
    prepare(cast, feature)
    found = dict(Announcement.objects.values_list("contact", "reason"))
    assert found == {cast.anna.pk: "undeliverable", cast.ivan.pk: "no-address"}
    assert set(Announcement.objects.values_list("state", flat=True)) == {"skipped"}
    assert not actions.restore_announcement(Announcement.objects.first(), by=cast.clara, at=LATER)
    Identity.objects.filter(contact=cast.anna).update(undeliverable_since=None)
    assert prepare(cast, feature) == 1
    assert Announcement.objects.get(contact=cast.anna).state == "draft"


def test_an_erased_person_and_one_without_a_conversation_are_said(cast):
    cast.ivan.identities.all().delete()
    type(cast.ivan).objects.filter(pk=cast.ivan.pk).update(name="")
    feature = shipped(cast, ticket(cast, requester=cast.ivan)[0])
    actions.add_vote(feature, cast.anna, by=cast.boris, at=TUESDAY)
    prepare(cast, feature)
    assert dict(Announcement.objects.values_list("contact", "reason")) == {cast.ivan.pk: "erased", cast.anna.pk: "no-ticket"}  # fmt: skip


def test_taken_out_by_hand_it_can_come_back(cast):
    feature = shipped(cast, ticket(cast)[0])
    prepare(cast, feature)
    letter = Announcement.objects.get()
    assert actions.skip_announcement(letter, by=cast.clara, at=LATER)
    assert (letter.state, letter.reason, prepare(cast, feature)) == ("skipped", "by-hand", 0)
    assert not approve(cast, letter)
    assert actions.restore_announcement(letter, by=cast.clara, at=LATER)
    assert letter.state == "draft"


def test_a_viewer_sends_nothing_and_an_empty_letter_is_none(cast):
    feature = shipped(cast, ticket(cast)[0])
    prepare(cast, feature)
    letter = Announcement.objects.get()
    for act in (actions.skip_announcement, actions.restore_announcement):
        with pytest.raises(NotAllowed):
            act(letter, by=cast.vera, at=LATER)
    with pytest.raises(NotAllowed):
        actions.approve_announcement(letter, text="x", by=cast.vera, at=LATER)
    with pytest.raises(ValueError, match="words"):
        actions.approve_announcement(letter, text=" \n", by=cast.clara, at=LATER)


def test_the_numbers_say_how_far_it_is(cast):
    feature = shipped(cast, ticket(cast)[0], ticket(cast, requester=cast.ivan)[0])
    prepare(cast, feature)
    letter = Announcement.objects.get(contact=cast.anna)
    approve(cast, letter)
    queue(cast, letter)
    for message in actions.claim_queued(at=LATER):
        actions.record_sent(message, at=LATER)
    assert wishes.announced(feature) == {"draft": 1, "ready": 0, "skipped": 0, "queued": 1, "sent": 1, "failed": 0}
