"""Answers in plain text: the history as each client writes it, in Russian."""

from __future__ import annotations

from collections.abc import Iterator

from evals.mail.letters.write import AGENT, AGENT_MAIL, CUSTOMER, CUSTOMER_MAIL, Letter, pick, plain, quoted

_BOX = f"{AGENT} <{AGENT_MAIL}>"
_ME = f"{CUSTOMER} <{CUSTOMER_MAIL}>"

# client → (what stands above the history, how the history is marked: "> ", ">" or "" for not at all)
HEADERS: dict[str, tuple[str, str]] = {
    "outlook-plain-ru": (f"-----Исходное сообщение-----\nОт: {_BOX} \nОтправлено: 24 ноября 2026 г. 10:15\nКому: {_ME}\nТема: RE: Сайт не открывается\n", ""),
    "outlook-2010-ru": (f"-----Исходное сообщение-----\nОт: {AGENT} [mailto:{AGENT_MAIL}] \nОтправлено: 24 ноября 2026 г. 10:15\nКому: {CUSTOMER}\nКопия: 'Бухгалтерия'\nТема: RE: Сайт\n", ""),
    "outlook-en-of-a-russian": (f"-----Original Message-----\nFrom: {_BOX} \nSent: Tuesday, November 24, 2026 10:15 AM\nTo: {_ME}\nSubject: RE: Сайт не открывается\n", ""),
    "outlook-word-text": (f"From: {AGENT} [mailto:{AGENT_MAIL}] \nSent: Tuesday, November 24, 2026 10:15 AM\nTo: {CUSTOMER}\nCc: buh@firma.example\nSubject: RE: Сайт\n", ""),
    "outlook-word-text-ru": (f"От: {_BOX} \nОтправлено: вторник, 24 ноября 2026 г. 10:15\nКому: {_ME}\nТема: Re: Сайт не открывается\nВажность: Высокая\n", ""),
    "owa-ru": (f"________________________________\nОт: {_BOX}\nОтправлено: 24 ноября 2026 г. 10:15:03\nКому: {CUSTOMER}\nТема: Re: Сайт не открывается\n", ""),
    "outlook-new-ru": (f"________________________________________\nОт: {_BOX}\nОтправлено: вторник, 24 ноября 2026 г. 10:15\nКому: {_ME}\nКопия: buh@firma.example <buh@firma.example>\nТема: Re: Сайт\n", ""),
    "outlook-ios-ru": (f"Получить Outlook для iOS<https://aka.ms/o0ukef>\n________________________________\nОт: {_BOX}\nОтправлено: Tuesday, November 24, 2026 10:15:03 AM\nКому: {_ME}\nТема: Re: Сайт\n", ""),
    "outlook-android-ru": (f"Скачайте Outlook для Android<https://aka.ms/AAb9ysg>\n________________________________\nFrom: {_BOX}\nSent: Tuesday, November 24, 2026 10:15:03 AM\nTo: {_ME}\nSubject: Re: Сайт\n", ""),
    "outlook-mac-ru": (f"От: {_BOX}\nДата: вторник, 24 ноября 2026 г. в 10:15\nКому: {_ME}\nТема: Re: Сайт не открывается\n", ""),
    "outlook-mac-bold": (f"*От: *{_BOX}\n*Дата: *вторник, 24 ноября 2026 г., 10:15\n*Кому: *{_ME}\n*Тема: *Re: Сайт\n", ""),
    "outlook-express": (f"----- Original Message ----- \nFrom: {_BOX}\nTo: {_ME}\nSent: Tuesday, November 24, 2026 10:15 AM\nSubject: Re: Сайт\n\n", "> "),
    "windows-mail-ru": (f"Отправлено из Почты для Windows\n\nОт: {AGENT}\nОтправлено: 24 ноября 2026 г. 10:15\nКому: {CUSTOMER}\nТема: Re: Сайт не открывается\n", ""),
    "gmail-web": (f"вт, 24 нояб. 2026 г. в 18:40, {_BOX}:\n", "> "),
    "gmail-web-wrapped": (f"вт, 24 нояб. 2026 г. в 18:40, {AGENT}, поддержка «Норд» <\n{AGENT_MAIL}>:\n", "> "),
    "gmail-web-wrapped-late": (f"пн, 3 мар. 2025 г. в 10:15, Служба поддержки компании «Норд Хостинг» (Борис)\n<{AGENT_MAIL}>:\n", "> "),
    "gmail-mobile": (f"пн, 3 мар. 2025 г., 10:15 {_BOX}:\n", "> "),
    "gmail-mobile-wrapped": (f"пн, 3 мар. 2025 г., 10:15 {AGENT}, поддержка «Норд Хостинг» <\n{AGENT_MAIL}>:\n", "> "),
    "gmail-2016": (f"24 ноября 2016 г., 18:40 пользователь {AGENT} <\n{AGENT_MAIL}> написал:\n", "> "),
    "gmail-2014": (f"24 ноября 2014 г., 18:40 пользователь {_BOX} написал:\n", "> "),
    "gmail-weekday": (f"вторник, 24 ноября 2026 г. пользователь {_BOX} написал:\n", "> "),
    "gmail-en": (f"On Tue, Nov 24, 2026 at 6:40 PM {_BOX}\nwrote:\n", "> "),
    "yandex-web": (f'24.11.2026, 18:40, "{AGENT}" <{AGENT_MAIL}>:\n', ""),
    "yandex-web-marked": (f'24.11.2026, 18:40, "{AGENT}" <{AGENT_MAIL}>:', "> "),
    "yandex-2014": (f'24.11.2014, 18:40, "{AGENT}" <{AGENT_MAIL}>:', ">  "),
    "yandex-2012": (f'24.11.2012, 18:40, "{AGENT}" <{AGENT_MAIL}>:', "> "),
    "yandex-new": (f'----------------\nКому: {CUSTOMER} ({CUSTOMER_MAIL});\nТема: Сайт не открывается;\n24.11.2026, 18:40, "{AGENT}" <{AGENT_MAIL}>:\n', ""),
    "yandex-mobile": (f"Отправлено из мобильной Яндекс Почты: http://m.ya.ru/ymail\n\n24.11.2026, 18:40, {_BOX}:\n", ""),
    "yandex-ios": (f'--\nОтправлено из Яндекс Почты для мобильных\n\n18:40, 24 ноября 2026 г., {AGENT} <{AGENT_MAIL}>:\n', "> "),
    "yandex-android-date": (f'18:40, 24 ноября 2026 г., "{AGENT}" <{AGENT_MAIL}>:\n', ""),
    "mailru-web-old": (f"Вторник, 24 ноября 2026, 18:40 +03:00 от {_BOX}:\n", ">"),
    "mailru-web": (f"--\n{CUSTOMER}\n \n \n>Вторник, 24 ноября 2026, 18:40 +03:00 от {_BOX}:\n> ", ">"),
    "mailru-web-unmarked": (f"Вторник, 24 ноября 2026, 18:40 +03:00 от {_BOX}:\n \n", ""),
    "mailru-2010": (f"24 ноября 2010, 18:40 от {_BOX}:\n", "> "),
    "mailru-english": (f"Tuesday, 24 November 2026, 18:40 +0300 from {_BOX}:\n", ">"),
    "mailru-android": (f"--\nОтправлено из мобильной Почты Mail\nвторник, 24 ноября 2026г., 18:40 +03:00 от {AGENT}  {AGENT_MAIL} :\n\n", ""),
    "mailru-ios": (f"Отправлено из мобильной Почты Mail\n\n----\nОт кого: {AGENT}, {AGENT_MAIL}\nКому: {CUSTOMER_MAIL}\nДата: вторник, 24 ноября 2026 г., 18:40 +03:00\nТема: Re: Сайт\n\n", ">"),
    "mymail": (f"Отправлено из myMail для Android\nвторник, 24 ноября 2026г., 18:40 +03:00 от {AGENT}  {AGENT_MAIL} :\n\n", "> "),
    "iphone": (f"Отправлено с iPhone\n\n> 24 нояб. 2026 г., в 18:40, {_BOX} написал(а):\n> \n> ", "> "),
    "iphone-bare": (f"Отправлено с iPhone\n\n24 нояб. 2026 г., в 18:40, {_BOX} написал(а):\n\n", ""),
    "ipad-2012": (f"Отправлено с iPad\n\n24.11.2012, в 18:40, {_BOX} написал(а):\n\n", "> "),
    "apple-mail": (f"> 24 нояб. 2026 г., в 18:40, {_BOX} написал(а):\n> ", "> "),
    "apple-mail-2015": (f"24 нояб. 2015 г., в 18:40, {_BOX} написал(а):\n", "> "),
    "apple-mail-via": (f"> 24 нояб. 2026 г., в 18:40, {AGENT} via Поддержка «Норд»\n> <{AGENT_MAIL}> написал(а):\n> ", "> "),
    "samsung": (f"Отправлено с моего Galaxy\n\n\n-------- Исходное сообщение --------\nОт: {_BOX} \nДата: 24.11.2026  18:40  (GMT+03:00) \nКому: {_ME} \nТема: Re: Сайт \n\n", ""),
    "samsung-2017": (f"Отправлено со смартфона Samsung Galaxy.\n-------- Исходное сообщение --------От: {_BOX} Дата: 24.11.17  18:40  (GMT+03:00) Кому: {_ME} Тема: Re: Сайт \n", ""),
    "samsung-tele2": (f"Отправлено с устройства Samsung\n\n-------- Исходное сообщение --------\nОт: {AGENT} \nДата:24.11.2026  18:40  (GMT+03:00) \nКому: {CUSTOMER_MAIL} \nКопия: \nТема: Re: Сайт \n\n", ""),
    "thunderbird": (f"24.11.2026 18:40, {AGENT} пишет:", "> "),
    "thunderbird-address": (f"24.11.2026 18:40, {AGENT_MAIL} пишет:", "> "),
    "thunderbird-old": (f"{AGENT} пишет:", "> "),
    "thunderbird-2013": (f"24.11.2013 18:40, {AGENT} написал:", "> "),
    "roundcube": (f"{AGENT} писал(а) 2026-11-24 18:40:", "> "),
    "roundcube-old": (f"{AGENT} писал 24.11.2026 18:40:", "> "),
    "roundcube-v1": (f"On 2026-11-24 18:40, {AGENT} wrote:", "> "),
    "rainloop": (f'24 ноября 2026 г., 18:40, "{AGENT}" <{AGENT_MAIL}> написал:', "> "),
    "zimbra": (f'----- Исходное сообщение -----\nОт: "{AGENT}" <{AGENT_MAIL}>\nКому: "{CUSTOMER}" <{CUSTOMER_MAIL}>\nОтправленные: Вторник, 24 Ноябрь 2026 г 18:40:00\nТема: Re: Сайт\n', ""),
    "zimbra-from": (f'----- От: {AGENT} <{AGENT_MAIL}>\nКому: {CUSTOMER} <{CUSTOMER_MAIL}>\nОтправлено: вторник, 24 ноября 2026 г., 18:40 MSK\nТема: Re: Сайт\n', ""),
    "em-client": (f'------ Исходное сообщение ------\nОт: "{AGENT}" <{AGENT_MAIL}>\nКому: "{CUSTOMER}" <{CUSTOMER_MAIL}>\nДата: 24.11.2026 18:40:11\nТема: Re: Сайт\n', ""),
    "em-client-9": (f'------ Исходное сообщение ------\nОт "{AGENT}" <{AGENT_MAIL}>\nКому "{CUSTOMER}" <{CUSTOMER_MAIL}>\nДата 24.11.2026 18:40:11\nТема Re: Сайт\n', ""),
    "sogo": (f"Вторник, Ноябрь 24, 2026 18:40 MSK, {_BOX} писал:\n ", "> "),
    "huawei": (f"-------- Исходное сообщение --------\nОт: {_BOX}\nДата: вт, 24 нояб. 2026 г., 18:40\nКому: {CUSTOMER_MAIL}\nТема: Re: Сайт\n", ""),
    "xiaomi": (f"{_BOX} 24 нояб. 2026 г. 18:40 написал:\n\n", "> "),
    "k9": (f"24 ноября 2026 г. 18:40:11 GMT+03:00, {_BOX} пишет:", ">"),
    "fairemail": (f"24 нояб. 2026 г. 18:40:11 {_BOX}:\n", "> "),
    "spark": (f"24 нояб. 2026 г., 18:40 +0300, {_BOX}, писал:", "> "),
    "proton": (f"вторник, 24 ноября 2026 г., 18:40, {_BOX} пишет:\n", "> "),
    "evolution": (f"В Вт, 24/11/2026 в 18:40 +0300, {AGENT} пишет:", "> "),
    "kmail": (f"В письме от вторник, 24 ноября 2026 г. 18:40:11 MSK пользователь {AGENT} \nнаписал:", "> "),
    "claws": (f"В Tue, 24 Nov 2026 18:40:11 +0300\n{_BOX} пишет:\n", "> "),
    "sylpheed": (f"Tue, 24 Nov 2026 18:40:11 +0300 было написано {_BOX}:\n", "> "),
    "mutt-ru": (f"* {AGENT} <{AGENT_MAIL}> [2026-11-24 18:40:11 +0300]:\n", "> "),
    "lotus-notes": (f"От:\t{_BOX}\nКому:\t{_ME}\nКопия:\tbuh@firma.example\nДата:\t24.11.2026 18:40\nТема:\tRe: Сайт\n", ""),
    "lotus-notes-sent-by": (f"От:     {AGENT}/Nord\nКому:   {CUSTOMER}/Firma@Firma, \nДата:   24.11.2026 18:40\nТема:   Re: Сайт\n\n\n\n", ""),
    "bitrix": (f"24.11.2026 18:40, {_BOX}:\n", "> "),
    "rambler": (f"24.11.2026, 18:40, {_BOX} написал(а):", "> "),
    "ukrainian-gmail": (f"вт, 24 лист. 2026 р. о 18:40 {_BOX} пише:\n", "> "),
    "kazakh-gmail": (f"2026 ж. 24 қар., сс 18:40, {_BOX} жазды:\n", "> "),
    "belarusian-outlook": (f"Ад: {_BOX}\nАдпраўлена: аўторак, 24 лістапада 2026 г. 18:40\nКаму: {_ME}\nТэма: Re: Сайт\n", ""),
    "german-outlook": (f"Von: {_BOX}\nGesendet: Dienstag, 24. November 2026 18:40\nAn: {_ME}\nBetreff: AW: Сайт\n", ""),
}  # fmt: skip


