"""The door: guesses are said to be guesses, quotes and signatures are nobody's fault, models are steady, bad files are refused."""

from pathlib import Path

import pytest

from otklik.coach import speech
from otklik.coach.reply import BadRule, Catalogue, Letter, check, learned, shipped
from otklik.coach.reply.catalogue import read
from otklik.coach.reply.reading import customer
from otklik.coach.text import unit

THANKS = "Спасибо огромное, всё заработало!"
COLD = "Здравствуйте.\nРады, что смогли помочь. Обращайтесь.\n\nОльга"


def test_a_guessed_situation_is_said_to_be_a_guess():
    guessed = {each.rule: each for each in check(Letter(COLD, lang="ru", incoming=THANKS))}
    known = {each.rule: each for each in check(Letter(COLD, lang="ru", incoming=THANKS, situation="gratitude"))}
    assert guessed["cold-thanks"].is_guess
    assert guessed["cold-thanks"].message.endswith("если нет, не обращайте внимания.")
    assert not known["cold-thanks"].is_guess


def test_quotes_logs_and_signatures_are_not_judged():
    letter = "> Осуществляем надлежащий контроль\nНа кнопке написано «Осуществить возврат». Хорошей среды!\n\nБорис,\nотдел надлежащего контроля"
    assert [each for each in check(Letter(letter, lang="ru")) if each.rule == "officialese"] == []


def test_what_the_customer_says():
    said = customer("Завтра защита диплома, а все файлы пропали, я в панике!", "ru").said
    assert {"deadline", "loss", "feeling"} <= said
    assert not customer("Как поменять пароль?", "ru").said & {"deadline", "loss", "feeling", "anger", "failure"}


def test_a_model_is_steady_and_explains_itself():
    model = learned.models("ru")["line:officialese"]
    seen = learned.features(unit("Ваше обращение принято к рассмотрению."), speech.of("ru"))
    assert model.score(learned.places(seen)) == model.score(learned.places(frozenset(sorted(seen, reverse=True))))
    assert len(model.reasons(seen)) == 5


def test_models_scored_together_say_what_each_says_alone():
    models = learned.models("ru")
    seen = learned.of_unit(unit("Это проблема вашего провайдера, обращайтесь к нему."), speech.of("ru"))
    together = learned.bundle("ru", "line:").scores(seen)
    assert together == {name: models[name].score(seen) for name in together}
    assert len(together) == 8


RULE = (Path(shipped().of("ru")[0].source)).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("nonsense: 1\n", "unknown key «nonsense»"),
        ("when: {customer: [hunger]}\n", "«hunger» is none of"),
        ("learned: {model: x}\n", "unknown key «learned»"),
        ("where: [attic]\n", "«attic» is none of"),
    ],
)
def test_a_broken_file_is_refused_with_line_and_remedy(change, complaint):
    text = "\n".join(line for line in RULE.splitlines() if not line.startswith(change.split(":")[0] + ":"))
    with pytest.raises(BadRule, match=complaint) as refused:
        read(change + text, source="x.yaml")
    assert str(refused.value).startswith("x.yaml:1: ")


def test_a_silent_rule_is_asked_and_says_nothing():
    """Switching a rule off changes nothing of what the others say: their decisions weigh what it found."""
    letter = Letter(
        "Ваш запрос принят. Приносим извинения за доставленные неудобства. Указывайте номер 48-1592 в теме письма.",
        lang="ru",
    )
    for rule in {each.rule for each in check(letter)}:
        silent = Catalogue(shipped().rules, frozenset({rule}))
        assert check(letter, silent) == [each for each in check(letter) if each.rule != rule]
