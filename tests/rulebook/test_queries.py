"""The catalogue of this company: one question when nothing has changed, another as soon as something has, in any process."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.coach.reply import Letter, check, shipped
from otklik.rulebook import actions
from otklik.rulebook.models import OwnRule, Stamp
from otklik.rulebook.queries import catalogue
from tests.cast import TUESDAY
from tests.rulebook.cases import BOX, box


def own(letter):
    """What own rules suggest in a letter."""
    return [each.suggestion for each in check(Letter(letter, lang="ru"), catalogue()) if each.rule.startswith("own-")]


def test_nothing_changed_is_the_shipped_catalogue(db):
    assert catalogue() is shipped()


def test_it_is_made_once_and_asked_for_with_one_question(cast):
    actions.add_rule(BOX, by=cast.clara, at=TUESDAY, is_on=True)
    made = catalogue()
    with CaptureQueriesContext(connection) as questions:
        again = catalogue()
    assert (again is made, len(questions)) == (True, 1)


def test_a_change_by_another_process_is_seen_at_the_next_letter(cast):
    actions.add_rule(BOX, by=cast.clara, at=TUESDAY, is_on=True)
    assert own("Ваш сервак цел, а админка нет.") == ["сервер"]
    # what another process has written: rows and a stamp, no call of ours
    OwnRule.objects.update(phrases=["админка → панель"])
    Stamp.objects.update(value="of another process")
    assert own("Ваш сервак цел, а админка нет.") == ["панель"]


def test_an_unchanged_rule_is_the_same_object_after_another_was_changed(cast):
    """What the coach remembers of a sentence stays good, and nothing piles up in it."""
    row = actions.add_rule(BOX, by=cast.clara, at=TUESDAY, is_on=True)
    first = next(each for each in catalogue().rules if each.id == f"own-{row.pk}")
    actions.add_rule(box(title="Другое"), by=cast.clara, at=TUESDAY, is_on=True)
    assert next(each for each in catalogue().rules if each.id == f"own-{row.pk}") is first


def test_a_rule_that_no_longer_reads_does_not_stop_the_others(cast):
    bad, good = (actions.add_rule(BOX, by=cast.clara, at=TUESDAY, is_on=True) for _ in range(2))
    OwnRule.objects.filter(pk=bad.pk).update(is_plain=False, phrases=["@gone"])
    actions.switch_rule(good, is_on=True, by=cast.clara, at=TUESDAY)
    own = [each.id for each in catalogue().rules if each.id.startswith("own-")]
    assert own == [f"own-{good.pk}"]
