"""Ways of looking at a letter. Each takes (rule, letter, text) and yields marks; the words are in the rules' files."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from otklik.coach import names
from otklik.coach.phrases import Phrases
from otklik.coach.text import Sentence, Text
from otklik.coach.text import words as words_of

if TYPE_CHECKING:
    from otklik.coach.reply.model import Letter, Rule


@dataclass(frozen=True)
class Mark:
    """Where (None: something is missing), the words marked, what to write instead, a message of its own."""

    start: int | None = None
    end: int | None = None
    words: str = ""
    suggestion: str | None = None
    message: str = ""


def phrases(rule: Rule, letter: Letter, text: Text) -> Iterator[Mark]:
    """Words that should not be here; `unless` phrases in the same sentence, over or beside the hit, excuse it."""
    within = rule.options.get("within")  # the sentence must hold one of these, too
    context = _phrases_of(tuple(within)) if within else None
    for sentence in text.sentences:
        excused = [(hit.start, hit.end) for hit in rule.unless.find(sentence)] if rule.unless else []
        if context is not None and next(context.find(sentence), None) is None:
            continue
        for hit in rule.phrases.find(sentence):
            if any(start < hit.end and hit.start < end for start, end in excused):
                continue
            swap = rule.swaps.get(hit.phrase) or None
            marked = text.words_of(hit.start, hit.end)
            yield Mark(hit.start, hit.end, marked, _as_written(swap, marked) if swap else None)


def greeting_name(rule: Rule, letter: Letter, text: Text) -> Iterator[Mark]:
    """The name is known: the greeting has it in some form; a wrong name is marked."""
    right = names.accepted(letter.customer_name)
    given = names.given(letter.customer_name)
    if not right or not given:
        return
    opening = _opening(text)
    wrong = None
    for sentence in opening:
        for word in sentence.words:
            if names.is_called(word.lower, right):
                return
    greeting = text.greeting
    if greeting is not None:
        wrong = next(
            (word for word in greeting.words if names.is_name(word.lower, is_capital=word.raw[0].isupper())), None
        )
    hello = str(rule.options["hello"])
    if wrong is not None:
        message = str(rule.options["wrong"]).replace("{words}", wrong.raw).replace("{name}", given)
        yield Mark(wrong.start, wrong.end, wrong.raw, given, message)
    elif greeting is not None:
        end = _greeting_end(text, greeting)
        shown = text.words_of(greeting.start, end).rstrip(" ,!.")
        yield Mark(
            greeting.start,
            end,
            shown,
            f"{shown}, {given}!" if letter.lang == "ru" else f"{shown} {given},",
            rule.message.replace("{name}", given),
        )
    else:
        yield Mark(None, None, "", hello.replace("{name}", given), rule.message.replace("{name}", given))


def _opening(text: Text) -> list[Sentence]:
    """The greeting and the sentence after it: «Добрый день! Иван, спасибо…» greets by name, too."""
    first = list(text.sentences[:2])
    return [
        Sentence(each.start, each.end, each.words[:8] if at else each.words[:14]) for at, each in enumerate(first)
    ]


def _greeting_end(text: Text, greeting: Sentence) -> int:
    """The end of the greeting's own words when the letter goes on in the same sentence."""
    shown = text.words_of(greeting.start, greeting.end)
    match = re.search(r"[!,.]", shown)
    return (
        greeting.start + match.end()
        if match
        else min(
            greeting.end,
            greeting.words[min(1, len(greeting.words) - 1)].end if len(greeting.words) > 3 else greeting.end,
        )
    )


def absence(rule: Rule, letter: Letter, text: Text) -> Iterator[Mark]:
    """Nothing of what `phrases` look for is in the letter's own words."""
    for sentence in text.sentences:
        excused = [(hit.start, hit.end) for hit in rule.unless.find(sentence)] if rule.unless else []
        for hit in rule.phrases.find(sentence):
            if not any(start < hit.end and hit.start < end for start, end in excused):
                return
    for start, end in text.signature:
        line = Sentence(start, end, words_of(text.raw, start, end))
        if next(rule.phrases.find(line), None) is not None and next(rule.unless.find(line), None) is None:
            return
    yield Mark(suggestion=rule.options.get("suggestion"))


