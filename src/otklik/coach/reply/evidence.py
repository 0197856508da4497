"""What is known of a letter as a whole, in numbers between about 0 and 1: what each rule's own phrases found, which speech acts
its sentences and the customer's perform, what the small models say, its shape. Decisions (`decision.py`) weigh them. Pure."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from otklik.coach import acts
from otklik.coach.reply import learned
from otklik.coach.reply.reading import Reading
from otklik.coach.text import Sentence, Unit, read

Signals = dict[str, float]
_HEAVY = re.compile(  # nouns made of verbs, passives without anybody, short participles
    r"\b[а-яё]{4,}(?:ени|ани|яни|ити|аци|яци|ици)(?:е|я|ю|ем|и|ей|й)\b|\b[а-яё]{4,}(?:ует|иру[ею]т|[аяи]ет|[аяуи]ют|ит|ят)ся\b"
    r"|\b[а-яё]{4,}(?:[ае]н[аоы]|ен|ят[аоы])\b",
    re.I,
)


def signals(reading: Reading, found: Mapping[str, int]) -> Signals:
    """Everything at once; `found` says how many marks each rule's own phrases made. What is not named is 0."""
    body = tuple(each for each in reading.text.body if each.words)
    lang = reading.letter.lang
    out: Signals = {}
    for rule, count in found.items():
        if count:
            out["own:" + rule] = 1.0
            out["more:" + rule] = min(count - 1, 3) / 3
    out.update(theirs(reading.letter.incoming, lang))
    out.update(_acts(body, reading, lang))
    out.update(_beside(body, reading, lang))
    out.update(_models(body, reading))
    out.update(_shape(body, reading))
    for sentence in body:
        for name in _said(sentence.unit, reading):
            out["says:" + name] = 1.0
    for name in reading.customer.said:
        out["said:" + name] = 1.0
    if reading.letter.situation:
        out["in:" + reading.letter.situation] = 1.0
    for name, formula in FORMULAS.items():
        out["of:" + name] = formula(out)
    return out


@functools.lru_cache(maxsize=256)
def theirs(incoming: str, lang: str) -> Signals:
    """The customer's acts: the highest chance of each."""
    asked = read(incoming[:20_000])
    rows = [_chances(each.unit, lang, "customer") for each in (*asked.sentences, *asked.signature)]
    return dict(zip(_names("their:", lang, "customer"), _highest([row for row in rows if row]), strict=False))


def _chances(unit: Unit, lang: str, side: str = "agent") -> tuple[float, ...]:
    """The chance of each act in a sentence, in the model's order; kept with its unit."""
    key = ("chances", lang, side)
    known: tuple[float, ...] | None = unit.memo.get(key)
    if known is None:
        known = unit.memo[key] = tuple(acts.of(unit, lang, side).values())
    return known


def _said(unit: Unit, reading: Reading) -> tuple[str, ...]:
    """The groups of phrases that a sentence holds, kept with its unit."""
    known: tuple[str, ...] | None = unit.memo.get("groups")
    if known is None:
        known = unit.memo["groups"] = tuple(name for name, group in reading.speech.groups.items() if group.find(unit))
    return known


def _highest(rows: list[tuple[float, ...]]) -> Iterable[float]:
    return rows[0] if len(rows) == 1 else map(max, *rows) if rows else ()


@functools.lru_cache(maxsize=16)
def _names(kind: str, lang: str, side: str) -> tuple[str, ...]:
    """What the chances of acts are called as signals."""
    model = acts.models(lang).get(side)
    return tuple(kind + act for act in model.acts) if model else ()


