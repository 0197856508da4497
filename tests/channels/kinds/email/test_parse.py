"""Letters as Russian (and other) clients write them: charsets, quoting, machines, reports, and strangers' tricks."""

import datetime
import time

import pytest

from otklik.channels.kinds.email.parse import parse

NEW = "Добрый день! Ошибка осталась, проверьте ещё раз."


def letter(body, *, charset="utf-8", declared=None, head="", kind="text/plain"):
    declared = f"; charset={declared or charset}" if declared != "" else ""
    top = (
        f"From: =?utf-8?B?0JDQvdC90LA=?= <anna@firma.example>\r\nTo: support@nord.example\r\nSubject: Re: x\r\n{head}"
    )
    return f"{top}Content-Type: {kind}{declared}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + body.encode(
        charset
    )


@pytest.mark.parametrize(
    "history",
    [
        "вт, 24 нояб. 2026 г. в 10:15, Борис Климов <support@nord.example>:\n> Здравствуйте\n> Проверили",
        "вт, 24 нояб. 2026 г. в 10:15, Борис Климов, поддержка Норд Хостинг <\nsupport+t1@nord.example>:\n\n> Здравствуйте",
        '24.11.2026, 10:15, "Борис Климов" <support@nord.example>:\nЗдравствуйте\nПроверили',
        "24.11.2026, 10:15, Борис Климов <support@nord.example>:\n> Здравствуйте",
        "Вторник, 24 ноября 2026, 10:15 +03:00 от Борис Климов <support@nord.example>:\n>Здравствуйте\n>",
        "Вторник, 24 ноября 2026, 10:15 +03:00 от Борис Климов <support@nord.example>:\n \nЗдравствуйте",
        "24.11.2026 10:15, Борис Климов пишет:\n> Здравствуйте",
        "24 ноября 2026 г., в 10:15, Борис Климов <support@nord.example> написал(а):\n\n> Здравствуйте",
        "24 нояб. 2026 г., в 10:15, Борис Климов <support@nord.example> написал(а):\n\nЗдравствуйте",
        "-------- Исходное сообщение --------\nОт: Борис Климов <support@nord.example>\nДата: 24.11.2026 10:15 (GMT+03:00)\n"
        "Кому: anna@firma.example\nТема: Re: x\n\nЗдравствуйте",
        "From: Борис Климов [mailto:support@nord.example]\nSent: Tuesday, November 24, 2026 10:15 AM\nTo: Анна\nSubject: x\n\nЗдравствуйте",
        "От: Борис Климов <support@nord.example>\nОтправлено: 24 ноября 2026 г. 10:15\nКому: Анна Белова\nТема: x\n\nЗдравствуйте",
        "________________________________\nОт: Борис Климов <support@nord.example>\nОтправлено: вторник, 24 ноября 2026 г., 10:15\nКому: Анна\nТема: x",
        "-----Исходное сообщение-----\nОт: Борис\nЗдравствуйте",
        "Борис Климов писал 2026-11-24 10:15:\n> Здравствуйте",
        "On Tue, Nov 24, 2026 at 10:15 AM Boris <support@nord.example> wrote:\n> Hello",
        "> Здравствуйте\n> Проверили",
    ],
)
def test_the_history_of_every_client_is_cut(history):
    assert parse(letter(f"{NEW}\n\n{history}")).reply_text == NEW


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nАнна Белова\nООО «Фирма»", "--\nАнна Белова", "Отправлено с iPhone", "Отправлено из мобильной Почты Mail.ru",
        "Отправлено из Яндекс.Почты для мобильных", "Отправлено с моего Samsung Galaxy смартфона.", "Sent from my iPhone",
        "Отправлено из Outlook для Android<https://aka.ms/x>",
    ],
)  # fmt: skip
def test_signatures_are_cut(signature):
    assert parse(letter(f"{NEW}\n\n{signature}")).reply_text == NEW


