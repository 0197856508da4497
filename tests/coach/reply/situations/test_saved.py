"""Saved replies: whoever writes to whomever on whatever day, our own coach has nothing to say but that a place is not filled in."""

import pytest

from otklik.coach.reply import Letter, check, situations
from otklik.coach.reply.situations import Facts, saved_replies
from otklik.coach.reply.situations.filling import fill, unknown, words
from otklik.coach.reply.situations.inflection import greeted, inflected
from otklik.coach.reply.situations.model import Saved

LINKS = {topic: f"https://help.example/{topic}" for topic in words("ru").topics}
KNOWN = {
    "ru": {
        "brand": "Пряник", "product": "приложение «Пряник»", "feature": "тёмная тема",
        "more": {
            "sum": "1 200 рублей", "date": "пятница", "deadline": "сегодня до шести вечера", "cause": "экскаватор порвал кабель", "order": "3381",
            "place": "на складе в Твери", "steps": "1. Откройте «Настройки».\n2. Нажмите «Семья».", "since": "9 утра",
        },
    },
    "en": {
        "brand": "Ginger", "product": "Ginger", "feature": "a dark theme",
        "more": {
            "sum": "£12", "date": "Friday", "deadline": "by six this evening", "cause": "a cable was cut", "order": "3381", "place": "at the depot in Leeds",
            "steps": "1. Open Settings.\n2. Press Family.", "since": "nine",
        },
    },
}  # fmt: skip
PEOPLE = {
    "ru": [("Анна Петрова", "Борис Климов", "m", 4), ("", "Нина", "f", 0), ("иван", "Р. Г. Ким", "", None), ("Зинаида Петровна", "Юсупов Азамат", "m", 6)],
    "en": [("Anna Reed", "Boris Clay", "m", 4), ("", "Nina", "f", 0), ("tom", "R. G. Kim", "", None), ("Winifred Parr", "Azamat Yusupov", "m", 6)],
}  # fmt: skip
CASES = [(name, lang) for name in situations.shipped().by_id for lang in ("ru", "en")]


def all_facts(lang):
    for name, agent, gender, weekday in PEOPLE[lang]:
        person = {"customer_name": name, "agent_name": agent, "agent_gender": gender, "weekday": weekday}
        yield Facts(**person)
        for status in ("planned", "in-work"):
            yield Facts(
                **person,
                **KNOWN[lang],
                links=LINKS,
                feature_status=status,
                mail_domain="mail.example",
                mail_addresses=("203.0.113.7", "203.0.113.8"),
            )


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_every_saved_reply_is_clean_for_anybody_on_any_day(name, lang):
    found = []
    for facts in all_facts(lang):
        for reply in saved_replies(name, lang, facts):
            letter = Letter(
                text=reply.text,
                lang=lang,
                situation=name,
                customer_name=facts.customer_name,
                agent_name=facts.agent_name,
                weekday=facts.weekday,
            )
            for each in check(letter):
                shown = reply.text[each.start : each.end] if each.start is not None else ""
                if not (each.rule == "placeholder" and shown.startswith("[[") and shown.endswith("]]")):
                    found.append((reply.id, facts.customer_name, each.rule, shown))
    assert found == []


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_nothing_is_left_of_the_variables_but_leftovers(name, lang):
    for facts in all_facts(lang):
        for reply in saved_replies(name, lang, facts):
            assert "{" not in reply.text
            assert "}" not in reply.text
            assert reply.text.count("[[") >= len(reply.missing)
            assert ", !" not in reply.text
            assert ",," not in reply.text


