"""What stands under a letter and is no part of what it says: signatures, footers; and banners above it."""

from __future__ import annotations

from collections.abc import Iterator

from evals.mail.letters.plain_quotes import HEADERS
from evals.mail.letters.write import CUSTOMER, Letter, html, markup, pick, plain, quoted

# name → (what stands below, what of it may not be in the reply)
BELOW: dict[str, tuple[str, list[str]]] = {
    "dashes": ("-- \nАнна Белова\nбухгалтер, ООО «Фирма»\n+7 (812) 000-00-00 доб. 12", ["бухгалтер", "доб. 12"]),
    "dashes-no-space": ("--\nС уважением,\nАнна Белова", ["уважением", CUSTOMER]),
    "em-dash": ("—\nАнна Белова\nwww.firma.example", ["www.firma"]),
    "regards-block": ("С уважением,\nБелова Анна Петровна\nглавный бухгалтер\nООО «Фирма»\nтел.: +7 (812) 000-00-00, доб. 12\nмоб.: +7 921 000-00-00\nwww.firma.example", ["главный бухгалтер", "доб. 12", "www.firma"]),
    "regards-block-mail": ("С уважением,\nАнна Белова\nМенеджер отдела закупок\nE-mail: anna@firma.example\nТел.: 8 (800) 555-00-00", ["закупок", "8 (800)"]),
    "regards-one-line": ("С уважением, Анна Белова | ООО «Фирма» | +7 812 000-00-00 | firma.example", ["+7 812"]),
    "best-regards-block": ("С наилучшими пожеланиями,\nАнна Белова\nРуководитель проекта\nFirma Group\nM: +7 921 000 00 00\nE: anna@firma.example", ["Руководитель проекта", "+7 921"]),
    "english-block": ("Best regards,\nAnna Belova\nChief Accountant\nFirma LLC\nPhone: +7 812 000-00-00\nwww.firma.example", ["Chief Accountant", "+7 812"]),
    "rule-block": ("_______________________\nС уважением,\nАнна Белова\nООО «Фирма»\nтел. (812) 000-00-00", ["(812)"]),
    "kind-block": ("Всего доброго,\nАнна Белова,\nсистемный администратор\n+7-921-000-00-00\nTelegram: @anna_belova", ["системный администратор", "@anna_belova"]),
    "iphone": ("Отправлено с iPhone", ["iPhone"]),
    "ipad": ("Отправлено с моего iPad", ["iPad"]),
    "galaxy": ("Отправлено с моего Galaxy", ["Galaxy"]),
    "samsung": ("Отправлено с моего смартфона Samsung Galaxy.", ["Samsung"]),
    "huawei": ("Отправлено с моего телефона HUAWEI", ["HUAWEI"]),
    "honor": ("Отправлено с устройства HONOR", ["HONOR"]),
    "xiaomi": ("Отправлено с Mi Почты", ["Почты"]),
    "mailru": ("Отправлено из мобильной Почты Mail", ["мобильной"]),
    "mailru-ios": ("--\nОтправлено из Почты Mail.ru для iOS", ["iOS"]),
    "mailru-word": ("Отправлено из почты Mail.ru", ["Mail.ru"]),
    "yandex": ("Отправлено из мобильной Яндекс.Почты", ["Яндекс"]),
    "yandex-link": ("-- \nОтправлено из мобильного приложения Яндекс Почты", ["Яндекс"]),
    "gmail": ("Отправлено с мобильного Gmail", ["Gmail"]),
    "outlook-android": ("Получить Outlook для Android<https://aka.ms/AAb9ysg>", ["Outlook"]),
    "outlook-ios": ("Скачайте Outlook для iOS", ["Outlook"]),
    "windows": ("Отправлено из приложения \"Почта\" для Windows 10", ["Windows"]),
    "windows-link": ("Отправлено из Почты<https://go.microsoft.com/fwlink/?LinkId=550986> для Windows", ["Windows"]),
    "k9": ("-- \nПростите за краткость, создано в K-9 Mail.", ["K-9"]),
    "k9-bare": ("Отправлено с моего Android устройства с помощью почты K-9 Mail. Извините за краткость.", ["K-9"]),
    "mymail": ("Отправлено из myMail для iOS", ["myMail"]),
    "bluemail": ("Установите BlueMail для Android", ["BlueMail"]),
    "proton": ("Отправлено с помощью защищённой почты Proton Mail.", ["Proton"]),
    "telegram-like": ("Написано с телефона, возможны опечатки", ["опечатки"]),
    "avast": ("---\nЭто сообщение проверено на вирусы антивирусом Avast.\nhttps://www.avast.com/antivirus", ["Avast", "avast"]),
    "avast-new": ("\nБез вирусов.www.avast.com<https://www.avast.com/sig-email?utm_medium=email>\n<#DAB4FAD8-2DD7-40BB-A1B8-4E2AA1F9FDF2>", ["вирусов", "avast"]),
    "avast-ru": ("Без вирусов. www.avast.ru", ["вирусов"]),
    "drweb": ("--\nПисьмо проверено антивирусом Dr.Web", ["Dr.Web"]),
    "kaspersky": ("Проверено Антивирусом Касперского. Вирусов не обнаружено.", ["Касперского"]),
    "eset": ("__________ Информация от ESET Endpoint Antivirus, версия сигнатурной базы 12345 (20261124) __________\n\nСообщение проверено с помощью ESET Endpoint Antivirus.\n\nhttp://www.esetnod32.ru", ["ESET", "esetnod32"]),
    "confidential": ("Настоящее сообщение и любые вложения к нему являются конфиденциальными и предназначены исключительно для адресата. Если вы получили это сообщение по ошибке, пожалуйста, уведомите отправителя и удалите его.", ["конфиденциальными", "по ошибке"]),
    "confidential-head": ("-----------------------\nУВЕДОМЛЕНИЕ О КОНФИДЕНЦИАЛЬНОСТИ: Это электронное сообщение и любые документы, приложенные к нему, содержат конфиденциальную информацию. Настоящим уведомляем Вас о том, что если это сообщение не предназначено Вам, использование, копирование, распространение информации, содержащейся в настоящем сообщении, запрещено.", ["КОНФИДЕНЦИАЛЬНОСТИ", "копирование"]),
    "confidential-en": ("This message and any attachments are confidential and intended solely for the addressee. If you are not the intended recipient, please notify the sender and delete this message.", ["intended"]),
    "ecology": ("Пожалуйста, подумайте об окружающей среде, прежде чем распечатать это письмо.", ["окружающей"]),
    "regards-and-confidential": ("С уважением,\nАнна Белова\nООО «Фирма»\nТел. +7 812 000-00-00\n\nИнформация, содержащаяся в этом письме, является конфиденциальной и предназначена только для адресата. Если Вы не являетесь адресатом, удалите письмо.", ["+7 812", "адресат"]),
    "mailing-list": ("_______________________________________________\nusers mailing list\nusers@lists.firma.example\nhttps://lists.firma.example/mailman/listinfo/users", ["mailman"]),
}  # fmt: skip

