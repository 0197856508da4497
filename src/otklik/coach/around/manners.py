"""«Ты» and «вы»: one of them in a letter, and «ты» only to those who say so themselves. Russian only."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from otklik.coach.around.model import Around, remark
from otklik.coach.reply.model import Finding, Letter
from otklik.coach.text import Sentence, Text, Word, read
from otklik.coach.words import dictionary, tags

_THOU = frozenset(["ты", "тебя", "тебе", "тобой", "тобою", "твой", "твоя", "твое", "твои", "твоего", "твоей", "твоему", "твоих", "твоим", "твоими", "твоем", "твою"])  # fmt: skip
_YOU = frozenset(["вы", "вас", "вам", "вами", "ваш", "ваша", "ваше", "ваши", "вашего", "вашей", "вашему", "ваших", "вашим", "вашими", "вашем", "вашу"])  # fmt: skip
_SET_PHRASES = frozenset(["видишь", "знаешь", "понимаешь", "смотри", "погоди", "поди", "ничего", "будь", "дай", "хочешь", "хоть", "есть", "пусть"])  # fmt: skip
_POLITE = frozenset(["здравствуйте", "извините", "простите"])
_FRIENDLY = re.compile(r"\b(?:привет\w*|хай|салют|йоу|ку)\b", re.I)
ENOUGH = 0.6  # of a word's readings: «стой» may be many things


class _Said(NamedTuple):
    start: int
    end: int
    raw: str
    is_thou: bool


def address_form(letter: Letter, text: Text, around: Around) -> Iterator[Finding]:
    """Both forms in one letter: a mark on the one that is not the customer's, else on the rarer; or «ты» to a customer who does not say it."""
    if letter.lang != "ru":
        return
    said = [each for sentence in text.sentences for each in _said(sentence)]
    thou, you = [each for each in said if each.is_thou], [each for each in said if not each.is_thou]
    if not thou:
        return
    theirs = _says_thou(letter, around)
    if you:
        rarer = thou if len(thou) <= len(you) else you
        wrong = rarer[0] if theirs is None else you[0] if theirs else thou[0]
        yield remark("address-form", "ru", wrong.raw, wrong.start, wrong.end)
    elif theirs is False:
        yield remark("address-form-ty", "ru", thou[0].raw, thou[0].start, thou[0].end)


def _says_thou(letter: Letter, around: Around) -> bool | None:
    """Whether the customer says «ты» to us; None when it cannot be told: no letter of theirs, or one that speaks to nobody and greets as
    friends do, or after a letter of ours in «ты»."""
    texts = [each for each in (letter.incoming, *around.said) if each.strip()]
    if not texts:
        return None
    said = [each for text in texts for each in _all(text)]
    if not said and (
        any(_FRIENDLY.search(text) for text in texts)
        or any(each.is_thou for text in around.sent for each in _all(text))
    ):
        return None
    thou = sum(each.is_thou for each in said)
    return thou > 0 and thou * 2 >= len(said)


@functools.lru_cache(maxsize=256)
def _all(text: str) -> tuple[_Said, ...]:
    """All that a letter around this one says to somebody; kept while this one is written."""
    return tuple(each for sentence in read(text[:20_000]).sentences for each in _said(sentence))


def _said(sentence: Sentence) -> Iterator[_Said]:
    """The words of a sentence by which somebody is spoken to; those in «…» are somebody else's."""
    words: Iterable[Word] = sentence.words
    for word in words:
        if any(start <= word.start and word.end <= end for start, end in sentence.unit.quotes):
            continue
        form = _form(word.lower)
        if form is not None:
            yield _Said(sentence.start + word.start, sentence.start + word.end, word.raw, form)


@functools.lru_cache(maxsize=20_000)
def _form(lower: str) -> bool | None:
    """True for «ты», False for «вы», None for a word that speaks to nobody. Greetings in «вы» count, «видишь ли» does not."""
    if lower in _THOU:
        return True
    if lower in _YOU or lower in _POLITE:
        return False
    if lower in _SET_PHRASES or len(lower) < 4 or not lower.isalpha() or lower.isascii():
        return None
    if "past" in tags(lower):
        return None  # «мы попали»
    score = {True: 0.0, False: 0.0}
    for each in dictionary().parse(lower):
        tag = each.tag
        # «Из воздуха не возьмёшь» speaks to nobody: of verbs in the singular only orders count.
        if tag.POS == "VERB" and (("impr" in tag and "excl" in tag) or ("2per" in tag and "plur" in tag)):
            score["sing" in tag] += each.score
    is_thou = score[True] > score[False]
    return is_thou if score[is_thou] >= ENOUGH else None
