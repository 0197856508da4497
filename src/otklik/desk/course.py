"""The course for a new agent: lessons out of files, one a situation, and the judge of a lesson's exercise. Pure.

A lesson is `lessons/<situation>.yaml`: for each language an incoming letter with a bad and a good answer taken apart, and an exercise:
a letter to rewrite, what the situation wants of it, and one good answer of many.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from otklik.coach import speech
from otklik.coach.phrases import BadPhrase
from otklik.coach.reply import Finding, Letter, check
from otklik.coach.reply.model import SITUATIONS, weekday_of
from otklik.coach.speech import Group
from otklik.coach.text import read as read_text

FOLDER = Path(__file__).parent / "lessons"
LANGUAGES = ("ru", "en")
MAX_TEXT = 20_000
_OF_LESSON = {"id", "place", "rules", *LANGUAGES}
_OF_LANGUAGE = {
    "title",
    "about",
    "incoming",
    "name",
    "agent",
    "weekday",
    "bad",
    "good",
    "faults",
    "virtues",
    "exercise",
}
_OF_EXERCISE = {"task", "incoming", "name", "weekday", "start", "wanted", "answer"}
_OF_WANTED = {"question", "any", "like", "unless", "speech"}


class BadLesson(ValueError):
    """A lesson's file cannot be used: `file: where: what is wrong`."""


@dataclass(frozen=True)
class Note:
    """Why words of a letter (`quote`, as they stand there) are bad or good."""

    quote: str
    why: str


@dataclass(frozen=True)
class Wanted:
    """What the situation asks of a letter; any of the groups finds it."""

    question: str
    words: tuple[Group, ...]


@dataclass(frozen=True)
class Exercise:
    """A letter to rewrite: `known` is what the coach is told beside the text, `start` the bad letter, `answer` one good one."""

    task: str
    known: Letter
    start: str
    wanted: tuple[Wanted, ...]
    answer: str


@dataclass(frozen=True)
class Lesson:
    """One lesson in one language; `id` is its situation, `rules` are numbers of the eight rules that it shows."""

    id: str
    place: int
    rules: tuple[int, ...]
    title: str
    about: str
    known: Letter
    bad: str
    good: str
    faults: tuple[Note, ...]
    virtues: tuple[Note, ...]
    exercise: Exercise


@dataclass(frozen=True)
class Verdict:
    """What the judge says of a letter: the coach's findings, and (question, is it answered) for all that is wanted."""

    findings: tuple[Finding, ...]
    wanted: tuple[tuple[str, bool], ...]
    is_accepted: bool


@dataclass(frozen=True)
class Piece:
    """Words of a letter taken apart: `note` says why they are there, None for words between."""

    text: str
    note: Note | None = None
    number: int = 0


def pieces(letter: str, notes: tuple[Note, ...]) -> list[Piece]:
    """The letter in order, cut where a note's words stand; notes are numbered as they come in the letter, from 1."""
    found: list[Piece] = []
    at = 0
    for number, note in enumerate(sorted(notes, key=lambda each: letter.index(each.quote)), 1):
        start = letter.index(note.quote)
        found += [Piece(letter[at:start]), Piece(note.quote, note, number)]
        at = start + len(note.quote)
    return [*found, Piece(letter[at:])]


@functools.lru_cache(maxsize=2)
def eight_rules(lang: str) -> tuple[tuple[str, str], ...]:
    """(rule, what is meant) of the eight, in their order."""
    data = yaml.safe_load((Path(__file__).parent / "eight-rules.yaml").read_text(encoding="utf-8"))
    return tuple((each[lang][0], each[lang][1]) for each in data)


@functools.lru_cache(maxsize=2)
def lessons(lang: str) -> tuple[Lesson, ...]:
    """All lessons of a language, in the course's order. Raises BadLesson."""
    found = [read(file.read_text(encoding="utf-8"), lang, source=file.name) for file in FOLDER.glob("*.yaml")]
    return tuple(sorted(found, key=lambda each: each.place))