def letters() -> Iterator[Letter]:
    """One answer above the history for each client, and the odd ways of answering."""
    for client, (above, mark) in HEADERS.items():
        new, old = pick(client)
        history = quoted(old, mark) if mark else old
        body = f"{new}\n\n{above}\n{history}\n" if not above.endswith("> ") else f"{new}\n\n{above}{history}\n"
        yield Letter(
            f"plain/{client}",
            plain(body),
            {"reply_text": [new], "text_contains": [new.split("\n")[0]], "language": ["ru"]},
        )
    yield from _bottom()
    yield from _inline()
    yield from _bat()
    yield from _nested()
    yield from _forwards()
    yield from _traps()


def _bottom() -> Iterator[Letter]:
    for client in (
        "gmail-web",
        "thunderbird",
        "yandex-web-marked",
        "roundcube",
        "apple-mail-2015",
        "k9",
        "rambler",
        "evolution",
    ):
        new, old = pick(f"bottom {client}")
        above, mark = HEADERS[client]
        yield Letter(
            f"plain/bottom-{client}", plain(f"{above}\n{quoted(old, mark)}\n\n{new}\n"), {"reply_text": [new]}
        )
    new, old = pick("bottom signature")
    body = f"{HEADERS['thunderbird'][0]}\n{quoted(old)}\n\n{new}\n\n-- \n{CUSTOMER}\nООО «Фирма»\n"
    yield Letter("plain/bottom-signature", plain(body), {"reply_text": [new]})


