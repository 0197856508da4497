"""Answers that come back: under our quoted question, behind a copy of it, by its number, or in the customer's own words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from otklik.coach.request.catalogue import Question, RequestType
from otklik.coach.request.complete import Answer, Completeness, complete, says_unknown

MAX_TEXT, MAX_ANSWER = 50_000, 600
SHORTEST = 10  # letters of a question that are told from chance
_QUOTED = re.compile(r"^[ \t\xa0]*(?:>|\|[ \t](?=\S))[ \t>|]*")
_ITEM = re.compile(r"(?m)(?:^|(?<=[\s;,.]))(\d{1,2})(?:[.)\]:]|[ \t]*[—–-])[ \t]+(?=\S)")
_BETWEEN = re.compile(r"[\s?.:;—–\-*_>|]*")
_TABLE = re.compile(r"\d[\d.]*%?[ \t]+\d+[ \t]+\d")  # a line of a report, whose number is none of ours
_EMPTY = re.compile(r"[\s.?!…,;:—–\-]*")


@dataclass(frozen=True)
class _Block:
    """Lines of one kind: `letters` are the letters and digits alone, in lower case; `places` where each stands in the text."""

    start: int
    end: int
    is_quoted: bool
    letters: str
    places: tuple[int, ...]


def read(new: str, kind: RequestType, *, whole: str = "", asked: str = "") -> Completeness:
    """What a customer's letter answers. `new` is its new part, whose spans the answers have; `whole` all of it with what it
    quotes, `asked` our own letter before it: both may be empty. Never raises for any text."""
    new, whole = new[:MAX_TEXT], whole[:MAX_TEXT]
    copies, rest = _copied(new, kind)
    told: dict[str, tuple[int, int]] = {}
    for question, span in (*_inline(new, whole, kind), *copies, *_numbered(rest, asked, kind)):
        if not question.special and question.id not in told and _is_answer(new[slice(*span)]):
            told[question.id] = span
    free = complete(rest, kind)
    known = {each.question: each for each in free.answered}
    known |= {name: Answer(name, start, end) for name, (start, end) in told.items()}
    order = [each.id for each in kind.questions]
    return Completeness(
        tuple(known[name] for name in order if name in known), tuple(name for name in order if name not in known)
    )


def numbers_of(asked: str, kind: RequestType) -> Mapping[int, Question]:
    """Which question stood behind which number in a letter of ours."""
    found: dict[int, Question] = {}
    for match in re.finditer(r"(?m)^\s*(\d{1,2})[.)]\s+(.+(?:\n(?!\s*\d{1,2}[.)]|\s*$).+)*)", asked[:MAX_TEXT]):
        said = _letters(match[2])
        for question in kind.questions:
            if any(said.startswith(each) for each in _spellings(question)):
                found.setdefault(int(match[1]), question)
    return found


def _spellings(question: Question) -> list[str]:
    return [each for each in map(_letters, question.text.values()) if len(each) >= SHORTEST]


def _hints(question: Question) -> list[str]:
    return list(map(_letters, question.hint.values()))


def _letters(text: str) -> str:
    return "".join(char for char in text.lower().replace("ё", "е") if char.isalnum())


def _blocks(text: str) -> Iterator[_Block]:
    """The text's runs of quoted and of own lines; blank lines belong to the run before them."""
    start = end = 0
    kind: bool | None = None
    letters: list[str] = []
    places: list[int] = []
    for match in re.finditer(r"[^\n]*\n|[^\n]+", text):
        line = match.group()
        marks = _QUOTED.match(line)
        is_quoted = bool(marks)
        if line.strip() and is_quoted != kind:
            if kind is not None:
                yield _Block(start, end, kind, "".join(letters), tuple(places))
            start, kind, letters, places = match.start(), is_quoted, [], []
        end = match.end()
        at = marks.end() if marks else 0
        for offset, char in enumerate(line[at:].lower()):
            if char.isalnum():
                letters.append("е" if char == "ё" else char)
                places.append(match.start() + at + offset)
    if kind is not None:
        yield _Block(start, end, kind, "".join(letters), tuple(places))


