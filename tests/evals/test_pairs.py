"""Ten pairs of letters: what is wrong with the bad one is named, and it scores worse than the good one."""

from pathlib import Path

import pytest
import yaml
from evals.articles.pairs import pairs

from otklik.coach.reply import Letter, check

FILE = Path(__file__).parents[2] / "evals" / "articles" / "own.yaml"
PAIRS = {row["situation"]: row for row in yaml.safe_load(FILE.read_text(encoding="utf-8"))}


def found(row, text):
    letter = Letter(text.strip(), "ru", row["situation"], row["name"], row["agent"], row["day"], row["incoming"])
    return [each.rule for each in check(letter)]


def test_there_is_a_pair_for_each_of_the_ten():
    assert len(PAIRS) == 10


@pytest.mark.parametrize("situation", PAIRS)
def test_every_fault_of_the_bad_letter_is_named(situation):
    row = PAIRS[situation]
    assert set(row["faults"]) - set(found(row, row["bad"])) == set()


@pytest.mark.parametrize("situation", PAIRS)
def test_the_good_letter_is_clean_and_the_bad_one_worse(situation):
    row = PAIRS[situation]
    good = found(row, row["good"])
    assert (good, len(found(row, row["bad"])) > len(good)) == ([], True)


def test_a_guide_is_taken_apart_into_its_letters():
    end, name = "Служба поддержки клиентов", "Петя Иванов,"
    first = f"Заголовок\nПривет!\nПлохо 0.\n{end}\n- Замечание.\nХорошо 0.\n{name}\n{end}\n"
    rest = "".join(
        f"{n}. Заголовок\nО нём.\nПривет, поддержка!\nВопрос {n}.\nЗдравствуйте,\nПлохо {n}.\n{end}\nЗамечание.\nХорошо {n}.\n{name}\n{end}\n"
        for n in range(1, 10)
    )
    taken = pairs(first + rest)
    assert [each.incoming for each in taken] == ["", *(f"Привет, поддержка! Вопрос {n}." for n in range(1, 10))]
    assert [each.bad for each in taken[:2]] == [f"Привет!\nПлохо 0.\n{end}", f"Здравствуйте,\nПлохо 1.\n{end}"]
    assert [each.good for each in taken] == [f"Хорошо {n}.\n{name}\n{end}" for n in range(10)]
    with pytest.raises(ValueError, match="letters"):
        pairs("Другой текст")
