"""The small language of phrases."""

import pytest

from otklik.coach.phrases import BadPhrase, Phrases
from otklik.coach.text import unit


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("надлежащий", "Надлежащим образом", ["Надлежащим"]),
        ("=данный", "данного данный", ["данный"]),
        ("осуществ*", "Мы осуществим", ["осуществим"]),
        ("принять ..2 мера", "Приняты все нужные меры; приняли меры", ["Приняты все нужные меры", "приняли меры"]),
        ("^ ..1 пусть", "А пусть везёт, и пусть светит", ["пусть"]),
        ("очистить{impr} кэш", "Очистить кэш? Очистите кэш", ["Очистите кэш"]),
        ("{infn} ..2 нельзя", "Вернуть билет нельзя", ["Вернуть билет нельзя"]),
        ("^ пусть", "Пусть везёт, и пусть светит", ["Пусть"]),
        ("<day>", "В среду и четверг", ["среду", "четверг"]),
        ("хороший (вам) среда", "Хорошей вам среды! Хорошей среды!", ["Хорошей вам среды", "Хорошей среды"]),
    ],
)
def test_find(phrase, text, found):
    hits = Phrases([phrase], {"day": ["среда", "четверг"]}).find(unit(text))
    assert [text[hit.start : hit.end] for hit in hits] == found


@pytest.mark.parametrize(
    "phrase", ["..3 слово", "слово ..3", "(слово)", "слово ..x", "да*", "{nope}", "<nope>", "a||b"]
)
def test_a_bad_phrase_is_refused(phrase):
    with pytest.raises(BadPhrase, match="«"):
        Phrases([phrase])