def _inline() -> Iterator[Letter]:
    for client in ("thunderbird", "gmail-web-wrapped", "roundcube", "proton"):
        above, mark = HEADERS[client]
        body = f"{above}\n{mark}Какая ошибка?\n\nОшибка 502.\n\n{mark}Когда началось?\n\nС утра понедельника.\n\n{mark}--\n{mark}{AGENT}\n"
        yield Letter(f"plain/inline-{client}", plain(body), {
            "reply_contains": ["Ошибка 502.", "С утра понедельника."], "reply_not_contains": ["Какая ошибка", "Когда началось", AGENT],
        })  # fmt: skip
    body = "Здравствуйте, ответы ниже.\n\n24.11.2026 18:40, Борис пишет:\n> Какая ошибка?\nОшибка 502.\n> Когда началось?\nС утра.\n\nСпасибо!\n"
    yield Letter("plain/inline-top-and-below", plain(body), {
        "reply_contains": ["ответы ниже", "Ошибка 502.", "С утра.", "Спасибо!"], "reply_not_contains": ["Какая ошибка", "пишет"],
    })  # fmt: skip


def _bat() -> Iterator[Letter]:
    hello = f"Здравствуйте, {AGENT.split()[0]}."
    for name, said in {
        "wrote-you": "Вы писали 24 ноября 2026 г., 18:40:26:", "wrote-old": "Вы писали 24 ноября 2026 г.:", "thou": "Ты писал(а) 24 ноября 2026 г., 18:40:26:",
        "tuesday": "вторник, 24 ноября 2026 г., 18:40:26, Вы писали:",
    }.items():  # fmt: skip
        for mark in ("> ", "БК> "):
            new, old = pick(f"bat {name} {mark}")
            body = f"{hello}\n\n{said}\n\n{quoted(old, mark)}\n\n{new}\n\n-- \nС уважением,\n {CUSTOMER}                          mailto:{CUSTOMER_MAIL}\n"
            yield Letter(f"plain/bat-{name}-{'initials' if mark != '> ' else 'plain'}", plain(body, charset="windows-1251", how="8bit", extra="X-Mailer: The Bat! (v8.8.9) Professional\r\n"), {
                "reply_contains": [new], "reply_not_contains": [said, "mailto", old.split("\n")[2] if "\n" in old else old],
            })  # fmt: skip


