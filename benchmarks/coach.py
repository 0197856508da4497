"""How fast the coach reads: `python benchmarks/coach.py`. CPU milliseconds of one keystroke in a letter of 2,000 characters
with the whole catalogue, of a whole letter never seen (its words known or not), of the start; and the memory it takes."""

from __future__ import annotations

import random
import resource
import time

START = time.process_time()

from otklik.coach import text, words
from otklik.coach.reply import Letter, check, shipped
from otklik.coach.reply import check as _  # noqa: F401 - the door is all that is measured

INCOMING = "Сайт лежит с утра, у меня завтра ярмарка, и все визитки с этим адресом. Помогите, пожалуйста!"
PARTS = [
    "Посмотрел журнал: в девять утра кончилось место на диске, и сайт перестал отвечать.",
    "Простите, что так вышло в самый канун ярмарки, я представляю, каково это.",
    "Место я добавил, страницы снова открываются, заказы за утро на месте.",
    "Чтобы это не повторилось, поставил напоминание: оно придёт, когда останется десять процентов.",
    "Если что-то покажется странным, напишите мне прямо сюда, я рядом до восьми вечера.",
    "Картинки в каталоге можно ужать вдвое, покажу как, если хотите.",
]
TYPED = [
    "Ещё я проверил почту: письма уходят, последнее ушло в 10:15, и очередь пуста.",
    "Если захотите переехать на тариф побольше, посчитаю разницу до копейки.",
    "Копия за вчера лежит отдельно, её никто не тронет, пока вы не скажете.",
    "Кстати, в разделе «Домены» теперь видно, когда платить за следующий год.",
    "Директор тоже передаёт извинения и обещает не чинить ничего в четверг утром.",
    "Пришлите, пожалуйста, снимок экрана, если кнопка опять посереет после обновления.",
    "Завтра до обеда позвоню и расскажу, чем закончилась история с диском.",
    "Спасибо, что заметили первой: без вас мы бы чинили это до понедельника.",
    "Деньги за потерянное утро верну на баланс, ждать отчёта бухгалтерии не придётся.",
    "Настройки переносить вам не нужно, я уже перенёс их вместе с сертификатом.",
]
ENDING = "\n\nУдачной ярмарки и хорошего четверга!\nБорис Климов,\nподдержка «Норд Хостинг»"


def letter(number: int, size: int = 2_000) -> str:
    """A letter of about that size, another for each number."""
    chance = random.Random(number)
    lines = ["Здравствуйте, Анна!"]
    while len("\n".join(lines)) < size - len(ENDING):
        lines.append(" ".join(chance.sample(PARTS, 3)).replace("девять", f"{chance.randint(1, 900)}"))
    return "\n".join(lines)[: size - len(ENDING)] + ENDING


def ask(body: str) -> None:
    check(
        Letter(
            body,
            lang="ru",
            situation="other",
            customer_name="Анна Белова",
            agent_name="Борис Климов",
            weekday=3,
            incoming=INCOMING,
        )
    )


def timed(body: str) -> float:
    begin = time.process_time()
    ask(body)
    return (time.process_time() - begin) * 1000


def forget() -> None:
    """Empty the caches of sentences and lines, so that a letter is new."""
    for cache in (text.unit, text._parts, text._kind):
        cache.cache_clear()


def show(name: str, times: list[float]) -> None:
    times.sort()
    print(
        f"{name:<46} p50 {times[len(times) // 2]:6.2f}  p99 {times[int(len(times) * 0.99)]:6.2f}  max {times[-1]:6.2f} ms CPU"
    )


def main() -> None:
    shipped()
    ask(letter(0))
    print(f"{'start, rules and dictionary read, first letter':<46} {(time.process_time() - START) * 1000:.0f} ms CPU")
    keys = []
    for number, typed in enumerate(TYPED):
        body = letter(1_000 + number, 1_950)
        at = body.index("\n", 900)
        ask(body)
        keys += [timed(body[:at] + " " + typed[:size] + body[at:]) for size in range(1, len(typed) + 1)]
    show("a keystroke, 2,000 characters", keys)
    whole = []
    for number in range(2, 102):
        forget()
        whole.append(timed(letter(number)))
    show("a whole letter, its sentences new", whole)
    cold = []
    for number in range(102, 132):
        forget()
        words.forms.cache_clear()
        cold.append(timed(letter(number)))
    show("a whole letter, its words new, too", cold)
    print(f"{'memory, at most':<46} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
