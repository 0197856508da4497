"""Somebody else in the letter: another customer's name, another brand of the house."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from otklik.coach import names
from otklik.coach.around.model import Around, remark
from otklik.coach.around.shingles import BARE
from otklik.coach.reply.model import Finding, Letter
from otklik.coach.text import Text, Word
from otklik.coach.words import CYRILLIC, dictionary, forms

_CALLED = re.compile(
    r"(?:^|[.!?…] )(?P<first>[А-ЯЁA-Z][\w-]+)(?=[,!] )|(?:\b[Сс]пасибо|\b[Tt]hanks|\b[Tt]hank you|\b[Hh]i|\b[Hh]ello),? (?P<thanked>[А-ЯЁA-Z][\w-]+)(?=[!.,?]|$)|, (?P<last>[А-ЯЁA-Z][\w-]+)(?=[!.?]|$)"
)


_TO_THEM = re.compile(r"\b(?:вы|вас|вам|вами|ваш\w*|ты|тебя|тебе|you|your|yours)\b", re.I)


def wrong_name(letter: Letter, text: Text, around: Around) -> Iterator[Finding]:
    """Called by another name in the middle of the letter (its greeting is the rule `greeting-name`'s), or another customer named in full."""
    own = names.accepted(letter.customer_name) if letter.customer_name else frozenset()
    known = own | _all(around.colleagues) | _all((letter.agent_name,))
    said = _lemmas(" ".join((letter.incoming, *around.said)))
    for sentence in text.sentences:
        shown = sentence.unit.text
        if sentence is text.greeting and len(sentence.words) <= BARE:
            continue
        for match in _CALLED.finditer(shown) if own else ():
            group = next(each for each in ("first", "thanked", "last") if match[each])
            name, lower = match[group], match[group].lower().replace("ё", "е")
            if group == "first" and not _TO_THEM.search(shown):
                continue  # «Соня, наш курьер, уже едет»
            if not _is_called_so(lower) or names.is_called(lower, known) or forms(lower).lemmas & said:
                continue
            if _is_quoted(match.start(), sentence.unit.quotes) or _is_a_word(lower):
                continue
            yield remark(
                "wrong-name",
                letter.lang,
                name,
                sentence.start + match.start(group),
                sentence.start + match.end(group),
            )
        for one, two in zip(sentence.words, sentence.words[1:], strict=False):
            if not (one.raw[0].isupper() and two.raw[0].isupper()) or shown[one.end : two.start] != " ":
                continue
            if _is_another(one, two, around.others, letter.customer_name, around.colleagues, said):
                words = shown[one.start : two.end]
                yield remark("wrong-name", letter.lang, words, sentence.start + one.start, sentence.start + two.end)


def _is_called_so(lower: str) -> bool:
    """A given name as one calls by it: not «Равилем», not «Стамбул»."""
    if not names.is_name(lower, is_capital=True):
        return False
    return not CYRILLIC.search(lower) or any(
        "Name" in each.tag and "nomn" in each.tag and "sing" in each.tag for each in dictionary().parse(lower)[:2]
    )


def _is_another(
    one: Word, two: Word, others: tuple[str, ...], own: str, colleagues: tuple[str, ...], said: frozenset[str]
) -> bool:
    """Whether the two words are the name and family name of another customer, in any case and order. Who the customer
    speaks of, a namesake and a colleague are none."""
    if one.lemmas & said and two.lemmas & said:
        return False
    if any(_is_person(one, two, each) for each in (own, *colleagues)):
        return False
    return any(_is_person(one, two, each) for each in others)


@functools.lru_cache(maxsize=2_000)
def _parts(name: str) -> tuple[frozenset[str], ...]:
    return tuple(_known(part) for part in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", name.lower()))


def _is_person(one: Word, two: Word, name: str) -> bool:
    parts = _parts(name)
    if len(parts) < 2:
        return False
    hits = [{n for n, part in enumerate(parts) if part & word.lemmas} for word in (one, two)]
    return any(a != b for a in hits[0] for b in hits[1])


def _known(part: str) -> frozenset[str]:
    return forms(part).lemmas | {part.replace("ё", "е")}


def wrong_brand(letter: Letter, text: Text, around: Around) -> Iterator[Finding]:
    """Another brand of the house, written as a name (a capital or in «…»), that the customer has not named, signature and all."""
    if not around.brand:
        return
    heard = " ".join((letter.incoming, *around.said)).lower().replace("ё", "е")
    own = _names(around.brand)
    for brand in around.brands:
        name = _names(brand)
        if not name or name == own or _holds(_names(heard), name):
            continue
        for sentence in (*text.sentences, *text.signature):
            words = [word for word in sentence.words if len(word.raw) > 1 or word.raw.isalpha()]
            for at in range(len(words) - len(name) + 1):
                part = words[at : at + len(name)]
                start, end = part[0].start, part[-1].end
                if all(each.lemmas & wanted for each, wanted in zip(part, name, strict=True)) and _is_named(
                    sentence.unit.text, start, part[0]
                ):
                    around_it = [each.lemmas for each in words[max(0, at - len(own)) : at + len(name) + len(own)]]
                    if len(own) > len(name) and _holds(around_it, own):
                        continue  # «Норд Хостинг», where «Норд» is another
                    yield remark(
                        "wrong-brand", letter.lang, sentence.unit.text[start:end], sentence.start + start, sentence.start + end
                    )  # fmt: skip
                    break


def _is_named(shown: str, start: int, word: Word) -> bool:
    """A capital within a sentence, or any word in quotes; «Табель» at a sentence's beginning may be a table."""
    if shown[:start].rstrip(" ").endswith(("«", '"', "“", "„")):
        return True
    if not word.raw[0].isupper():
        return False
    begins = not shown[:start].strip(' —–-•*"«(') or bool(re.search(r"[.!?:…]\s*$", shown[:start]))
    return not begins or not _is_a_word(word.lower)


def _is_a_word(lower: str) -> bool:
    """A common word of the dictionary, so that a capital at the beginning says nothing."""
    if not CYRILLIC.search(lower):
        return lower in ("mark", "will", "may", "grace", "hope", "april", "june", "art", "bill", "rich", "jack", "sunny", "joy", "page", "summer", "august", "chase", "guy", "frank", "pat", "rob")  # fmt: skip
    tags = forms(lower).tags
    return dictionary().word_is_known(lower) and not {"Name", "Patr", "Surn"} & tags


@functools.lru_cache(maxsize=256)
def _names(name: str) -> list[frozenset[str]]:
    return [forms(word).lemmas | {word.replace("ё", "е")} for word in re.findall(r"[^\W_]+", name.lower())]


def _holds(words: list[frozenset[str]], wanted: list[frozenset[str]]) -> bool:
    size = len(wanted)
    return any(
        all(a & b for a, b in zip(words[at : at + size], wanted, strict=True)) for at in range(len(words) - size + 1)
    )


@functools.lru_cache(maxsize=64)
def _all(full_names: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(names.accepted(each) for each in full_names if each and "@" not in each))


@functools.lru_cache(maxsize=64)
def _lemmas(text: str) -> frozenset[str]:
    return frozenset().union(
        *(forms(each.lower()).lemmas for each in re.findall(r"\b[А-ЯЁA-Z][^\W\d_]+", text[:20_000]))
    )


def _is_quoted(at: int, quotes: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= at < end for start, end in quotes)
