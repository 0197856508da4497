"""The letter's frame: who is greeted, how it ends, who has signed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from otklik.coach import names
from otklik.coach.phrases import Hit
from otklik.coach.reply.detectors.mark import Mark, listed
from otklik.coach.reply.model import Rule
from otklik.coach.reply.reading import Reading
from otklik.coach.text import Sentence, Text, Word, unit


def greeting_name(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """The name is known: the greeting has it in some form; a wrong name is marked."""
    letter, text = reading.letter, reading.text
    right, given = names.accepted(letter.customer_name), names.given(letter.customer_name)
    if not right or not given:
        return
    if any(names.is_called(word.lower, right) for word in _opening(text)):
        return
    signed = set(re.findall(r"\b[А-ЯЁA-Z][а-яёa-z]+", letter.incoming[-80:]))
    if any(word.raw in signed and names.is_name(word.lower, is_capital=True) for word in _opening(text)):
        return  # the name with which they signed themselves
    greeting = text.greeting
    wrong = None
    if greeting is not None:
        wrong = next((w for w in greeting.words if names.is_name(w.lower, is_capital=w.raw[0].isupper())), None)
    missing = rule.message.replace("{name}", given)
    if greeting is not None and wrong is not None:
        message = str(rule.options["wrong"]).replace("{words}", wrong.raw).replace("{name}", given)
        yield Mark(greeting.start + wrong.start, greeting.start + wrong.end, wrong.raw, given, message)
    elif greeting is not None:
        end = _greeting_end(greeting)
        shown = reading.own(greeting.start, end).rstrip(" ,!.")
        suggestion = f"{shown}, {given}!" if letter.lang == "ru" else f"{shown} {given},"
        yield Mark(greeting.start, end, shown, suggestion, missing)
    else:
        yield Mark(None, None, "", str(rule.options["hello"]).replace("{name}", given), missing)


def _opening(text: Text) -> list[Word]:
    """The words of the greeting and of the two sentences after it: «Добрый день! Иван, спасибо…» greets by name, too."""
    return [
        word for at, each in enumerate(text.sentences[:4]) for word in each.words if not at or word.raw[0].isupper()
    ]


def _greeting_end(greeting: Sentence) -> int:
    """The end of the greeting's own words when the letter goes on in the same sentence."""
    match = re.search(r"[!,.]", greeting.unit.text)
    if match:
        return greeting.start + match.end()
    return greeting.start + greeting.words[1].end if len(greeting.words) > 3 else greeting.end


