"""What stands round the sender's own words."""

import pytest

from otklik.channels.kinds.email.quotes import reply_of

NEW = "Не помогло, ошибка та же."


@pytest.mark.parametrize(
    "below",
    [
        "С уважением,\nИван Петров\nинженер\nАО «Завод»\nтел. (4872) 00-00-00", "Best regards,\nAnna Belova\nFirma LLC\n+7 812 000-00-00",
        "С уважением, Анна | +7 921 000-00-00", "Без вирусов. www.avast.ru", "---\nПроверено антивирусом.\nhttps://www.avast.com/antivirus",
        "Это сообщение конфиденциально и предназначено только для адресата.", "Отправлено с моего Galaxy", "Скачайте Outlook для iOS", "-- \nАнна",
        "С уважением,\nАнна\nтел. +7 812 000-00-00\n\nЕсли вы получили это письмо по ошибке, удалите его.",
    ],
)  # fmt: skip
def test_cards_and_footers_are_cut(below):
    assert reply_of(f"{NEW}\n\n{below}") == NEW


@pytest.mark.parametrize(
    "below",
    [
        "С уважением, Анна",
        "Спасибо!\nАнна",
        "Хорошего дня!",
        "С уважением жду ответа на почту anna@firma.example в течение дня, спасибо.",
    ],
)
def test_a_bare_goodbye_is_the_senders_word(below):
    assert reply_of(f"{NEW}\n\n{below}") == f"{NEW}\n\n{below}"


@pytest.mark.parametrize(
    "banner",
    [
        "Это письмо отправлено извне. Не открывайте вложения.",
        "[EXTERNAL EMAIL] Do not click links.",
        "CAUTION: This email originated from outside of the organization.",
    ],
)
def test_the_gateways_banner_is_cut(banner):
    assert reply_of(f"{banner}\n\n{NEW}") == NEW


def test_a_letter_about_antiviruses_and_secrets_is_whole():
    text = "Антивирус ругается на ваше письмо, оно конфиденциально для получателя?\nЧто делать?"
    assert reply_of(text) == text
