"""Bytes into letters when the label lies or is missing."""

import pytest

from otklik.channels.kinds.email.charsets import decode, russianness

TEXT = "Здравствуйте! Сайт не открывается, помогите, пожалуйста."
PAGES = ("cp1251", "koi8-r", "iso-8859-5", "cp866", "utf-8")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "label", [None, "", "windows-1251", "koi8-r", "utf-8", "iso-8859-5", "windows-1252", "x-nonsense", "undefined"]
)
def test_russian_is_read_under_any_label(page, label):
    assert decode(TEXT.encode(page), label) == TEXT


@pytest.mark.parametrize("page", ["cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize("text", ["СРОЧНО! САЙТ НЕ РАБОТАЕТ", "Спасибо, помогло!", "Привет"])
def test_short_and_loud_letters_too(page, text):
    assert decode(text.encode(page), None) == text


@pytest.mark.parametrize(
    ("text", "page"), [("Größe über Straße", "cp1252"), ("déjà vu à Paris", "iso-8859-1"), ("żółć", "iso-8859-2")]
)
def test_the_west_is_left_alone(text, page):
    assert decode(text.encode(page), page) == text


@pytest.mark.parametrize("page", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("is_told", [True, False])
def test_wide_letters(page, is_told):
    assert decode(TEXT.encode(page), page if is_told else None) == TEXT


def test_a_text_glued_of_two_pages_is_read_line_by_line():
    assert (
        decode("Добрый день!\n".encode() + "Сайт лежит, помогите.".encode("cp1251"), "utf-8")
        == "Добрый день!\nСайт лежит, помогите."
    )


def test_a_letter_cut_in_a_character_stays_utf8():
    assert decode(TEXT.encode()[:21], "utf-8") == "Здравствуй\ufffd"


def test_words_are_more_russian_than_their_mojibake():
    assert russianness(TEXT) > 0.9 > 0.7 > russianness(TEXT.encode("koi8-r").decode("cp1251"))