def _acts(body: tuple[Sentence, ...], reading: Reading, lang: str) -> Signals:
    """Each act: its highest chance (`act`), about how many sentences perform it (`acts`, 1 for three), its chance at the end."""
    rows = [row for row in (_chances(each.unit, lang) for each in body) if row]
    last = [row for row in (_chances(each.unit, lang) for each in (*body[-2:], *reading.text.signature)) if row]
    out = dict(zip(_names("act:", lang, "agent"), _highest(rows), strict=False))
    counted = (min(3.0, each) / 3 for each in map(sum, zip(*rows, strict=True)))
    out.update(zip(_names("acts:", lang, "agent"), counted, strict=False))
    out.update(zip(_names("end:", lang, "agent"), _highest(last), strict=False))
    return out


# name: (an act, what beside it takes its sting, what beside it makes it worse)
BESIDE: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "refused": ("refusal", ("reason", "help", "own-action"), ()),
    "burdened": ("burden", ("reason", "help", "own-action"), ()),
    "fobbed-off": ("refusal", (), ("reason-empty", "jargon-unexplained")),
    "blamed": ("blame", ("help", "own-action", "apology", "step-shown", "promise-real"), ()),
    "unshown-step": ("step-technical", ("step-shown",), ()),
    "unexplained": ("jargon-unexplained", ("jargon-explained", "step-shown"), ()),
    "vowed": ("promise-insincere", ("promise-real", "own-action"), ()),
}


_SORRY = {"sorry": ("apology",), "heard": ("empathy", "apology", "wish")}
_OPENS = ("empathy", "apology", "apology-formula", "empathy-formula", "own-action")


class _Local(NamedTuple):
    """What a sentence brings to its neighbours, for each of `BESIDE`: the act, what eases it, what makes it worse; its sorrys."""

    own: tuple[float, ...]
    eased: tuple[float, ...]
    worse: tuple[float, ...]
    sorry: tuple[float, ...]


def _local(unit: Unit, lang: str) -> _Local | None:
    known: _Local | None = unit.memo.get("local")
    if known is None and (chances := acts.of(unit, lang)):
        known = unit.memo["local"] = _Local(
            tuple(chances[act] for act, _, _ in BESIDE.values()),
            tuple(max((chances[each] for each in less), default=0.0) for _, less, _ in BESIDE.values()),
            tuple(max((chances[each] for each in more), default=1.0) for _, _, more in BESIDE.values()),
            tuple(max(chances[each] for each in names) for names in _SORRY.values()),
        )
    return known


def _beside(body: tuple[Sentence, ...], reading: Reading, lang: str) -> Signals:
    """What an act means depends on the sentences beside it: a refusal whose reason follows is no bare one. And whether a sorry, or
    an understanding word, takes up what the customer told."""
    if not acts.models(lang):
        return {}
    units = [each.unit for each in body]
    rows = [row for row in (_local(unit, lang) for unit in units) if row]
    out: Signals = {}
    for at, name in enumerate(BESIDE):
        best = 0.0
        for place, row in enumerate(rows):
            if row.own[at] > best and row.own[at] > 0.05:
                near = rows[max(0, place - 1) : place + 2]
                value = (
                    row.own[at] * (1 - max(each.eased[at] for each in near)) * max(each.worse[at] for each in near)
                )
                best = max(best, value)
        out["near:" + name] = best
    told, heart = reading.customer.lemmas, reading.customer.heart
    for at, name in enumerate(_SORRY):
        taken = felt = 0.0
        for unit, row in zip(units, rows, strict=True):
            if row.sorry[at] > 0.1:
                lemmas = _form(unit).lemmas
                taken = max(taken, row.sorry[at] * min(2, len(lemmas & told)) / 2)
                felt = max(felt, row.sorry[at] * min(2, len(lemmas & heart)) / 2)
        out["taken:" + name], out["felt:" + name] = taken, felt
    opening = [acts.of(unit, lang) for unit in units[:2]]
    out.update({"opens:" + act: max(each[act] for each in opening) for act in _OPENS} if opening else {})
    return out


