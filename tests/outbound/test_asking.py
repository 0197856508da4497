"""The letter that asks for what is missing: the coach has nothing to say of any, it goes once, and only where it should."""

import itertools

import pytest

from otklik.coach.reply import Letter, check
from otklik.coach.request.mood import mood
from otklik.coach.request.returned import numbers_of
from otklik.outbound import actions as outbound
from otklik.outbound import asking, wording
from otklik.outbound.asking import Written
from otklik.services.actions import change_brand
from otklik.tickets import actions as tickets
from otklik.tickets.models import Direction, Message
from otklik.triage import actions, queries, rules
from otklik.triage.types import types
from tests.cast import TUESDAY, arrival, ticket

ASKED = [kind for kind in types().values() if kind.id not in rules.NEVER_ASKED]
VAGUE = "Сайт не открывается, помогите"
INCOMING = {
    "ru": ("Не получается, помогите", "Ничего не работает, я в этом не разбираюсь", "Безобразие!!! Третий раз за месяц", "Очень срочно, завтра выставка, теряем клиентов"),
    "en": ("It does not work", "Nothing works, please help, I am not a technical person", "This is outrageous!!! Third time this month", "This is urgent, the fair is tomorrow and we lose customers"),
}  # fmt: skip
PEOPLE = {"ru": ("Борис Климов", "Анна", "Норд"), "en": ("Boris Klimov", "Anna", "Nord")}
TRACERT = "Трассировка маршрута к srv.nord.example [198.51.100.80]\nс максимальным числом прыжков 30:\n  1    <1 мс    <1 мс    <1 мс  192.168.0.1"
WRITTEN = (
    Written(),
    Written(TRACERT),
    Written("mtr 198.51.100.80 on ubuntu, my IP is 203.0.113.5", frozenset({"203.0.113.5"}), "203.0.113.5"),
)


def chosen(kind):
    """One question, some, all that a letter would have: every question is asked somewhere."""
    single = [(each,) for each in kind.questions]
    pairs = list(itertools.pairwise(kind.questions))
    return [*single, *pairs, rules.to_ask(kind, [each.id for each in kind.questions])]


def letter(kind, questions, language, **words):
    agent, name, brand = PEOPLE[language]
    return asking.write(kind, questions, language=language, name=name, agent=agent, brand=brand, weekday=1, **words)


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("kind", ASKED, ids=lambda kind: kind.id)
@pytest.mark.parametrize("tone", range(4))
@pytest.mark.parametrize("is_automatic", [True, False])
def test_the_coach_has_nothing_to_say(kind, language, tone, is_automatic):
    agent, name, _ = PEOPLE[language]
    incoming = INCOMING[language][tone]
    felt = mood(incoming, language)
    found = []
    for questions in chosen(kind):
        for written in WRITTEN if any(each.special for each in questions) else WRITTEN[:1]:
            text = letter(kind, questions, language, mood=felt, is_automatic=is_automatic, written=written)
            for situation in ("acknowledgement", "") if is_automatic else ("",):
                judged = Letter(
                    text,
                    lang=language,
                    situation=situation,
                    customer_name=name,
                    agent_name=agent,
                    weekday=1,
                    incoming=f"{incoming}\n{written.text}",
                )
                found += [(each.rule, text[each.start or 0 : each.end or 0]) for each in check(judged)]
    assert found == []


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("kind", ASKED, ids=lambda kind: kind.id)
def test_the_numbers_of_every_letter_are_known_again(kind, language):
    questions = rules.to_ask(kind, [each.id for each in kind.questions])
    text = letter(kind, questions, language)
    wanted = dict(enumerate(questions, 1)) if len(questions) > 1 else {}
    assert numbers_of(text, kind) == wanted
    assert 1 <= len(questions) <= rules.MOST


def test_without_a_question_there_is_no_letter():
    with pytest.raises(ValueError, match="nothing"):
        letter(ASKED[0], (), "ru")


@pytest.mark.parametrize(
    ("text", "has", "has_not"),
    [
        (TRACERT, ["198.51.100.80", "WinMTR", "Это не отчёт mtr"], ["mtr -rwc 1000 198"]),
        ("на ubuntu: mtr -r -c 100 198.51.100.80\nHOST: pc   Loss%   Snt   Last   Avg  Best  Wrst StDev\n  1.|-- 198.51.100.80   0.0%   100   1.0   1.0   1.0   2.0   0.1",
         ["«mtr -rwc 1000 198.51.100.80»", "100 пакетов"], ["WinMTR (https"]),
        ("Сеть тормозит, макбук", ["«mtr -rwc 1000 АДРЕС_СЕРВЕРА»", "brew install mtr"], ["Это не отчёт", "WinMTR (https"]),
        ("Сеть тормозит", ["WinMTR (https", "«mtr -rwc 1000 АДРЕС_СЕРВЕРА»"], ["Это не отчёт"]),
    ],
)  # fmt: skip
def test_a_report_that_will_not_do_is_answered_with_exactly_what_to_run(text, has, has_not):
    kind = types()["network"]
    said = letter(
        kind, [each for each in kind.questions if each.special == "mtr-forward"], "ru", written=Written(text)
    )
    assert ([each for each in has if each not in said], [each for each in has_not if each in said]) == ([], [])


