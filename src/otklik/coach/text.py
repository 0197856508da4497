"""A letter as its reader sees it: zones, sentences, words, all with offsets into the text as given. Pure."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from otklik.coach.words import WORD, lemmas


@dataclass(frozen=True)
class Word:
    """One word: its span, as written, in lower case with е for ё, and its dictionary forms."""

    start: int
    end: int
    raw: str
    lower: str
    lemmas: frozenset[str]


@dataclass(frozen=True)
class Sentence:
    """A sentence or a line that stands alone; `is_item` for a line of a visible list."""

    start: int
    end: int
    words: tuple[Word, ...]
    is_item: bool = False


@dataclass(frozen=True)
class Text:
    """`sentences` are of the letter's own words (greeting to closing); `signature` its last lines, which are not
    among them; quotes, code and logs are nowhere."""

    raw: str
    sentences: tuple[Sentence, ...]
    greeting: Sentence | None
    signature: tuple[tuple[int, int], ...]

    def words_of(self, start: int, end: int) -> str:
        """The text between two offsets."""
        return self.raw[start:end]


_END = re.compile(r"(?<=[.!?…])[\"»”')\]]*\s+(?=[«\"“'(\[]?[A-ZА-ЯЁ0-9])|(?<=[!?])\s+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:т\.\s?[екдпо]|г|гг|ул|руб|коп|мин|сек|стр|рис|др|пр|им|тыс|млн|e\.g|i\.e|mr|mrs|ms|dr|etc|vs|no|approx)|\b[А-ЯA-Z])\.$",
    re.I,
)
_ITEM = re.compile(r"^\s*(?:[-•*–—]|\d{1,2}[.)]|[а-яa-z]\))\s+")
_LOG = re.compile(
    r"^\s*(?:\$ |# ?\w+=|>>> |\[?\d{4}-\d\d-\d\d[ T]\d\d:|\[?\d\d:\d\d:\d\d|(?:GET|POST|HTTP/|Traceback|at \w+[.(]|ERROR|WARN|INFO|DEBUG)\b|\w+\[\d+\]:)|"
    r"^\s{4,}\S+.*[{}();=/]"
)
_GREETING = re.compile(
    r"^\W*(?:здравствуй\w*|здрасьте|добр\w+ (?:день|вечер|утро|времени|ночи|дня|утра|вечера)|доброго|привет\w*|приветствую|уважаем\w+|дорог\w+|салют|хай|"
    r"hello|hi|hey|dear|good (?:morning|afternoon|evening|day)|greetings|howdy)\b",
    re.I,
)
_FAREWELL = re.compile(
    r"^\W*(?:с уважением|с наилучшими|с пожеланиями|искренне ваш|ваш[аи]?\b|всего (?:доброго|хорошего|наилучшего)|best|kind|warm|regards|sincerely|cheers|"
    r"yours|respectfully|с теплом|обнимаю)\b.{0,40}$", re.I
)  # fmt: skip


@functools.lru_cache(maxsize=512)
def _words(line: str) -> tuple[tuple[int, int, str, str, frozenset[str]], ...]:
    masked = re.sub(r"https?://\S+|\S+@\S+\.\w+|`[^`]*`", lambda match: " " * len(match.group()), line)
    found = []
    for match in WORD.finditer(masked):
        lower = match.group().lower().replace("ё", "е").replace("’", "'")
        found.append((match.start(), match.end(), match.group(), lower, lemmas(lower)))
    return tuple(found)


def words(raw: str, start: int, end: int) -> tuple[Word, ...]:
    """The words of a stretch; links, addresses and `code` hold none."""
    return tuple(Word(start + a, start + b, w, low, forms) for a, b, w, low, forms in _words(raw[start:end]))


def read(raw: str) -> Text:
    """Take a letter apart."""
    lines = _own_lines(raw)
    signature = _signature(raw, lines)
    cut = signature[0][0] if signature else len(raw) + 1
    sentences: list[Sentence] = []
    for start, end in lines:
        if start >= cut:
            break
        is_item = bool(_ITEM.match(raw[start:end]))
        sentences += [Sentence(a, b, words(raw, a, b), is_item) for a, b in _split(raw, start, end)]
    first = next((each for each in sentences if each.words), None)
    greeting = first if first is not None and _GREETING.match(raw[first.start : first.end]) else None
    return Text(raw, tuple(sentences), greeting, signature)


def _own_lines(raw: str) -> list[tuple[int, int]]:
    """The spans of lines that the writer wrote: no quotes, no code, no logs."""
    spans: list[tuple[int, int]] = []
    at, in_code = 0, False
    for line in raw.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        if line.strip().startswith("```"):
            in_code = not in_code
        elif not in_code and line.strip() and not line.lstrip().startswith(">") and not _LOG.match(line):
            spans.append((start, end))
    return spans


def _signature(raw: str, lines: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The last lines that are no sentences: «С уважением,», a name, a department, a phone; at most six."""
    for position, (start, end) in enumerate(lines):
        if re.fullmatch(r"\s*(?:--|—|–)\s*", raw[start:end]):
            return tuple(lines[position:][:8])
    found: list[tuple[int, int]] = []
    for start, end in reversed(lines[1:]):
        line = raw[start:end].strip()
        is_farewell = bool(_FAREWELL.match(line))
        is_short = len(line.split()) <= 7 and len(line) <= 70
        ends = line.endswith((".", "!", "?", "…", ":", ")")) and not _ABBREVIATION.search(line)
        if (
            (_ITEM.match(line) and not line.startswith(("—", "–")))
            or len(found) >= 6
            or not (is_farewell or (is_short and not ends))
        ):
            break
        found.append((start, end))
        if is_farewell:
            break
    return tuple(reversed(found))


def _split(raw: str, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(raw, start, end):
        if _ABBREVIATION.search(raw[begin : match.start() + 1].rstrip()):
            continue
        spans.append((begin, match.start()))
        begin = match.end()
    spans.append((begin, end))
    return [(a + len(raw[a:b]) - len(raw[a:b].lstrip()), b) for a, b in spans if raw[a:b].strip()]