def closing(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """Something positive stands at the end; a wish for a day names the right one."""
    text, letter = reading.text, reading.letter
    tail = [each for each in text.sentences if each.words and each is not text.greeting and not each.is_item][-3:]
    days = {str(word): int(number) for word, number in rule.options["days"].items()}
    wishes = listed(rule.options, "wishes")
    suggestion = wishes[letter.weekday] if letter.weekday is not None else str(rule.options["wish"])
    warm, dull = reading.speech.groups["warm_end"], rule.words["dull"]
    lines = (*tail, *text.signature)
    for place, sentence in enumerate(lines):
        hits = warm.find(sentence.unit)
        is_last = place >= len(tail) - 1
        if not hits and not dull.find(sentence.unit):
            hits = (rule.phrases.find(sentence.unit) if is_last else ()) or _wish(sentence, is_last=is_last)
        if hits:
            wrong = _wrong_day(sentence, hits[0].start, days, letter.weekday)
            if wrong is not None:
                message = str(rule.options["wrong_day"]).replace("{words}", wrong.raw)
                start = sentence.start + hits[0].start
                yield Mark(start, sentence.start + wrong.end, wrong.raw, suggestion.rstrip("!."), message)
            return
    if any(mark in text.raw[-200:] for mark in listed(rule.options, "signs")):
        return
    farewell = next((each for each in text.signature if rule.words["farewell"].find(each.unit)), None)
    if farewell is not None:
        yield Mark(farewell.start, farewell.end, farewell.unit.text, suggestion)
    else:
        yield Mark(suggestion=suggestion)


def _wish(sentence: Sentence, *, is_last: bool) -> tuple[Hit, ...]:
    """A short last cry, «Чтоб зал пел!», or a wish with no verb, «Тихого часа вашему малышу.»."""
    text, words = sentence.unit.text, sentence.words
    if not 1 <= len(words) <= 9 or sentence.unit.is_question:
        return ()
    if text.endswith(",") and text.isascii():
        return (Hit(0, len(text), ""),)  # "Quiet pager to you," above the name
    is_cry = text.rstrip(" )😊🙂").endswith("!")
    is_verbless = bool(_GENITIVE.match(text)) and not {"past", "pres", "futr", "impr", "infn"} & sentence.unit.keys
    return (Hit(0, len(text), ""),) if (is_cry or is_verbless if is_last else is_cry and is_verbless) else ()


_GENITIVE = re.compile(
    r"^\W*(?:[Вв]ам |[Вв]сем )?[А-Яа-яё]+(?:ого|его|ой|ей|ых|их) (?:вам |вашему |вашей |ещё )?[а-яё]+(?! (?:не|нет)\b)"
)
_WISH_DAY = re.compile(r"^\W*(?:\S+ ){0,3}?(?:хорош|отличн|прекрасн|замечательн|чудесн|приятн|удачн|добр|л[её]гк|т[её]пл|спокойн|продуктивн|great|good|happy|lovely|nice|wonderful|have|enjoy)", re.I)  # fmt: skip


def _wrong_day(sentence: Sentence, begin: int, days: dict[str, int], weekday: int | None) -> Word | None:
    """A wish for another day than today; «до вторника» in a long sentence is no wish."""
    if weekday is None or len(sentence.words) > 8 or not _WISH_DAY.match(sentence.unit.text):
        return None
    for before, word in zip((None, *sentence.words), sentence.words, strict=False):
        if before is not None and before.lower in ("on", "by", "until", "till", "next", "before", "since", "from"):
            continue  # "Good luck on Monday!"
        named = next((days[form] for form in word.lemmas if form in days), None)
        if word.start >= begin and named is not None:
            return word if named != weekday else None
    return None


def signature_person(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """A person has signed: the agent's name, or any name of a person; a department alone is marked."""
    text = reading.text
    called = reading.letter.agent_name
    is_person = bool(called) and "«" not in called and not rule.phrases.find(unit(called))  # nor «Канцелярия»
    own = names.accepted(called) if is_person else frozenset()
    things = frozenset(listed(rule.options, "things"))
    said = [each for each in text.sentences if each.words and each is not text.greeting]
    last, before = said[-1:], said[-2:-1]
    if any(_has_person(line, own, things) for line in text.signature):
        return
    if last and not text.signature and _has_person(last[0], own, things, is_strict=True):
        return
    if last and own and any(names.is_called(w.lower, own) for w in last[0].words[-6:] if w.raw[0].isupper()):
        return
    if before and len(before[0].words) < 4 and any(names.is_called(w.lower, own) for w in before[0].words[:1]):
        return  # «Рома. Гладкой дороги!»
    if any(_introduces(each, own) for each in text.sentences):
        return
    department = next((each for each in text.signature if rule.phrases.find(each.unit)), None)
    if department is None and last and len(last[0].words) <= 6:
        hits = rule.phrases.find(last[0].unit)
        department = last[0] if hits and hits[0].start == last[0].words[0].start else None
    if department is None and text.signature:
        department = next((each for each in reversed(text.signature) if not _is_farewell(each)), None)
    if department is not None:
        yield Mark(department.start, department.end, department.unit.text.strip(), None)
    else:
        yield Mark(suggestion=called if is_person else None, message=str(rule.options["nobody"]))


_INITIALS = re.compile(
    r"[А-ЯЁA-Z][а-яёa-z]+ [А-ЯЁA-Z]\. ?(?:[А-ЯЁA-Z]\.)?|\b[А-ЯЁA-Z]\. ?(?:[А-ЯЁA-Z]\. ?)?[А-ЯЁA-Z][а-яёa-z]+"
)
_LATIN_INITIALS = re.compile(r"(?:[A-Z]\. ?){1,2}[A-Z][a-z]+")  # «O. Haddad» for Omar
_ME = re.compile(r"\b(?:меня зовут|это|с вами|я —|my name is|this is|i'm)\s+[А-ЯЁA-Z]", re.I)
_BYE = re.compile(r"^\W*(?:с уважением|всего|до связи|до встречи|best|kind|regards|sincerely|yours)\b", re.I)


def _is_farewell(line: Sentence) -> bool:
    return bool(_BYE.match(line.unit.text)) and len(line.words) <= 3


def _introduces(sentence: Sentence, own: frozenset[str]) -> bool:
    """«Меня зовут Борис» somewhere in the letter."""
    return (
        bool(own)
        and bool(_ME.search(sentence.unit.text))
        and any(names.is_called(w.lower, own) for w in sentence.words if w.raw[0].isupper())
    )


def _has_person(line: Sentence, own: frozenset[str], things: frozenset[str], *, is_strict: bool = False) -> bool:
    named = [word for word in line.words if not any(a <= word.start < b for a, b in line.unit.quotes)]
    capital = [word for word in named if word.raw[0].isupper()]
    if own and any(names.is_called(word.lower, own) for word in named):
        return True
    head = line.words[:2]
    if not is_strict and not own and len(line.words) > 2 and all(
        w.raw[0].isupper() and w.raw.isascii() and w.lower not in things for w in head
    ):  # fmt: skip
        return line.words[2].lower in things or line.words[2].raw[0].islower()
    if is_strict and len(line.words) > 4:
        return False
    if any(names.is_name(word.lower, is_capital=True) for word in capital if not word.lower.endswith("-бот")):
        return True
    if len(line.words) <= 3 and _LATIN_INITIALS.fullmatch(line.unit.text.strip(" ,.")):
        return True
    if own and capital and all(word.raw.isascii() for word in capital):
        return False  # a Latin line that is not the agent: «Sushi Wave»
    if is_strict or any(word.lower in things for word in line.words):
        return any(names.is_surname(word.lower) for word in capital) and 2 <= len(line.words) <= 4 and not is_strict
    if _INITIALS.search(line.unit.text):
        return True
    # A line of one or two capital words that no dictionary knows for things: «Жансая», "Elijah", "Jane Doe".
    return (
        1 <= len(line.words) <= 2
        and len(capital) == len(line.words)
        and all(names.may_be_name(w.lower) for w in capital)
    )