@pytest.mark.parametrize(
    "text",
    [
        "Пишу с работы:\nсайт лежит, вот время 10:15 и адрес anna@firma.example\nспасибо",
        "От сервера нет ответа.\nДата продления: 12.11.2026\nЖду.",
        "On Monday the site was fine.\nOn Tuesday it went down: error 502.",
        "Список:\n- один\n- два\n\n--- лог ---\nGET / 502\n--- конец ---\nвсё",
    ],
)
def test_what_is_no_history_stays(text):
    assert parse(letter(text)).reply_text == text


def test_a_time_at_the_end_of_the_letter_is_no_part_of_the_history():
    text = "Передала. Отметка за понедельник, 9:02."
    assert (
        parse(letter(f'{text}\n\n24.11.2026, 10:15, "Борис" <support@nord.example>:\n> Здравствуйте')).reply_text
        == text
    )


def test_an_answer_below_the_quote_is_found():
    assert parse(letter(f"24.11.2026 10:15, Борис пишет:\n> Какая ошибка?\n\n{NEW}")).reply_text == NEW


def test_a_bare_forward_is_content():
    text = "-------- Пересылаемое сообщение --------\n24.11.2026, 10:15, Хостер <a@b.example>:\nВаш сайт отключён за неуплату."
    assert "Ваш сайт отключён за неуплату." in parse(letter(text)).reply_text


@pytest.mark.parametrize("charset", ["utf-8", "koi8-r", "cp1251", "iso-8859-5", "cp866"])
@pytest.mark.parametrize("declared", [None, "", "us-ascii", "iso-8859-1", "x-unknown", "koi8-r"])
def test_russian_is_read_whatever_the_label_says(charset, declared):
    assert parse(letter(NEW, charset=charset, declared=declared)).text == NEW


def test_headers_are_decoded_in_all_the_ways_they_are_written():
    raw = (
        "From: =?koi8-r?B?4c7OwQ==?= =?koi8-r?Q?_=E2=C5=CC=CF=D7=C1?= <Anna@Firma.example>\r\n"
        'To: "Поддержка, Норд" <support@nord.example>, undisclosed:;\r\n'
        "Subject: =?UTF-8?B?0KHQsNC50YIg0L3QtSDQ?=\r\n =?UTF-8?B?vtGC0LrRgNGL0LLQsNC10YLRgdGP?=\r\n"
        "Date: Tue, 24 Nov 2026 10:15:00 +0300 (MSK)\r\nMessage-ID: < a1@firma.example >\r\n\r\nx"
    ).encode()
    mail = parse(raw)
    assert (mail.from_.name, mail.from_.address) == ("Анна Белова", "Anna@Firma.example")
    assert [(box.name, box.address) for box in mail.to] == [("Поддержка, Норд", "support@nord.example")]
    assert (mail.subject, mail.message_id) == ("Сайт не открывается", "a1@firma.example")
    assert mail.date == datetime.datetime(2026, 11, 24, 7, 15, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    "disposition",
    [
        "attachment; filename*=UTF-8''%D0%BB%D0%BE%D0%B3.txt",
        "attachment; filename*0*=UTF-8''%D0%BB%D0%BE; filename*1*=%D0%B3.txt",
        'attachment; filename="=?UTF-8?B?0LvQvtCzLnR4dA==?="',
        'attachment; filename="=?windows-1251?Q?=EB=EE=E3.txt?="',
        'attachment; filename="лог.txt"',
    ],
)
def test_names_of_files(disposition):
    raw = (
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nтекст\r\n"
        f"--b\r\nContent-Type: text/plain\r\nContent-Disposition: {disposition}\r\n\r\nлог\r\n--b--\r\n"
    ).encode()
    assert [(each.filename, each.content) for each in parse(raw).attachments] == [("лог.txt", "лог".encode())]


@pytest.mark.parametrize(
    ("head", "auto"),
    [
        ("Auto-Submitted: auto-replied\r\n", "auto-reply"), ("Auto-Submitted: no\r\n", None), ("X-Autoreply: yes\r\n", "auto-reply"),
        ("Precedence: auto_reply\r\n", "auto-reply"), ("List-Id: <news.example>\r\n", "list"), ("Precedence: bulk\r\n", "list"),
        ("X-Otklik-Mail: 1\r\n", "loop"), ("", None),
    ],
)  # fmt: skip
def test_machines_are_told(head, auto):
    assert parse(letter("x", head=head)).auto == auto