def _models(body: tuple[Sentence, ...], reading: Reading) -> Signals:
    """What the small models say: of sentences the highest, of the whole reply, of its end, of the incoming letter."""
    lang = reading.letter.lang
    out = {"asks:" + name: _tamed(value) for name, value in reading.customer.scores.items()}
    lines = [line_scores(each.unit, reading) for each in body]
    if lines:
        out.update(zip(lines[0], _highest([tuple(each.values()) for each in lines]), strict=True))
    whole = learned.bundle(lang, "whole:").scores(learned.of_reply(reading.text, reading.speech))
    end = learned.bundle(lang, "close:").scores(learned.of_end(reading.text, reading.speech))
    out.update({name: _tamed(value) for name, value in (*whole.items(), *end.items())})
    return out


def line_scores(unit: Unit, reading: Reading) -> dict[str, float]:
    """What the models of sentences say of one, tamed; kept with its unit."""
    known: dict[str, float] | None = unit.memo.get("lines")
    if known is None:
        scores = learned.bundle(reading.letter.lang, "line:").scores(learned.of_unit(unit, reading.speech))
        known = unit.memo["lines"] = {name: _tamed(value) for name, value in scores.items()}
    return known


def _tamed(score: float) -> float:
    return max(-1.0, min(1.0, score / 4))


class _Shape(NamedTuple):
    """A sentence's form: past deeds, orders, heavy words, digits, cries; its longer words' dictionary forms."""

    past: bool
    step: bool
    heavy: int
    digits: bool
    cries: int
    lemmas: frozenset[str]
    lower: str


def _form(unit: Unit) -> _Shape:
    known: _Shape | None = unit.memo.get("form")
    if known is None:
        known = unit.memo["form"] = _Shape(
            past=any("past" in word.tags for word in unit.words),
            step=any("impr" in word.tags for word in unit.words[:3]),
            heavy=len(_HEAVY.findall(unit.text)),
            digits=any(c.isdigit() for c in unit.text),
            cries=unit.text.count("!"),
            lemmas=frozenset().union(*(word.lemmas for word in unit.words if len(word.lower) > 4)),
            lower=unit.text.lower(),
        )
    return known


def _shape(body: tuple[Sentence, ...], reading: Reading) -> Signals:
    words = sum(len(each.words) for each in body)
    forms = [_form(each.unit) for each in body]
    shared = reading.customer.lemmas & frozenset().union(*(each.lemmas for each in forms))
    said = " ".join(each.lower for each in forms)
    heavy = [each.heavy for each in forms]
    return {
        "heavy": min(max(heavy, default=0), 6) / 6,
        "heavies": min(sum(count > 1 for count in heavy), 5) / 5,
        "density": min(1.0, 5 * sum(heavy) / max(20, words)),
        "words": min(words, 300) / 300,
        "sentences": min(len(body), 20) / 20,
        "short": float(words < 25),
        "questions": min(sum(each.unit.is_question for each in body), 3) / 3,
        "asks": float(any(each.unit.is_question for each in body)),
        "link": float(any(each.unit.has_link for each in body)),
        "items": min(sum(each.is_item for each in body), 6) / 6,
        "steps": min(sum(each.step for each in forms), 6) / 6,
        "past": min(sum(each.past for each in forms), 6) / 6,
        "digits": min(sum(each.digits for each in forms), 4) / 4,
        "exclaims": min(sum(each.cries for each in forms), 4) / 4,
        "shared": min(len(shared), 10) / 10,
        "facts": float(any(len(fact) > 1 and fact in said for fact in reading.customer.facts)),
        "technical": float(reading.customer.is_technical),
        "their-words": min(reading.customer.words, 100) / 100,
        "their-questions": min(reading.customer.questions, 3) / 3,
        "unknown": float(not reading.letter.incoming),
        "named": float(bool(reading.letter.customer_name)),
        "long": float(any(len(each.words) > 24 for each in body)),
    }


def _most(seen: Signals, *names: str) -> float:
    return max(seen.get(name, 0.0) for name in names)


def _none(seen: Signals, *names: str) -> float:
    return 1 - _most(seen, *names)


