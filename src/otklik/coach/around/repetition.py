"""The same letter once more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from otklik.coach.around.model import Around, remark
from otklik.coach.around.shingles import share, words_of
from otklik.coach.reply.model import Finding, Letter
from otklik.coach.text import Text, Zone, read

NEARLY = (
    0.8  # of its rows of three words were in the earlier letter, and as much the other way round for a part of it
)
LEAST = 14  # words: «Готово, проверьте, пожалуйста» may be said often
_AGAIN = re.compile(
    r"\b(?:ещ[её] раз|повторно|снова|заново|продублируйте|не (?:дошло|пришло|получ\w+|вижу письма|вижу ответа)|удалил\w* письмо|пересла\w+|перешлите|again|resend|re-send|once more|(?:did not|didn't|didn’t|never|have not|haven't) (?:get|got|receive|received|arrive)|lost (?:the|your) (?:e-?mail|letter|message))\b",
    re.I,
)


def already_sent(letter: Letter, text: Text, around: Around) -> Iterator[Finding]:
    """Nearly all of it stands in one earlier letter of ours, and the customer did not ask for it again."""
    if not around.sent or _AGAIN.search(letter.incoming):
        return
    body = _core(text)
    if len(words_of(body)) < LEAST:
        return
    if any(share(body, _core(read(each))) >= NEARLY for each in around.sent):
        yield remark("already-sent", letter.lang, "")


def _core(text: Text) -> str:
    """What the letter says: no greeting, no signature."""
    return " ".join(each.unit.text for each in text.sentences if each.zone is not Zone.GREETING)