def judge(exercise: Exercise, text: str) -> Verdict:
    """Judge a letter: accepted when the coach finds nothing and all that is wanted is there."""
    text = text.replace("\r\n", "\n").strip()[:MAX_TEXT]
    known = exercise.known
    letter = Letter(
        text=text, lang=known.lang, situation=known.situation, customer_name=known.customer_name, weekday=known.weekday,
        incoming=known.incoming,
    )  # fmt: skip
    taken = read_text(text)
    lines = (*taken.sentences, *taken.signature)
    wanted = tuple(
        (each.question, any(group.find(line.unit) for group in each.words for line in lines))
        for each in exercise.wanted
    )
    findings = tuple(check(letter))
    is_accepted = bool(text) and not findings and all(is_there for _, is_there in wanted)
    return Verdict(findings, wanted, is_accepted)


def read(text: str, lang: str, *, source: str) -> Lesson:
    """One language of a lesson from the text of its file. Raises BadLesson."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadLesson(f"{source}: no YAML: {error}") from error
    _keys(data, _OF_LESSON, source, "the file")
    if data["id"] not in SITUATIONS:
        raise BadLesson(f"{source}: id: «{data['id']}» is none of {', '.join(SITUATIONS)}")
    own = data[lang]
    _keys(own, _OF_LANGUAGE, source, lang)
    known = _letter(own, lang, data["id"], source, agent=own["agent"])
    return Lesson(
        id=data["id"], place=int(data["place"]), rules=tuple(map(int, data["rules"])), title=own["title"], about=own["about"].strip(), known=known,
        bad=own["bad"].strip(), good=own["good"].strip(), faults=_notes(own["faults"], own["bad"], source),
        virtues=_notes(own["virtues"], own["good"], source), exercise=_exercise(own["exercise"], lang, data["id"], source),
    )  # fmt: skip


def _exercise(data: Any, lang: str, situation: str, source: str) -> Exercise:
    _keys(data, _OF_EXERCISE, source, f"{lang}: exercise")
    return Exercise(
        task=data["task"].strip(), known=_letter(data, lang, situation, source), start=data["start"].strip(),
        wanted=tuple(_wanted(each, lang, source) for each in data["wanted"]), answer=data["answer"].strip(),
    )  # fmt: skip


def _letter(data: Mapping[str, Any], lang: str, situation: str, source: str, agent: str = "") -> Letter:
    weekday = weekday_of(data["weekday"])
    if weekday is None:
        raise BadLesson(f"{source}: {lang}: weekday: «{data['weekday']}» is no day; write monday … sunday")
    return Letter(
        text="", lang=lang, situation=situation, customer_name=data["name"], agent_name=agent, weekday=weekday,
        incoming=data["incoming"].strip(),
    )  # fmt: skip


def _wanted(data: Any, lang: str, source: str) -> Wanted:
    if not isinstance(data, dict) or set(data) - _OF_WANTED or not isinstance(data.get("question"), str):
        raise BadLesson(f"{source}: {lang}: wanted: a `question`, and any of any, like, unless, speech")
    groups = speech.of(lang).groups
    try:
        own = speech.group(
            data.get("any") or (), data.get("unless") or (), data.get("like") or (), speech.of(lang).sets
        )
        return Wanted(data["question"], (own, *(groups[name] for name in data.get("speech") or ())))
    except (BadPhrase, KeyError) as error:
        raise BadLesson(f"{source}: {lang}: wanted: «{data['question']}»: {error}") from error


def _notes(data: Any, letter: str, source: str) -> tuple[Note, ...]:
    for quote in data:
        if quote not in letter:
            raise BadLesson(f"{source}: «{quote}» does not stand in its letter; quote it word for word")
    return tuple(Note(quote, why) for quote, why in data.items())


def _keys(data: Any, known: set[str], source: str, where: str) -> None:
    if not isinstance(data, dict) or set(data) != known:
        wrong = sorted(set(data) ^ known) if isinstance(data, dict) else sorted(known)
        raise BadLesson(
            f"{source}: {where}: needs just the keys {', '.join(sorted(known))}; look at {', '.join(map(str, wrong))}"
        )
