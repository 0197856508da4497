"""The writers of brands and of wishes' own rows; who may, and what it means for tickets, is in `tickets.actions`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from otklik.services.models import Brand, FeatureRequest, FeatureStatus


@transaction.atomic
def add_brand(
    name: str,
    *,
    slug: str,
    at: datetime.datetime,
    url: str = "",
    language: str = "ru",
    time_zone: str = "Europe/Moscow",
    color: str = "#b4532a",
    acknowledges: bool = True,
    asks: bool = False,
    product: str = "",
    help_links: Mapping[str, str] | None = None,
    mail_hosts: Iterable[str] = (),
) -> Brand:
    """A new brand; raises IntegrityError when the name or the slug is taken."""
    return Brand.objects.create(
        name=name,
        slug=slug,
        url=url,
        language=language,
        time_zone=time_zone,
        color=color,
        acknowledges=acknowledges,
        asks=asks,
        product=product,
        help_links=dict(help_links or {}),
        mail_hosts=list(mail_hosts),
        created_at=at,
    )


@transaction.atomic
def change_brand(brand: Brand, **changes: Any) -> Brand:
    """Write what has changed of a brand; every field may but its slug. Raises IntegrityError on a taken name."""
    for name, value in changes.items():
        setattr(brand, name, value)
    brand.save(update_fields=list(changes))
    return brand


@transaction.atomic
def add_feature_request(
    title: str, *, brand: Brand | None, stems: str, at: datetime.datetime, title_en: str = "", description: str = ""
) -> FeatureRequest:
    """A new wish, unplanned. `stems` are what it is found by."""
    return FeatureRequest.objects.create(
        title=title, title_en=title_en, description=description, brand=brand, stems=stems,
        created_at=at, updated_at=at, status_at=at,
    )  # fmt: skip


@transaction.atomic
def rewrite_feature_request(
    feature: FeatureRequest,
    *,
    title: str,
    title_en: str,
    description: str,
    brand: Brand | None,
    sentence_ru: str,
    sentence_en: str,
    stems: str,
    at: datetime.datetime,
) -> list[str]:
    """Change what is written about a wish; the sentences are from now on those of its present status. The names of the
    fields that differ."""
    given = {
        "title": title, "title_en": title_en, "description": description, "brand": brand, "sentence_ru": sentence_ru, "sentence_en": sentence_en,
    }  # fmt: skip
    changed = [name for name, value in given.items() if getattr(feature, name) != value]
    if (sentence_ru or sentence_en) and feature.sentence_for != feature.status:
        changed.append("sentence_for")
    for name, value in given.items():
        setattr(feature, name, value)
    feature.sentence_for = feature.status
    feature.stems, feature.updated_at = stems, at
    feature.save()
    return changed


@transaction.atomic
def move_feature_request(feature: FeatureRequest, status: str, *, at: datetime.datetime) -> None:
    """Give a wish another status. Raises ValueError on one that there is not."""
    feature.status = FeatureStatus(status)
    feature.status_at = feature.updated_at = at
    feature.save(update_fields=["status", "status_at", "updated_at"])


@transaction.atomic
def merge_feature_request(feature: FeatureRequest, into: FeatureRequest, *, at: datetime.datetime) -> None:
    """From now on `feature` is `into`; what was merged into it before is, too."""
    FeatureRequest.objects.filter(merged_into=feature).update(merged_into=into)
    feature.merged_into, feature.updated_at = into, at
    feature.save(update_fields=["merged_into", "updated_at"])
