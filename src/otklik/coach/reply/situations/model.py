"""What a situation is, what is asked about one and what is answered: plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from otklik.coach.speech import Group

STATUSES = ("unplanned", "planned", "in-work", "shipped")


@dataclass(frozen=True)
class Cue:
    """What a customer in the situation says; `weight` in log-odds, negative where it speaks against."""

    weight: float
    words: Group


@dataclass(frozen=True)
class Required:
    """What a letter must contain: `words` find it (any of the groups), by language; `is_echo`: a word of the customer's own letter
    is it, too."""

    id: str
    question: Mapping[str, str]
    words: Mapping[str, tuple[Group, ...]]
    is_echo: bool = False


@dataclass(frozen=True)
class Note:
    """Why a letter's words (`quote`, as they stand there) are bad or good."""

    quote: str
    why: str


@dataclass(frozen=True)
class Pair:
    """One incoming letter with a bad and a good answer, taken apart. `weekday`: 0 is Monday."""

    incoming: str
    customer_name: str
    agent_name: str
    weekday: int
    bad: str
    good: str
    faults: tuple[Note, ...]
    virtues: tuple[Note, ...]


@dataclass(frozen=True)
class Saved:
    """A reply to begin from, with variables: `{name}`, `{product:gent}`, `{рад|рада|с радостью}`."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Situation:
    """One situation, in both languages: each mapping has the keys ru and en. `context`: facts that only the desk knows and that
    must be so (`feature_status`, `automatic`)."""

    id: str
    label: Mapping[str, str]
    about: Mapping[str, str]
    context: Mapping[str, frozenset[str]]
    cues: Mapping[str, tuple[Cue, ...]]
    required: tuple[Required, ...]
    traps: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, Pair]
    saved: Mapping[str, tuple[Saved, ...]]
    incoming: Mapping[str, tuple[str, ...]]
    source: str


@dataclass(frozen=True)
class Context:
    """What the desk knows and no text shows. `feature_status`: of the wish that the ticket is linked to, one of STATUSES, "" when
    there is none. `is_automatic`: the letter in question is the first automatic answer."""

    feature_status: str = ""
    is_automatic: bool = False

    def says(self, key: str) -> str:
        """The fact as a situation's file names it, "" when unknown."""
        if key == "automatic":
            return "yes" if self.is_automatic else "no"
        return status_of(self.feature_status)


NOTHING_KNOWN = Context()


@dataclass(frozen=True)
class Guess:
    """The likeliest situation: `id` is "" when nothing is sure enough to be said. `confidence` 0…1; `why` the customer's own words
    that speak for it; `likely` every candidate with its confidence, best first; `is_guess` is False when the desk's own facts
    decide."""

    id: str
    confidence: float
    why: tuple[str, ...] = ()
    likely: tuple[tuple[str, float], ...] = ()
    is_guess: bool = True

    def __bool__(self) -> bool:
        return bool(self.id)


@dataclass(frozen=True)
class Facts:
    """What may be filled in; empty means unknown. `agent_gender`: m, f or "". `weekday`: 0 is Monday. `links`: a help page's address
    by its topic (`clear-cache`). `more`: any further variable by its name (`order`, `sum`, `date`), as it is to be read."""

    customer_name: str = ""
    agent_name: str = ""
    agent_gender: str = ""
    brand: str = ""
    product: str = ""
    weekday: int | None = None
    feature: str = ""
    feature_status: str = ""
    mail_domain: str = ""
    mail_addresses: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Filled:
    """A saved reply filled in. `missing`: the variables that nobody knows; each stands in the text as a leftover [[…]]."""

    id: str
    title: str
    text: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One line of the checklist: `question` in the letter's language, whether the letter has it."""

    id: str
    question: str
    done: bool


def status_of(given: str) -> str:
    """A wish's status in our words: «in work», `IN_WORK` are in-work; "" for what is none."""
    name = given.strip().lower().replace("_", "-").replace(" ", "-")
    return name if name in STATUSES else ""
