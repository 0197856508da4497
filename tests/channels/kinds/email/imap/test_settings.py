"""What an admin may write, and what is said to what they may not."""

import pytest

from otklik.channels.kinds.email.imap.settings import BadMailbox, ImapSettings, read


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("imaps://a@nord.example@imap.yandex.ru/INBOX", ("imap.yandex.ru", 993, "a@nord.example", "INBOX", "tls")),
        ("imaps://a%40nord.example@mx:1993", ("mx", 1993, "a@nord.example", "INBOX", "tls")),
        ("imap://a@mx.example/%D0%9F%D0%BE%D1%87%D1%82%D0%B0", ("mx.example", 143, "a", "Почта", "starttls")),
        ("imap://a@mx.example/Support/New?tls=none", ("mx.example", 143, "a", "Support/New", "none")),
        ("imap://a@127.0.0.1:1143", ("127.0.0.1", 1143, "a", "INBOX", "none")),
        ("imap://a@127.0.0.1:1143?tls=starttls", ("127.0.0.1", 1143, "a", "INBOX", "starttls")),
    ],
)
def test_addresses(url, expected):
    assert read({"url": url}) == ImapSettings(*expected)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"url": "pop3://a@b"}, "write imaps://USER@HOST/INBOX"),
        ({"url": ""}, "write imaps://USER@HOST/INBOX"),
        ({"url": "imaps://a:secret@b"}, "no password in the address"),
        ({"url": "imaps://a@b:many"}, "the port is no number"),
        ({"url": "imap://a@b?tls=maybe"}, "write starttls or none"),
        ({"url": "imaps://a@b", "take": "some"}, "unread, all, new"),
        ({"url": "imaps://a@b", "taken": "move:"}, "flag, seen, move:FOLDER"),
        ({"url": "imaps://a@b/Done", "taken": "move:Done"}, "into itself"),
    ],
)
def test_what_cannot_be_is_told_with_what_can(words, said):
    with pytest.raises(BadMailbox, match=said):
        read(words)


def test_positions_of_another_folder_server_or_user_are_not_mistaken():
    urls = (
        "imaps://a@b/INBOX",
        "imaps://a@b/Other",
        "imaps://a@c/INBOX",
        "imaps://d@b/INBOX",
        "imaps://a@b:1993/INBOX",
    )
    assert len({read({"url": each}).where for each in urls}) == len(urls)


def test_the_look_is_neither_hasty_nor_for_ever():
    assert [read({"url": "imaps://a@b", "poll": each}).poll for each in (1, 90, 9000)] == [5, 90, 1500]