def _nested() -> Iterator[Letter]:
    new, old = pick("nested")
    deep = f"24.11.2026 10:15, {CUSTOMER} пишет:\n> Сайт не открывается, помогите.\n>> Заголовок\n"
    yield Letter(
        "plain/nested-three",
        plain(f"{new}\n\n{HEADERS['gmail-web'][0]}\n{quoted(old)}\n>\n{quoted(deep)}\n"),
        {"reply_text": [new]},
    )
    body = f"{new}\n\n{HEADERS['outlook-word-text-ru'][0]}\n{old}\n\n{HEADERS['outlook-word-text'][0]}\nСайт не открывается.\n\n{HEADERS['yandex-web'][0]}\nЗдравствуйте\n"
    yield Letter("plain/nested-outlook", plain(body), {"reply_text": [new]})
    body = f"{new}\n\n{HEADERS['gmail-en'][0]}\n{quoted(old)}\n>\n> Am Di., 24. Nov. 2026 um 18:40 Uhr schrieb Hans <h@x.example>:\n>> Guten Tag\n"
    yield Letter("plain/nested-languages", plain(body), {"reply_text": [new]})


def _forwards() -> Iterator[Letter]:
    forwards = {
        "mailru": f"-------- Пересылаемое сообщение --------\nОт кого: Хостер <billing@host.example>\nКому: {_ME}\nДата: Вторник, 24 ноября 2026, 9:00 +03:00\nТема: Счёт\n\nВаш сайт отключён.\n",
        "yandex": '-------- Пересылаемое сообщение --------\n24.11.2026, 09:00, "Хостер" <billing@host.example>:\n\nВаш сайт отключён.\n\n-------- Конец пересылаемого сообщения --------\n',
        "gmail": f"---------- Forwarded message ---------\nОт: Хостер <billing@host.example>\nDate: вт, 24 нояб. 2026 г. в 9:00\nSubject: Счёт\nTo: {_ME}\n\n\nВаш сайт отключён.\n",
        "thunderbird": f"-------- Перенаправленное сообщение --------\nТема: \tСчёт\nДата: \tTue, 24 Nov 2026 09:00:00 +0300\nОт: \tХостер <billing@host.example>\nКому: \t{_ME}\n\nВаш сайт отключён.\n",
        "iphone": f"Начало переадресованного сообщения:\n\n> От: Хостер <billing@host.example>\n> Дата: 24 ноября 2026 г. в 09:00:00 GMT+3\n> Кому: {_ME}\n> Тема: Счёт\n> \n> Ваш сайт отключён.\n",
        "bat": f"Это пересланное сообщение\n\nОт кого: Хостер <billing@host.example>\nКому: {_ME}\nДата: 24 ноября 2026 г., 9:00:00\nТема: Счёт\n\n===8<==============Исходный текст сообщения==============\nВаш сайт отключён.\n===8<===========Конец исходного текста сообщения===========\n",
        "roundcube": f"-------- Исходное сообщение --------\nТема: Счёт\nДата: 2026-11-24 09:00\nОт: Хостер <billing@host.example>\nКому: {_ME}\n\nВаш сайт отключён.\n",
        "outlook": f"From: Хостер <billing@host.example>\nSent: Tuesday, November 24, 2026 9:00 AM\nTo: {_ME}\nSubject: Счёт\n\nВаш сайт отключён.\n",
    }  # fmt: skip
    for name, text in forwards.items():
        yield Letter(
            f"plain/forward-{name}",
            plain(text, subject="Fwd: Счёт"),
            {"reply_contains": ["Ваш сайт отключён."], "text_contains": ["Ваш сайт отключён."]},
        )
        own = "Посмотрите, пожалуйста, что это значит."
        yield Letter(
            f"plain/forward-own-{name}",
            plain(f"{own}\n\n{text}", subject="Fwd: Счёт"),
            {"reply_contains": [own], "text_contains": [own, "Ваш сайт отключён."]},
        )


