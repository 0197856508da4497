"""Letters that a machine wrote and no person waits behind: out of office, lists; and people who speak of them."""

from __future__ import annotations

from collections.abc import Iterator

from evals.mail.letters.write import Letter, html, plain

_AWAY = "Добрый день!\n\nЯ в отпуске до 30.11.2026. По срочным вопросам обращайтесь к Ольге: olga@firma.example.\n\nС уважением,\nАнна Белова"
_EXCHANGE = "X-MS-Exchange-Inbox-Rules-Loop: anna@firma.example\r\nX-Auto-Response-Suppress: All\r\nAuto-Submitted: auto-generated\r\n"

# name → (subject, fields, text)
AWAY: dict[str, tuple[str, str, str]] = {
    "outlook": ("Автоматический ответ: Сайт не открывается", _EXCHANGE, _AWAY),
    "outlook-bare": ("Автоматический ответ: Сайт не открывается", "", _AWAY),
    "outlook-2007": ("Нет на месте: Сайт не открывается", "", _AWAY),
    "exchange-suppress": ("Сайт не открывается", "X-Auto-Response-Suppress: All\r\nX-MS-Exchange-Inbox-Rules-Loop: anna@firma.example\r\n", _AWAY),
    "o365": ("Automatic reply: Сайт не открывается", "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\r\nAuto-Submitted: auto-generated\r\n", _AWAY),
    "gmail": ("Сейчас я в отпуске Re: Сайт не открывается", "Auto-Submitted: auto-replied\r\nPrecedence: bulk\r\nX-Autoreply: yes\r\n", _AWAY),
    "gmail-precedence": ("Re: Сайт не открывается", "Precedence: bulk\r\nX-Autoreply: yes\r\n", _AWAY),
    "yandex": ("Автоответ: Сайт не открывается", "Auto-Submitted: auto-replied\r\nX-Yandex-Autoreply: yes\r\nPrecedence: bulk\r\n", _AWAY),
    "yandex-bare": ("Автоответ: Re: Сайт не открывается", "", _AWAY),
    "mailru": ("Re: Сайт не открывается", "Auto-Submitted: auto-replied\r\nX-Mailru-Autoreply: 1\r\n", _AWAY),
    "mailru-header": ("Re: Сайт не открывается", "X-Autoreply: yes\r\nPrecedence: auto_reply\r\n", _AWAY),
    "mailru-subject": ("Автоответчик: Re: Сайт не открывается", "", _AWAY),
    "hyphen": ("Авто-ответ: Сайт", "", _AWAY),
    "space": ("Авто ответ: Сайт", "", _AWAY),
    "auto-message": ("Автоматическое сообщение: я в отпуске", "", _AWAY),
    "auto-notice": ("Автоматическое уведомление", "", "Ваше письмо получено и зарегистрировано. Это автоматическое уведомление, отвечать на него не нужно."),
    "absent": ("Отсутствую на рабочем месте", "", _AWAY),
    "out": ("Вне офиса: Сайт не открывается", "", _AWAY),
    "leave": ("В отпуске до 30 ноября", "", _AWAY),
    "leave-re": ("Отпуск Re: Сайт не открывается", "Auto-Submitted: auto-replied (vacation)\r\n", _AWAY),
    "trip": ("В командировке: Re: Сайт", "", "Я в командировке до 30.11, доступ к почте ограничен. Отвечу после возвращения."),
    "absent-now": ("Сейчас нет на месте Re: Сайт", "", _AWAY),
    "vacation": ("Re: Сайт не открывается", "Auto-Submitted: auto-replied (vacation)\r\nX-Mailer: vacation\r\n", _AWAY),
    "sieve": ("Auto: Сайт не открывается", "Auto-Submitted: auto-replied (vacation)\r\n", _AWAY),
    "cpanel": ("Re: Сайт не открывается", "X-Autorespond: Сайт\r\nPrecedence: auto_reply\r\nX-Precedence: auto_reply\r\n", _AWAY),
    "null-sender": ("Re: Сайт не открывается", "Return-Path: <>\r\n", _AWAY),
    "nothing-said": ("Re: Сайт не открывается", "", "Здравствуйте!\n\nСпасибо за письмо. Я нахожусь в отпуске с 16 по 30 ноября 2026 г. и отвечу вам после возвращения.\nПо срочным вопросам обращайтесь к Ольге Ивановой: olga@firma.example."),
    "nothing-said-auto": ("Re: Сайт не открывается", "", "Это автоматический ответ. Меня нет на рабочем месте до 30 ноября, доступ к почте ограничен."),
    "nothing-said-sick": ("Re: Сайт", "", "Добрый день!\nНахожусь на больничном, к почте доступа нет. По всем вопросам пишите на office@firma.example."),
    "received": ("Ваше обращение №12345 зарегистрировано", "Auto-Submitted: auto-generated\r\n", "Ваше обращение получено."),
    "zammad-like": ("Re: Сайт не открывается", "X-Loop: yes\r\nPrecedence: bulk\r\nAuto-Submitted: auto-replied\r\n", "Мы получили ваше письмо."),
    "otrs": ("[Ticket#2026112410000015] Re: Сайт", "X-OTRS-Loop: yes\r\nAuto-Submitted: auto-generated\r\nPrecedence: bulk\r\n", "Ваша заявка принята."),
    "english": ("Out of Office: Сайт", "", "I am out of the office until Monday."),
    "ukrainian": ("Автоматична відповідь: Сайт", "", "Я у відпустці до 30.11."),
    "kazakh": ("Автоматты жауап: Сайт", "", "Мен демалыстамын."),
    "german": ("Abwesenheitsnotiz: Сайт", "", "Ich bin bis 30.11. nicht im Büro."),
}  # fmt: skip

