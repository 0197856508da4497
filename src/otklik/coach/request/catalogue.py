"""Request types out of files, one YAML file each with Russian and English in it. A bad file is refused with its name, line and the
remedy."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from otklik.coach.phrases import BadPhrase, Phrases
from otklik.coach.reply.situations.sheet import BadSituation, Sheet, sheet
from otklik.coach.speech import Group

FOLDER = Path(__file__).parent / "types"
LANGUAGES = ("ru", "en")
REPORTS = ("mtr-forward", "mtr-back")  # found by their shape, not by words
_GROUPS = "groups.yaml"
_KEYS = ("id", "label", "questions")
_FINDS = ("uses", "like", "any", "unless")
_QUESTION = ("id", "text", "hint", "weight", "special", "also", "least", "yes", "no", *_FINDS)
MUST, USUAL = 3, 2  # weights: without it one cannot begin; it saves a letter


class BadType(ValueError):
    """A type's file cannot be used: `file:line: what is wrong, what to write instead`."""


@dataclass(frozen=True)
class Question:
    """`id` is «type.name». `finds` says where a message answers it, `least` how many different answers that needs, `also` what must
    be there besides; `special` is one of REPORTS or "". `yes` and `no` are messages that do and do not answer it: its tests. `weight` is
    how much the answer is worth, 1 to 3 (MUST)."""

    id: str
    text: Mapping[str, str]
    hint: Mapping[str, str]
    finds: Group
    also: Group | None
    least: int
    special: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    weight: int = USUAL


@dataclass(frozen=True)
class RequestType:
    """A type of request, its name to a person in both languages, what it asks in the file's order."""

    id: str
    label: Mapping[str, str]
    questions: tuple[Question, ...]


@functools.lru_cache(maxsize=1)
def shipped() -> Mapping[str, RequestType]:
    """The types that come with the product, by id. Raises BadType."""
    return load([FOLDER])


def load(folders: Iterable[Path]) -> dict[str, RequestType]:
    """Every `*.yaml` of the folders by id; a later file of the same id replaces an earlier one. The shipped groups are known in all;
    a folder's own `groups.yaml` adds to them. Raises BadType."""
    found: dict[str, RequestType] = {}
    groups = _groups(FOLDER / _GROUPS)
    for folder in folders:
        own = folder / _GROUPS
        known = groups | _groups(own) if own.exists() and folder != FOLDER else groups
        for file in sorted(folder.glob("*.yaml")):
            if file.name != _GROUPS:
                each = read(file.read_text(encoding="utf-8"), source=str(file), groups=known)
                found[each.id] = each
    return found


def read(text: str, *, source: str, groups: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None) -> RequestType:
    """One type from the text of its file. Raises BadType."""
    try:
        keys = sheet(text, source=source).fields(_KEYS, _KEYS)
        name = keys["id"].text()
        known = _groups(FOLDER / _GROUPS) if groups is None else groups
        questions = tuple(_question(each, name, known) for each in keys["questions"].items())
        seen: set[str] = set()
        for sheet_of, question in zip(keys["questions"].items(), questions, strict=True):
            if question.id in seen:
                raise sheet_of.bad(f"the question «{question.id}» stands twice; give each its own id")
            seen.add(question.id)
        return RequestType(name, _both(keys["label"]), questions)
    except BadSituation as error:
        raise BadType(str(error)) from error


def _groups(file: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    try:
        whole = sheet(file.read_text(encoding="utf-8"), source=str(file)).mapping()
        return {name: _texts(each.fields(("like", "any", "unless"))) for name, each in whole.items()}
    except BadSituation as error:
        raise BadType(str(error)) from error


def _texts(keys: Mapping[str, Sheet]) -> dict[str, tuple[str, ...]]:
    return {key: keys[key].texts() if key in keys else () for key in ("like", "any", "unless")}


def _both(part: Sheet) -> dict[str, str]:
    return {lang: each.text() for lang, each in part.fields(LANGUAGES, LANGUAGES).items()}


def _question(part: Sheet, name: str, groups: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Question:
    keys = part.fields(_QUESTION, ("id", "text"))
    special = keys["special"].text() if "special" in keys else ""
    if special and special not in REPORTS:
        raise keys["special"].bad(f"«{special}» is none of {', '.join(REPORTS)}")
    finds = _finds(part, keys, groups)
    if not (finds.phrases or special):
        raise part.bad("nothing says when it is answered; add `uses`, `any`, `like` or `special`")
    yes, no = (keys[key].texts() if key in keys else () for key in ("yes", "no"))
    if not special and not yes:
        raise part.bad("no example; add under `yes` a message that answers it, it is the question's test")
    least = int(keys["least"].number()) if "least" in keys else 1
    weight = int(keys["weight"].number()) if "weight" in keys else USUAL
    if not 1 <= weight <= MUST:
        raise keys["weight"].bad("a weight is 1, 2 or 3 (one cannot begin without it)")
    also = _finds(keys["also"], keys["also"].fields(_FINDS), groups) if "also" in keys else None
    hint = _both(keys["hint"]) if "hint" in keys else {}
    return Question(
        f"{name}.{keys['id'].text()}", _both(keys["text"]), hint, finds, also, least, special, yes, no, weight
    )


def _finds(part: Sheet, keys: Mapping[str, Sheet], groups: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Group:
    """What the part looks for: its own phrases and expressions, and those of the groups that it uses."""
    own = _texts({key: each for key, each in keys.items() if key in ("like", "any", "unless")})
    for each in keys["uses"].items() if "uses" in keys else ():
        if each.text() not in groups:
            raise each.bad(f"there is no group «{each.text()}»; there are {', '.join(sorted(groups))}")
        own = {key: own[key] + groups[each.text()][key] for key in own}
    try:
        return Group(Phrases(own["any"], None, own["like"]), Phrases((), None, own["unless"]))
    except BadPhrase as error:
        raise part.bad(str(error)) from error
