"""Why the coach said what it said of a letter, and why it kept silent on the rest. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from otklik.coach.reply.catalogue import Catalogue, shipped
from otklik.coach.reply.check import check
from otklik.coach.reply.model import DAYS, Letter, Rule
from otklik.coach.reply.reading import Customer, reading
from otklik.coach.reply.situations import guess
from otklik.coach.words import language

_NEEDS = {"customer_name": "the customer's name", "situation": "the situation", "incoming": "the customer's letter"}


@dataclass(frozen=True)
class Explanation:
    """(name, value) of what is known; (zone, sentence) of what is judged; (rule, its words) of those that found something; rules that
    found nothing; (rule, why) of those that were not asked."""

    known: tuple[tuple[str, str], ...]
    zones: tuple[tuple[str, str], ...]
    spoke: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]
    not_asked: tuple[tuple[str, str], ...]


def explain_letter(letter: Letter, catalogue: Catalogue | None = None) -> Explanation:
    """Read the letter as `check` does, and tell. Never raises for any text."""
    rules = catalogue or shipped()
    lang = letter.lang if letter.lang in ("ru", "en") else language(letter.text)
    read = reading(replace(letter, lang=lang))
    guessed = "" if letter.situation else guess(letter.incoming, lang).id
    asked = replace(letter, lang=lang, situation=letter.situation or guessed)
    found = check(letter, rules)
    spoke, silent, not_asked = [], [], []
    for rule in rules.of(lang):
        mine = [each for each in found if each.rule == rule.id]
        reason = _reason(rule, asked, read.customer)
        if mine:
            spoke.append((rule.id, "; ".join(_words(letter.text, each.start, each.end) for each in mine)))
        elif reason:
            not_asked.append((rule.id, reason))
        else:
            silent.append(rule.id)
    own = [(each.zone.value, each.unit.text) for each in (*read.text.sentences, *read.text.signature)]
    return Explanation(
        _known(letter, lang, guessed, read.customer), tuple(own), tuple(spoke), tuple(silent), tuple(not_asked)
    )


def _known(letter: Letter, lang: str, guessed: str, customer: Customer) -> tuple[tuple[str, str], ...]:
    situation = letter.situation or (f"{guessed}, guessed from the customer's words" if guessed else "unknown")
    return (
        ("language", lang + ("" if letter.lang else ", told from the words")),
        ("situation", situation),
        ("customer", letter.customer_name or "unknown"),
        ("agent", letter.agent_name or "unknown"),
        ("day", "unknown" if letter.weekday is None else DAYS[letter.weekday]),
        (
            "incoming",
            ", ".join(sorted(customer.said)) or "heard nothing in it" if letter.incoming.strip() else "unknown",
        ),
    )


def _reason(rule: Rule, letter: Letter, customer: Customer) -> str:
    """Why a rule does not hold for this letter; "" when it does."""
    if rule.holds_for(letter, customer.said):
        return ""
    known = {"customer_name": letter.customer_name, "situation": letter.situation, "incoming": letter.incoming}
    lacking = [_NEEDS.get(each, each) for each in sorted(rule.needs) if not known.get(each)]
    if lacking:
        return "needs to know " + " and ".join(lacking)
    if letter.channel not in rule.channels:
        return "is for " + ", ".join(sorted(rule.channels))
    if rule.situations and letter.situation not in rule.situations:
        return "is for " + ", ".join(sorted(rule.situations))
    return "the customer's words do not call for it"


def _words(text: str, start: int | None, end: int | None) -> str:
    return "something is missing" if start is None or end is None else f"«{' '.join(text[start:end].split())}»"
