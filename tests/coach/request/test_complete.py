"""Which questions a message answers, and with which words."""

from otklik.coach.request.catalogue import shipped
from otklik.coach.request.complete import answer, complete


def spans(text, kind):
    return {each.question: text[each.start : each.end] for each in complete(text, shipped()[kind]).answered}


def hops(count):
    return "".join(f"  {at}.|-- 10.0.0.{at}   0.0%  {count}   1.1   1.2   0.9   3.0   0.1\n" for at in range(1, 5))


def test_the_words_of_the_answer_are_told():
    found = spans("Сайт dom-kamin.ru пишет\n502 Bad Gateway", "site-down")
    assert (found["site-down.example-domain"], found["site-down.error-code"]) == ("dom-kamin.ru", "502 Bad Gateway")


def test_nothing_changed_is_an_answer_and_not_knowing_is_none():
    assert "site-down.what-changed" in spans("Ничего не меняли.", "site-down")
    assert "site-down.what-changed" not in spans("Не знаю, менял ли кто-то что-то.", "site-down")


def test_quoted_questions_are_no_answers():
    assert spans("> Отвечает ли сервер на ping?\nДа", "server-unreachable") == {}


def test_a_mailbox_alone_has_no_other_side():
    assert "mail.from-to" not in spans("Ящик info@sad.ru не работает", "mail")
    assert "mail.from-to" in spans("С info@sad.ru на a@b.com не уходит", "mail")


def test_an_mtr_report_counts_from_a_thousand_packets_in_its_direction():
    assert "network.mtr-forward" not in spans(hops(100), "network")
    assert set(spans(hops(1000), "network")) == {"network.mtr-forward"}
    both = f"До сервера:\n{hops(1000)}\nОбратно, с сервера:\n{hops(1200)}"
    assert {"network.mtr-forward", "network.mtr-back"} <= set(spans(both, "network"))


def test_russian_in_latin_letters_is_read():
    assert "server-unreachable.balance" in spans(
        "server ne otvechaet, balans polozhitelnyi, uzhe chas", "server-unreachable"
    )


def test_the_contract():
    said = answer({"id": 7, "category": "virus", "text": "На lampa24.ru вирус", "more": 1})
    assert said == {"id": 7, "answered": ["virus.site"], "missing": ["virus.antivirus", "virus.report"]}
    assert (
        answer({"id": 8, "category": "apples", "text": ""})["error"][:37] == "the key «category» must be one of bac"
    )
    assert answer([]) == {"id": None, "error": "not an object"}
