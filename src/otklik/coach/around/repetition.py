"""The same letter once more."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from otklik.coach.around.model import Around, remark
from otklik.coach.around.shingles import body, share, words_of
from otklik.coach.reply.model import Finding, Letter
from otklik.coach.text import Text, read

NEARLY = (
    0.8  # of its rows of three words were in the earlier letter, and as much the other way round for a part of it
)
LEAST = 10  # words: «Готово, проверьте, пожалуйста» may be said often
_AGAIN = re.compile(
    r"\b(?:ещ[её] раз|повторно|снова|заново|продублируйте|не (?:дошло|пришло|получ\w+|вижу письма|вижу ответа)|удалил\w* письмо|пересла\w+|перешлите|again|resend|re-send|once more|(?:did not|didn't|didn’t|never|have not|haven't) (?:get|got|receive|received|arrive)|lost (?:the|your) (?:e-?mail|letter|message))\b",
    re.I,
)


def already_sent(letter: Letter, text: Text, around: Around) -> Iterator[Finding]:
    """Nearly all of it stands in one earlier letter of ours, and the customer did not ask for it again."""
    if not around.sent or _AGAIN.search(letter.incoming):
        return
    said = _core(text)
    if len(words_of(said)) < LEAST:
        return
    if any(share(said, _sent(each)) >= NEARLY for each in around.sent):
        yield remark("already-sent", letter.lang, "")


@functools.lru_cache(maxsize=128)
def _sent(text: str) -> str:
    return _core(read(text))


def _core(text: Text) -> str:
    """What the letter says: no greeting, no signature."""
    return " ".join(each.unit.text for each in body(text))