def _unsorry(seen: Signals) -> float:
    """How little is said that is sorry for the thing itself; a formula is little."""
    return _none(seen, "act:apology") * (
        1 - seen.get("says:apology", 0.0) * (1 - 0.8 * seen.get("act:apology-formula", 0.0))
    )


def _unmet(seen: Signals) -> float:
    """How little is said that understands; a formula is little."""
    said = seen.get("says:empathy", 0.0) * (1 - 0.7 * _most(seen, "act:empathy-formula", "act:apology-formula"))
    return _none(seen, "act:empathy", "felt:heard") * (1 - 0.6 * said)


# What several acts mean together, which no sum of them can say.
FORMULAS: Mapping[str, Callable[[Signals], float]] = {
    "unthanked": lambda s: _none(s, "act:thanks", "says:thanks"),
    "unsorry": lambda s: (
        _most(s, "their:anger", "their:loss", "said:anger", "said:failure", "in:criticism")
        * _none(s, "act:apology", "says:apology")
    ),
    "criticised": lambda s: s.get("in:criticism", 0.0) * _unsorry(s),
    "failed": lambda s: _most(s, "their:failure") * _unsorry(s),
    "angered": lambda s: _most(s, "their:anger") * s.get("said:anger", 0.0) * _unsorry(s),
    "sorry-for-nothing": lambda s: (
        _most(s, "their:failure", "their:anger", "in:criticism")
        * _most(s, "act:apology-formula")
        * _none(s, "act:apology")
    ),
    "feeling-unmet": lambda s: s.get("their:feeling", 0.0) * _unmet(s),
    "loss-unmet": lambda s: s.get("their:loss", 0.0) * _unmet(s),
    "deadline-unmet": lambda s: s.get("their:deadline", 0.0) * _unmet(s),
    "unmoved": lambda s: (
        _most(s, "their:feeling", "their:deadline", "their:loss", "said:feeling", "said:loss", "said:deadline")
        * _none(s, "act:empathy", "says:empathy")
        * (1 - 0.5 * _most(s, "act:apology"))
    ),
    "cold": lambda s: _most(s, "act:cold-formula") * _none(s, "act:warm-answer"),
    "insincere": lambda s: _most(s, "act:promise-insincere") * (1 - 0.7 * _most(s, "act:promise-real")),
    "blaming": lambda s: _most(s, "act:blame") * (1 - 0.7 * _most(s, "act:help")),
    "blaming-idle": lambda s: _most(s, "act:blame") * _none(s, "act:own-action", "act:help", "act:step-shown"),
    "refusing": lambda s: _most(s, "act:refusal", "own:no-reason") * _none(s, "act:reason"),
    "burdening": lambda s: _most(s, "act:burden") * _none(s, "act:reason", "act:own-action"),
    "unreasoned": lambda s: _most(s, "act:refusal", "act:burden") * _most(s, "act:reason-empty"),
    "vague": lambda s: _none(s, "act:status-honest", "act:refusal") * max(0.3, _most(s, "act:status-vague")),
    "generic": lambda s: _most(s, "acts:generic-step") * _none(s, "act:own-action"),
    "unshown": lambda s: _most(s, "act:step-technical") * _none(s, "act:step-shown", "link"),
    "jargon": lambda s: _most(s, "act:jargon-unexplained", "own:jargon") * _none(s, "their:technical", "technical"),
    "wishless": lambda s: _none(s, "end:wish"),
    "uninviting": lambda s: _none(s, "act:invite", "act:question", "asks", "says:invite"),
    "told": lambda s: float(s["past"] > 0) * s["facts"],
    "moved": lambda s: _most(s, "said:feeling", "said:loss", "said:deadline") * s["short"],
    "keep": lambda s: _most(s, "act:ticket-keep") * (1 - 0.5 * _most(s, "act:ticket-named")),
    "unasking": lambda s: _most(s, "their:vague", "said:vague", "said:unclear") * _none(s, "act:question", "asks"),
}
