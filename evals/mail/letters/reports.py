"""Delivery reports as mail servers write them, in Russian and English, with the standard part and without."""

from __future__ import annotations

from collections.abc import Iterator

from evals.mail.letters.write import AGENT_MAIL, Letter, head, multipart, part, plain

_DEAD = "petrov@klient.example"
_ORIGINAL = f"Return-Path: <{AGENT_MAIL}>\r\nFrom: support@nord.example\r\nTo: {_DEAD}\r\nSubject: =?utf-8?B?0JLQsNGIINGB0LDQudGC?=\r\nMessage-ID: <t1.m2@nord.example>\r\nDate: Tue, 24 Nov 2026 10:15:00 +0300\r\n\r\n"


def _daemon(address: str, name: str = "Mail Delivery System") -> str:
    return f'"{name}" <{address}>' if name.isascii() else f"{name} <{address}>"


def _standard(
    text: str, *, status: str = "5.1.1", action: str = "failed", diagnostic: str = "smtp; 550 5.1.1 <petrov@klient.example>: Recipient address rejected: User unknown",
    recipient: str = f"rfc822; {_DEAD}", extra: str = "", charset: str = "utf-8", returned: str = "message/rfc822",
) -> bytes:  # fmt: skip
    report = f"Reporting-MTA: dns; mx.nord.example\r\nX-Postfix-Queue-ID: 4F1\r\nArrival-Date: Tue, 24 Nov 2026 10:15:00 +0300 (MSK)\r\n\r\nFinal-Recipient: {recipient}\r\n{extra}Action: {action}\r\nStatus: {status}\r\nRemote-MTA: dns; mx.klient.example\r\nDiagnostic-Code: {diagnostic}\r\n".encode(
        charset, "replace"
    )
    return multipart(
        "report; report-type=delivery-status",
        part(text, charset=charset, how="8bit"),
        b"Content-Description: Delivery report\r\nContent-Type: message/delivery-status\r\n\r\n" + report,
        f"Content-Type: {returned}\r\n\r\n{_ORIGINAL}Текст".encode(),
    )


def _failed(recipient: str = _DEAD, status: str | None = "5.1.1", **more: object) -> dict[str, object]:
    expect: dict[str, object] = {
        "auto": ["bounce"],
        "bounce_recipient": [recipient],
        "bounce_class": [(status or "5")[0]],
    }
    if status:
        expect["bounce_status"] = [status]
    return {**expect, **more}


