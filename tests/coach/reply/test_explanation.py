"""Why a rule spoke or kept silent is told as `check` has it."""

from otklik.coach.reply import Letter, check, shipped
from otklik.coach.reply.explanation import explain_letter

LETTER = "Здравствуйте!\n\nПриносим извинения за доставленные неудобства.\n\nС уважением,\nСлужба поддержки"


def test_every_rule_of_the_language_has_spoken_is_silent_or_was_not_asked():
    told = explain_letter(Letter(text=LETTER))
    names = [*[name for name, _ in told.spoke], *told.silent, *[name for name, _ in told.not_asked]]
    assert sorted(names) == sorted(rule.id for rule in shipped().of("ru"))
    assert {name for name, _ in told.spoke} == {each.rule for each in check(Letter(text=LETTER))}


def test_what_is_not_known_is_named():
    nobody, anna = explain_letter(Letter(text=LETTER)), explain_letter(Letter(text=LETTER, customer_name="Анна"))
    assert dict(nobody.not_asked)["greeting-name"] == "needs to know the customer's name"
    assert dict(anna.spoke)["greeting-name"] == "«Здравствуйте!»"
    assert (dict(nobody.known)["customer"], dict(anna.known)["customer"]) == ("unknown", "Анна")


def test_a_guess_is_called_one():
    told = explain_letter(Letter(text=LETTER, incoming="Спасибо вам большое, вы лучшие!"))
    assert dict(told.known)["situation"] == "gratitude, guessed from the customer's words"


def test_zones_are_those_of_the_letter():
    assert [
        zone
        for zone, text in explain_letter(Letter(text=LETTER)).zones
        if text in ("Здравствуйте!", "Служба поддержки")
    ] == ["greeting", "signature"]
    assert explain_letter(Letter(text="")).zones == ()
