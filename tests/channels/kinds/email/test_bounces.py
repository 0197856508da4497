"""Reports without a standard part, and letters that only speak of reports."""

import pytest

from otklik.channels.kinds.email.parse import parse
from otklik.channels.kinds.email.reasons import plain_words


def letter(subject, text, sender="MAILER-DAEMON@mx.example", charset="utf-8"):
    return f"From: {sender}\r\nTo: support@nord.example\r\nSubject: {subject}\r\nContent-Type: text/plain; charset={charset}\r\n\r\n{text}".encode(
        charset
    )


@pytest.mark.parametrize("charset", ["utf-8", "koi8-r", "windows-1251"])
@pytest.mark.parametrize(
    ("text", "status", "action"),
    [
        ("К сожалению, Ваше письмо не может быть доставлено:\n\n*****\n\npetrov@klient.example\nтакой пользователь не найден\n", "", "failed"),
        ("Пишите на support@nord.example.\nНе удалось доставить по следующим адресам:\n\npetrov@klient.example\n550 5.2.2 Ящик переполнен\n", "5.2.2", "failed"),
        ("Письмо адресату petrov@klient.example пока не доставлено.\nПопытки доставки будут продолжены.\n451 4.3.2 later\n", "4.3.2", "delayed"),
    ],
)  # fmt: skip
def test_free_reports_in_russian(text, status, action, charset):
    bounce = parse(letter("Недоставленное сообщение", text, charset=charset)).bounce
    assert bounce is not None
    assert (bounce.recipient, bounce.status, bounce.action) == ("petrov@klient.example", status, action)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Не удалось доставить письмо", "Добрый день! Письмо на petrov@klient.example не доставлено. Помогите."),
        ("Почему письма не доставлены?", "Ящик a@b.example переполнен?"), ("Re: Undelivered Mail", "The mailbox a@b.example does not exist, what now?"),
    ],
)  # fmt: skip
def test_people_ask_about_reports(subject, text):
    mail = parse(letter(subject, text, sender="anna@firma.example"))
    assert (mail.bounce, mail.auto) == (None, None)


@pytest.mark.parametrize(
    ("below", "words"),
    [
        ("  mailbox is full: retry timeout exceeded", "ящик переполнен"),
        ("    Unrouteable address", "такого почтового домена нет"),
        ("такой пользователь не найден", "такого ящика нет"),
    ],
)
def test_what_stands_below_the_address_says_why(below, words):
    text = (
        "A message that you sent could not be delivered to one or more of its recipients. This is a permanent error. The following"
        f" address(es) failed:\n\n  petrov@klient.example\n{below}\n\n------ This is a copy of your message. ------\n\nTo: petrov@klient.example\n"
    )
    bounce = parse(letter("Mail failure.", text)).bounce
    assert (bounce.recipient, bounce.action, bounce.diagnostic) == ("petrov@klient.example", "failed", below.strip())
    assert plain_words(bounce.status, bounce.diagnostic) == words
