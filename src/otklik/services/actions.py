"""The writers of brands."""

from __future__ import annotations

import datetime

from django.db import transaction

from otklik.services.models import Brand


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
        created_at=at,
    )
