"""Letters out of files: how many, what is known of each, and where their words stand."""

import pytest

from otklik.coach.reply import Letter
from otklik.coach.reply.documents import BadDocument, letters_in, position

NOBODY = Letter(text="")


def told(source, kind, known=NOBODY):
    return [(each.title, each.letter.text) for each in letters_in(source, kind, known)]


def at(source, kind, words):
    """(line, column, the file's text there) of words of the first letter that has them."""
    for each in letters_in(source, kind, NOBODY):
        start = each.letter.text.find(words)
        if start >= 0:
            span = each.place(start, start + len(words))
            return None if span is None else (*position(source, span[0]), source[slice(*span)])
    raise AssertionError(words)


def test_a_text_is_one_letter_and_may_tell_of_itself():
    source = "---\nsituation: gratitude\ncustomer_name: Анна\nweekday: friday\nlang: ru\n---\n\n\nПривет!\nВсё.\n"
    (only,) = letters_in(source, "text", NOBODY)
    assert (
        only.letter.text,
        only.letter.situation,
        only.letter.customer_name,
        only.letter.weekday,
        only.letter.lang,
    ) == ("Привет!\nВсё.", "gratitude", "Анна", 4, "ru")
    assert at(source, "text", "Всё") == (10, 1, "Всё")


def test_what_the_caller_knows_holds_where_the_file_says_nothing():
    (only,) = letters_in("Привет!", "text", Letter(text="", customer_name="Иван", weekday=2))
    assert (only.letter.customer_name, only.letter.weekday) == ("Иван", 2)
    (only,) = letters_in("---\ncustomer_name: Анна\n---\nПривет!", "text", Letter(text="", customer_name="Иван"))
    assert only.letter.customer_name == "Анна"


def test_a_line_of_dashes_that_is_no_front_matter_stays():
    assert told("---\nПривет!\n---\nВсё.", "text") == [("", "---\nПривет!\n---\nВсё.")]


@pytest.mark.parametrize("source", ["", "\n\n", "---\nlang: ru\n---\n"])
def test_an_empty_file_holds_no_letter(source):
    assert told(source, "text") == told(source, "markdown") == []


def test_headings_of_markdown_are_titles():
    source = "# Ответы\n\n## Возврат\n\nПривет!\n\n## Доставка\n```\n# не заголовок\n```\nЕдет.\n"
    assert told(source, "markdown") == [("Возврат", "Привет!"), ("Доставка", "```\n# не заголовок\n```\nЕдет.")]
    assert at(source, "markdown", "Едет") == (11, 1, "Едет")
    assert told("Просто письмо.", "markdown") == [("", "Просто письмо.")]


YAML = """\
replies:
  - id: refund
    lang: ru
    situation: criticism
    text: |
      Здравствуйте!

        Отступ и слово.
      Конец.
  - title: "Короткий"
    text: "Скажу \\"да\\" завтра."
  - note: не письмо
    body: >
      Сложено
      в строку.
en:
  hello: |
    Hello there.
    Bye.
incoming: |
  Чужое письмо.
"""


def test_yaml_holds_letters_under_known_keys_and_in_blocks():
    assert told(YAML, "yaml") == [
        ("refund", "Здравствуйте!\n\n  Отступ и слово.\nКонец."), ("Короткий", 'Скажу "да" завтра.'), ("body", "Сложено в строку."),
        ("hello", "Hello there.\nBye."),
    ]  # fmt: skip
    first, *_, last = letters_in(YAML, "yaml", NOBODY)
    assert (first.letter.lang, first.letter.situation, last.letter.lang) == ("ru", "criticism", "en")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("слово", (8, 18, "слово")),
        ("Конец", (9, 7, "Конец")),
        ("завтра", (11, 25, "завтра")),
        ("строку", (15, 9, "строку")),
        ("Bye", (19, 5, "Bye")),
    ],
)
def test_words_of_yaml_are_found_in_the_file(words, place):
    assert at(YAML, "yaml", words) == place


def test_words_that_do_not_stand_there_as_they_are_have_no_place():
    assert at(YAML, "yaml", 'Скажу "да"') is None


def test_an_alias_is_judged_once():
    assert told("a: &x\n  text: Привет!\nb: *x\n", "yaml") == [("text", "Привет!")]


def test_json_lines_are_questions():
    source = '{"id": 7, "reply": "Привет!", "weekday": 1, "name": "x"}\n\n{"id": 8, "reply": "Пока!"}'
    assert told(source, "lines", Letter(text="", customer_name="Анна")) == [("7", "Привет!"), ("8", "Пока!")]
    first, _ = letters_in(source, "lines", Letter(text="", customer_name="Анна"))
    assert (first.letter.weekday, first.letter.customer_name) == (1, "Анна")


@pytest.mark.parametrize(
    ("source", "kind", "why"),
    [
        ("a: [", "yaml", "1: no YAML"),
        ("a: 1\nb: {", "yaml", "no YAML"),
        ('{"reply": "x"}\nnope', "lines", "2: no JSON"),
        ('{"id": 1}', "lines", "1: the key «reply»"),
    ],
)
def test_a_broken_file_is_said_with_its_line(source, kind, why):
    with pytest.raises(BadDocument, match=why):
        letters_in(source, kind, NOBODY)