BANNERS = {
    "external": "Это письмо отправлено извне. Не открывайте вложения и не переходите по ссылкам, если не уверены в отправителе.",
    "external-loud": "ВНИМАНИЕ: Внешний отправитель! Не переходите по ссылкам и не открывайте вложения из непроверенных источников.",
    "external-en": "[EXTERNAL EMAIL] This email originated from outside of the organization. Do not click links or open attachments unless you recognize the sender.",
    "caution": "CAUTION: This email originated from outside of the organization.",
    "rare": "Вы нечасто получаете письма от anna@firma.example. Узнайте, почему это важно<https://aka.ms/LearnAboutSenderIdentification>",
    "external-ru-2": "*** Внешнее письмо. Будьте осторожны с ссылками и вложениями. ***",
}

# kept or cut, both are right: a bare greeting at the end is as much the letter as the signature
_BARE = ("С уважением,\nАнна Белова", "С уважением, Анна", "Спасибо!\nАнна", "Анна", "Хорошего дня!")


def letters() -> Iterator[Letter]:
    """Each below a letter, some above a history, each banner above."""
    for name, (below, gone) in BELOW.items():
        new, old = pick(f"sign {name}")
        yield Letter(
            f"sign/{name}",
            plain(f"{new}\n\n{below}\n"),
            {
                "reply_text": [new],
                "reply_not_contains": gone,
                "text_contains": [gone[0]],
                "auto_not": ["auto-reply"] if name != "mailing-list" else [],
            },
        )
    for name in ("dashes", "regards-block", "iphone", "confidential", "avast-new", "regards-and-confidential", "k9"):
        new, old = pick(f"sign above {name}")
        above, mark = HEADERS["gmail-web" if name != "confidential" else "outlook-word-text-ru"]
        yield Letter(
            f"sign/above-history-{name}",
            plain(f"{new}\n\n{BELOW[name][0]}\n\n{above}\n{quoted(old, mark)}\n"),
            {"reply_text": [new]},
        )
    for name, banner in BANNERS.items():
        new, old = pick(f"banner {name}")
        yield Letter(
            f"sign/banner-{name}",
            plain(f"{banner}\n\n{new}\n"),
            {"reply_text": [new], "text_contains": [banner[:40]]},
        )
    page = f'<table border="0" cellspacing="0" width="100%" bgcolor="#FFEB9C"><tr><td><b>Внимание:</b> внешнее письмо. Не открывайте вложения от неизвестных отправителей.</td></tr></table><br>{markup(pick("banner html")[0])}'
    yield Letter("sign/banner-html", html(page), {"reply_text": [pick("banner html")[0]]})
    for number, bare in enumerate(_BARE):
        new, _ = pick(f"bare {number}")
        yield Letter(f"sign/bare-{number}", plain(f"{new}\n\n{bare}\n"), {"reply_text": [new, f"{new}\n\n{bare}"]})
    block = '<div>С уважением,<br><b>Анна Белова</b><br>главный бухгалтер<br><img src="cid:logo@firma" width="120"><br>тел. +7 (812) 000-00-00<br><a href="https://firma.example">firma.example</a></div>'
    new, _ = pick("html block")
    yield Letter(
        "sign/html-logo",
        html(f"{markup(new)}<div><br></div>{block}"),
        {"reply_text": [new], "reply_not_contains": ["бухгалтер", "+7 (812)"]},
    )