def closing(rule: Rule, letter: Letter, text: Text) -> Iterator[Mark]:
    """Something positive stands at the end; a wish for a day names the right one."""
    tail = [each for each in text.sentences if each.words][-3:]
    lines = [Sentence(start, end, words_of(text.raw, start, end)) for start, end in text.signature]
    days: dict[str, int] = {str(word): int(number) for word, number in rule.options["days"].items()}
    suggestion = (
        str(rule.options["wishes"][letter.weekday]) if letter.weekday is not None else str(rule.options["wish"])
    )
    for sentence in (*tail, *lines):
        for hit in rule.phrases.find(sentence):
            named = next(
                (
                    (word, days[form])
                    for word in sentence.words
                    for form in word.lemmas
                    if form in days and word.start >= hit.start
                ),
                None,
            )
            if named and letter.weekday is not None and named[1] != letter.weekday:
                word = named[0]
                message = str(rule.options["wrong_day"]).replace("{words}", word.raw)
                yield Mark(hit.start, max(hit.end, word.end), word.raw, suggestion.rstrip("!."), message)
            return
    if any(mark in text.raw[-200:] for mark in rule.options.get("signs", [])):
        return
    farewell = next((each for each in lines if next(rule.unless.find(each), None)), None)
    if farewell is not None:
        yield Mark(farewell.start, farewell.end, text.words_of(farewell.start, farewell.end), suggestion)
    else:
        yield Mark(suggestion=suggestion)


def signature_person(rule: Rule, letter: Letter, text: Text) -> Iterator[Mark]:
    """A person has signed: the agent's name, or any name of a person; a department alone is marked."""
    own = names.accepted(letter.agent_name) if letter.agent_name else frozenset()
    lines = [Sentence(start, end, words_of(text.raw, start, end)) for start, end in text.signature]
    last = [each for each in text.sentences if each.words][-1:]
    for line in lines:
        if _has_person(line, own):
            return
    if last and not lines and _has_person(last[0], own, is_strict=True):
        return
    if last and own and any(names.is_called(word.lower, own) for word in last[0].words[-4:] if word.raw[0].isupper()):
        return
    suggestion = letter.agent_name or None
    department = next((each for each in lines if next(rule.phrases.find(each), None)), None)
    if department is None and last and len(last[0].words) <= 6:
        hit = next(rule.phrases.find(last[0]), None)
        department = last[0] if hit is not None and hit.start == last[0].words[0].start else None
    if department is not None:
        yield Mark(department.start, department.end, text.words_of(department.start, department.end).strip(), None)
    else:
        yield Mark(suggestion=suggestion, message=str(rule.options["nobody"]))


def _has_person(line: Sentence, own: frozenset[str], *, is_strict: bool = False) -> bool:
    capital = [word for word in line.words if word.raw[0].isupper()]
    if own and any(names.is_called(word.lower, own) for word in capital):
        return True
    head = line.words[:2]
    if (
        not is_strict
        and len(line.words) > 2
        and all(w.raw[0].isupper() and w.raw.isascii() and w.lower not in _NOT_NAMES for w in head)
    ):
        return line.words[2].lower in _NOT_NAMES or line.words[2].raw[0].islower()
    if is_strict and len(line.words) > 4:
        return False
    if any(names.is_name(word.lower, is_capital=True) for word in capital):
        return True
    if is_strict or any(word.lower in _NOT_NAMES for word in line.words):
        return any(names.is_surname(word.lower) for word in capital) and 2 <= len(line.words) <= 4 and not is_strict
    # A line of one or two capital words that no dictionary knows for things: «Жансая», "Elijah", "Jane Doe".
    return 1 <= len(line.words) <= 2 and all(
        word.raw[0].isupper() and names.may_be_name(word.lower) for word in line.words
    )


_NOT_NAMES = frozenset(
    [
        "support",
        "team",
        "service",
        "help",
        "desk",
        "customer",
        "care",
        "technical",
        "department",
        "office",
        "sales",
        "regards",
        "best",
        "kind",
        "yours",
        "hosting",
        "sincerely",
        "thanks",
        "thank",
        "you",
        "the",
        "success",
        "warm",
        "wishes",
        "billing",
        "center",
        "centre",
        "administration",
        "crew",
        "staff",
        "desk",
        "поддержка",
        "служба",
        "отдел",
        "команда",
        "техподдержка",
        "администрация",
        "компания",
    ]
)


