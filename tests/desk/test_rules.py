"""The page of rules: who reads and who changes, what a form answers, and that the coach knows at once everywhere."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from otklik.api import actions as api
from otklik.rulebook import actions
from otklik.rulebook.models import OwnRule, RuleState
from tests.cast import TUESDAY, ticket
from tests.desk.test_pages import enter
from tests.desk.test_questions import asked
from tests.desk.test_rehearsal import sent
from tests.rulebook.cases import BOX, box

FORM = {
    "lang": "ru", "title": "Говорим «сервер»", "why": "Слово «сервак» понимаем только мы.", "kind": "plain", "phrases": "сервак → сервер\n\n",
    "instead": "", "unless": "", "bad": "Ваш сервак перезагрузили.\r\n", "good": "Ваш сервер перезагрузили.",
}  # fmt: skip


def to(name, *arguments):
    return reverse(f"desk:{name}", args=arguments)


@pytest.fixture
def clara(cast):
    return enter(cast.clara)


@pytest.fixture
def boris(cast):
    return enter(cast.boris)


def added(cast, text=BOX, is_on=True):
    return actions.add_rule(text, by=cast.clara, at=TUESDAY, is_on=is_on)


def findings(client, row, text):
    body = json.dumps({"text": text})
    return client.post(to("coach", row.pk), body, "application/json").json()["findings"]


def test_a_rule_saved_in_the_form_speaks_in_the_composer_and_in_the_api_at_once(cast, clara, boris):
    row, _ = ticket(cast)
    letter = "Здравствуйте, Анна!\n\nПроверил: сервак уже работает."
    own = lambda found: [each for each in found if each["rule"].startswith("own-")]  # noqa: E731
    assert own(findings(boris, row, letter)) == []
    answer = clara.post(to("rule-new"), {**FORM, "act": "on"})
    kept = OwnRule.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/rules/#r-own-{kept.pk}")
    (found,) = own(findings(boris, row, letter))
    assert (found["message"], found["suggestion"], found["why"], found["title"], found["severity"]) == (
        "«сервак» — у нас так не пишут.", "сервер", "Слово «сервак» понимаем только мы.", "Говорим «сервер»", "advice",
    )  # fmt: skip
    secret = api.add_token("shop", at=TUESDAY)
    asked = {"id": 1, "lang": "ru", "reply": letter}
    headers = {"Authorization": f"Bearer {secret}"}
    said = Client().post("/api/coach/reply", json.dumps(asked), "application/json", headers=headers).json()
    assert [each["rule"] for each in own(said["findings"])] == [f"own-{kept.pk}"]
    clara.post(to("rule-switch", kept.pk), {"on": "0"})
    assert own(findings(boris, row, letter)) == []


def test_saved_off_it_is_silent(cast, clara, boris):
    clara.post(to("rule-new"), {**FORM, "act": "save"})
    row, _ = ticket(cast)
    assert (OwnRule.objects.get().is_on, [each["rule"] for each in findings(boris, row, "Сервак.") if "own" in each["rule"]]) == (False, [])  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": ""}, "Назовите правило."),
        ({"phrases": ""}, "Напишите хотя бы одно слово"),
        ({"bad": "Всё хорошо.\nВаш сервак."}, "Плохой пример 1, «Всё хорошо.», правило не видит: ни одного из ваших слов в нём нет."),
        ({"good": "Ваш сервер.\nМой сервак."}, "В хорошем примере 2, «Мой сервак.», правило срабатывает: видит «сервак»."),
        ({"kind": "phrases", "phrases": "сервак ..много цел"}, "«сервак ..много цел»: пропуск пишут двумя точками и числом"),
        ({"lang": "de"}, "Выберите, для каких писем это правило."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(clara, given, said):
    answer = clara.post(to("rule-new"), {**FORM, **given, "act": "on"})
    page = answer.content.decode()
    assert (answer.status_code, OwnRule.objects.count()) == (400, 0)
    assert (said in page, "Слово «сервак» понимаем только мы." in page) == (True, True)


def test_trying_shows_hits_and_saves_nothing(cast, clara):
    number = sent(cast, "Анна, ваш сервак перенесли.").ticket_id
    part = clara.post(
        to("rule-new"), {**FORM, "act": "try", "bad": "Всё хорошо."}, headers={"HX-Request": "true"}
    ).content.decode()
    assert ("<html" in part, OwnRule.objects.count()) == (False, 0)
    assert "Анна, ваш <mark>сервак</mark> перенесли." in part
    assert (f'href="/tickets/{number}/"' in part, "<b>1</b> новое место" in part, "Плохой пример 1" in part) == (True, True, True)  # fmt: skip
    whole = clara.post(to("rule-new"), {**FORM, "act": "try"})
    assert (whole.status_code, "<mark>сервак</mark>" in whole.content.decode()) == (200, True)


def test_an_edit_over_somebody_elses_is_said_and_not_done(cast, clara):
    row = added(cast)
    actions.change_rule(row, box(title="Чужое"), seen=1, by=cast.clara, at=TUESDAY, is_on=True)
    for seen in ("1", "", "x", "9" * 40):
        answer = clara.post(to("rule", row.pk), {**FORM, "title": "Моё", "seen": seen, "act": "save"})
        assert (answer.status_code, "Клара Орлова" in answer.content.decode()) == (400, True)
    assert OwnRule.objects.get().title == "Чужое"
    assert clara.post(to("rule", row.pk), {**FORM, "title": "Моё", "seen": "2", "act": "save"}).status_code == 302
    assert (OwnRule.objects.get().title, OwnRule.objects.get().is_on) == ("Моё", True)


def test_a_rule_is_deleted(cast, clara):
    row = added(cast)
    assert clara.post(to("rule-remove", row.pk))["Location"] == "/rules/"
    assert (OwnRule.objects.count(), "удалили" in clara.get(to("rules")).content.decode()) == (0, True)


def test_agents_and_viewers_read_and_change_nothing(cast):
    row = added(cast)
    sent(cast, "Это сервак.")
    for agent in (cast.boris, cast.vera):
        client = enter(agent)
        pages = [client.get(to("rules")).content.decode(), client.get(to("rule", row.pk)).content.decode()]
        assert ["Говорим «сервер»" in each for each in pages] == [True, True]
        assert ["<button>Вернуть" in each or 'name="act"' in each or "/state/" in each or "/switch/" in each for each in pages] == [False, False]  # fmt: skip
        assert "<mark>сервак</mark>" in pages[1]
        for name, arguments, given in (
            ("rule", [row.pk], {**FORM, "act": "on", "seen": "1"}), ("rule", [row.pk], {**FORM, "act": "try"}), ("rule-switch", [row.pk], {"on": "0"}),
            ("rule-remove", [row.pk], {}), ("rule-state", ["jargon"], {"what": "off"}), ("rule-state", ["jargon"], {"what": "restore"}),
        ):  # fmt: skip
            assert client.post(to(name, *arguments), given).status_code == 403
    assert (OwnRule.objects.get().edition, RuleState.objects.count()) == (1, 0)


def test_a_shipped_rule_is_switched_off_and_on(cast, clara, boris):
    row, _ = ticket(cast)
    letter = "Здравствуйте, Анна!\n\nИзвините за неудобства."
    named = lambda: "inconvenience" in [each["rule"] for each in findings(boris, row, letter)]  # noqa: E731
    assert named()
    assert clara.post(to("rule-state", "inconvenience"), {"what": "off"})["Location"] == "/rules/#r-inconvenience"
    assert (named(), "Включить «Неудобства»" in clara.get(to("rules")).content.decode()) == (False, True)
    clara.post(to("rule-state", "inconvenience"), {"what": "on"})
    assert named()
    for rule, what in (("no-such-rule", "off"), ("inconvenience", "nonsense"), ("no-such-rule", "restore")):
        assert clara.post(to("rule-state", rule), {"what": what}).status_code == 404


def test_a_rule_that_agents_wave_off_becomes_a_hint_says_why_and_comes_back(cast, clara, boris):
    row, _ = ticket(cast)
    letter = "Здравствуйте, Анна!\n\nИзвините за неудобства. Данный сервер цел."
    for number in range(20):
        if number < 7:
            boris.post(to("finding", row.pk), {"what": "dismissed", "rule": "inconvenience", "key": f"x{number}"})
        boris.post(to("finding", row.pk), {"what": "shown", "rule": "inconvenience", "key": f"x{number}"})
    marks = [(each["rule"], each["severity"]) for each in findings(boris, row, letter) if each["start"] is not None]
    assert marks == [
        ("officialese", "advice"),
        ("inconvenience", "hint"),
    ]  # the hint comes last, though it stands first
    page = clara.get(to("rules")).content.decode()
    assert ("показали 20, отклонили 7, это 35\N{NO-BREAK SPACE}%" in page, "показали 20 · приняли 0 · отклонили 7" in page) == (True, True)  # fmt: skip
    assert "Вернуть в замечания" in page
    clara.post(to("rule-state", "inconvenience"), {"what": "restore"})
    assert [each["severity"] for each in findings(boris, row, letter) if each["rule"] == "inconvenience"] == [
        "advice"
    ]
    assert "Вернуть в замечания" not in clara.get(to("rules")).content.decode()


def test_what_people_type_is_shown_as_text(cast, clara):
    row = added(cast, box(title="<script>alert(1)</script>", why="<b>жирно</b>", phrases=("сервак → <i>сервер</i>",)))
    sent(cast, "Ваш сервак <img src=x> цел.")
    for page in (clara.get(to("rules")).content.decode(), clara.get(to("rule", row.pk)).content.decode()):
        assert [each in page for each in ("<script>alert", "<b>жирно", "<i>сервер", "<img src=x")] == [False] * 4


def test_the_page_asks_as_much_for_ten_rules_as_for_one(cast, clara):
    added(cast)
    one, _ = asked(clara, "rules")
    for _ in range(9):
        added(cast)
    ten, page = asked(clara, "rules")
    assert (ten, page.count("data-row>")) == (one, 10)