@pytest.mark.parametrize(
    "subject",
    ["Автоответ: отпуск", "Автоматический ответ: Re: Сайт", "Out of Office: x", "Re: вопрос про автоответ?"],
)
def test_auto_replies_by_subject(subject):
    mail = parse(f"From: a@b.example\r\nSubject: {subject}\r\n\r\nЯ в отпуске".encode())
    assert mail.auto == (None if subject.endswith("?") else "auto-reply")


def test_a_standard_report_names_letter_and_reason():
    raw = (
        b"From: Mail Delivery System <mailer-daemon@mx.example>\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nSorry.\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        b"Final-Recipient: rfc822; anna@firma.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        b"Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        b"Message-ID: <t1.m2.x@nord.example>\r\nSubject: x\r\n\r\ny\r\n--b--\r\n"
    )
    bounce = parse(raw).bounce
    assert bounce is not None
    assert (bounce.recipient, bounce.status, bounce.action) == ("anna@firma.example", "5.1.1", "failed")
    assert (bounce.diagnostic, bounce.original_message_id) == ("550 5.1.1 no such user", "t1.m2.x@nord.example")


def test_a_russian_report_without_a_standard_is_a_bounce():
    text = (
        "Письмо не может быть доставлено.\n\nАдресат: anna@firma.example\nПричина: 550 5.7.1 ящик переполнен\n\n"
        "---- Исходное письмо ----\nMessage-ID: <t1.m2.x@nord.example>\n"
    )
    raw = f"From: MAILER-DAEMON@mail.example\r\nSubject: Недоставленное сообщение\r\n\r\n{text}".encode()
    bounce = parse(raw).bounce
    assert bounce is not None
    assert (bounce.recipient, bounce.status, bounce.original_message_id) == (
        "anna@firma.example", "5.7.1", "t1.m2.x@nord.example",
    )  # fmt: skip


def test_html_comes_clean_and_its_images_do_not_call_home():
    page = (
        '<p onclick="x()" style="color:red">Привет<script>alert(1)</script> <img src="https://spy.example/p.gif">'
        '<img src="cid:a@b"><a href="javascript:x()">a</a></p><form><input></form>'
    )
    html = parse(letter(page, kind="text/html")).html
    assert html == (
        '<p style="color:red">Привет <img data-remote-src="https://spy.example/p.gif"><img src="cid:a@b">'
        '<a target="_blank" rel="noopener noreferrer nofollow">a</a></p>'
    )


def test_what_cannot_be_stored_does_not_come_through():
    mail = parse(b'From: "a\r\n b\0" <x@y.example>\r\nSubject: =?utf-8?q?a=0D=0ABcc:_z=00?=\r\n\r\nx\0y \xed\xa0\x80')
    assert (mail.from_.name, mail.subject, "\0" in mail.text) == ("a b", "a Bcc: z", False)


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: x\r\n" + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1000)),
        b"To: " + b"(" * 220_000 + b"\r\n\r\nx", b"To: \"" + b"\\" * 60_000 + b"\r\n\r\nx", b"Subject: x\r\n\r\n" + b"[" * 220_000,
        b"Content-Type: text/html\r\n\r\n" + b"<blockquote>" * 55_000, b"Content-Type: text/html\r\n\r\n" + b"<" * 220_000,
        b"Subject: x\r\n\r\n" + b"On 12:30 a@b\n" * 30_000, b"", b"\0" * 1000, b"\r\n" * 50_000,
    ],
)  # fmt: skip
def test_no_stranger_takes_our_time(raw):
    started = time.process_time()
    parse(raw)
    assert time.process_time() - started < 2


def test_an_opened_winmail_is_its_files():
    assert (
        parse(b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nnot tnef").attachments[0].filename
        == "winmail.dat"
    )
