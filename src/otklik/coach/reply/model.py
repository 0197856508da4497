"""What the coach is asked and what it answers: plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from otklik.coach.speech import Group

SITUATIONS = (
    "acknowledgement", "feature-unplanned", "feature-planned", "browser-display", "browser-extension", "browser-outdated",
    "mail-blocked", "offline-use", "criticism", "gratitude", "other",
)  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS_RU = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


@dataclass(frozen=True)
class Letter:
    """A reply and what is known about it; empty means unknown. `weekday`: 0 is Monday. `lang` ru or en."""

    text: str
    lang: str = ""
    situation: str = ""
    customer_name: str = ""
    agent_name: str = ""
    weekday: int | None = None
    incoming: str = ""
    channel: str = "email"


@dataclass(frozen=True)
class Finding:
    """A remark: `start`, `end` in code points of the letter, None for an absence; `suggestion` replaces the span (or
    is to be added). `asks`: it asks before the letter leaves. `is_guess`: it rests on a situation that was guessed."""

    rule: str
    start: int | None
    end: int | None
    message: str
    why: str
    title: str
    suggestion: str | None = None
    severity: str = "advice"
    is_safe: bool = False
    asks: bool = False
    is_guess: bool = False


@dataclass(frozen=True)
class Rule:
    """One rule of one language, as its file says. `phrases` is its main group, `words` its further ones by name; `when`
    lists what the customer must have said for it to speak; `is_weighed`: a decision has the last word (`decision.py`); `examples` are (letter, is it bad)."""

    id: str
    lang: str
    title: str
    severity: str
    message: str
    why: str
    detector: str
    needs: frozenset[str]
    situations: frozenset[str]
    channels: frozenset[str]
    where: frozenset[str]
    phrases: Group
    words: Mapping[str, Group]
    swaps: Mapping[str, str]
    options: Mapping[str, Any]
    when: Mapping[str, tuple[str, ...]]
    fix: str
    guess: str
    is_weighed: bool
    asks: bool
    is_safe: bool
    source: str
    examples: tuple[tuple[Letter, bool], ...] = field(default=())

    def concerns(self, letter: Letter) -> bool:
        """Whether the rule can say anything of such a letter; silent when what it needs is unknown."""
        if self.situations and letter.situation not in self.situations:
            return False
        if letter.channel not in self.channels or letter.situation in self.when.get("not_situation", ()):
            return False
        known = {"customer_name": letter.customer_name, "situation": letter.situation, "incoming": letter.incoming}
        return all(known.get(each) for each in self.needs)

    def holds_for(self, letter: Letter, said: frozenset[str]) -> bool:
        """Whether it concerns the letter, and the customer, who `said` such things, gave it cause to speak."""
        if not self.concerns(letter) or not said.isdisjoint(self.when.get("not_customer", ())):
            return False
        return "also" in self.when or self.is_called_for(letter, said)

    def is_called_for(self, letter: Letter, said: frozenset[str]) -> bool:
        """Whether the situation or the customer's words are those of `when`."""
        wanted = self.when.get("customer", ())
        if not wanted and "situation" not in self.when:
            return True
        return letter.situation in self.when.get("situation", ()) or not said.isdisjoint(wanted)


def weekday_of(value: object) -> int | None:
    """0…6 from a number (0 or 7 is never Monday's neighbour: ISO 1…7 is not guessed), or a day's name in ru or en."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value if 0 <= value <= 6 else None
    word = str(value).strip().lower()
    if word.isdigit():
        return int(word) if int(word) <= 6 else None
    for names in (DAYS, _DAYS_RU):
        for number, name in enumerate(names):
            if len(word) >= 2 and (name.startswith(word[:3]) if len(word) >= 3 else False):
                return number
    return {"пн": 0, "вт": 1, "ср": 2, "чт": 3, "пт": 4, "сб": 5, "вс": 6}.get(word)
