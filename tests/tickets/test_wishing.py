"""Wishes: who may change them, what a link and a move do to tickets, two made one."""

import datetime

import pytest

from otklik.services.models import FeatureRequest
from otklik.tickets import actions, wishes
from otklik.tickets.models import Event, Vote
from otklik.tickets.rules import NotAllowed
from tests.cast import TUESDAY, ticket


def wish(cast, title="Тёмная тема", **words):
    return actions.add_wish(title, brand=words.pop("brand", cast.nord), by=cast.boris, at=TUESDAY, **words)


def voices(feature):
    return {row.pk: row.voices for row in wishes.living()}[feature.pk]


def test_a_viewer_changes_nothing(cast):
    feature, other, (row, _) = wish(cast), wish(cast, "Светлая"), ticket(cast)
    by = {"by": cast.vera, "at": TUESDAY}
    for act in (
        lambda: actions.add_wish("x", brand=None, **by),
        lambda: actions.rewrite_wish(feature, title="x", **by),
        lambda: actions.move_wish(feature, "planned", **by),
        lambda: actions.merge_wish(feature, other, **by),
        lambda: actions.link_wish(row, feature, **by),
        lambda: actions.unlink_wish(row, feature, **by),
        lambda: actions.add_vote(feature, cast.anna, **by),
        lambda: actions.remove_vote(feature, cast.anna, **by),
        lambda: actions.write_announcements(feature, [], **by),
    ):
        with pytest.raises(NotAllowed):
            act()
    feature.refresh_from_db()
    assert (feature.title, feature.status, Vote.objects.count()) == ("Тёмная тема", "unplanned", 0)


@pytest.mark.parametrize("title", ["", "   ", "\n"])
def test_a_wish_needs_a_name(cast, title):
    feature = wish(cast)
    with pytest.raises(ValueError, match="title"):
        actions.add_wish(title, brand=None, by=cast.boris, at=TUESDAY)
    with pytest.raises(ValueError, match="title"):
        actions.rewrite_wish(feature, title=title, by=cast.boris, at=TUESDAY)


def test_a_link_is_a_vote_and_leads_the_situation(cast):
    feature, (row, _) = wish(cast), ticket(cast)
    for _ in range(2):
        actions.link_wish(row, feature, by=cast.boris, at=TUESDAY)
    row.refresh_from_db()
    assert (voices(feature), row.situation) == (1, "feature-unplanned")
    assert [each.kind for each in row.events.filter(feature=feature)] == ["feature-linked"]
    actions.unlink_wish(row, feature, by=cast.boris, at=TUESDAY)
    row.refresh_from_db()
    assert (voices(feature), row.situation) == (0, "")


def test_one_person_with_two_tickets_is_one_voice(cast):
    feature = wish(cast)
    for requester in (cast.anna, cast.anna, cast.ivan):
        actions.link_wish(ticket(cast, requester=requester)[0], feature, by=cast.boris, at=TUESDAY)
    assert voices(feature) == 2


def test_a_voice_written_down_gets_its_ticket(cast):
    feature = wish(cast)
    assert actions.add_vote(feature, cast.anna, by=cast.boris, at=TUESDAY)
    assert not actions.add_vote(feature, cast.anna, by=cast.boris, at=TUESDAY)
    row, _ = ticket(cast)
    actions.link_wish(row, feature, by=cast.boris, at=TUESDAY)
    assert list(Vote.objects.values_list("contact", "ticket")) == [(cast.anna.pk, row.pk)]


def test_a_move_leads_unsolved_tickets_only_and_leaves_what_was_said_more_exactly(cast):
    feature = wish(cast)
    rows = [ticket(cast)[0] for _ in range(3)]
    for row in rows:
        actions.link_wish(row, feature, by=cast.boris, at=TUESDAY)
    actions.set_status(rows[1], "solved", by=cast.boris, at=TUESDAY)
    actions.set_situation(rows[2], "criticism", by=cast.boris, at=TUESDAY)
    actions.move_wish(feature, "in-work", by=cast.boris, at=TUESDAY)
    for row in rows:
        row.refresh_from_db()
    assert [row.situation for row in rows] == ["feature-planned", "feature-unplanned", "criticism"]
    moved = Event.objects.filter(kind="feature-moved", feature=feature).order_by("pk")
    assert [each.ticket_id for each in moved] == [None, rows[0].pk, rows[2].pk]
    actions.move_wish(feature, "in-work", by=cast.boris, at=TUESDAY)
    assert moved.count() == 3


def test_a_status_that_there_is_not_is_refused(cast):
    with pytest.raises(ValueError, match="someday"):
        actions.move_wish(wish(cast), "someday", by=cast.boris, at=TUESDAY)


