"""What was written for colleagues and is about to leave the house."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from otklik.coach.around.model import Around, remark
from otklik.coach.around.shingles import run
from otklik.coach.reply.model import Finding, Letter
from otklik.coach.text import Text
from otklik.coach.words import forms

AT_ONCE = 9  # words in a row that a letter shares with a note and with nothing else: copied, not said alike
_AT = re.compile(r"(?<![\w.@/])@([\w.-]+\w)", re.I)
# In the singular: our customers have customers of their own, of whom one may well write.
_WHO_RU = r"(?:клиент[уа]?|заказчик[уа]?|покупател[юья])"
_INTERNAL_RU = re.compile(
    rf"\b{_WHO_RU} (?:об этом |пока |это |про это |ничего |лучше )*не (?:говор\w+|сообща\w+|показыва\w+|пересыла\w+|пиш\w+|расскаыва\w+|рассказыва\w+|обеща\w+|отвеча\w+)"
    rf"|\bне (?:говори(?:м|те|ть)?|сообща(?:ть|й|йте|ем)|показыва(?:ть|й|йте|ем)|пересыла(?:ть|й|йте|ем)|отправля(?:ть|й|йте|ем)|обеща(?:ть|й|йте|ем)) (?:это |об этом |пока )?(?:клиенту|заказчику|покупателю)\b"
    r"|\bне для (?:клиента|заказчика|покупателя)\b|\bтолько для своих\b|\bдля внутреннего (?:пользования|использования)\b|\bтолько между нами\b"
    r"|\bвнутренн(?:яя|ей|юю) (?:заметк\w+|переписк\w+|информаци\w+)|\bзаметка для (?:коллег|себя|своих|смены)\b"
    rf"|\b(?:скажи|ответь|напиши|передай|объясни)(?:те)?,? (?:пожалуйста,? )?(?:этому )?(?:клиенту|заказчику|покупателю)\b|\b(?:клиент|заказчик) (?:не должен знать|не в курсе|опять (?:ноет|пишет|звонит|жалуется))"
    r"|\bпусть (?:сам )?(?:клиент|заказчик) (?:сам )?разбирается\b",
    re.I,
)
_INTERNAL_EN = re.compile(
    r"\b(?:don't|don’t|do not|never|please don't|please don’t|please do not) (?:tell|mention (?:this|it) to|show (?:this|it) to|share (?:this|it)? ?with|promise (?:this|anything)? ?to|forward (?:this|it)? ?to|send (?:this|it) to|say (?:this|anything) to) (?:the |this )?(?:customer|client|user|buyer)s?\b"
    r"|\bnot for (?:the )?(?:customer|client)s?(?:'s|’s)? ?(?:eyes)?\b|\b(?:for )?internal(?: use)? only\b|\bfor internal (?:use|eyes)\b|\binternal note\b|\bbetween (?:us|ourselves) only\b|\bjust between us\b"
    r"|\bnote (?:to self|for (?:colleagues|the team|the next shift))\b|\b(?:tell|explain to|reply to|answer) (?:the|this) (?:customer|client)\b(?! service)|\bthe (?:customer|client) (?:must not|mustn't|mustn’t|should not|shouldn't|shouldn’t|doesn't need to|doesn’t need to) know\b",
    re.I,
)
_THEIR_CUSTOMERS = re.compile(
    r"\b(?:ваш\w* (?:клиент|заказчик|покупател)\w*|свои\w* (?:клиент|покупател|заказчик)\w*|your (?:own )?(?:customer|client|user|buyer)s?)\b",
    re.I,
)
_LETTER = re.compile(r"^\W*(?:здравствуйте|добр\w+ (?:день|утро|вечер)|привет|hello|hi|hey|dear|good (?:morning|afternoon|evening))\b", re.I | re.M)  # fmt: skip


def internal_text(letter: Letter, text: Text, around: Around) -> Iterator[Finding]:
    """A colleague called by @, words that say they are not for the customer, a piece of a note. One finding a sentence."""
    called = _called(around.colleagues)
    phrases = _INTERNAL_RU if letter.lang == "ru" else _INTERNAL_EN
    known = [*around.said, *around.sent, letter.incoming]
    notes = [each for each in around.notes if not _LETTER.search(each)]  # a letter put up for a colleague to read
    for sentence in text.sentences:
        shown = sentence.unit.text
        at = next((each for each in _AT.finditer(shown) if each[1].lower().rstrip(".") in called), None)
        said = None if _THEIR_CUSTOMERS.search(shown) or sentence.unit.is_question else phrases.search(shown)
        match = at or said
        if match and not any(a <= match.start() and match.end() <= b for a, b in sentence.unit.quotes):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            yield remark("internal-text", letter.lang, match.group(), start, end)
    span = run(letter.text, [(each.start, each.end) for each in text.sentences], notes, known, AT_ONCE)
    if span:
        words = letter.text[span[0] : span[1]]
        yield remark("internal-text", letter.lang, words if len(words) < 60 else f"{words[:56].rstrip()}…", *span)


@functools.lru_cache(maxsize=64)
def _called(names: tuple[str, ...]) -> frozenset[str]:
    """How colleagues may be called after an @: log-in, first name, family name, in any case of it."""
    found: set[str] = set()
    for name in names:
        login = name.lower().partition("@")[0]
        for part in {login, *login.split()}:
            found |= {part, *forms(part).lemmas} if part else set()
    return frozenset(found)