_POSTFIX_RU = f"""Это почтовая система на сервере mx.nord.example.

К сожалению, ваше сообщение не может быть доставлено одному
или нескольким получателям. Оно приложено ниже.

За помощью обращайтесь к администратору почты.

                   Почтовая система

<{_DEAD}>: host mx.klient.example[192.0.2.25] said: 550 5.1.1
    <{_DEAD}>: Recipient address rejected: Пользователь не найден (in
    reply to RCPT TO command)
"""
_POSTFIX_EN = f"This is the mail system at host mx.nord.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n                   The mail system\n\n<{_DEAD}>: host mx.klient.example[192.0.2.25] said: 550 5.1.1 User unknown\n    (in reply to RCPT TO command)\n"
_YANDEX = f"""Это письмо создано сервером yandex.ru автоматически, отвечать на него не нужно.

К сожалению, Ваше письмо не может быть доставлено одному или нескольким адресатам. Технические подробности можно найти ниже.

Возможные причины недоставки указаны по адресу:
https://yandex.ru/support/mail/web/letter/create.html#troubleshooting__received-report

Пожалуйста, перешлите это письмо в службу поддержки, если
в Вашем случае причина недоставки не ясна.

**************************************

This is the mail system at host forward501.mail.yandex.net.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<{_DEAD}>: host mx.klient.example[192.0.2.25] said: 550 5.7.1 Message rejected as spam (in reply to end of DATA command)
"""
_MAILRU = f"""Это письмо создано автоматически
сервером Mail.Ru, отвечать на него не
нужно.

К сожалению, Ваше письмо не может
быть доставлено одному или нескольким
получателям:

**********************

{_DEAD}
на этом сервере такой пользователь не найден

**********************


------ Копия Вашего письма, включая все заголовки: ------

{_ORIGINAL}
"""
_MAILRU_EN = f"A message that you sent could not be delivered to one or more of its recipients.\n\n  {_DEAD}\n    SMTP error from remote mail server after RCPT TO:<{_DEAD}>:\n    host mxs.mail.ru [94.100.180.31]: 550 Message was not accepted -- invalid mailbox.\n    Local mailbox {_DEAD} is unavailable: user is terminated\n"
_EXIM = f"""This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {_DEAD}
    host mx.klient.example [192.0.2.25]
    SMTP error from remote mail server after RCPT TO:<{_DEAD}>:
    550 5.2.2 Почтовый ящик переполнен

------ This is a copy of the message, including all the headers. ------

{_ORIGINAL}
Текст
"""
_EXIM_WARN = f"""This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mx.nord.example.

The message identifier is:     1tAbCd-0001-AA
The subject of the message is: Ваш сайт
The date of the message is:    Tue, 24 Nov 2026 10:15:00 +0300

The address to which the message has not yet been delivered is:

  {_DEAD}
    Delay reason: SMTP error from remote mail server after MAIL FROM:<{AGENT_MAIL}>:
    451 4.7.1 Greylisting in action, please come back later

No action is required on your part. Delivery attempts will continue for
some time, and this warning may be repeated at intervals if the message
remains undelivered. Eventually the mail delivery software will give up,
and when that happens, the message will be returned to you.
"""
_EXIM_RU = f"""Это сообщение создано автоматически почтовой программой.

Отправленное вами сообщение не удалось доставить одному или нескольким
получателям. Это постоянная ошибка. Не удалось доставить по адресам:

  {_DEAD}
    550 5.1.1 Нет такого ящика

------ Это копия сообщения, включая все заголовки. ------

{_ORIGINAL}
"""
_GMAIL_RU = f"Адрес не найден\n\nВаше сообщение не доставлено адресату {_DEAD}, так как указанный адрес не найден или не принимает почту.\n\nПодробнее: https://support.google.com/mail/?p=NoSuchUser\n\nОтвет удаленного сервера:\n\n550 5.1.1 The email account that you tried to reach does not exist.\n"
_GMAIL_DELAY_RU = f"Доставка не завершена\n\nВозникла временная ошибка при доставке вашего сообщения адресату {_DEAD}. Gmail будет пытаться доставить его ещё 46 ч. Вы получите уведомление, если доставка не удастся.\n"
_O365_RU = f"Не удалось доставить сообщение для {_DEAD}.\n\nАдресат petrov не найден на klient.example.\n\nsupport\tOffice 365\tpetrov\nТребуется действие\t\tПолучатель\nНеизвестный адрес получателя\n\nКак исправить эту проблему\nВозможно, адрес указан неправильно или не существует.\n\nДополнительные сведения для администраторов электронной почты\nКод состояния: 550 5.1.10\n"
_EXCHANGE_RU = f"""Сбой доставки следующим получателям или группам:

Петров Иван (petrov@klient.example)<mailto:{_DEAD}>
Не удалось найти введенный адрес электронной почты. Проверьте адрес получателя и попробуйте повторно отправить сообщение. Если проблема не исчезнет, обратитесь в службу поддержки.


Диагностические сведения для администраторов:

Создающий сервер: EX01.klient.example

{_DEAD}
Remote Server returned '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'

Исходные заголовки сообщения:

Received: from mx.nord.example (192.0.2.1) by EX01.klient.example
{_ORIGINAL}
"""
_SENDMAIL = f"The original message was received at Tue, 24 Nov 2026 10:15:00 +0300\nfrom nord.example [192.0.2.1]\n\n   ----- The following addresses had permanent fatal errors -----\n<{_DEAD}>\n    (reason: 550 5.1.1 <{_DEAD}>... User unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mx.klient.example.:\n>>> DATA\n<<< 550 5.1.1 <{_DEAD}>... User unknown\n550 5.1.1 <{_DEAD}>... User unknown\n"
_QMAIL = f"Hi. This is the qmail-send program at mx.nord.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<{_DEAD}>:\n192.0.2.25 does not like recipient.\nRemote host said: 550 5.1.1 No such user\nGiving up on 192.0.2.25.\n\n--- Below this line is a copy of the message.\n\n{_ORIGINAL}\nТекст\n"
_COMMUNIGATE = f"Failed to deliver to '{_DEAD}'\nSMTP module(domain klient.example) reports:\n host mx.klient.example says:\n 550 5.1.1 unknown user\n"
_DOMINO = f"Ваше сообщение\n\n  Тема: Ваш сайт\n\nне доставлено:\n\n  {_DEAD}\n\nпо причине:\n\n  Пользователь petrov не указан в Адресной книге Domino\n\n"
_MDAEMON = f"Следующее сообщение не удалось доставить:\n\nНеверный получатель: {_DEAD}\nПричина: 550 Mailbox unavailable\n\n--- Session Transcript ---\nTue 2026-11-24 10:15:01: --> RCPT To:<{_DEAD}>\nTue 2026-11-24 10:15:01: <-- 550 Mailbox unavailable\n"
_RAMBLER = f"Письмо, отправленное Вами на адрес {_DEAD}, не доставлено.\nПричина: почтовый ящик получателя переполнен (552 5.2.2 Mailbox full).\n"
_KERIO = f"Ваше сообщение не удалось доставить по следующим адресам:\n\n{_DEAD}\n  554 5.4.14 Hop count exceeded - possible mail loop\n"


