"""Letters out of files: a text, a Markdown page of saved replies, a YAML file of them, JSON Lines; each letter knows where in its
file it stands. Pure: text in, letters out."""

from __future__ import annotations

import bisect
import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import yaml

from otklik.coach.reply.contract import BadQuestion, letter_of
from otklik.coach.reply.model import Letter, weekday_of
from otklik.coach.reply.situations import shipped as situations

KINDS = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".yaml": "yaml", ".yml": "yaml", ".jsonl": "lines",
    ".ndjson": "lines",
}  # fmt: skip
_LETTER_KEYS = {"text", "body", "reply", "letter", "template", "content", "message"}
_KNOWN_KEYS = {
    "lang": "lang", "language": "lang", "situation": "situation", "customer_name": "customer_name", "agent_name": "agent_name",
    "weekday": "weekday", "incoming": "incoming",
}  # fmt: skip


class BadDocument(ValueError):
    """The file cannot be read as what it is: `line: what is wrong`."""


@dataclass(frozen=True)
class Written:
    """A letter of a file. `starts`: (offset in the letter, offset in the file) of each of its lines, where the letter stands there
    as it is; empty where it does not (an escaped text): then `span` of the file is all that is known."""

    letter: Letter
    source: str
    span: tuple[int, int]
    starts: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    title: str = ""

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of the file behind a span of the letter; None where it does not stand there word for word."""
        words = self.letter.text[start:end]
        if self.starts:
            return self._offset(start), self._offset(end - 1) + 1 if end > start else self._offset(start)
        found = self.source.find(words, *self.span) if words.strip() else -1
        return (found, found + len(words)) if found >= 0 else None

    def _offset(self, offset: int) -> int:
        at = bisect.bisect_right(self.starts, offset, key=lambda each: each[0]) - 1
        begins, there = self.starts[at]
        return there + offset - begins


@functools.lru_cache(maxsize=4)
def _line_starts(source: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer("\n", source)))


def position(source: str, offset: int) -> tuple[int, int]:
    """(line, column) of an offset, both from 1, columns in code points."""
    starts = _line_starts(source)
    line = bisect.bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def letters_in(source: str, kind: str, known: Letter) -> list[Written]:
    """The letters of a file's text, `kind` one of KINDS' values. `known` is what the caller knows of all of them; what a file says
    itself (front matter, keys beside a text) goes first. Raises BadDocument."""
    return list(_READERS[kind](source, known))


def _text(source: str, known: Letter) -> Iterator[Written]:
    begins, told = _front_matter(source)
    if source[begins:].strip():
        yield _plain(source, begins, len(source), _with(known, told))


def _markdown(source: str, known: Letter) -> Iterator[Written]:
    """A heading is a title; what stands below it is a letter."""
    begins, told = _front_matter(source)
    known, title, in_code = _with(known, told), "", False
    at = start = begins
    for line in [*source[begins:].splitlines(keepends=True), "# "]:
        in_code ^= line.startswith("```")
        heading = re.match(r"#{1,6}\s+(.*)|#{1,6} $", line) if not in_code else None
        if heading:
            if source[start:at].strip():
                yield _plain(source, start, min(at, len(source)), known, title)
            title, start = (heading[1] or "").strip(), at + len(line)
        at += len(line)


def _plain(source: str, start: int, end: int, known: Letter, title: str = "") -> Written:
    """A letter that stands in the file as it is."""
    raw = source[start:end]
    start += len(raw) - len(raw.lstrip("\n\r \t"))
    text = source[start:end].rstrip()
    return Written(replace(known, text=text), source, (start, start + len(text)), ((0, start),), title)


def _yaml(source: str, known: Letter) -> Iterator[Written]:
    """Every text under a key such as `text` or `body`, and every block of several lines."""
    try:
        documents = list(yaml.compose_all(source, Loader=yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadDocument(f"{mark.line + 1 if mark else 1}: no YAML: {getattr(error, 'problem', error)}") from error
    for document in documents:
        if document is not None:
            yield from _below(document, "", source, known, "", set())


def _below(node: yaml.Node, key: str, source: str, known: Letter, title: str, seen: set[int]) -> Iterator[Written]:
    if id(node) in seen:  # an alias: said once
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        pairs = [(str(name.value), value) for name, value in node.value if isinstance(name, yaml.ScalarNode)]
        told = {name: str(value.value) for name, value in pairs if isinstance(value, yaml.ScalarNode)}
        inner = _with(known, {**told, **({"lang": key} if key in ("ru", "en") else {})})
        named = told.get("title") or told.get("id") or told.get("name") or title
        for name, value in pairs:
            yield from _below(value, name, source, inner, named, seen)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _below(each, key, source, known, title, seen)
    elif isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str" and node.value.strip():
        if key in _LETTER_KEYS or (node.style in ("|", ">") and key not in _KNOWN_KEYS):
            yield _scalar(
                node, source, known if key not in ("ru", "en") else _with(known, {"lang": key}), title or key
            )


def _scalar(node: yaml.ScalarNode, source: str, known: Letter, title: str) -> Written:
    """A text of a YAML file; a literal block stands there line by line behind an indent."""
    text = str(node.value).rstrip()
    span = (node.start_mark.index, node.end_mark.index)
    starts: list[tuple[int, int]] = []
    if node.style == "|":
        at = source.find("\n", span[0]) + 1
        offset = 0
        for line in text.split("\n"):
            there = source.find(line, at) if line else at
            starts.append((offset, there))
            offset += len(line) + 1
            at = source.find("\n", there) + 1 or len(source)
    return Written(replace(known, text=text), source, span, tuple(starts), title)


def _lines(source: str, known: Letter) -> Iterator[Written]:
    """JSON Lines in the contract's form; a line that holds no question is refused."""
    at = 0
    for number, line in enumerate(source.splitlines(keepends=True), 1):
        span = (at, at + len(line.rstrip()))
        at += len(line)
        if not line.strip():
            continue
        try:
            question = json.loads(line)
            letter = letter_of(question)
        except BadQuestion as error:
            raise BadDocument(f"{number}: {error}") from error
        except ValueError as error:
            raise BadDocument(f"{number}: no JSON: {error}") from error
        told = {key: value for key, value in question.items() if isinstance(value, str | int)}
        yield Written(replace(_with(known, told), text=letter.text), source, span, title=str(question.get("id", "")))


def _front_matter(source: str) -> tuple[int, Mapping[str, object]]:
    """(where the text begins, what stands between two lines of `---` at the top)."""
    match = re.match(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", source, re.S)
    if not match:
        return 0, {}
    try:
        told = yaml.safe_load(match[1])
    except yaml.YAMLError:
        return 0, {}
    return (match.end(), told) if isinstance(told, dict) else (0, {})


def _with(known: Letter, told: Mapping[str, object]) -> Letter:
    """What is known, and what a file says of its letters."""
    said = {_KNOWN_KEYS[key]: str(value) for key, value in told.items() if key in _KNOWN_KEYS and str(value).strip()}
    lang, situation = said.get("lang", "")[:2].lower(), said.get("situation", "")
    weekday = weekday_of(said.get("weekday"))
    return replace(
        known, lang=lang if lang in ("ru", "en") else known.lang, situation=situation if situation in situations().by_id else known.situation,
        customer_name=said.get("customer_name", known.customer_name), agent_name=said.get("agent_name", known.agent_name),
        weekday=known.weekday if weekday is None else weekday, incoming=said.get("incoming", known.incoming),
    )  # fmt: skip


_READERS = {"text": _text, "markdown": _markdown, "yaml": _yaml, "lines": _lines}
