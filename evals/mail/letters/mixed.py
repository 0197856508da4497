"""Whole letters in which several troubles meet, as they do in a real mailbox."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from evals.mail.letters.write import (
    AGENT,
    AGENT_MAIL,
    CUSTOMER,
    CUSTOMER_MAIL,
    Letter,
    encoded,
    head,
    html,
    multipart,
    part,
    plain,
    quoted,
    word,
)

_BOX = f"{AGENT} <{AGENT_MAIL}>"
_OLD = "Здравствуйте, Анна!\n\nПроверили: сервер работает.\nНапишите, какая ошибка.\n\nБорис Климов, поддержка «Норд»"


def letters() -> Iterator[Letter]:
    """Letter after letter, each told by its id."""
    yield from _replies()
    yield from _pages()
    yield from _odd()


def _replies() -> Iterator[Letter]:
    new = "Коллеги, добрый день!\n\nОшибка 504 при входе в панель, снимок во вложении.\nПросьба посмотреть до обеда."
    body = f"""{new}

С уважением,
Петров Иван Сергеевич
Ведущий инженер отдела ИТ
АО "Завод"
г. Тула, ул. Ленина, д. 1
тел. (4872) 00-00-00 доб. 123

-----Исходное сообщение-----
От: Борис Климов [mailto:{AGENT_MAIL}]
Отправлено: 24 ноября 2026 г. 10:15
Кому: Петров Иван
Тема: RE: Не работает панель

{_OLD}

-----Исходное сообщение-----
От: Петров Иван
Отправлено: 24 ноября 2026 г. 9:00
Кому: support
Тема: Не работает панель

