"""Objects of a text: their kinds, their one name for every spelling, their places."""

import time

import pytest

from otklik.coach.request.objects import KINDS, find


def named(text: str) -> list[tuple[str, str]]:
    return [(each.kind, each.name) for each in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.Vesna-Cvety.ru:8443/cart/ и vesna-cvety.ru", [("domain", "vesna-cvety.ru"), ("port", "8443"), ("path", "/cart"), ("domain", "vesna-cvety.ru")]),
        ("stroy-baza.рф, кафе-уют.рф", [("domain", "stroy-baza.рф"), ("domain", "кафе-уют.рф")]),
        ("xn----7sbfk4aodjj.xn--p1ai", [("domain", b"xn----7sbfk4aodjj".decode("idna") + ".рф")]),
        ("пишу с Info@Vesna.RU", [("mailbox", "info@vesna.ru")]),
        ("188.40.017.3:3306 и 2001:0db8::0001", [("ip", "188.40.17.3"), ("port", "3306"), ("ip", "2001:db8::1")]),
        ("version 1.2.3.4, в 12:30:45", []),
        ("VPS «Касса-2», srv-shop, kvm-5512, услуга 448120, сервер №123", [("server", "касса-2"), ("server", "srv-shop"), ("server", "kvm-5512"), ("server", "448120"), ("server", "123")]),
        ("счёт № 4451 на 1 490 руб, тикет #99812, invoice INV-2024", [("order", "4451"), ("money", "1490"), ("ticket", "99812"), ("order", "inv-2024")]),
        ("сервер выдаёт 500 ошибку у 500 клиентов", [("error", "500")]),
        ("502 Bad Gateway, потом Bad Gateway", [("error", "502"), ("error", "502")]),
        ("550 5.7.1 blocked; NET::ERR_CERT_DATE_INVALID; Connection timed out", [("error", "5.7.1"), ("error", "err_cert_date_invalid"), ("error", "connection timed out")]),
        ("порт 25 и 8080 порт", [("port", "25"), ("port", "8080")]),
        ("/var/log/nginx/error.log, wp-config.php, C:\\temp\\a.dt", [("path", "/var/log/nginx/error.log"), ("path", "wp-config.php"), ("path", "c:\\temp\\a.dt")]),
        ("в Битриксе на вордпресс", [("software", "bitrix"), ("software", "wordpress")]),
        ("логин u12345, 8 (912) 345-67-89, +7 912 345 67 89", [("login", "u12345"), ("phone", "79123456789"), ("phone", "79123456789")]),
        ("Позвоните Ивану Сергеевичу Кузнецову", [("person", "иван кузнецов")]),
        ("The shop is down.\nRegards,\nJohn Smith", [("person", "john smith")]),
        ("письмо.Сервер упал т.к. ночью", []),
    ],
)  # fmt: skip
def test_one_name_for_every_spelling(text, expected):
    assert named(text) == expected


def test_a_version_is_told_apart():
    assert [(each.name, each.version) for each in find("PHP 8.2, nginx/1.18.0, redis")] == [
        ("php", "8.2"),
        ("nginx", "1.18.0"),
        ("redis", ""),
    ]


def test_places_are_those_of_the_text():
    text = "Сайт vesna.ru отдаёт 502, письма на info@vesna.ru не идут"
    assert [text[each.start : each.end] for each in find(text)] == ["vesna.ru", "502", "info@vesna.ru"]


@pytest.mark.parametrize(
    "text", ["", "\x00", "a." * 10_000, "1" * 20_000, "/" * 9_000, "::" * 5_000, "Иван " * 3_000, "a@" * 9_000, "-1" * 9_000, "х" * 20_000]
)  # fmt: skip
def test_any_text_is_read_in_time(text):
    started = time.process_time()
    assert {each.kind for each in find(text)} <= set(KINDS)
    assert time.process_time() - started < 1
