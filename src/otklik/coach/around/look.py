"""All the rules about a letter's surroundings, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from otklik.coach.around import colleagues, enclosures, manners, others, questions, repetition
from otklik.coach.around.model import Around
from otklik.coach.reply.model import Finding, Letter
from otklik.coach.text import Text, read
from otklik.coach.words import language

MAX_TEXT = 50_000
RULES: tuple[Callable[[Letter, Text, Around], Iterator[Finding]], ...] = (
    colleagues.internal_text,
    enclosures.attachment_missing,
    enclosures.link_missing,
    others.wrong_name,
    others.wrong_brand,
    manners.address_form,
    repetition.already_sent,
    questions.unanswered_question,
)


def look(letter: Letter, around: Around) -> list[Finding]:
    """Findings in the order of the text, those about the whole letter last. Never raises for any text."""
    if not letter.text.strip():
        return []
    lang = letter.lang if letter.lang in ("ru", "en") else language(letter.text)
    letter = replace(letter, text=letter.text[:MAX_TEXT], lang=lang)
    text = read(letter.text)
    found = [each for rule in RULES for each in rule(letter, text, around)]
    return sorted(found, key=lambda each: (each.start is None, each.start or 0))