def letters() -> Iterator[Letter]:
    """Standard reports, free ones, delays, and letters that only speak of reports."""
    null = "Return-Path: <>\r\nAuto-Submitted: auto-replied\r\n"
    daemon = _daemon("MAILER-DAEMON@mx.nord.example")
    to = AGENT_MAIL
    standard: dict[str, tuple[bytes, bytes, dict[str, object]]] = {
        "postfix": (head(subject="Undelivered Mail Returned to Sender", sender=daemon, to=to, extra=null), _standard(_POSTFIX_EN), _failed(bounce_diag=["User unknown"])),
        "postfix-ru": (head(subject="Недоставленное письмо возвращено отправителю", sender=daemon, to=to, extra=null), _standard(_POSTFIX_RU, diagnostic=f"smtp; 550 5.1.1 <{_DEAD}>: Recipient address rejected: Пользователь не найден"), _failed(bounce_diag=["Пользователь не найден"])),
        "postfix-koi8": (head(subject="Undelivered Mail Returned to Sender", sender=daemon, to=to, extra=null), _standard(_POSTFIX_RU, charset="koi8-r", diagnostic="smtp; 550 5.1.1 Пользователь не найден"), _failed(bounce_diag=["Пользователь не найден"])),
        "postfix-1251": (head(subject="Undelivered Mail Returned to Sender", sender=daemon, to=to, extra=null), _standard(_POSTFIX_EN, charset="cp1251", diagnostic="smtp; 550 5.1.1 Почтовый ящик не существует"), _failed(bounce_diag=["Почтовый ящик не существует"])),
        "postfix-delay": (head(subject="Delayed Mail (still being retried)", sender=daemon, to=to, extra=null), _standard("THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE.", status="4.4.1", action="delayed", diagnostic="X-Postfix; connect to mx.klient.example[192.0.2.25]:25: Connection timed out"), _failed(status="4.4.1", bounce_action=["delayed"])),
        "postfix-delay-ru": (head(subject="Задержка доставки письма (попытки продолжаются)", sender=daemon, to=to, extra=null), _standard("ЭТО ТОЛЬКО ПРЕДУПРЕЖДЕНИЕ. ПОВТОРНО ОТПРАВЛЯТЬ ПИСЬМО НЕ НУЖНО.", status="4.4.1", action="delayed", diagnostic="X-Postfix; timed out"), _failed(status="4.4.1", bounce_action=["delayed"])),
        "postfix-original": (head(subject="Undelivered Mail Returned to Sender", sender=daemon, to=to, extra=null), _standard(_POSTFIX_EN, recipient="rfc822; ivan@internal.klient.example", extra=f"Original-Recipient: rfc822;{_DEAD}\r\n"), {"auto": ["bounce"], "bounce_recipient": [_DEAD, "ivan@internal.klient.example"], "bounce_status": ["5.1.1"]}),
        "yandex": (head(subject="Недоставленное сообщение", sender=_daemon("mailer-daemon@yandex.ru", "Mail Delivery System"), to=to, extra=null), _standard(_YANDEX, status="5.7.1", diagnostic="smtp; 550 5.7.1 Message rejected as spam"), _failed(status="5.7.1")),
        "exim": (head(subject="Mail delivery failed: returning message to sender", sender=_daemon("Mailer-Daemon@mx.nord.example"), to=to, extra=f"{null}X-Failed-Recipients: {_DEAD}\r\n"), _standard(_EXIM, status="5.0.0", diagnostic="smtp; 550 5.2.2 Mailbox full"), _failed(status=None, bounce_status=["5.0.0", "5.2.2"])),
        "gmail": (head(subject="Delivery Status Notification (Failure)", sender=_daemon("mailer-daemon@googlemail.com", "Mail Delivery Subsystem"), to=to, extra=f"{null}X-Failed-Recipients: {_DEAD}\r\n"), _standard(_GMAIL_RU, diagnostic="smtp; 550-5.1.1 The email account that you tried to reach does not exist."), _failed()),
        "gmail-delay": (head(subject="Delivery Status Notification (Delay)", sender=_daemon("mailer-daemon@googlemail.com", "Mail Delivery Subsystem"), to=to, extra=null), _standard(_GMAIL_DELAY_RU, status="4.4.1", action="delayed", diagnostic="smtp; The recipient server did not accept our requests to connect."), _failed(status="4.4.1")),
        "o365-ru": (head(subject="Не удаётся доставить: Ваш сайт", sender=_daemon("postmaster@klient.example", "Microsoft Outlook"), to=to, extra="Return-Path: <>\r\n"), _standard(_O365_RU, status="5.1.10", diagnostic="smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"), _failed(status="5.1.10")),
        "exchange-ru": (head(subject="Недоставлено: Ваш сайт", sender=_daemon("MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@klient.example", "Microsoft Outlook"), to=to, extra="Return-Path: <>\r\n"), _standard(_EXCHANGE_RU), _failed()),
        "exchange-delay-ru": (head(subject="Доставка отложена: Ваш сайт", sender=_daemon("postmaster@klient.example", "Microsoft Outlook"), to=to, extra="Return-Path: <>\r\n"), _standard(f"Доставка для следующих получателей задерживается:\n\n{_DEAD}\n\nБудут предприняты повторные попытки.", status="4.4.7", action="delayed", diagnostic="smtp;400 4.4.7 Message delayed"), _failed(status="4.4.7", bounce_action=["delayed"])),
        "sendmail": (head(subject="Returned mail: see transcript for details", sender=_daemon("MAILER-DAEMON@mx.nord.example", "Mail Delivery Subsystem"), to=to, extra="Return-Path: <>\r\nAuto-Submitted: auto-generated (failure)\r\n"), _standard(_SENDMAIL, returned="text/rfc822-headers"), _failed()),
        "utf8-recipient": (head(subject="Undelivered Mail Returned to Sender", sender=daemon, to=to, extra=null), _standard("Не удалось доставить письмо.", recipient="utf-8; петров@клиент.рф"), _failed("петров@клиент.рф")),
        "no-report-type": (head(subject="Недоставленное сообщение", sender=daemon, to=to, extra=null), _standard(_YANDEX).replace(b"; report-type=delivery-status", b""), _failed()),
        "status-in-words": (head(subject="Недоставленное сообщение", sender=daemon, to=to, extra=null), _standard("Письмо вернулось.", status="5.0.0 (неизвестная ошибка)", diagnostic="smtp;\r\n 550 5.1.1\r\n Нет такого пользователя"), _failed(status=None)),
    }  # fmt: skip
    for name, (top, rest, expect) in standard.items():
        yield Letter(f"bounce/{name}", top + rest, expect)
    free: dict[str, tuple[str, str, str, str, dict[str, object]]] = {
        "mailru": ("Mail failure.", "mailer-daemon@corp.mail.ru", _MAILRU, "utf-8", _failed(status=None)),
        "mailru-koi8": ("Mail failure.", "Mailer-Daemon@mail.ru", _MAILRU, "koi8-r", _failed(status=None)),
        "mailru-ru-subject": ("Письмо не доставлено", "mailer-daemon@mail.ru", _MAILRU, "utf-8", _failed(status=None)),
        "mailru-en": ("Mail delivery failed: returning message to sender", "Mailer-Daemon@f123.i.mail.ru", _MAILRU_EN, "utf-8", _failed(status=None)),
        "yandex-text": ("Недоставленное сообщение", "mailer-daemon@yandex.ru", _YANDEX, "utf-8", _failed(status="5.7.1")),
        "exim-text": ("Mail delivery failed: returning message to sender", "Mailer-Daemon@mx.nord.example", _EXIM, "utf-8", _failed(status="5.2.2")),
        "exim-warning": ("Warning: message 1tAbCd-0001-AA delayed 24 hours", "Mailer-Daemon@mx.nord.example", _EXIM_WARN, "utf-8", _failed(status="4.7.1", bounce_action=["delayed"])),
        "exim-ru": ("Доставка не удалась: возвращаем сообщение отправителю", "Mailer-Daemon@mx.nord.example", _EXIM_RU, "utf-8", _failed()),
        "gmail-text-ru": ("Delivery Status Notification (Failure)", "mailer-daemon@googlemail.com", _GMAIL_RU, "utf-8", _failed()),
        "exchange-text-ru": ("Не удалось доставить: Ваш сайт", "postmaster@klient.example", _EXCHANGE_RU, "utf-8", _failed()),
        "o365-text-ru": ("Не удается доставить: Ваш сайт", "postmaster@klient.example", _O365_RU, "utf-8", _failed(status="5.1.10")),
        "sendmail-text": ("Returned mail: see transcript for details", "MAILER-DAEMON@mx.nord.example", _SENDMAIL, "utf-8", _failed()),
        "qmail": ("failure notice", "MAILER-DAEMON@mx.nord.example", _QMAIL, "utf-8", _failed()),
        "communigate": ("Undeliverable mail", "MAILER-DAEMON@klient.example", _COMMUNIGATE, "utf-8", _failed()),
        "domino-ru": ("ОТЧЕТ О СБОЕ ДОСТАВКИ: Пользователь petrov не указан в Адресной книге Domino", "Postmaster@klient.example", _DOMINO, "windows-1251", _failed(status=None)),
        "mdaemon": ("Внимание! Ошибка доставки письма", "MDaemon@klient.example", _MDAEMON, "windows-1251", _failed(status=None)),
        "rambler": ("Сообщение не доставлено", "MAILER-DAEMON@rambler.ru", _RAMBLER, "koi8-r", _failed(status="5.2.2")),
        "kerio": ("Сбой доставки", "postmaster@klient.example", _KERIO, "utf-8", _failed(status="5.4.14")),
        "postfix-ru-text": ("Недоставленное письмо возвращено отправителю", "MAILER-DAEMON@mx.nord.example", _POSTFIX_RU, "koi8-r", _failed()),
        "russian-daemon-delay": ("Предупреждение: доставка вашего письма задерживается", "MAILER-DAEMON@mx.nord.example", f"Ваше письмо адресату {_DEAD} пока не доставлено.\nПопытки доставки будут продолжены ещё 4 дня.\nПричина: 451 4.3.2 Try again later\n", "utf-8", _failed(status="4.3.2")),
    }  # fmt: skip
    for name, (subject, sender, text, charset, expect) in free.items():
        raw = plain(
            text.replace("\r\n", "\n"),
            charset=charset,
            how="8bit",
            subject=subject,
            sender=sender,
            to=to,
            extra="Return-Path: <>\r\n",
        )
        yield Letter(f"bounce/free-{name}", raw, expect)
    null_html = f'<html><body><p><b>Сбой доставки следующим получателям или группам:</b></p><p><a href="mailto:{_DEAD}">Петров Иван ({_DEAD})</a><br>Почтовый ящик получателя переполнен.</p><p>Диагностические сведения для администраторов:</p><p>{_DEAD}<br>#550 5.2.2 STOREDRV.Deliver; mailbox full ##</p></body></html>'
    yield Letter(
        "bounce/free-exchange-html",
        head(
            subject="Недоставленное: Ваш сайт", sender="postmaster@klient.example", to=to, extra="Return-Path: <>\r\n"
        )
        + part(null_html, "text/html", how="quoted-printable"),
        _failed(status="5.2.2"),
    )
    speak = {
        "asks": ("Re: Недоставленное сообщение", f"Здравствуйте! Клиенты жалуются: письма на {_DEAD} возвращаются с ошибкой 550 5.1.1. Почему?"),
        "subject": ("Не удалось доставить письмо клиенту", "Добрый день! Отправляю письмо клиенту, а оно возвращается. Помогите настроить почту."),
        "question": ("Почему письма не доставлены?", "Вчера отправили рассылку, половина писем не доставлена. Ящик klient@mail.example переполнен? Проверьте, пожалуйста."),
        "forwarded": ("Fwd: Mail delivery failed", f"Посмотрите, что за ошибка?\n\n-------- Пересылаемое сообщение --------\nОт: MAILER-DAEMON@mx.nord.example\n\n{_EXIM}".replace("\r\n", "\n")),
    }  # fmt: skip
    for name, (subject, text) in speak.items():
        yield Letter(f"bounce/no-{name}", plain(text, subject=subject), {"auto": [None], "bounce_null": True})
    forwarded = multipart(
        "mixed",
        part("Пришло вот такое, что делать?"),
        b"Content-Type: message/rfc822\r\n\r\n"
        + head(subject="Undelivered Mail Returned to Sender", sender=daemon, extra=null)
        + _standard(_POSTFIX_EN),
        boundary="out",
    )
    yield Letter(
        "bounce/no-attached-report",
        head(subject="Не доходят письма") + forwarded,
        {"auto": [None], "bounce_null": True, "text": "Пришло вот такое, что делать?"},
    )
    mdn = multipart(
        "report; report-type=disposition-notification",
        part(
            "Это уведомление о прочтении письма, отправленного вами.\n\nЭто не гарантирует, что письмо было прочитано или понято.",
            how="8bit",
        ),
        b"Content-Type: message/disposition-notification\r\n\r\nReporting-UA: firma.example; Outlook\r\nFinal-Recipient: rfc822;anna@firma.example\r\nOriginal-Message-ID: <t1.m2@nord.example>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n",
    )
    yield Letter(
        "bounce/mdn-read", head(subject="Прочтено: Ваш сайт") + mdn, {"auto": ["auto-reply"], "bounce_null": True}
    )
    deleted = mdn.replace(
        b"manual-action/MDN-sent-manually; displayed", b"automatic-action/MDN-sent-automatically; deleted"
    )
    yield Letter(
        "bounce/mdn-deleted",
        head(subject="Не прочтено: Ваш сайт", extra="Return-Path: <>\r\n") + deleted,
        {"auto": ["auto-reply"], "bounce_null": True},
    )
    yield Letter(
        "bounce/mdn-thunderbird",
        head(subject="Return Receipt (displayed) - Ваш сайт") + mdn.replace(b"Outlook", b"Thunderbird"),
        {"auto": ["auto-reply"], "bounce_null": True},
    )
    success = _standard(
        "Ваше письмо доставлено.", status="2.0.0", action="delivered", diagnostic="smtp; 250 2.0.0 Ok"
    )
    yield Letter(
        "bounce/delivered",
        head(subject="Successful Mail Delivery Report", sender=daemon, to=to, extra=null) + success,
        {"bounce_recipient": [_DEAD], "bounce_action": ["delivered"]},
    )