def test_saving_the_sentence_says_it_of_the_present_status(cast):
    feature = wish(cast)
    actions.rewrite_wish(feature, title="Тёмная тема", sentence_ru="Пока нет", by=cast.boris, at=TUESDAY)
    actions.move_wish(feature, "in-work", by=cast.boris, at=TUESDAY)
    row, _ = ticket(cast)
    actions.link_wish(row, feature, by=cast.boris, at=TUESDAY)
    (seen,) = wishes.of_ticket(row, "ru")
    assert (seen.sentence, seen.is_stale) == ("Мы уже работаем над этим, но срока пока нет", True)
    actions.rewrite_wish(feature, title="Тёмная тема", sentence_ru="Начали в сентябре", by=cast.boris, at=TUESDAY)
    (seen,) = wishes.of_ticket(row, "ru")
    assert (seen.title, seen.status, seen.sentence, seen.is_stale) == ("Тёмная тема", "in-work", "Начали в сентябре", False)  # fmt: skip


def test_two_wishes_become_one_and_nobody_counts_twice(cast):
    gone, stays = wish(cast, "Чёрная тема"), wish(cast)
    actions.move_wish(stays, "planned", by=cast.boris, at=TUESDAY)
    both, only = ticket(cast)[0], ticket(cast, requester=cast.ivan)[0]
    for row, feature in ((both, gone), (both, stays), (only, gone)):
        actions.link_wish(row, feature, by=cast.boris, at=TUESDAY)
    actions.merge_wish(gone, stays, by=cast.boris, at=TUESDAY)
    only.refresh_from_db()
    assert (voices(stays), Vote.objects.count(), only.situation) == (2, 2, "feature-planned")
    assert gone.merged_into_id == stays.pk
    assert list(wishes.living()) == [stays]
    for act in (
        lambda: actions.merge_wish(gone, stays, by=cast.boris, at=TUESDAY),
        lambda: actions.merge_wish(stays, gone, by=cast.boris, at=TUESDAY),
        lambda: actions.merge_wish(stays, stays, by=cast.boris, at=TUESDAY),
        lambda: actions.link_wish(both, gone, by=cast.boris, at=TUESDAY),
        lambda: actions.move_wish(gone, "shipped", by=cast.boris, at=TUESDAY),
    ):
        with pytest.raises(ValueError, match="merged"):
            act()


def test_what_was_merged_before_follows(cast):
    first, second, third = (wish(cast, title) for title in ("А", "Б", "В"))
    actions.merge_wish(first, second, by=cast.boris, at=TUESDAY)
    actions.merge_wish(second, third, by=cast.boris, at=TUESDAY)
    first.refresh_from_db()
    assert first.merged_into_id == third.pk


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("темную тему", ["Тёмная тема"]), ("тёмн", ["Тёмная тема"]), ("DARK", ["Тёмная тема"]), ("выгрузки", ["Выгрузка отчётов"]),
        ("тема отчёт", []), ("", ["Выгрузка отчётов", "Тёмная тема"]), ("ночью", ["Тёмная тема"]), ("100%_", []),
    ],
)  # fmt: skip
def test_a_wish_is_found_by_any_form_of_its_words(cast, typed, found):
    wish(cast, title_en="Dark theme", description="Чтобы работать ночью")
    wish(cast, "Выгрузка отчётов")
    wish(cast, "Тёмная витрина", brand=cast.tabel)
    assert sorted(row.title for row in wishes.matching(typed, brand=cast.nord)) == found


def test_the_wish_that_a_letter_is_about_comes_first(cast):
    for title in ("Выгрузка отчётов", "Тёмная тема", "Отметки без интернета"):
        actions.add_vote(wish(cast, title), cast.anna, by=cast.boris, at=TUESDAY)
    found, fits = wishes.fitting("Глаза болят. Сделайте тёмную тему!", brand=cast.nord, limit=2)
    assert ([row.title for row in found][0], len(found), fits) == ("Тёмная тема", 2, True)
    _, fits = wishes.fitting("Почта не приходит", brand=cast.nord, limit=2)
    assert not fits


def test_names_are_for_those_who_may_see_the_ticket(cast):
    feature = wish(cast)
    actions.link_wish(ticket(cast, team=cast.billing)[0], feature, by=cast.nina, at=TUESDAY)
    seen, _ = ticket(cast, requester=cast.ivan)
    actions.link_wish(seen, feature, by=cast.boris, at=TUESDAY)
    shown, hidden = wishes.voices(cast.boris, feature)
    assert ([vote.contact for vote in shown], hidden) == ([cast.ivan], 1)
    assert [len(wishes.voices(agent, feature)[0]) for agent in (cast.nina, cast.clara)] == [2, 2]
    linked = wishes.history(cast.boris, feature).filter(kind="feature-linked")
    assert [event.ticket_id for event in linked] == [seen.pk]


def test_a_late_link_comes_first_in_the_ticket(cast):
    row, _ = ticket(cast)
    for title in ("А", "Б"):
        actions.link_wish(row, wish(cast, title), by=cast.boris, at=TUESDAY + datetime.timedelta(hours=1))
    assert [each.title for each in wishes.of_ticket(row, "ru")] == ["Б", "А"]
    assert FeatureRequest.objects.count() == 2
