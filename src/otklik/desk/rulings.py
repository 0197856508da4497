"""How the page of rules says things: the catalogue's rows with their figures, and what is wrong with a rule that is typed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.coach.reply import Letter, Rule, shipped
from otklik.desk import words
from otklik.desk.queries import Shown
from otklik.rulebook.models import OwnRule, RuleState
from otklik.rulebook.rules import own_id
from otklik.rulebook.texts import MAX_GAP, MAX_WORDS, Problem

WEEKS = 4  # of figures on the page
EXAMPLES = 2  # of each kind beside a shipped rule
LANGUAGES = {"ru": gettext_lazy("Russian letters"), "en": gettext_lazy("English letters")}
_EMPTY = {
    "title": gettext_lazy("Give the rule a name."),
    "why": gettext_lazy("Say why: agents read it beside the words."),
    "phrases": gettext_lazy("Write at least one word to look for."),
    "bad": gettext_lazy("Add a bad example: a sentence in which the rule must speak."),
    "good": gettext_lazy("Add a good example: a sentence that the rule must leave alone."),
    "lang": gettext_lazy("Choose the letters that the rule is for."),
}
_PHRASE = {
    "gap": gettext_lazy("“%(text)s”: a gap is written as two dots and a number, ..3 for one."),
    "edge": gettext_lazy("“%(text)s”: a phrase begins and ends with a word that may not be left out."),
    "word": gettext_lazy("“%(text)s”: “%(words)s” cannot be read. Write a word, =word, beg* or one|other."),
    "grammar": gettext_lazy("“%(text)s”: there is no grammatical form “%(words)s”."),
    "set": gettext_lazy("“%(text)s”: there is no set of words “%(words)s”."),
    "group": gettext_lazy("“%(text)s”: there is no group of phrases of this name."),
    "short": gettext_lazy("“%(text)s”: before the star, at least three letters are needed."),
    "wide": gettext_lazy("“%(text)s” is too wide: up to %(words)d words, gaps up to %(gap)d."),
}
_EXAMPLE = {
    "absent": gettext_lazy("The rule does not see bad example %(n)d, “%(text)s”: none of its words stands there."),
    "excused": gettext_lazy("The rule does not see bad example %(n)d, “%(text)s”: the exception “%(words)s” excuses it."),
    "quoted": gettext_lazy("The rule does not see bad example %(n)d, “%(text)s”: “%(words)s” stands in quotes, and the coach leaves others' words alone."),
    "aside": gettext_lazy("The rule does not see bad example %(n)d, “%(text)s”: its words stand in a signature, a quotation or code."),
    "hit": gettext_lazy("The rule speaks in good example %(n)d, “%(text)s”: it sees “%(words)s”. Add an exception or change the words."),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A rule on the page. `langs` are its languages when it is not for all; `hint` is its state when it was dismissed too often; `by` who switched it."""

    id: str
    title: str
    why: str
    langs: tuple[str, ...]
    situations: tuple[str, ...]
    severity: str
    is_on: bool
    shown: Shown
    hint: RuleState | None
    share: str  # of the showings dismissed when it became a hint, as «35 %»
    by: str
    when: str
    bad: tuple[Letter, ...] = ()
    good: tuple[Letter, ...] = ()
    pk: int = 0


def shipped_rows(states: dict[str, RuleState], counts: dict[str, Shown], at: datetime.datetime) -> list[Row]:
    """The rules that come with the product, one row for all languages of an id, in the reader's language; those that became
    hints first, then those that ask."""
    by_id: dict[str, list[Rule]] = {}
    for rule in shipped().rules:
        by_id.setdefault(rule.id, []).append(rule)
    reader = words.reader_language()
    rows = []
    for same in by_id.values():
        rule = next((each for each in same if each.lang == reader), same[0])
        state = states.get(rule.id)
        rows.append(Row(
            id=rule.id, title=rule.title, why=rule.why, langs=() if len(same) == len(LANGUAGES) else tuple(str(LANGUAGES[each.lang]) for each in same),
            situations=tuple(words.situation(each) for each in sorted(rule.situations)), severity=rule.severity,
            is_on=not (state and state.is_off), shown=counts.get(rule.id, Shown()), bad=_some(rule, is_bad=True), good=_some(rule, is_bad=False),
            hint=_hint(state), share=_share(state), by=state.changed_by.name if state and state.changed_by else "",
            when=words.ago(state.changed_at, at) if state and state.changed_at else "",
        ))  # fmt: skip
    return sorted(rows, key=lambda each: (each.hint is None, each.severity != "asks", each.title))


def own_rows(rules: list[OwnRule], states: dict[str, RuleState], counts: dict[str, Shown], at: datetime.datetime) -> list[Row]:  # fmt: skip
    """The company's own."""
    return [
        Row(
            id=own_id(row.pk), pk=row.pk, title=row.title, why=row.why, langs=(str(LANGUAGES[row.lang]),),
            situations=tuple(filter(None, map(words.situation, row.situations))), severity="advice", is_on=row.is_on,
            shown=counts.get(own_id(row.pk), Shown()), hint=_hint(states.get(own_id(row.pk))), share=_share(states.get(own_id(row.pk))),
            by=row.changed_by.name if row.changed_by else "", when=words.ago(row.changed_at, at),
        )
        for row in rules
    ]  # fmt: skip


def _hint(state: RuleState | None) -> RuleState | None:
    return state if state and state.hint_on else None


def _share(state: RuleState | None) -> str:
    return per_cent(state.hint_dismissed / state.hint_shown) if state and state.hint_on and state.hint_shown else ""


def per_cent(share: float) -> str:
    """«35 %», with a space that does not break."""
    return f"{round(100 * share)}\N{NO-BREAK SPACE}%"


def _some(rule: Rule, *, is_bad: bool) -> tuple[Letter, ...]:
    return tuple(letter for letter, bad in rule.examples if bad == is_bad)[:EXAMPLES]


def said(problem: Problem) -> str:
    """What is wrong with a field, in the reader's language."""
    text = problem.text if len(problem.text) <= 80 else problem.text[:77].rstrip() + "…"
    if problem.reason == "empty":
        return str(_EMPTY.get(problem.field, ""))
    if problem.reason == "long":
        return _("Too long: up to %(n)d characters fit.") % {"n": problem.number}
    if problem.reason == "many":
        return _("Too many lines: up to %(n)d fit.") % {"n": problem.number}
    if problem.reason == "wide":
        return str(_PHRASE["wide"]) % {"text": text, "words": MAX_WORDS, "gap": MAX_GAP}
    if problem.reason in _PHRASE:
        return str(_PHRASE[problem.reason]) % {"text": text, "words": problem.words}
    return str(_EXAMPLE[problem.reason]) % {"n": problem.number, "text": text, "words": problem.words}