def _traps() -> Iterator[Letter]:
    """Words that look like a header of history, and are the customer's own."""
    texts = {
        "from-to": "Нужен перенос.\nОт: старого хостинга\nК вам: как можно скорее\nСпасибо.",
        "wrote": "Вчера ваш Борис написал: «всё готово».\nНо сайт лежит до сих пор.",
        "date-colon": "Ошибки за 24.11.2026:\n502 в 10:15\n504 в 10:20\nЧто делать?",
        "dashes": "Вот журнал:\n-------------------\n24.11.2026 10:15 GET / 502\n-------------------\nПомогите.",
        "dash-list": "Нужно:\n- домен\n- сертификат\n-- с автопродлением\n- почта",
        "theme": "Тема: хочу понять, за что списали 500 ₽.\nДата: вчера.\nОтветьте, пожалуйста.",
        "greeting-date": "Добрый день! 24.11.2026 в 18:40 мне звонил Борис и пишет anna@firma.example, что оплаты нет. Это ошибка.",
        "more": "При 5 > 3 условие верно.\nКак настроить?",
        "lines-on-from": "Отправлено с сайта два письма, дошло одно.\nПочему так?",
        "sent-middle": "Отправлено из панели 20 заявок, и ни одна не пришла, проверьте журнал почты пожалуйста.\nЖду ответа.",
        "html-in-text": "В коде страницы стоит <div class=\"gmail_quote\"> и всё ломается.\nПочему?",
        "regards-inside": "С уважением отношусь к вашей работе, но сайт лежит третий день.\nВерните деньги.",
        "phone-asked": "Перезвоните мне, пожалуйста: +7 921 000-00-00.\nНужен перенос сайта.",
        "sql": "Запрос:\nSELECT * FROM users WHERE id > 5;\n-- конец\nвыдаёт ошибку.",
    }  # fmt: skip
    for name, text in texts.items():
        yield Letter(f"plain/trap-{name}", plain(text), {"reply_text": [text], "auto": [None]})
