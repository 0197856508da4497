"""Fields that no standard foresees."""

import pytest

from otklik.channels.kinds.email import headers


@pytest.mark.parametrize(
    ("field", "moment"),
    [
        ("Вт, 24 ноя 2026 18:40:00 +0300", "2026-11-24T18:40:00+03:00"), ("пн, 4 мая 2026 г. 08:05:00 +0300", "2026-05-04T08:05:00+03:00"), ("24.11.2026 18:40 +0300", "2026-11-24T18:40:00+03:00"),
        ("Tue, 24 Nov 2026 18:40:00 GMT+03:00", "2026-11-24T18:40:00+03:00"), ("2026-11-24 18:40:00 +0300", "2026-11-24T18:40:00+03:00"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("charset", ["utf-8", "cp1251", "koi8-r"])
def test_dates(field, moment, charset):
    found = headers.date(field.encode(charset))
    assert found is not None
    assert found.isoformat() == moment


@pytest.mark.parametrize(
    "field", [b"", "вчера".encode(), b"Tue, 99 Zzz 2026", b"9" * 500, b"Tue, 24 Nov 2026 25:61:00 +0300"]
)
def test_no_dates(field):
    assert headers.date(field) is None


def test_a_quoted_local_part_is_one_address():
    assert [each.address for each in headers.addresses(b'"anna belova"@firma.example, b@x.example')] == [
        '"anna belova"@firma.example',
        "b@x.example",
    ]


def test_a_word_cut_by_a_limit_is_read():
    assert headers.text(b"=?utf-8?B?0KHQsNC50YI=?= =?utf-8?B?INC70LXQtg") == "Сайт леж"


def test_many_addresses_are_read_up_to_a_bound():
    found = headers.addresses(b", ".join(b"u%d@x.example" % n for n in range(100_000)))
    assert (found[0].address, len(found)) == ("u0@x.example", headers.MAX_ADDRESSES)
