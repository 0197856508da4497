"""Shapes of plots: numbers with points whatever the language, gaps, round edges."""

import datetime

from otklik.desk import plots


def test_a_curve_is_broken_where_nothing_is():
    found = plots.curve([1.0, 2.0, None, 0.5])
    assert (found.width, found.top) == ("80", 2)
    assert found.line == "M10.0 53.0 L30.0 6.0 M70.0 76.5"
    assert found.dots == "M10.0 53.0h0 M30.0 6.0h0 M70.0 76.5h0"
    assert found.area == "M10.0 100 L10.0 53.0 L30.0 6.0 L30.0 100Z"


def test_a_curve_of_nothing_has_no_shape():
    found = plots.curve([])
    assert (found.width, found.line, found.area, found.dots, found.top) == ("20", "", "", "", 0.5)


def test_bars_fill_the_plot():
    assert [(each.x, each.y, each.height) for each in plots.bars([4, 0, 1])] == [
        ("4.4", "0.0", "100.0"),
        ("24.4", "100.0", "0.0"),
        ("44.4", "75.0", "25.0"),
    ]


def test_weeks_are_all_mondays_between():
    first = datetime.date(2026, 12, 21)
    assert [str(each) for each in plots.weeks(first, datetime.date(2027, 1, 4))] == [
        "2026-12-21",
        "2026-12-28",
        "2027-01-04",
    ]


def test_lengths_are_parts_of_a_hundred():
    assert (plots.length(1, 3), plots.length(0, 0), plots.at(0.237)) == ("33.3", "0", "23.7")