LISTS: dict[str, str] = {
    "list-id": "List-Id: Новости Норда <news.nord.example>\r\nList-Unsubscribe: <https://nord.example/u/1>\r\n",
    "unsubscribe": "List-Unsubscribe: <mailto:u@nord.example>, <https://nord.example/u>\r\nPrecedence: bulk\r\n",
    "mailman": "List-Id: <users.lists.example>\r\nPrecedence: list\r\nX-Mailman-Version: 2.1.29\r\n",
    "google-group": "List-ID: <g.googlegroups.com>\r\nMailing-list: list g@googlegroups.com; contact g+owners@googlegroups.com\r\nPrecedence: list\r\n",
    "bulk": "Precedence: bulk\r\nX-Mailer: UniSender\r\n",
    "feedback-id": "Feedback-ID: 1:2:unisender\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nList-Unsubscribe: <https://u.example/1>\r\n",
}

HUMANS: dict[str, tuple[str, str, str]] = {
    "asks-auto-reply": ("Re: вопрос про автоответ", "", "Подскажите, как настроить автоответ на время отпуска?"),
    "setup": ("Настройка автоответа", "", "Хочу включить автоматический ответ в ящике. Где это в панели?"),
    "on-leave": ("Re: Сайт не открывается", "", "Я сейчас в отпуске и без ноутбука, но сайт лежит. Можете перезапустить сервер сами?"),
    "got-auto-reply": ("Re: Сайт", "", "Получил ваш автоматический ответ, а живой человек ответит? Сайт лежит с утра."),
    "suppress-oof": ("Сайт", "X-Auto-Response-Suppress: OOF, AutoReply\r\n", "Добрый день, сайт лежит."),
    "auto-submitted-no": ("Сайт", "Auto-Submitted: no\r\n", "Добрый день, сайт лежит."),
    "priority": ("СРОЧНО!!!", "Importance: high\r\nX-Priority: 1\r\n", "Сайт лежит!"),
    "receipt-asked": ("Сайт", "Disposition-Notification-To: anna@firma.example\r\n", "Прошу подтвердить получение."),
    "outlook-headers": ("RE: Сайт", "X-MS-Has-Attach:\r\nX-MS-TNEF-Correlator:\r\nx-ms-exchange-messagesentrepresentingtype: 1\r\nX-MS-Exchange-Organization-AuthAs: Internal\r\n", "Спасибо, получил."),
    "return": ("Возврат денег за хостинг", "", "Прошу вернуть деньги за неиспользованный месяц."),
    "office": ("Переезд офиса", "", "Мы переехали в новый офис, смените адрес в договоре."),
    "vacation-rent": ("Отпуск сотрудника и доступы", "", "Сотрудник уходит в отпуск, как передать его ящик коллеге?"),
    "feedback-only": ("Сайт", "Feedback-ID: abc\r\nReturn-Path: <anna@firma.example>\r\n", "Сайт лежит."),
}  # fmt: skip


def letters() -> Iterator[Letter]:
    """Machines, lists, and people."""
    for name, (subject, fields, text) in AWAY.items():
        yield Letter(
            f"auto/{name}",
            plain(text, subject=subject, extra=fields),
            {"auto": ["auto-reply"], "bounce_null": True, "text_contains": [text.split("\n")[-1]]},
        )
    for name, fields in LISTS.items():
        yield Letter(
            f"auto/list-{name}", plain("Новости за неделю.", subject="Новости", extra=fields), {"auto": ["list"]}
        )
    for name, (subject, fields, text) in HUMANS.items():
        yield Letter(
            f"auto/human-{name}",
            plain(text, subject=subject, extra=fields),
            {"auto": [None], "bounce_null": True, "reply_text": [text]},
        )
    page = "<html><body><div style='font-family:Calibri'>Я в отпуске до 30.11.2026.<br>Срочное: <a href='mailto:olga@firma.example'>olga@firma.example</a></div></body></html>"
    yield Letter(
        "auto/outlook-html",
        html(page, subject="Автоматический ответ: Сайт", extra=_EXCHANGE),
        {"auto": ["auto-reply"], "text_contains": ["Я в отпуске до 30.11.2026."]},
    )
