"""Recognition of situations, by letters that nothing has learned from: the even half of every file's incoming letters."""

import pytest

from otklik.coach.reply.situations import Context, guess, load, shipped
from otklik.coach.reply.situations.catalogue import FOLDER

STATUS = {"feature-unplanned": "unplanned", "feature-planned": "planned"}


def held_out(lang):
    for each in shipped().by_id.values():
        if each.id != "acknowledgement":
            for text in each.incoming[lang][::2]:
                yield each.id, guess(text, lang, Context(feature_status=STATUS.get(each.id, "")))


@pytest.mark.parametrize(("lang", "top", "two", "right"), [("ru", 0.78, 0.85, 0.92), ("en", 0.80, 0.85, 0.92)])
def test_how_often_it_is_right(lang, top, two, right):
    cases = [(name, answer) for name, answer in held_out(lang) if name != "other"]
    assert sum(answer.likely[0][0] == name for name, answer in cases) / len(cases) >= top
    assert sum(name in [each for each, _ in answer.likely[:2]] for name, answer in cases) / len(cases) >= two
    spoken = [(name, answer) for name, answer in cases if answer]
    assert sum(answer.id == name for name, answer in spoken) / len(spoken) >= right
    assert len(spoken) / len(cases) >= 0.7


@pytest.mark.parametrize(("text", "lang"), [("", "ru"), ("   \n", "en"), ("Да", "ru"), ("ok", "en"), ("???", "ru")])
def test_it_is_silent_when_there_is_little_to_go_by(text, lang):
    assert guess(text, lang).id == ""


def test_it_says_why_in_the_customers_own_words():
    answer = guess("Добрый день. Верните деньги за курс, он мне не подошёл.", "ru")
    assert (answer.id, answer.is_guess) == ("refund", True)
    assert answer.why[0] == "Верните деньги"


def test_the_board_tells_planned_from_unplanned():
    text = "Добавьте, пожалуйста, тёмную тему в приложение."
    assert guess(text, "ru", Context(feature_status="in work")).id == "feature-planned"
    assert guess(text, "ru", Context(feature_status="unplanned")).id == "feature-unplanned"
    assert guess(text, "ru", Context(feature_status="shipped")).id == "feature-planned"


def test_the_first_automatic_answer_is_an_acknowledgement_and_no_guess():
    answer = guess("Верните деньги", "ru", Context(is_automatic=True))
    assert (answer.id, answer.confidence, answer.is_guess) == ("acknowledgement", 1.0, False)


def test_a_letter_is_never_guessed_to_be_an_acknowledgement():
    assert "acknowledgement" not in dict(guess("Здравствуйте! Хочу заказать торт.", "ru").likely)


def test_confidences_are_shares_of_one_best_first():
    likely = guess("Where is my parcel? It is two days late.", "en").likely
    assert sum(share for _, share in likely) == pytest.approx(1, abs=0.01)
    assert [share for _, share in likely] == sorted((share for _, share in likely), reverse=True)


def test_a_situation_of_the_desks_own_needs_cues_alone(tmp_path):
    text = (FOLDER / "refund.yaml").read_text(encoding="utf-8")
    head, cues = text.index("cues:"), text.index("required:")
    own = 'cues:\n  ru:\n    - {weight: 9, any: ["сертификат ..3 подарочный"]}\n  en:\n    - {weight: 9, any: ["gift card"]}\n'
    (tmp_path / "gift.yaml").write_text(
        text[:head].replace("id: refund", "id: gift") + own + text[cues:], encoding="utf-8"
    )
    known = load([FOLDER, tmp_path])
    assert guess("I have a gift card, what is it for", "en", catalogue=known).id == "gift"


@pytest.mark.parametrize(
    "text",
    ["Спасибо, но домен всё равно не продлён :(", "Спасибо, но ничего не заработало.", "Благодарю за ответ, однако письма так и не приходят.",
     "Thanks, but it still does not work.", "Thank you, however the invoice is still missing."],
)  # fmt: skip
def test_thanks_before_a_but_are_no_gratitude(text):
    answer = guess(text)
    assert answer.id != "gratitude" or not answer


@pytest.mark.parametrize(
    "text",
    ["Не успел написать раньше, но спасибо вам огромное!", "Спасибо, всё получилось, только не сразу нашла кнопку :)", "Thank you so much, it works again!"],
)  # fmt: skip
def test_a_but_that_takes_nothing_back_leaves_the_thanks(text):
    answer = guess(text)
    assert (bool(answer), answer.id) == (True, "gratitude")
