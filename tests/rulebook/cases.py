"""A rule that works, for tests that change one thing of it."""

from dataclasses import replace

from otklik.rulebook.texts import RuleText

BOX = RuleText(
    lang="ru", title="Говорим «сервер»", why="Слово «сервак» понимаем только мы.", phrases=("сервак → сервер",),
    bad=("Ваш сервак перезагрузили.",), good=("Ваш сервер перезагрузили.",),
)  # fmt: skip


def box(**changes):
    return replace(BOX, **changes)
