"""A rule tried out: its places in a letter, its examples, and that nothing of it stays behind."""

from otklik.coach import text
from otklik.coach.reply import Letter, trial
from otklik.coach.reply.catalogue import made


def rule(**changes):
    keys = {
        "id": "own", "lang": "ru", "title": "т", "message": "м", "why": "п", "detector": "phrases", "swaps": {"сервак": "сервер"},
        "bad": ["Сервак упал."], "good": ["Сервер упал."],
    }  # fmt: skip
    return made({**keys, **changes}, source="a test")


def test_a_place_is_shown_in_its_sentence():
    letter = "Здравствуйте, Анна!\n\nПосмотрел: ваш Сервак цел. Пишите.\n\nБорис"
    assert trial.places(rule(), Letter(letter, lang="ru")) == [
        trial.Place(letter.index("Сервак"), letter.index(" цел"), "Посмотрел: ваш ", "Сервак", " цел.", "Сервер")
    ]


def test_of_two_over_the_same_words_the_longer_is_a_place():
    both = rule(swaps={"ваш сервак": "", "сервак": "сервер"})
    assert [each.words for each in trial.places(both, Letter("Это ваш сервак, а это мой сервак.", lang="ru"))] == [
        "ваш сервак", "сервак",
    ]  # fmt: skip


def test_a_letter_in_another_language_is_left_alone_and_a_situation_does_not_matter():
    known = rule(situations=["criticism"])
    assert trial.places(known, Letter("Сервак цел.", lang="en")) == []
    assert len(trial.places(known, Letter("Сервак цел.", lang="ru", situation="other"))) == 1


def test_right_examples_fail_nowhere_and_wrong_ones_say_why():
    assert trial.failures(rule()) == []
    wrong = rule(bad=["Тишина."], good=["Наш сервак."])
    assert [(each.is_bad, each.cause, each.words) for each in trial.failures(wrong)] == [
        (True, "absent", ""), (False, "hit", "сервак"),
    ]  # fmt: skip


def test_a_passing_rule_leaves_nothing_in_the_sentences():
    letter = "Этот сервак видели один раз."
    tried = trial.passing(rule())
    assert len(trial.places(tried, Letter(letter, lang="ru"))) == 1
    assert not any(
        isinstance(each, type(tried.phrases)) or each is tried.phrases.phrases for each in text.unit(letter).memo
    )
