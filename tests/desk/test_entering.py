"""Coming in: guessing is slowed, a session is new after the log-in and over after a log-out, nobody is led away."""

import datetime

import pytest
from django.test import Client

from otklik.people import actions as people
from otklik.people.models import FailedLogin
from otklik.people.queries import must_wait
from tests.cast import PASSWORD, TUESDAY


def come(client, email="boris@nord.example", password=PASSWORD, **words):
    return client.post("/login/", {"username": email, "password": password}, **words)


def test_the_right_password_comes_in_whatever_the_letters_of_the_address(cast):
    assert come(Client(), " Boris@Nord.EXAMPLE".strip()).headers["Location"] == "/tickets/"
    assert come(Client(), password="wrong").status_code == 200


def test_after_five_slips_the_password_is_not_looked_at(cast):
    client = Client()
    assert [come(client, password=f"guess-{n}").status_code for n in range(6)] == [200] * 5 + [429]
    answer = come(client)
    assert (answer.status_code, "sessionid" in client.cookies) == (429, False)
    assert "15 минут" in answer.content.decode()
    assert int(answer.headers["Retry-After"]) > 800
    assert come(Client(), REMOTE_ADDR="198.51.100.7").status_code == 302  # the person at home is not locked out
    assert come(Client(), "nina@nord.example").status_code == 302


def test_success_forgets_the_slips(cast):
    client = Client()
    for _ in range(2):
        for _ in range(4):
            come(client, password="wrong")
        assert come(Client()).status_code == 302
    assert FailedLogin.objects.count() == 0


@pytest.mark.parametrize(
    ("emails", "remotes", "count", "waits"),
    [
        ("ab", "1", 29, False), ("{}", "1", 29, False), ("{}", "1", 30, True), ("a", "{}", 49, False), ("a", "{}", 50, True),
        ("a", "1", 4, False), ("a", "1", 5, True),
    ],
)  # fmt: skip
def test_one_place_and_one_address_have_limits(db, emails, remotes, count, waits):
    for number in range(count):
        email = emails.format(number) if emails != "ab" else f"x{number % 10}"
        people.note_failed_login(email=email, remote=remotes.format(number), at=TUESDAY)
    asked = {"email": "a", "remote": "1", "at": TUESDAY + datetime.timedelta(minutes=1)}
    assert (must_wait(**asked) is not None) == waits
    assert must_wait(**{**asked, "at": TUESDAY + datetime.timedelta(hours=2)}) is None


@pytest.mark.parametrize("email", ["", "x" * 5000, "нет@такого.рф", "' OR 1=1 --"])
def test_no_typing_breaks_the_door(cast, email):
    assert come(Client(), email).status_code == 200


def test_a_session_is_new_after_the_log_in_and_over_after_the_log_out(cast):
    client = Client()
    client.get("/login/")
    session = client.session
    session["mark"] = 1
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    come(client)
    kept = client.cookies["sessionid"].value
    assert kept != planted
    client.post("/logout/")
    stolen = Client()
    stolen.cookies["sessionid"] = kept
    assert stolen.get("/tickets/").status_code == 302


def test_an_agent_who_has_left_is_out_at_once(cast):
    client = Client()
    come(client)
    assert client.get("/tickets/").status_code == 200
    type(cast.boris).objects.filter(pk=cast.boris.pk).update(is_active=False)
    assert (client.get("/tickets/").status_code, come(Client()).status_code) == (302, 200)


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example", "%2F%2Fevil.example"]
)  # fmt: skip
def test_nobody_is_led_away(cast, to):
    client = Client()
    answer = client.post("/login/", {"username": "boris@nord.example", "password": PASSWORD, "next": to})
    assert answer.headers["Location"] in ("/tickets/", "%2F%2Fevil.example")
    assert client.get("/login/", {"next": to}).headers["Location"] in ("/tickets/", "%2F%2Fevil.example")
    inside = client.post("/login/", {"username": "boris@nord.example", "password": PASSWORD, "next": "/search/?q=x"})
    assert inside.headers["Location"] == "/search/?q=x"


def test_a_new_password_ends_the_other_sessions(cast):
    here, elsewhere = Client(), Client()
    come(here)
    come(elsewhere)
    words = {"old_password": PASSWORD, "new_password1": "another-long-one-2", "new_password2": "another-long-one-2"}
    assert here.post("/me/password/", {**words, "old_password": "wrong"}).status_code == 200
    assert (
        here.post("/me/password/", {**words, "new_password1": "12345", "new_password2": "12345"}).status_code == 200
    )
    assert here.post("/me/password/", words).status_code == 302
    assert (here.get("/tickets/").status_code, elsewhere.get("/tickets/").status_code) == (200, 302)
    assert come(Client(), password="another-long-one-2").status_code == 302
