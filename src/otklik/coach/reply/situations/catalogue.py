"""Situations out of files, one YAML file each. A bad file is refused with its name, line and the remedy."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from otklik.coach import speech
from otklik.coach.phrases import BadPhrase
from otklik.coach.reply.model import weekday_of
from otklik.coach.reply.situations.filling import unknown
from otklik.coach.reply.situations.model import STATUSES, Cue, Note, Pair, Required, Saved, Situation
from otklik.coach.reply.situations.sheet import BadSituation, Sheet, sheet
from otklik.coach.speech import Group

FOLDER = Path(__file__).parent
LANGUAGES = ("ru", "en")
MIN_INCOMING, MIN_SAVED = 12, 2
_CONTEXT: Mapping[str, tuple[str, ...]] = {"feature_status": STATUSES, "automatic": ("yes", "no")}
_GROUP_KEYS = ("any", "like", "unless", "speech")
_PAIR_KEYS = ("incoming", "name", "agent", "weekday", "bad", "good", "faults", "virtues")
_KEYS = ("id", "label", "about", "context", "cues", "required", "traps", "letters", "saved", "incoming")


@dataclass(frozen=True, eq=False)
class Situations:
    """All situations by id, in the order they were read."""

    by_id: Mapping[str, Situation]

    def get(self, name: str) -> Situation | None:
        """The situation of that id."""
        return self.by_id.get(name)


@functools.lru_cache(maxsize=1)
def shipped() -> Situations:
    """The situations that come with the product."""
    return load([FOLDER])


def load(folders: Iterable[Path]) -> Situations:
    """Read every `*.yaml` of the folders; a later file of the same id replaces an earlier one. Raises BadSituation."""
    found: dict[str, Situation] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.yaml")):
            each = read(file.read_text(encoding="utf-8"), source=str(file))
            found[each.id] = each
    return Situations(found)


def read(text: str, *, source: str) -> Situation:
    """One situation from the text of its file. Raises BadSituation."""
    whole = sheet(text, source=source)
    keys = whole.fields(_KEYS, [key for key in _KEYS if key != "context"])
    return Situation(
        id=keys["id"].text(), label=_both(keys["label"]), about=_both(keys["about"]), context=_context(keys.get("context")),
        cues={lang: tuple(_cue(each, lang) for each in part.items()) for lang, part in _languages(keys["cues"]).items()},
        required=_required(keys["required"]), traps={lang: part.texts() for lang, part in _languages(keys["traps"]).items()},
        letters={lang: _pair(part) for lang, part in _languages(keys["letters"]).items()},
        saved={lang: _saved(part, lang) for lang, part in _languages(keys["saved"]).items()},
        incoming={lang: _incoming(part) for lang, part in _languages(keys["incoming"]).items()}, source=source,
    )  # fmt: skip


def _languages(part: Sheet) -> dict[str, Sheet]:
    return part.fields(LANGUAGES, LANGUAGES)


def _both(part: Sheet) -> dict[str, str]:
    return {lang: each.text() for lang, each in _languages(part).items()}


def _context(part: Sheet | None) -> dict[str, frozenset[str]]:
    """Facts of the desk and the values that fit."""
    found = {}
    for key, each in (part.fields(_CONTEXT) if part else {}).items():
        for value in each.items():
            if value.text() not in _CONTEXT[key]:
                raise value.bad(f"«{value.text()}» is none of {', '.join(_CONTEXT[key])}")
        found[key] = frozenset(each.texts())
    return found


def _cue(part: Sheet, lang: str) -> Cue:
    keys = part.fields(("weight", "any", "like", "unless"), ("weight",))
    return Cue(keys["weight"].number(), _group(part, keys, lang))


def _required(part: Sheet) -> tuple[Required, ...]:
    found = []
    for each in part.items():
        keys = each.fields(("id", "question", "echo", *LANGUAGES), ("id", "question"))
        is_echo = "echo" in keys and keys["echo"].flag()
        if not is_echo and not set(LANGUAGES) <= set(keys):
            raise each.bad(
                "nothing says whether a letter has it; add ru and en, or `echo: true` for a word of the customer's own"
            )
        words = {lang: _groups(keys[lang], lang) if lang in keys else () for lang in LANGUAGES}
        found.append(Required(keys["id"].text(), _both(keys["question"]), words, is_echo))
    return tuple(found)


def _groups(part: Sheet, lang: str) -> tuple[Group, ...]:
    """What finds a required element: its own phrases, and groups of the speech by name."""
    keys = part.fields(_GROUP_KEYS)
    known = speech.of(lang).groups
    named = keys["speech"].items() if "speech" in keys else []
    for each in named:
        if each.text() not in known:
            raise each.bad(f"there is no group «{each.text()}»; there are {', '.join(sorted(known))}")
    own = (_group(part, keys, lang),) if "any" in keys or "like" in keys else ()
    if not own and not named:
        raise part.bad(
            "nothing is looked for; add phrases under `any`, expressions under `like`, or group names under `speech`"
        )
    return (*own, *(known[each.text()] for each in named))


def _group(part: Sheet, keys: Mapping[str, Sheet], lang: str) -> Group:
    phrases, like, unless = (keys[key].texts() if key in keys else () for key in ("any", "like", "unless"))
    if not phrases and not like:
        raise part.bad("nothing is looked for; add phrases under `any`, or expressions under `like`")
    try:
        return speech.group(phrases, unless, like, speech.of(lang).sets)
    except BadPhrase as error:
        raise part.bad(str(error)) from error


def _pair(part: Sheet) -> Pair:
    keys = part.fields(_PAIR_KEYS, _PAIR_KEYS)
    weekday = weekday_of(keys["weekday"].text())
    if weekday is None:
        raise keys["weekday"].bad("a day is written monday … sunday")
    bad, good = keys["bad"].text(), keys["good"].text()
    faults, virtues = _notes(keys["faults"], bad), _notes(keys["virtues"], good)
    return Pair(
        keys["incoming"].text(), keys["name"].text(), keys["agent"].text(), weekday, bad, good, faults, virtues
    )


def _notes(part: Sheet, letter: str) -> tuple[Note, ...]:
    """`quote: why` lines; the quote stands in the letter word for word."""
    found = []
    for quote, each in part.mapping().items():
        if quote not in letter:
            raise each.bad(f"«{quote}» does not stand in the letter; quote it word for word")
        found.append(Note(quote, each.text()))
    return tuple(found)


def _saved(part: Sheet, lang: str) -> tuple[Saved, ...]:
    found = []
    for each in part.items():
        keys = each.fields(("id", "title", "text"), ("id", "title", "text"))
        wrong = unknown(keys["text"].text(), lang)
        if wrong:
            raise keys["text"].bad(wrong)
        found.append(Saved(keys["id"].text(), keys["title"].text(), keys["text"].text()))
    if len(found) < MIN_SAVED:
        raise part.bad(
            f"at least {MIN_SAVED} saved replies are needed: one text alone gets sent twice to the same person"
        )
    return tuple(found)


def _incoming(part: Sheet) -> tuple[str, ...]:
    found = part.texts()
    if len(found) < MIN_INCOMING:
        raise part.bad(f"at least {MIN_INCOMING} incoming letters are needed: they are the situation's tests")
    return found


__all__ = ["FOLDER", "LANGUAGES", "BadSituation", "Situations", "load", "read", "shipped"]