def acknowledged(cast, row, message):
    return outbound.acknowledge(row, message, key="k" * 40, weekday=1, at=TUESDAY)


@pytest.fixture
def asking_brand(cast):
    return change_brand(cast.nord, asks=True)


def test_a_vague_letter_gets_one_letter_that_asks_instead_of_the_acknowledgement(cast, asking_brand):
    row, message = ticket(cast, VAGUE)
    actions.read(row, at=TUESDAY)
    sent = acknowledged(cast, row, message)
    known = queries.reading_of(row)
    assert (sent.is_automatic, sent.agent in (cast.boris, cast.nina), sent.to) == (True, True, ["anna@firma.example"])
    assert "1. Как давно сайт перестал открываться?" in sent.text
    assert (known.ask, known.asked_at) == (sent, TUESDAY)
    assert acknowledged(cast, row, message) is None
    tickets.receive(row, arrival("Спасибо, жду"), contact=cast.anna, account=cast.mailbox)
    actions.read(row, at=TUESDAY)
    assert Message.objects.filter(direction=Direction.OUT).count() == 1


def is_plain(sent):
    return sent is not None and "Дальше отвечу уже я" in sent.text


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("ничего не работает сделайте что нибудь", ""),  # nobody knows what it is
        ("Спасибо огромное, всё работает, вы лучшие!", "Спасибо"),
        ("Добавьте, пожалуйста, тёмную тему в приложение", "Пожелание"),
        ("С утра сайт lavka-chai.example не открывается, пишет 502. Вчера обновляли корзину. С телефона то же самое.", "Сайт лежит"),
    ],
)  # fmt: skip
def test_others_get_the_plain_acknowledgement(cast, asking_brand, text, subject):
    row, message = ticket(cast, text, subject=subject)
    actions.read(row, at=TUESDAY)
    assert is_plain(acknowledged(cast, row, message))
    assert queries.reading_of(row).asked_at is None


def test_a_brand_that_does_not_ask_sends_the_plain_one(cast):
    row, message = ticket(cast, VAGUE)
    actions.read(row, at=TUESDAY)
    assert is_plain(acknowledged(cast, row, message))


def test_a_ticket_that_could_not_be_read_is_acknowledged_all_the_same(cast, asking_brand):
    row, message = ticket(cast, VAGUE)
    assert is_plain(acknowledged(cast, row, message))


def test_a_brand_may_ask_without_acknowledging(cast, asking_brand):
    change_brand(cast.nord, acknowledges=False)
    row, message = ticket(cast, VAGUE)
    actions.read(row, at=TUESDAY)
    assert "1. Как давно" in acknowledged(cast, row, message).text
    other, message = ticket(cast, "Спасибо огромное, всё работает!", subject="Спасибо")
    actions.read(other, at=TUESDAY)
    assert acknowledged(cast, other, message) is None


def test_machines_are_asked_nothing(cast, asking_brand):
    row, message = ticket(cast, VAGUE, auto="auto-reply")
    actions.read(row, at=TUESDAY)
    assert acknowledged(cast, row, message) is None


def test_it_is_as_rare_as_the_acknowledgement(cast, asking_brand):
    sent = []
    for _ in range(4):
        row, message = ticket(cast, VAGUE)
        actions.read(row, at=TUESDAY)
        sent.append(acknowledged(cast, row, message) is not None)
    assert sent == [True, True, False, False]


def test_a_weak_report_is_asked_for_again_though_the_rest_is_there(cast, asking_brand):
    text = f"Потери пакетов. Мой IP 203.0.113.5, с телефона через мобильный интернет то же, сетевые настройки не меняли.\n{TRACERT}"
    row, message = ticket(cast, text, subject="Сеть")
    known = actions.read(row, at=TUESDAY)
    sent = acknowledged(cast, row, message)
    assert known.completeness >= rules.ENOUGH
    assert ("198.51.100.80" in sent.text, "mtr -rwc 1000 203.0.113.5" in sent.text, "Какой IP" in sent.text) == (
        True,
        True,
        False,
    )