def long_sentence(rule: Rule, letter: Letter, text: Text) -> Iterator[Mark]:
    """Too many words, or clauses inside clauses; what is counted up is not counted."""
    most, nested = int(rule.options["words"]), int(rule.options["nested"])
    for sentence in text.sentences:
        shown = text.words_of(sentence.start, sentence.end)
        count = len(sentence.words)
        if count < 14:
            continue
        clauses = sum(1 for _ in rule.phrases.find(sentence))
        if clauses < nested and _is_enumeration(shown):
            continue
        colon = shown.find(": ")
        if colon > 0 and shown.count(",", colon) + shown.count(";", colon) >= 2:
            count = sum(word.start < sentence.start + colon for word in sentence.words)
        if count > most or (clauses >= nested and count >= 20):
            yield Mark(sentence.start, sentence.end, str(count))


def _is_enumeration(shown: str) -> bool:
    """«a, b, c, d и e»: many commas with few words between them; or parts set apart by semicolons or numbers."""
    if shown.count(";") >= 2 or len(re.findall(r"(?:^|\s)\d{1,2}[.)]\s", shown)) >= 2:
        return True
    parts = shown.split(",")
    short = sum(len(part.split()) <= 3 for part in parts)
    return short >= 5 and short >= len(parts) * 0.6


def ticket_number(rule: Rule, letter: Letter, text: Text) -> Iterator[Mark]:
    """The customer is to keep, quote or put a number of ours somewhere; naming it, or another number, is fine."""
    commands, tickets = rule.phrases, _phrases_of(tuple(rule.options["numbers"]))
    pronouns, others = _phrases_of(tuple(rule.options["pronouns"])), _phrases_of(tuple(rule.options["others"]))
    was_named = False
    for sentence in text.sentences:
        has_number = next(tickets.find(sentence), None) is not None or bool(
            _HASH.search(text.words_of(sentence.start, sentence.end)) and was_named
        )
        is_other = next(others.find(sentence), None) is not None
        if next(rule.unless.find(sentence), None) is not None:
            was_named = was_named or has_number
            continue
        for hit in commands.find(sentence):
            points = has_number or (was_named and next(pronouns.find(sentence), None) is not None)
            if points and not is_other:
                end = max(
                    [
                        hit.end,
                        *(each.end for each in tickets.find(sentence) if each.start < hit.end + 80),
                        *(each.end for each in pronouns.find(sentence) if each.end < hit.end + 40),
                    ]
                )
                start = min([hit.start, *(each.start for each in tickets.find(sentence))])
                yield Mark(start, end, text.words_of(start, end))
                break
        was_named = has_number or (was_named and not is_other)


_HASH = re.compile(r"[#№]\s?[\w-]*\d")


def patterns(rule: Rule, letter: Letter, text: Text) -> Iterator[Mark]:
    """Regular expressions over the whole letter, signature and all: for what is no word."""
    code = [match.span() for match in re.finditer(r"```.*?(?:```|\Z)|`[^`\n]+`|https?://\S+", text.raw, re.S)]
    for expression in rule.options["patterns"]:
        for match in re.finditer(expression, text.raw):
            start, end = match.span()
            line = text.raw.rfind("\n", 0, start) + 1
            is_quoted = text.raw[line:].lstrip().startswith(">")
            if not is_quoted and not any(a <= start < b for a, b in code):
                yield Mark(start, end, text.raw[start:end])


def _as_written(swap: str, marked: str) -> str:
    """The better words with a capital letter where the worse had one."""
    return swap[:1].upper() + swap[1:] if marked[:1].isupper() else swap


@functools.cache
def _phrases_of(given: tuple[str, ...]) -> Phrases:
    return Phrases(given)


DETECTORS: dict[str, Callable[[Rule, Letter, Text], Iterator[Mark]]] = {
    "phrases": phrases,
    "absence": absence,
    "greeting-name": greeting_name,
    "closing": closing,
    "signature-person": signature_person,
    "long-sentence": long_sentence,
    "ticket-number": ticket_number,
    "patterns": patterns,
}