def _inline(new: str, whole: str, kind: RequestType) -> Iterator[tuple[Question, tuple[int, int]]]:
    """Own words right under a quote that ends with a question of ours."""
    before: _Block | None = None
    for block in _blocks(whole):
        if not block.is_quoted and before is not None:
            question = _ends_with(before.letters, kind)
            span = _place(new, whole[block.start : block.end]) if question else None
            if question and span:
                yield question, span
        before = block if block.is_quoted else None


def _ends_with(letters: str, kind: RequestType) -> Question | None:
    """The question that the quote ends with: itself, or how to find it out."""
    best: tuple[int, Question] | None = None
    for question in kind.questions:
        for said in _spellings(question):
            at = letters.rfind(said)
            if at < 0:
                continue
            tail = letters[at + len(said) :]
            is_end = not tail or any(each.startswith(tail) for each in _hints(question))
            if is_end and (best is None or at > best[0]):
                best = (at, question)
    return best[1] if best else None


def _place(new: str, said: str) -> tuple[int, int] | None:
    """Where words of the whole letter stand in its new part: up to the first empty line that more follows."""
    said = said.strip().split("\n\n")[0].strip()[:MAX_ANSWER]
    for words in (said, said.split("\n")[0].strip()):
        at = new.find(words) if words else -1
        if at >= 0:
            return at, at + len(words)
    return None


def _copied(new: str, kind: RequestType) -> tuple[list[tuple[Question, tuple[int, int]]], str]:
    """Questions of ours that stand in the new part without a mark of quoting, with what follows each; and the same part with
    our words blanked, so that they are not taken for the customer's."""
    spots: list[tuple[int, int, Question]] = []
    for block in _blocks(new):
        for question in kind.questions:
            for said in _spellings(question):
                at = block.letters.find(said)
                if at < 0:
                    continue
                end = at + len(said)
                for hint in _hints(question):
                    if hint and block.letters.startswith(hint, end):
                        end += len(hint)
                spots.append((block.places[at], block.places[end - 1] + 1, question))
    spots.sort(key=lambda each: (each[0], each[1]))
    rest = new
    found: list[tuple[Question, tuple[int, int]]] = []
    for number, (start, end, question) in enumerate(spots):
        rest = rest[:start] + re.sub(r"[^\n]", " ", rest[start:end]) + rest[end:]
        begin = end + len(_BETWEEN.match(new, end).group())  # type: ignore[union-attr]  # it matches nothing, too
        stop = spots[number + 1][0] if number + 1 < len(spots) else len(new)
        said = re.sub(r"\n\s*\d{1,2}[.)]?\s*$", "", new[begin:stop])
        said = said.split("\n\n")[0].rstrip()[:MAX_ANSWER]
        if stop > begin and said.strip():
            found.append((question, (begin, begin + len(said))))
    return found, rest


def _numbered(rest: str, asked: str, kind: RequestType) -> Iterator[tuple[Question, tuple[int, int]]]:
    """«1. с утра 2. 502»: the numbers of our letter."""
    numbers = numbers_of(asked, kind)
    if not numbers:
        return
    own = "\n".join(re.sub(r".", " ", line) if _QUOTED.match(line) else line for line in rest.split("\n"))
    marks = list(_ITEM.finditer(own))
    for place, mark in enumerate(marks):
        question = numbers.get(int(mark[1]))
        is_at_start = not own[: mark.start()].rpartition("\n")[2].strip()
        neighbours = (*marks[max(0, place - 1) : place], *marks[place + 1 : place + 2])
        is_one_of_several = any(abs(int(each[1]) - int(mark[1])) == 1 for each in neighbours)
        if question is None or not (is_at_start or is_one_of_several):
            continue
        end = marks[place + 1].start() if place + 1 < len(marks) else len(own)
        said = own[mark.end() : end].split("\n\n")[0].rstrip(" \n\t;,")[:MAX_ANSWER]
        if said.strip() and not _TABLE.search(said.split("\n")[0]):
            yield question, (mark.end(), mark.end() + len(said))


def _is_answer(said: str) -> bool:
    """Whether it says anything: "I do not know" is no answer, unless it names something."""
    return not _EMPTY.fullmatch(said) and not says_unknown(said)
