"""Brands."""

import pytest
from django.db import IntegrityError, transaction

from otklik.services.actions import add_brand
from otklik.services.models import Brand
from tests.cast import TUESDAY


def test_a_brand_has_its_voice(db):
    add_brand(
        "Acme",
        slug="acme",
        at=TUESDAY,
        url="https://acme.example",
        language="en",
        time_zone="UTC",
        color="#112233",
        acknowledges=False,
    )
    brand = Brand.objects.get()
    assert (brand.name, brand.slug, brand.url, brand.language, brand.time_zone, brand.color, brand.acknowledges, str(brand)) == (
        "Acme", "acme", "https://acme.example", "en", "UTC", "#112233", False, "Acme",
    )  # fmt: skip


@pytest.mark.parametrize(("name", "slug"), [("Норд Хостинг", "other"), ("Other", "nord")])
def test_names_and_slugs_are_taken_once(cast, name, slug):
    with pytest.raises(IntegrityError), transaction.atomic():
        add_brand(name, slug=slug, at=TUESDAY)
    assert Brand.objects.count() == 2
