"""The history, as clients write it, and words that only look so. More of them: evals/mail."""

import pytest

from otklik.channels.kinds.email.quotes import reply_of

NEW = "Не помогло, ошибка та же."


@pytest.mark.parametrize(
    "history",
    [
        "----------------\nКому: Анна (anna@firma.example);\nТема: Сайт;\n24.11.2026, 18:40, \"Борис\" <b@nord.example>:\nЗдравствуйте",
        "-------- Исходное сообщение --------От: Борис <b@nord.example> Дата: 24.11.17  18:40  (GMT+03:00) Кому: a@b.example Тема: Re \nЗдравствуйте",
        "Борис Климов пишет:\n> Здравствуйте", "----- От: Борис <b@nord.example>\nКому: Анна <a@b.example>\nОтправлено: вторник, 18:40\nТема: Re\nЗдравствуйте",
        "Вы писали 24 ноября 2026 г., 18:40:26:\n\nБК> Здравствуйте\nБК> Проверили", "2026 ж. 24 қар., сс 18:40, Борис <b@nord.example> жазды:\n> Здравствуйте",
    ],
)  # fmt: skip
def test_the_history_is_cut(history):
    assert reply_of(f"{NEW}\n\n{history}") == NEW


@pytest.mark.parametrize(
    "text",
    [
        "SQL> select 1;\nSQL> exit\nВыдаёт ошибку.",
        "Тема: за что списали?\nДата: вчера.",
        "*" * 5000,
        "Строки:\n- Кому: всем\n- Когда: сегодня",
    ],
)
def test_the_senders_own_lines_stay(text):
    assert reply_of(text) == text


def test_a_forward_with_own_words_is_content():
    text = "Посмотрите.\n\nЭто пересланное сообщение\n\nОт кого: x@y.example\nКому: a@b.example\nДата: 24.11.2026\nТема: Счёт\n\nСайт отключён."
    assert reply_of(text) == text
