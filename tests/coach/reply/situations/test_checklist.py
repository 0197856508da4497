"""The quiet checklist: what the situation asks for, and whether the letter has it."""

from otklik.coach.reply import Letter
from otklik.coach.reply.situations import Context, checklist


def done(text, **known):
    return {item.id: item.done for item in checklist(Letter(text=text, **known))}


def test_an_answer_to_a_wish_in_work():
    text = "Здравствуйте, Анна!\n\nСпасибо за идею. Мы уже делаем тёмную тему. Срока пока нет.\n\nНина"
    known = {"lang": "ru", "situation": "feature-planned"}
    assert done(text, **known) == {"thanks": True, "in-work": True, "date": True, "tell": False}
    assert done(text.replace("Срока пока нет.", "Напишу вам, как будет готово."), **known)["tell"] is True


def test_blocked_mail_wants_addresses_and_a_leftover_is_none():
    text = "Hi Ina,\nI'm sorry. Our domain is mail.example, addresses {}.\nNina"
    known = {"lang": "en", "situation": "mail-blocked"}
    assert done(text.format("203.0.113.7"), **known)["domain"] is True
    assert done(text.format("2001:db8::25:7"), **known)["domain"] is True
    assert done(text.format("[[203.0.113.7]]"), **known)["domain"] is False


def test_questions_are_in_the_letters_language():
    letter = Letter(text="Thank you!", lang="en", situation="feature-planned")
    assert checklist(letter)[1].question == "Did you say that it is in work (or planned, or done)?"


def test_the_situation_is_guessed_where_nobody_said():
    letter = Letter(text="Здравствуйте!", lang="ru", incoming="Верните деньги за курс")
    assert [item.id for item in checklist(letter)] == ["yes-or-no", "sum", "when", "paper"]
    first = checklist(letter, context=Context(is_automatic=True))
    assert [item.id for item in first] == ["thanks", "automatic", "who", "just-reply"]


def test_an_unknown_situation_asks_for_nothing():
    assert checklist(Letter(text="Здравствуйте!", lang="ru", situation="no-such")) == []
    assert checklist(Letter(text="Здравствуйте!", lang="ru")) == []


def test_an_answer_to_thanks_takes_up_a_word_of_theirs():
    known = {
        "lang": "en",
        "situation": "gratitude",
        "incoming": "The guitar sounds like new, thank you!",
        "customer_name": "Ann",
    }
    assert done("Hi Ann,\nThank you, glad to hear it!\nNina", **known)["theirs"] is False
    assert done("Hi Ann,\nThank you! Say hello to the guitar.\nNina", **known)["theirs"] is True