@pytest.mark.parametrize(
    ("template", "facts", "text", "missing"),
    [
        ("Здравствуйте, {name}!", Facts(customer_name="Анна Петрова"), "Здравствуйте, Анна!", ()),
        ("Здравствуйте, {name}!", Facts(), "Здравствуйте!", ()),
        ("Здравствуйте, {name}!", Facts(customer_name="ООО «Вега»"), "Здравствуйте!", ()),
        ("{name}, спасибо!", Facts(), "Спасибо!", ()),
        ("{name}, спасибо!", Facts(customer_name="ИВАН"), "Иван, спасибо!", ()),
        ("Для {product:gent}.", Facts(product="новая касса"), "Для новой кассы.", ()),
        ("Для {product:gent}.", Facts(brand="Otklik"), "Для Otklik.", ()),
        ("Для {product:gent}.", Facts(), "Для [[название продукта]].", ("product",)),
        ("{Рад|Рада|С радостью}", Facts(agent_gender="f"), "Рада", ()),
        ("{Рад|Рада|С радостью}", Facts(agent_gender="m"), "Рад", ()),
        ("{Рад|Рада|С радостью}", Facts(), "С радостью", ()),
        ("{wish}", Facts(weekday=4), "Хорошей пятницы!", ()),
        ("{wish}", Facts(), "Хорошего дня!", ()),
        ("{agent}\n{brand?}", Facts(agent_name="Нина"), "Нина", ()),
        ("{agent}\n{brand?}", Facts(agent_name="Нина", brand="Пряник"), "Нина\nПряник", ()),
        ("Вот: {help:guide}.", Facts(links={"guide": "https://a.example"}), "Вот: https://a.example.", ()),
        ("Вот: {help:guide}.", Facts(), "Вот: [[ссылка на инструкцию]].", ("help:guide",)),
        ("{mail_addresses}", Facts(mail_addresses=("192.0.2.1", "192.0.2.2", "192.0.2.3")), "192.0.2.1, 192.0.2.2 и 192.0.2.3", ()),
        ("{sum} и {sum}", Facts(), "[[сумма]] и [[сумма]]", ("sum",)),
        ("{sum}", Facts(more={"sum": "5 рублей"}), "5 рублей", ()),
        ("{feature_status}", Facts(feature_status="IN_WORK"), words("ru").statuses["in-work"], ()),
    ],
)  # fmt: skip
def test_variables(template, facts, text, missing):
    filled = fill(Saved("x", "x", template), "ru", facts)
    assert (filled.text, filled.missing) == (text, missing)


def test_a_greeting_in_english_without_a_name():
    assert fill(Saved("x", "x", "Hello {name},\n\nThank you."), "en", Facts()).text == "Hello,\n\nThank you."


@pytest.mark.parametrize(
    ("phrase", "case", "right"),
    [
        ("тёмная тема", "gent", "тёмной темы"),
        ("тёмная тема", "accs", "тёмную тему"),
        ("экспорт в Excel", "ablt", "экспортом в Excel"),
        ("личный кабинет", "loct", "личном кабинете"),
        ("общие папки", "datv", "общим папкам"),
        ("«Ромашка»", "gent", "«Ромашки»"),
        ("приложение «Пряник»", "ablt", "приложением «Пряник»"),
        ("Отклик", "ablt", "Откликом"),
        ("Otklik Desk", "gent", "Otklik Desk"),
        ("новый экспорт", "accs", "новый экспорт"),
    ],
)
def test_cases(phrase, case, right):
    assert inflected(phrase, case).replace("ё", "е") == right.replace("ё", "е")


@pytest.mark.parametrize(
    ("full", "right"),
    [
        ("Анна Петрова", "Анна"), ("Петрова Анна Сергеевна", "Анна"), ("Мария Ивановна", "Мария Ивановна"), ("БОРИС", "Борис"), ("анна-мария", "Анна-Мария"),
        ("Tom Baker", "Tom"), ("", ""), ("support@shop.example", ""),
    ],
)  # fmt: skip
def test_who_is_greeted(full, right):
    assert greeted(full) == right


def test_an_unknown_situation_has_no_saved_replies():
    assert saved_replies("no-such", "ru", Facts()) == []


@pytest.mark.parametrize("text", ["{nobody}", "{help:nothing}", "{a|b}", "{product:nobody}"])
def test_unknown_variables_are_told(text):
    assert unknown(text, "ru") != ""
