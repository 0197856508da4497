"""Brands as an admin writes them, and what becomes of that in a letter."""

import pytest
from django.test import Client
from django.urls import reverse

from otklik.coach.reply.situations.filling import words as filling_words
from otklik.desk import words
from otklik.people.actions import change_profile
from otklik.services.models import Brand
from otklik.tickets import actions
from tests.cast import PASSWORD, TUESDAY, ticket

GIVEN = {"name": "Норд", "product": "Норд Диск", "url": "nord.example", "language": "ru", "time_zone": "Europe/Samara", "color": "#224466",
         "acknowledges": "on", "mail_hosts": "192.0.2.7, 2001:db8::25 198.51.100.0/24", "help-clear-cache": "https://nord.example/help/cache"}  # fmt: skip


@pytest.fixture
def clara(cast):
    client = Client()
    assert client.login(username=cast.clara.email, password=PASSWORD)
    return client


def test_every_help_page_of_the_library_but_the_guide_can_be_named():
    assert {*words.HELP_PAGES, "guide"} == set(filling_words("ru").topics) == set(filling_words("en").topics)


def test_a_brand_is_changed(cast, clara):
    answer = clara.post(reverse("desk:brand", args=[cast.nord.pk]), GIVEN)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("desk:brands"))
    row = Brand.objects.get(pk=cast.nord.pk)
    assert (row.name, row.slug, row.product, row.url, row.time_zone, row.color, row.acknowledges) == (
        "Норд", "nord", "Норд Диск", "https://nord.example", "Europe/Samara", "#224466", True,
    )  # fmt: skip
    assert row.mail_hosts == ["192.0.2.7", "2001:db8::25", "198.51.100.0/24"]
    assert row.help_links == {"clear-cache": "https://nord.example/help/cache"}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "  ", "Бренду нужно имя."), ("name", "Табель", "Так уже называется другой бренд."), ("url", "javascript:alert(1)", "Это не адрес страницы: напишите https://…"),
        ("help-status", "ftp://nord.example", "Это не адрес страницы: напишите https://…"), ("help-status", "javascript:alert(1)", "Это не адрес страницы: напишите https://…"),
        ("mail_hosts", "192.0.2.7 почта", "«почта» — это не IP-адрес."), ("time_zone", "Mars/Base", "Такого часового пояса нет."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_it_and_changes_nothing(cast, clara, field, value, said):
    before = Brand.objects.values().get(pk=cast.nord.pk)
    answer = clara.post(reverse("desk:brand", args=[cast.nord.pk]), {**GIVEN, field: value})
    errors = {**answer.context["errors"]}
    assert (answer.status_code, {name: str(words) for name, words in errors.items()}) == (400, {field: said})
    assert said in answer.content.decode()
    assert value.strip() in answer.content.decode()
    assert Brand.objects.values().get(pk=cast.nord.pk) == before


def test_a_new_brand_has_a_slug_of_its_own(cast, clara):
    for name in ("Nord", "Лавка", "Лавка у моря"):
        assert clara.post(reverse("desk:brand-add"), {**GIVEN, "name": name}).status_code == 302
    assert list(Brand.objects.order_by("pk").values_list("slug", flat=True))[-3:] == ["nord-2", "brand", "brand-2"]


def test_the_list_says_where_one_writes_to(cast, clara):
    rows = clara.get(reverse("desk:brands")).context["rows"]
    assert [(each["brand"].name, each["addresses"], each["known"]) for each in rows] == [
        (cast.nord.name, ["support@nord.example"], 0), (cast.tabel.name, ["help@tabel.example"], 0),
    ]  # fmt: skip


def test_saved_replies_speak_of_the_brand_and_of_who_writes(cast, clara):
    clara.post(reverse("desk:brand", args=[cast.nord.pk]), GIVEN)
    change_profile(
        cast.clara, name=cast.clara.name, language="ru", theme="auto", time_zone="Europe/Moscow", signature="", is_on_duty=True, gender="f"
    )  # fmt: skip
    row, _ = ticket(cast)
    for situation, expected in (
        ("browser-display", "https://nord.example/help/cache"),
        ("mail-blocked", "адреса 192.0.2.7, 2001:db8::25 и 198.51.100.0/24"),
    ):
        actions.set_situation(row, situation, by=cast.clara, at=TUESDAY)
        texts = [
            reply.text
            for stock in clara.get(reverse("desk:saved", args=[row.pk])).context["stocks"]
            for reply in stock.replies
        ]
        assert any(expected in text for text in texts)


def test_a_profile_says_how_to_write_of_its_owner(cast, clara):
    given = {"name": "Клара", "language": "ru", "theme": "auto", "time_zone": "Europe/Moscow", "is_on_duty": "on"}
    for said, kept in (("f", "f"), ("m", "m"), ("x", ""), ("", "")):
        clara.post(reverse("desk:profile"), {**given, "gender": said})
        cast.clara.refresh_from_db()
        assert cast.clara.gender == kept
