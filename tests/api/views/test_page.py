"""The page for everybody: off unless asked for, works without a script, keeps nothing, holds its bounds."""

import html
import re

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from otklik.api.models import Spent
from otklik.api.views import page
from otklik.coach.reply import Letter, check
from otklik.project import config
from tests.cast import TUESDAY

BAD = "Здравствуйте!\r\n\r\nПриносим извинения за <b>доставленные</b> неудобства, Иннокентий. \U0001f642 Ваш запрос принят.\r\n\r\nСлужба поддержки"


@pytest.fixture
def guest(db):
    with override_settings(ROOT_URLCONF="tests.api.urls"):
        yield Client(headers={"Accept-Language": "ru"}, enforce_csrf_checks=True)


def letter(answer):
    """The letter as it stands in the answer, without its marks."""
    inside = re.search(r'<div class="written"[^>]*>(.*?)</div>', answer.content.decode(), re.S)[1]
    return html.unescape(re.sub(r"<sup>[\d,]+</sup>|</?(?:mark|a|span)[^>]*>", "", inside))


def test_it_is_off_unless_asked_for(db):
    assert config.read({"OTKLIK_SECRET_KEY": "x"}).coach_page is False
    assert config.read({"OTKLIK_SECRET_KEY": "x", "OTKLIK_COACH_PAGE": "1"}).coach_page is True
    assert [getattr(Client(), method)("/coach/").status_code for method in ("get", "post")] == [404, 404]


def test_a_guest_sees_the_form_and_gets_no_cookie(guest):
    answer = guest.get("/coach/")
    assert (answer.status_code, dict(answer.cookies), answer["Cache-Control"], answer["Content-Language"]) == (
        200,
        {},
        "no-store",
        "ru",
    )
    assert ("Хорошее ли это письмо?" in answer.content.decode(), "<script" in answer.content.decode()) == (
        True,
        False,
    )


def test_every_finding_is_a_mark_and_a_reason_and_the_letter_is_whole(guest):
    answer = guest.post("/coach/", {"text": BAD, "name": "Анна", "weekday": "4"})
    text = BAD.replace("\r\n", "\n")
    found = check(Letter(text=text, customer_name="Анна", weekday=4))
    page_text = answer.content.decode()
    assert (answer.status_code, letter(answer)) == (200, text)
    assert re.findall(r'<li id="r(\d+)"', page_text) == [str(number) for number in range(1, len(found) + 1)]
    marked = {number for each in re.findall(r"<sup>([\d,]+)</sup>", page_text) for number in each.split(",")}
    assert marked == {str(number) for number, each in enumerate(found, 1) if each.start is not None}
    assert re.search(r'<mark class="word"><a href="#r\d+">неудобства<sup>', page_text)
    assert "<b>доставленные" not in page_text
    assert html.escape(found[0].message) in page_text


def test_a_good_letter_is_said_to_be_one(guest):
    good = "Здравствуйте, Анна!\n\nПростите, что сайт молчал. Уже чиним, к вечеру напишу, как дела. Если что-то ещё не так, ответьте мне.\n\nХорошей пятницы!\nБорис"
    answer = guest.post("/coach/", {"text": good, "name": "Анна", "weekday": "4"}).content.decode()
    assert ("Исправлять нечего" in answer, '<li id="r' in answer) == (True, False)


def test_what_is_known_of_the_letter_counts_and_stays_in_the_form(guest):
    given = {
        "text": "Привет!",
        "name": "Анна",
        "situation": "gratitude",
        "weekday": "2",
        "lang": "en",
        "incoming": "Thank you!",
    }
    answer = guest.post("/coach/", given).content.decode()
    assert re.findall(r'<option value="([^"]+)" selected', answer) == ["gratitude", "2", "en"]
    assert ('value="Анна"' in answer, ">Thank you!</textarea>" in answer) == (True, True)


def test_nonsense_in_the_form_is_nothing_known(guest):
    answer = guest.post("/coach/", {"text": "Привет!", "situation": "<x>", "weekday": "9", "lang": "xx"})
    assert (answer.status_code, "selected" in answer.content.decode()) == (200, False)


@pytest.mark.parametrize("say", ["ru", "en"])
def test_both_languages_and_an_example_in_each(guest, say):
    answer = guest.get(f"/coach/?say={say}&example")
    text = answer.content.decode()
    assert (answer["Content-Language"], f'<html lang="{say}"' in text, letter(answer)) == (
        say,
        True,
        page.EXAMPLES[say]["text"],
    )
    assert len(re.findall(r'<li id="r', text)) >= 6


@pytest.mark.parametrize(("text", "status"), [("", 400), (" \n ", 400), ("x" * 20_001, 413)])
def test_no_letter_and_too_much_of_one_are_said(guest, text, status):
    answer = guest.post("/coach/", {"text": text})
    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (status, True)


def test_a_huge_form_is_not_even_read(guest):
    answer = guest.post("/coach/", {"text": "x" * 400_000})
    assert (answer.status_code, "куда больше" in answer.content.decode()) == (413, True)


def test_the_limit_keeps_what_was_written_and_knows_no_address(guest, monkeypatch):
    monkeypatch.setattr(page, "now", lambda: TUESDAY)
    statuses = [guest.post("/coach/", {"text": f"Письмо {n}"}).status_code for n in range(page.PER_MINUTE)]
    assert set(statuses) == {200}
    refused = guest.post("/coach/", {"text": "Последнее"})
    assert (refused.status_code, refused["Retry-After"], ">Последнее</textarea>" in refused.content.decode()) == (
        429,
        "60",
        True,
    )
    assert guest.post("/coach/", {"text": "Сосед"}, REMOTE_ADDR="192.0.2.9").status_code == 200
    assert [
        each for each in Spent.objects.values_list("who", flat=True) if "127.0.0.1" in each or "192.0.2.9" in each
    ] == []


def test_nothing_of_the_letter_reaches_the_database(guest):
    with CaptureQueriesContext(connection) as queries:
        guest.post("/coach/", {"text": BAD, "name": "Анна", "incoming": "Злой Поликарп"})
    said = "\n".join(each["sql"] for each in queries.captured_queries)
    assert [word for word in ("Иннокентий", "Анна", "Поликарп", "неудобства") if word in said] == []


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(guest, method):
    assert getattr(guest, method)("/coach/").status_code == 405
