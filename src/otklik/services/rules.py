"""What the status of a wish means for a letter: pure."""

from __future__ import annotations

from otklik.services.models import FeatureRequest, FeatureStatus

# The coach's situations that a wish leads to; a shipped one is an ordinary answer.
SITUATIONS = {
    FeatureStatus.UNPLANNED: "feature-unplanned",
    FeatureStatus.PLANNED: "feature-planned",
    FeatureStatus.IN_WORK: "feature-planned",
    FeatureStatus.SHIPPED: "other",
}

# What is true of any wish of this status: said until somebody has written it better.
_PLAIN = {
    "ru": {
        FeatureStatus.UNPLANNED: "Пока мы над этим не работаем",
        FeatureStatus.PLANNED: "Это у нас в планах, но срока пока нет",
        FeatureStatus.IN_WORK: "Мы уже работаем над этим, но срока пока нет",
        FeatureStatus.SHIPPED: "Это уже работает",
    },
    "en": {
        FeatureStatus.UNPLANNED: "We aren't working on this yet",
        FeatureStatus.PLANNED: "It's on our list, but there's no date yet",
        FeatureStatus.IN_WORK: "We're working on it, but there's no date yet",
        FeatureStatus.SHIPPED: "It works already",
    },
}


def situation_of(status: str) -> str:
    """The situation of a ticket that asks for a wish of this status."""
    return SITUATIONS[FeatureStatus(status)]


def is_sentence_stale(feature: FeatureRequest) -> bool:
    """Whether the written sentences speak of a status that is no longer true."""
    return bool(feature.sentence_ru or feature.sentence_en) and feature.sentence_for != feature.status


def sentence_of(feature: FeatureRequest, language: str) -> str:
    """What a letter in `language` (ru or en) may honestly say today: as written for this status, else the plain truth."""
    written = feature.sentence_ru if language == "ru" else feature.sentence_en
    return written if written and not is_sentence_stale(feature) else plain_sentence(feature.status, language)


def plain_sentence(status: str, language: str) -> str:
    """What is true of every wish of this status; `language` is ru or en."""
    return _PLAIN[language][FeatureStatus(status)]


def title_of(feature: FeatureRequest, language: str) -> str:
    """The wish's name in a letter of this language; "" when it has none that an English reader can read."""
    if language == "en":
        return feature.title_en or (feature.title if feature.title.isascii() else "")
    return feature.title