Не работает панель."""
    picture = part(
        b"\x89PNG" + b"x" * 50,
        "image/png",
        head=f'Content-Disposition: attachment;\r\n\tfilename="{word("Снимок экрана.png", "koi8-r")}"\r\n',
    )
    yield Letter(
        "mixed/outlook-koi8-file",
        head(subject="RE: Не работает панель")
        + multipart("mixed", part(body, charset="koi8-r", how="8bit"), picture),
        {"reply_text": [new], "attachments_named": ["Снимок экрана.png"], "text_contains": ["Не работает панель."]},
    )
    new = "Добрый день.\nСпасибо, получилось. Но теперь другая проблема: не отправляется почта с info@firma.example, ошибка 535."
    body = f'{new}\n\n24.11.2026, 10:15, "{AGENT}" <{AGENT_MAIL}>:\n\n{quoted(_OLD)}\n\n\n-- \nС уважением,\nАнна Белова\nООО «Фирма»\n8 800 000-00-00\n'
    yield Letter(
        "mixed/yandex-signature-under-quote",
        plain(body),
        {"reply_text": [new], "reply_not_contains": ["8 800", "сервер работает"]},
    )
    new = "Подтверждаю перенос на субботу."
    body = f"{new}\n\n\n--\nАнна Белова\nОтправлено из мобильной Почты Mail\n\n\n> Вторник, 24 ноября 2026, 18:40 +03:00 от {_BOX}:\n>\n{quoted(_OLD, '>')}\n"
    yield Letter("mixed/mailru-mobile-signature", plain(body), {"reply_text": [new]})
    body = f"*От:* {AGENT} [mailto:{AGENT_MAIL}]\n*Отправлено:* 24 ноября 2026 г. 10:15\n*Кому:* Анна\n*Тема:* Сайт\n\n{_OLD}"
    yield Letter("mixed/gmail-of-outlook-stars", plain(f"Согласна.\n\n{body}"), {"reply_text": ["Согласна."]})
    body = f"Да, переносите.\n\n\t*От:*\t{_BOX}\n\t*Дата:*\t24.11.2026 10:15\n\t*Кому:*\t{CUSTOMER_MAIL}\n\t*Тема:*\tСайт\n\n{_OLD}"
    yield Letter("mixed/tabs-before-labels", plain(body), {"reply_text": ["Да, переносите."]})
    body = f"Да.\n\nОт: {_BOX}\nОтправлено: вторник, 24 ноября 2026 г. 10:15\nКому: {CUSTOMER} <{CUSTOMER_MAIL}>;\n ivan@firma.example; petr@firma.example;\n olga@firma.example\nТема: Re: Сайт\n\n{_OLD}"
    yield Letter("mixed/labels-long-to", plain(body), {"reply_text": ["Да."]})
    body = f"Жду.\n\nОт:\t{_BOX}\nОтправлено:\t24 ноября 2026 г. 10:15\nКому:\t{CUSTOMER}\nТема:\tСайт\nВложения:\tсчет.pdf\n\n{_OLD}"
    yield Letter("mixed/labels-attachments", plain(body), {"reply_text": ["Жду."]})
    body = f"Ок\n\nвт, 24 нояб. 2026 г. в 18:40, Поддержка хостинга «Норд» — отдел технической поддержки (Борис Климов) <\n{AGENT_MAIL}>:\n\n{quoted(_OLD)}\n\n\n-- \nАнна"
    yield Letter("mixed/gmail-long-name", plain(body), {"reply_text": ["Ок"]})
    body = "Ответ ниже каждого пункта.\n\n> 1. Какая версия PHP?\n8.2\n\n> 2. Какой адрес сайта?\n\nfirma.example\n\n> 3. Когда можно перезапустить?\nПосле 22:00.\n\nС уважением,\nАнна"
    yield Letter(
        "mixed/inline-no-header",
        plain(body),
        {
            "reply_contains": ["8.2", "firma.example", "После 22:00."],
            "reply_not_contains": ["Какая версия", "Какой адрес", "перезапустить"],
        },
    )
    body = "Журнал:\n\n$ ping firma.example\nPING firma.example (192.0.2.1)\n--- firma.example ping statistics ---\n3 packets transmitted, 0 received\n\nЧто делать?"
    yield Letter("mixed/ping-log", plain(body), {"reply_text": [body], "language": ["ru"]})
    body = "Вот переписка с регистратором, помогите понять:\n\n«Домен будет удалён 24.11.2026, если не оплатить»\n\nПисал Иван, ivan@reg.example:\nплатите сразу.\n\nВерить?"
    yield Letter("mixed/quoted-in-words", plain(body), {"reply_text": [body]})
    body = f"Hi Boris,\n\nstill broken.\n\nOn 24 Nov 2026, at 18:40, {_BOX} wrote:\n\n{quoted(_OLD)}"
    yield Letter(
        "mixed/english-over-russian", plain(body), {"reply_text": ["Hi Boris,\n\nstill broken."], "language": ["en"]}
    )
    body = "Добрый день!\nНе открывается: https://firma.example/catalog/long/path?utm_source=mail&utm_campaign=autumn\nError: 502 Bad Gateway nginx/1.25 upstream prematurely closed connection while reading response header from upstream\nПомогите."
    yield Letter("mixed/russian-with-log", plain(body), {"reply_text": [body], "language": ["ru"]})
    body = f"Всё верно.\n\n__________________________________\nОтправлено с Samsung Mobile\n\n\n{AGENT} <{AGENT_MAIL}> написал(а):\n{_OLD}"
    yield Letter("mixed/samsung-wrote", plain(body), {"reply_text": ["Всё верно."]})
    body = "Ещё не приехал мастер.\n\nСреда, 25 ноября 2026, 9:05 UTC от Служба заботы <care@nord.example>:\n>Анна, добрый день!\n>Мастер приедет в 12:00.\n>\n>С уважением, Борис"
    yield Letter("mixed/mailru-utc", plain(body), {"reply_text": ["Ещё не приехал мастер."]})
    body = f"Спасибо!\n\n25.11.2026 9:05, {AGENT} via Норд пишет:\n> Готово.\n>\n> ##- Пишите выше этой линии -##\n"
    yield Letter("mixed/thunderbird-via", plain(body), {"reply_text": ["Спасибо!"]})
    body = f"Не подходит.\n\n##- Пожалуйста, введите ответ над этой строкой. -##\n\nЗаявка №12345 обновлена.\n{_OLD}"
    yield Letter("mixed/reply-above-marker", plain(body), {"reply_text": ["Не подходит."]})
    body = f"> {_OLD.split(chr(10))[0]}\n> Проверили: сервер работает.\n\nУ меня всё ещё не работает.\n\n> Напишите, какая ошибка.\n\nОшибка 502.\n\n--\nАнна"
    yield Letter(
        "mixed/bottom-and-inline", plain(body), {"reply_text": ["У меня всё ещё не работает.\n\nОшибка 502."]}
    )
    body = f"Добрый день. Ответ — да.\n\n-- \nС уважением,\nАнна\n\n> 24.11.2026, 18:40, {_BOX}:\n>\n{quoted(_OLD)}"
    yield Letter("mixed/signature-before-quote", plain(body), {"reply_text": ["Добрый день. Ответ — да."]})


def _pages() -> Iterator[Letter]:
    page = f"<html><body><p>Добрый день!</p><p>Не приходит код.</p><p>--<br>С уважением,<br>Анна</p><hr><p>От: {AGENT} &lt;{AGENT_MAIL}&gt;<br>Отправлено: 24 ноября 2026 г. 10:15<br>Кому: Анна<br>Тема: Код</p><p>{_OLD}</p></body></html>"
    yield Letter(
        "mixed/html-hr-1251", html(page, charset="windows-1251"), {"reply_text": ["Добрый день!\n\nНе приходит код."]}
    )
    page = f'<div>Пришлите счёт.</div><div><br></div><div>-- </div><div>Анна</div><div class="ya-quote"><div>24.11.2026, 18:40, {AGENT} ({AGENT_MAIL}):</div><blockquote>Здравствуйте</blockquote></div>'
    yield Letter("mixed/html-yandex-brackets", html(page), {"reply_text": ["Пришлите счёт."]})
    page = f'<table width="100%"><tr><td style="background:#ffeb9c">Внешний отправитель. Будьте осторожны с вложениями и ссылками в этом письме.</td></tr></table><p>Где мой заказ?</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> {AGENT} &lt;{AGENT_MAIL}&gt; <br><b>Sent:</b> Tuesday, November 24, 2026 10:15 AM<br><b>To:</b> Анна<br><b>Subject:</b> Заказ</p></div><p>Здравствуйте</p>'
    yield Letter("mixed/html-banner-outlook", html(page), {"reply_text": ["Где мой заказ?"]})
    page = '<div dir="ltr"><p>Ответьте по пунктам:</p><ol><li>Цена</li><li>Срок</li></ol><blockquote>Цитата из договора, важная для вопроса</blockquote><p>Верно ли это?</p></div>'
    yield Letter(
        "mixed/html-own-quote",
        html(page),
        {"reply_contains": ["Ответьте по пунктам", "Верно ли это?"], "text_contains": ["Цитата из договора"]},
    )
    page = '<p style="display:none">preheader</p><p>Привет<b>!</b> Это <i>важно</i>: 5&nbsp;&lt;&nbsp;7 &amp; «да».</p><pre>строка 1\n  строка 2</pre><p>a<br>b</p>'
    yield Letter(
        "mixed/html-text-fidelity",
        html(page),
        {"text_exact_contains": ["Привет! Это важно: 5 < 7 & «да».", "строка 1 строка 2"]},
    )
    yield Letter(
        "mixed/html-no-charset-1251",
        head()
        + b"Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + "<p>Кодировка не указана нигде, а письмо читается.</p>".encode("cp1251"),
        {"text_contains": ["Кодировка не указана нигде"]},
    )
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head><body>Шлюз перекодировал, а мета осталась.</body></html>'
    yield Letter(
        "mixed/html-meta-lies",
        html(page, charset="utf-8"),
        {"text_contains": ["Шлюз перекодировал, а мета осталась."]},
    )
    both = multipart(
        "alternative",
        part("Текстовая часть.\n\nОтправлено с iPhone"),
        part("<p>Текстовая часть.</p><p>Отправлено с iPhone</p>", "text/html"),
    )
    yield Letter("mixed/alternative", head() + both, {"reply_text": ["Текстовая часть."], "html_null": False})
    page = '<img src="cid:a@b"><img src="https://t.example/x.gif" width="1" height="1">'
    yield Letter(
        "mixed/html-only-images",
        head()
        + multipart("related", part(page, "text/html"), part(b"GIF89a", "image/gif", head="Content-ID: <a@b>\r\n")),
        {"attachments_count": 1, "html_contains": ["cid:a@b"], "html_no_remote": True},
    )


def _odd() -> Iterator[Letter]:
    yield Letter(
        "mixed/no-mime-koi8",
        f"From: {CUSTOMER_MAIL}\nSubject: ".encode()
        + "Хостинг не работает".encode("koi8-r")
        + b"\n\n"
        + "Здравствуйте, хостинг не работает второй день.\n".encode("koi8-r"),
        {"subject": "Хостинг не работает", "text": "Здравствуйте, хостинг не работает второй день."},
    )
    yield Letter(
        "mixed/866-subject",
        f"From: {CUSTOMER_MAIL}\nSubject: ".encode()
        + "Счет на оплату".encode("cp866")
        + b"\n\n"
        + "Прошу выставить счет.".encode("cp866"),
        {"subject": "Счет на оплату", "text": "Прошу выставить счет."},
    )
    subject = "Счёт №42 от 24.11.2026 — «Фирма» (повторно)"
    raw = subject.encode()
    pieces = [raw[at : at + 17] for at in range(0, len(raw), 17)]
    field = "\r\n ".join(f"=?UTF-8?B?{base64.b64encode(each).decode()}?=" for each in pieces)
    yield Letter(
        "mixed/subject-seventeen",
        f"From: {CUSTOMER_MAIL}\r\nSubject: {field}\r\n\r\nx".encode(),
        {"subject": subject},
    )
    yield Letter(
        "mixed/reply-prefix-words",
        f"From: {CUSTOMER_MAIL}\r\nSubject: Re[2]: HA: {word('Отв: ')}\r\n {word('вопрос', 'koi8-r')}\r\n\r\nx".encode(),
        {"subject": "Re[2]: HA: Отв: вопрос"},
    )
    inner = multipart("alternative", part("Текст."), part("<p>Текст.</p>", "text/html"), boundary="a")
    folder = (
        b"Content-Type: multipart/appledouble; boundary=ad\r\n\r\n--ad\r\nContent-Type: application/applefile\r\nContent-Transfer-Encoding: base64\r\n\r\nAAUWBw==\r\n--ad\r\n"
        + part(
            b"%PDF", "application/pdf", head=f'Content-Disposition: attachment; filename="{word("Договор.pdf")}"\r\n'
        )
        + b"\r\n--ad--"
    )
    yield Letter(
        "mixed/apple-double",
        head() + multipart("mixed", inner, folder),
        {"attachments_named": ["Договор.pdf"], "text": "Текст."},
    )
    yield Letter(
        "mixed/attachment-only",
        head(subject="Скан")
        + part(
            b"%PDF",
            "application/pdf",
            head=f'Content-Disposition: attachment; filename="{word("Скан договора.pdf")}"\r\n',
        ),
        {"text": "", "attachments_named": ["Скан договора.pdf"], "reply_text": [""]},
    )
    same = part(b"1", "text/plain", head='Content-Disposition: attachment; filename="a.txt"\r\n')
    yield Letter(
        "mixed/same-names",
        head() + multipart("mixed", part("Два файла."), same, same),
        {"attachments_count": 2, "text": "Два файла."},
    )
    yield Letter("mixed/zero-width", plain("При\u200bвет! \ufeffСайт\u00ad лежит."), {"text": "Привет! Сайт лежит."})
    yield Letter(
        "mixed/emoji",
        plain("Спасибо 👍🏽 всё работает 🎉", how="quoted-printable"),
        {"text_exact_contains": ["Спасибо 👍🏽 всё работает 🎉"], "reply_text": ["Спасибо 👍🏽 всё работает 🎉"]},
    )
    yield Letter(
        "mixed/right-to-left-name",
        head()
        + multipart(
            "mixed",
            part("Файл."),
            part(
                b"x",
                "application/octet-stream",
                head="Content-Disposition: attachment; filename*=UTF-8''%E2%80%AEfdp.exe\r\n",
            ),
        ),
        {"attachments_named": ["fdp.exe"]},
    )
    yield Letter(
        "mixed/qp-soft-in-cyrillic-1251",
        head()
        + b"Content-Type: text/plain; charset=windows-1251\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + encoded(
            ("Очень длинная строка на русском языке, которую клиент делит мягкими переносами " * 3).encode("cp1251"),
            "quoted-printable",
        ),
        {"text_contains": ["которую клиент делит мягкими переносами Очень длинная строка"]},
    )
    yield Letter(
        "mixed/dot-stuffed", plain("..\n.текст с точки\nконец", how="8bit"), {"text_contains": [".текст с точки"]}
    )
    yield Letter(
        "mixed/sender-only",
        f"Sender: {word('Касса')} <kassa@firma.example>\r\nSubject: x\r\n\r\nx".encode(),
        {"from_address": "kassa@firma.example"},
    )
    yield Letter(
        "mixed/two-froms",
        f"From: {word('Анна')} <anna@firma.example>\r\nFrom: evil@x.example\r\nSubject: x\r\n\r\nx".encode(),
        {"from_address": "anna@firma.example"},
    )
    yield Letter("mixed/bcc-undisclosed", head(to="undisclosed-recipients:;") + part("x"), {"to_addresses": []})
    yield Letter(
        "mixed/to-smtputf8",
        head(to="почта@пример.рф, Иван <иван@xn--e1afmkfd.xn--p1ai>").replace(b"MIME", b"X: y\r\nMIME") + part("x"),
        {"to_addresses": ["почта@пример.рф", "иван@пример.рф"]},
    )
