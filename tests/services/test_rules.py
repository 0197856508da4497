"""What a wish's status means for a letter."""

import pytest

from otklik.services.models import FeatureRequest, FeatureStatus
from otklik.services.rules import is_sentence_stale, plain_sentence, sentence_of, situation_of, title_of


def wish(**words):
    return FeatureRequest(**{"title": "Тёмная тема", "status": "in-work", **words})


@pytest.mark.parametrize(
    ("status", "situation"),
    [("unplanned", "feature-unplanned"), ("planned", "feature-planned"), ("in-work", "feature-planned"), ("shipped", "other")],
)  # fmt: skip
def test_the_status_leads_to_a_situation(status, situation):
    assert situation_of(status) == situation


@pytest.mark.parametrize("status", FeatureStatus.values)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_status_has_a_plain_truth(status, language):
    assert sentence_of(wish(status=status), language) == plain_sentence(status, language) != ""


def test_the_written_sentence_is_said_while_its_status_holds():
    row = wish(sentence_ru="Начали в сентябре, срока пока нет", sentence_for="in-work")
    assert (sentence_of(row, "ru"), is_sentence_stale(row)) == ("Начали в сентябре, срока пока нет", False)
    assert sentence_of(row, "en") == plain_sentence("in-work", "en")
    row.status = "shipped"
    assert (sentence_of(row, "ru"), is_sentence_stale(row)) == ("Это уже работает", True)


@pytest.mark.parametrize(
    ("title", "title_en", "language", "said"),
    [("Тёмная тема", "", "ru", "Тёмная тема"), ("Тёмная тема", "", "en", ""), ("Тёмная тема", "Dark theme", "en", "Dark theme"), ("DATEV", "", "en", "DATEV")],
)  # fmt: skip
def test_a_name_is_said_in_the_letters_language(title, title_en, language, said):
    assert title_of(wish(title=title, title_en=title_en), language) == said
