"""Zones, sentences and signatures of a letter."""

from otklik.coach.text import Zone, read

LETTER = """Здравствуйте, Анна!
Посмотрел журнал: место кончилось.

1. Откройте «Диск». 2. Удалите копии.
> Вы писали: сайт лежит
```
rm -rf /tmp
```
Хорошей среды!

Борис Климов,
поддержка
"""


def test_zones():
    text = read(LETTER)
    assert text.greeting is not None
    assert [(each.zone, each.unit.text) for each in text.sentences] == [
        (Zone.GREETING, "Здравствуйте, Анна!"),
        (Zone.BODY, "Посмотрел журнал: место кончилось."),
        (Zone.BODY, "1. Откройте «Диск»."),
        (Zone.BODY, "2. Удалите копии."),
        (Zone.CLOSING, "Хорошей среды!"),
    ]
    assert [each.unit.text for each in text.signature] == ["Борис Климов,", "поддержка"]


def test_offsets_are_those_of_the_text():
    for sentence in read(LETTER).sentences:
        assert LETTER[sentence.start : sentence.end] == sentence.unit.text
        for word in sentence.words:
            assert sentence.unit.text[word.start : word.end] == word.raw


def test_a_line_broken_at_the_margin_goes_on():
    text = read(
        "Добрый день.\nЯ посмотрел журнал сервера и увидел, что за ночь кончилось место,\nпоэтому сайт не открывался.\n"
    )
    assert text.sentences[1].unit.text.endswith("не открывался.")


def test_a_wish_below_the_name_is_the_letters_own():
    text = read("Готово, проверьте.\nЛиза\nС понедельником!")
    assert [each.unit.text for each in text.signature] == ["Лиза"]
    assert text.sentences[-1].unit.text == "С понедельником!"
