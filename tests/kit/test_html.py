"""Strangers' HTML: as text for people, and safe to show."""

import time

import pytest

from otklik.kit.html import sanitise, to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br>b", "a\nb"), ("<ul><li>x<li>y</ul>", "- x\n- y"),
        ('<a href="https://a.example/x">here</a>', "here <https://a.example/x>"),
        ('<a href="https://a.example/">a.example</a>', "a.example"), ("<script>alert(1)</script>text", "text"), ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"), ("<pre>a\n  b</pre>", "a\n  b"), ("", ""),
    ],
)  # fmt: skip
def test_what_a_reader_would_see(html, text):
    assert to_text(html) == text


def test_ones_own_images_stay_and_strangers_wait():
    cleaned = sanitise('<img src="cid:a"><img src="https://spy.example/p.gif"><img src="data:image/png;base64,xx">')
    assert cleaned.count(" src=") == 2
    assert ' data-remote-src="https://spy.example/p.gif"' in cleaned


@pytest.mark.parametrize(
    "html",
    ["<div>" * 50_000, "<" * 200_000, "<p>" + "x" * 3_000_000, "<table><tr><td>" * 20_000, "<a href='" * 50_000],
)
def test_no_html_takes_long(html):
    started = time.process_time()
    assert isinstance(sanitise(html) + to_text(html), str)
    assert time.process_time() - started < 4
