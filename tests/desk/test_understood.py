"""The ticket's panel as the server writes it: types, chips, answers, the letter that asks, reports in pictures, who takes what."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from otklik.coach.reply import check
from otklik.desk import advice, queries, understanding
from otklik.desk.hops import picture
from otklik.triage import actions
from otklik.triage.queries import routes
from otklik.triage.types import types
from tests.cast import PASSWORD, TUESDAY, ticket

RICH = "С утра сайт lavka-chai.example не открывается, пишет 502. Вчера обновляли корзину."
UNCLEAR = "ничего не работает сделайте что нибудь"
REPORT = {
    "message": 7, "file": None, "tool": "mtr", "target": "198.51.100.9", "packets": 1000, "weak": False,
    "hops": [["198.51.100.1", 0.0, 1.2], ["", 100.0, None], ["198.51.100.3", 64.0, 3.0], ["198.51.100.9", 12.4, 43.0]],
    "problems": [{"id": "loss-to-end", "hop": 4, "host": "198.51.100.9", "amount": 12.4}],
}  # fmt: skip


def enter(agent):
    client = Client()
    assert client.login(username=agent.email, password=PASSWORD)
    return client


def read(cast, text, **words):
    row, _ = ticket(cast, text, **words)
    actions.read(row, at=TUESDAY)
    row.refresh_from_db()
    return row


def test_a_sure_type_is_shown_with_its_reason_and_its_answers(cast):
    shown = understanding.panel(read(cast, RICH))["understood"]
    assert (shown["category_label"], shown["chips"], shown["is_open"], shown["share"]) == (
        "Сайт не открывается",
        [],
        True,
        62,
    )
    assert shown["how"].startswith("уверенность 9")
    assert [each["words"] for each in shown["answers"]] == [
        "С утра",
        "Вчера обновляли корзину",
        "502",
        "lavka-chai.example",
    ]
    assert shown["things"] == [("Домен", ["lavka-chai.example"]), ("Ошибка", ["502"])]


def test_an_unclear_request_has_three_chips_in_the_readers_language(cast):
    row = read(cast, UNCLEAR, subject="")
    with translation.override("en"):
        chips = understanding.panel(row)["understood"]["chips"]
    assert [each.key for each in chips] == [1, 2, 3]
    assert {each.label for each in chips} <= {each.label["en"] for each in types().values()}


def test_a_ticket_that_was_never_read_has_a_type_to_choose_and_nothing_else(cast):
    row, _ = ticket(cast, RICH)
    shown = understanding.panel(row)["understood"]
    assert (shown["reading"], shown["is_open"], len(shown["kinds"])) == (None, False, len(types()))


def test_a_chip_is_pressed_by_the_form(cast):
    row = read(cast, UNCLEAR)
    answer = enter(cast.boris).post(
        reverse("desk:change", args=[row.pk]), {"what": "category", "value": "mail"}, headers={"HX-Request": "true"}
    )
    row.refresh_from_db()
    assert (answer.status_code, row.category) == (200, "mail")
    assert "С какого ящика на какой" in answer.content.decode()
    assert "тип: Почта" in enter(cast.boris).get(reverse("desk:timeline", args=[row.pk])).content.decode()


def test_a_type_that_there_is_not_changes_nothing(cast):
    row = read(cast, RICH)
    answer = enter(cast.boris).post(
        reverse("desk:change", args=[row.pk]),
        {"what": "category", "value": "nonsense"},
        headers={"HX-Request": "true"},
    )
    row.refresh_from_db()
    assert (answer.status_code, row.category, "ничего не изменилось" in answer.content.decode()) == (
        200,
        "site-down",
        True,
    )


@pytest.mark.parametrize("kind", [kind.id for kind in types().values() if kind.questions])
def test_the_letter_that_asks_passes_the_coach_as_the_composer_judges_it(cast, kind):
    row = read(cast, UNCLEAR)
    actions.decide(row, kind, by=cast.boris, at=TUESDAY)
    answer = enter(cast.boris).get(reverse("desk:asking", args=[row.pk])).json()
    whole, part = answer["letter"], answer["part"]
    assert (part in whole, whole.endswith("Борис Климов,\nподдержка «Норд Хостинг»")) == (True, True)
    judged = advice.letter_of(row, cast.boris, whole)
    assert [(each.rule, whole[each.start or 0 : each.end or 0]) for each in check(judged)] == []


def test_nothing_is_asked_where_nothing_is_missing(cast):
    row = read(cast, "Спасибо огромное, всё работает, вы лучшие!", subject="Спасибо")
    assert enter(cast.boris).get(reverse("desk:asking", args=[row.pk])).json() == {"letter": "", "part": ""}


def test_a_picture_marks_where_it_breaks_and_says_it_in_words(db):
    with translation.override("ru"):
        drawn = picture(REPORT)
    assert [(hop.number, hop.is_break, hop.is_silent, hop.is_harmless) for hop in drawn.hops] == [
        (1, False, False, True), (2, False, True, True), (3, False, False, True), (4, True, False, False),
    ]  # fmt: skip
    assert drawn.hops[3].told == "узел 4, 198.51.100.9, потери 12,4 %, 43 мс, ломается здесь"
    assert drawn.hops[1].told == "узел 2, ???, не отвечает"
    assert drawn.problems == ("С узла 4 (198.51.100.9) и до конца теряются пакеты: 12,4 %",)
    assert drawn.line.count("L") == 2
    assert max(float(hop.loss or 0) for hop in drawn.hops) <= 68


def test_a_report_of_nothing_and_one_of_strange_numbers_are_drawn_too(db):
    assert picture({**REPORT, "hops": [], "problems": []}).hops == ()
    odd = picture(
        {
            **REPORT,
            "hops": [["a" * 60, None, None], ["b", 0.0, 0.0]],
            "problems": [{"id": "truncated", "hop": 2, "host": "", "amount": None}],
        }
    )
    assert [hop.is_break for hop in odd.hops] == [False, False]


def test_the_list_says_the_type_with_no_question_more(cast, django_assert_num_queries):
    for _ in range(3):
        read(cast, RICH)
    rows = queries.tickets_of(cast.clara, "all")
    with django_assert_num_queries(3):
        found, _ = queries.page_of(rows, now=TUESDAY)
    assert [each.kind for each in found] == ["Сайт не открывается"] * 3


@pytest.mark.parametrize(
    "text",
    ["type:site-down", "тип:site-down", 'тип:"сайт не открывается"', 'type:"the site does not"', "-type:mail lavka"],
)
def test_the_search_knows_types_by_id_and_name(cast, text):
    row = read(cast, RICH)
    other = read(cast, "Письма с ящика info@lavka.example не уходят на Gmail, 550", subject="Почта")
    page = enter(cast.clara).get("/search/", {"q": text}).content.decode()
    assert (f"/tickets/{row.pk}/" in page, f"/tickets/{other.pk}/" in page) == (True, False)


def test_an_admin_says_who_takes_what(cast):
    clara = enter(cast.clara)
    page = reverse("desk:routing")
    assert (
        clara.post(
            page, {"mail": str(cast.hosting.pk), "billing": str(cast.billing.pk), "virus": "999", "nonsense": "1"}
        ).status_code
        == 302
    )
    assert routes() == {"mail": cast.hosting.pk, "billing": cast.billing.pk}
    clara.post(page, {"mail": ""})
    assert routes() == {"billing": cast.billing.pk}
    assert "Вирусы и взлом" in clara.get(page).content.decode()


def test_a_brand_is_made_to_ask(cast):
    given = {"name": "Норд", "language": "ru", "time_zone": "Europe/Moscow", "color": "#224466"}
    for extra, asks in (({"asks": "on"}, True), ({}, False)):
        enter(cast.clara).post(reverse("desk:brand", args=[cast.nord.pk]), {**given, **extra})
        cast.nord.refresh_from_db()
        assert cast.nord.asks is asks
