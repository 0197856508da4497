"""Trouble in words, in both languages."""

from otklik.channels.kinds.email.imap.troubles import Trouble, steps, words


def test_words():
    kept = Trouble("login", "AUTHENTICATIONFAILED", host="imap.example").as_json()
    assert (
        words(kept) == "imap.example does not let us in: look at the name and the password («AUTHENTICATIONFAILED»)"
    )
    assert words(kept, language="ru") == (
        "сервер imap.example не пускает: проверьте имя и пароль («AUTHENTICATIONFAILED»)"
    )


def test_what_is_not_known_has_words_too():
    assert words({"code": "of a later version", "host": "b"}) == "b refused"


def test_a_refused_login_is_not_hurried():
    assert (steps("dropped")[0], steps("login")[0]) == (2, 60)
