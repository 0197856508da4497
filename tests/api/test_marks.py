"""A letter cut where findings begin and end: no character lost, the narrowest finding wins."""

from hypothesis import given
from hypothesis import strategies as st

from otklik.api.marks import Piece, pieces
from otklik.coach.reply import Finding


def finding(start, end, *, asks=False):
    return Finding(rule="r", start=start, end=end, message="", why="", title="", asks=asks)


def test_a_word_within_a_sentence_has_its_own_mark():
    text = "0123456789" * 10
    assert pieces(text, [finding(10, 90), finding(20, 25), finding(None, None)]) == [
        Piece(text[:10]), Piece(text[10:20], 1, "sentence", (1,)), Piece(text[20:25], 2, "word", (2,)), Piece(text[25:90], 1, "sentence"), Piece(text[90:]),
    ]  # fmt: skip


def test_findings_that_begin_together_are_both_named():
    assert pieces("абвг", [finding(0, 3), finding(0, 1, asks=True)]) == [
        Piece("а", 2, "hole", (1, 2)),
        Piece("бв", 1, "word"),
        Piece("г"),
    ]


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=6))
def test_no_character_is_lost(text, spans):
    found = [finding(min(span), max(span)) for span in spans]
    assert "".join(each.text for each in pieces(text, found)) == text
