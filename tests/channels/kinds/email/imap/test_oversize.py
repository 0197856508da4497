"""The short form of a letter that is too large."""

from otklik.channels.kinds.email.imap.oversize import shortened
from otklik.channels.kinds.email.parse import parse


def test_an_html_letter_keeps_its_words_and_its_head():
    beginning = b"Subject: x\r\nReferences: <a@b>\r\n <c@d>\r\nCONTENT-TYPE: text/html;\r\n charset=utf-8\r\nX-Own: y\r\n\r\n<p>Hello</p>"
    raw = shortened(beginning, size=51_000_000, address="a@nord.example", language="en")
    mail = parse(raw)
    assert mail.references == ("a@b", "c@d")
    assert mail.text.splitlines() == [
        "Hello",
        "",
        "[The letter is too large (51 MB), so here is its text only. The whole of it, with the files, is in the mailbox a@nord.example.]",
    ]
    assert raw.startswith(b"Subject: x\r\nReferences: <a@b>\r\n <c@d>\r\nX-Own: y\r\nMIME-Version: 1.0\r\n")


def test_a_head_without_an_end_is_a_letter_all_the_same():
    raw = shortened(b"Subject: x\r\nX-Long: " + b"y" * 1000, size=9_000_000, address="a@b.example", language="ru")
    assert parse(raw).subject == "x"
    assert "9 МБ" in parse(raw).text
