"""`POST /api/coach/reply`: the contract over HTTP, who may ask, how much, and that nothing stays."""

import json
import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.api import actions
from otklik.api.models import Spent, Token, TokenUse
from otklik.api.views import reply as view
from otklik.coach.reply.contract import answer
from tests.cast import PASSWORD, TUESDAY

URL = "/api/coach/reply"
LETTER = {
    "id": "a",
    "lang": "ru",
    "customer_name": "Анна",
    "reply": "Здравствуйте!\n\nПростите за неудобства, Иннокентий.",
}


@pytest.fixture
def secret(db):
    return actions.add_token("shop", at=TUESDAY)


def ask(data, secret=None, **headers):
    body = data if isinstance(data, str | bytes) else json.dumps(data)
    more = {"Authorization": f"Bearer {secret}"} if secret else {}
    return Client(enforce_csrf_checks=True).post(
        URL, body, content_type=headers.pop("kind", "application/json"), headers={**more, **headers}
    )


def test_one_letter_gives_the_contracts_answer(secret):
    response = ask(LETTER, secret)
    assert (response.status_code, response.json(), response["Cache-Control"]) == (200, answer(LETTER), "no-store")
    assert "неудобства" in response.content.decode()


def test_a_list_gives_a_list_in_its_order_and_a_bad_one_stops_nobody(secret):
    asked = [{"id": 1}, LETTER, 7, {"id": 2, "reply": "x" * (view.MAX_LETTER + 1)}, {"id": 3, "reply": ""}]
    assert ask(asked, secret).json() == [
        {"id": 1, "error": "the key «reply» must be a text"}, answer(LETTER), {"id": None, "error": "not an object"},
        {"id": 2, "error": "«reply» is longer than 50000 characters"}, {"id": 3, "findings": []},
    ]  # fmt: skip
    assert (ask([], secret).status_code, ask([], secret).json()) == (200, [])


@pytest.mark.parametrize(
    ("body", "kind", "status", "why"),
    [
        ("nope", "application/json", 400, "no JSON"), (b"\xff", "application/json", 400, "no UTF-8"), ("7", "application/json", 400, "an object, or a list"),
        ("[" * 100_000, "application/json", 400, "no JSON"), ('{"id": 1}', "application/json", 400, "must be a text"),
        ("{}", "text/plain", 415, "Content-Type: application/json"), ("a=b", "application/x-www-form-urlencoded", 415, "JSON"),
        ('{"reply": "' + "x" * view.MAX_BODY + '"}', "application/json", 413, "up to 1 MB"),
        (json.dumps([{"reply": ""}] * 101), "application/json", 413, "these are 101"),
    ],
)  # fmt: skip
def test_what_is_off_is_said(secret, body, kind, status, why):
    response = ask(body, secret, kind=kind)
    assert (response.status_code, why in response.json()["error"]) == (status, True)


@pytest.mark.parametrize("header", ["Bearer otk_unknown", "Bearer", "Basic YTpi", "", "Bearer nonsense"])
def test_who_has_no_token_is_told_how_to_get_one(db, header):
    response = ask(LETTER, Authorization=header)
    assert (response.status_code, response["WWW-Authenticate"], "otk_" in response.json()["error"]) == (
        401,
        'Bearer realm="otklik"',
        True,
    )


def test_a_guest_and_a_revoked_token_stay_out(secret):
    assert ask(LETTER).status_code == 401
    actions.revoke_token("shop", at=TUESDAY)
    assert ask(LETTER, secret).status_code == 401


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_only_post_is_an_answer(db, method):
    response = getattr(Client(), method)(URL)
    assert (response.status_code, response["Allow"]) == (405, "POST")


def test_an_agent_asks_from_their_browser_with_the_forms_token(cast):
    client = Client(enforce_csrf_checks=True)
    client.get("/login/")
    assert client.login(username=cast.vera.email, password=PASSWORD)
    bare = client.post(URL, json.dumps(LETTER), content_type="application/json")
    assert (bare.status_code, "X-CSRFToken" in bare.json()["error"]) == (403, True)
    token = client.cookies["csrftoken"].value
    asked = client.post(URL, json.dumps(LETTER), content_type="application/json", headers={"X-CSRFToken": token})
    assert (asked.status_code, asked.json()) == (200, answer(LETTER))


def test_a_bad_token_is_not_saved_by_a_session(cast):
    client = Client()
    client.force_login(cast.boris)
    assert (
        client.post(
            URL, json.dumps(LETTER), content_type="application/json", headers={"Authorization": "Bearer otk_x"}
        ).status_code
        == 401
    )


def test_the_limit_is_a_minutes_letters(secret, monkeypatch):
    monkeypatch.setattr(view, "now", lambda: TUESDAY)
    assert [ask([{"reply": ""}] * 100, secret).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = ask(LETTER, secret)
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    other = actions.add_token("another", at=TUESDAY)
    assert ask(LETTER, other).status_code == 200
    assert list(TokenUse.objects.filter(token__name="shop").values_list("calls", "letters", "refused")) == [
        (5, 300, 2)
    ]


def test_the_letter_is_kept_nowhere(secret, caplog):
    with CaptureQueriesContext(connection) as queries, caplog.at_level(logging.DEBUG):
        ask(LETTER, secret)
    said = "\n".join([*(each["sql"] for each in queries.captured_queries), *caplog.messages])
    assert [word for word in ("Иннокентий", "неудобства", "Анна") if word in said] == []
    assert {each["sql"].split('"')[1] for each in queries.captured_queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))} == {
        Spent._meta.db_table, TokenUse._meta.db_table,
    }  # fmt: skip


def test_the_log_names_tokens_and_never_secrets(db, caplog):
    with caplog.at_level(logging.INFO, "otklik.api"):
        secret = actions.add_token("shop", at=TUESDAY)
    assert (caplog.messages, secret in caplog.text, Token.objects.count()) == (["token «shop» made"], False, 1)


def test_a_body_that_lies_about_its_length_is_bounded(secret):
    client = Client()
    response = client.generic(
        "POST",
        URL,
        b"{}",
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
        CONTENT_LENGTH=str(view.MAX_BODY + 1),
    )
    assert response.status_code == 413
