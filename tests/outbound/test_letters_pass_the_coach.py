"""Every letter that the product writes by itself passes the product's own coach: both languages, all days, several names."""

import pytest

from otklik.coach.reply import Letter, check
from otklik.outbound import asking, wording

SITUATIONS = {"acknowledgement": "acknowledgement", "feature-shipped": "other"}
WISH = {
    "ru": {"feature": "Тёмная тема", "sentence": "Включается в настройках, в разделе «Вид»."},
    "en": {"feature": "Dark theme", "sentence": "You'll find the switch in Settings, under View."},
}


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("letter", sorted(SITUATIONS))
@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("name", ["Анна", "Иван", "Михаил Ефимович", "Жанна", "John", "Zoë", "Анна-Мария", ""])
@pytest.mark.parametrize(("who", "brand"), [(0, "Норд Хостинг"), (1, "Tabel")])
def test_the_coach_has_nothing_to_say(language, letter, weekday, name, who, brand):
    agent = {"ru": ("Борис Климов", "Нина Ветрова"), "en": ("Boris Klimov", "Nina Vetrova")}[language][who]
    text = wording.write(
        letter, language=language, name=name, agent=agent, brand=brand, weekday=weekday, **WISH[language]
    )
    found = check(
        Letter(
            text, lang=language, situation=SITUATIONS[letter], customer_name=name, agent_name=agent, weekday=weekday
        )
    )
    assert [(finding.rule, text[finding.start or 0 : finding.end or 0]) for finding in found] == []


def test_every_letter_is_judged_here_or_with_its_questions():
    assert set(wording.letters()) == {*SITUATIONS, asking.LETTER}


def test_both_languages_have_the_same_letters():
    names = {path.stem for path in (wording.FOLDER / "ru").iterdir()}
    assert names == {path.stem for path in (wording.FOLDER / "en").iterdir()}
