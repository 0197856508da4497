"""Names of files, opened letters, flowed text."""

import pytest
from evals.mail.letters.files import opaque_signed, tnef
from evals.mail.letters.write import part

from otklik.channels.kinds.email.body import safe_name
from otklik.channels.kinds.email.parse import parse


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/Пароли.txt", "Пароли.txt"),
        ("C:\\Отчёт.doc", "Отчёт.doc"),
        ("/etc/passwd", "passwd"),
        ("Акт 12/11.pdf", "Акт 12/11.pdf"),
        ("a\r\nb.txt", "a b.txt"),
        ("\u202efdp.exe", "fdp.exe"),
    ],
)
def test_a_name_is_only_a_name(given, name):
    assert safe_name(given) == name


@pytest.mark.parametrize("is_unicode", [True, False])
def test_winmail_with_russian_names(is_unicode):
    mail = parse(part(tnef(["Счёт на оплату.pdf"], unicode=is_unicode, body="Текст внутри."), "application/ms-tnef"))
    assert ([each.filename for each in mail.attachments], mail.text) == (["Счёт на оплату.pdf"], "Текст внутри.")


def test_a_letter_signed_opaquely_is_read_and_its_envelope_kept():
    envelope = part(
        opaque_signed(part("Добрый день!")), 'application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"'
    )
    mail = parse(b"Subject: x\r\n" + envelope)
    assert (mail.text, [each.filename for each in mail.attachments]) == ("Добрый день!", ["smime.p7m"])


@pytest.mark.parametrize("content", [b"", b"0", b"0\x80" * 50_000, b"0\x82\xff\xff" + b"x" * 100])
def test_a_broken_envelope_is_a_file(content):
    assert parse(part(b"0" + content, "application/pkcs7-mime")).text == ""


def test_flowed_lines_are_joined():
    head = b"Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\n"
    assert parse(head + "сло \r\nво\r\n> цитата \r\n> дальше\r\n".encode()).text == "слово\n> цитатадальше"
