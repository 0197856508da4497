"""A letter as its reader sees it: zones, paragraphs, sentences, words, with offsets into the text as given. Pure.

What costs time is done once for each sentence, not for each letter: a `Unit` is a sentence's own text taken apart, shared by
every letter that holds it; a `Sentence` only says where in this letter it stands. A keystroke makes one new unit.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from otklik.coach import english
from otklik.coach.words import GRAMMAR, WORD, forms


class Zone(Enum):
    """Where in the letter a sentence stands. Quotes, code and logs are in no zone: nobody judges them."""

    GREETING = "greeting"
    BODY = "body"
    CLOSING = "closing"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its span within the unit, as written, in lower case with е for ё, its dictionary forms and grammar."""

    start: int
    end: int
    raw: str
    lower: str
    lemmas: frozenset[str]
    tags: frozenset[str]
    best: str


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """The text of one sentence, taken apart. `keys` is all by which a phrase may begin here; `quotes` are spans in
    «…»; `memo` keeps what was once found in it, by whom."""

    text: str
    words: tuple[Word, ...]
    keys: frozenset[str]
    quotes: tuple[tuple[int, int], ...]
    has_link: bool
    is_question: bool
    memo: dict[Any, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence or a line that stands alone; `is_item` for a line of a visible list."""

    start: int
    unit: Unit
    paragraph: int = 0
    is_item: bool = False
    zone: Zone = Zone.BODY

    @property
    def end(self) -> int:
        return self.start + len(self.unit.text)

    @property
    def words(self) -> tuple[Word, ...]:
        """Its words, with offsets from the sentence's start."""
        return self.unit.words


@dataclass(frozen=True)
class Text:
    """`sentences` are of the letter's own words (greeting to closing, a postscript last); `signature` the lines of the
    signature, which are not among them."""

    raw: str
    sentences: tuple[Sentence, ...]
    greeting: Sentence | None
    signature: tuple[Sentence, ...]

    @functools.cached_property
    def body(self) -> tuple[Sentence, ...]:
        """All but the greeting."""
        return tuple(each for each in self.sentences if each.zone is not Zone.GREETING)


_END = re.compile(
    r"(?<=[.!?…])[\"»”')\]]*\s+(?=[«\"“'(\[]?[A-ZА-ЯЁ0-9]|[^\w\s«\"“'(\[,.—–-])|(?<=[!?])\s+(?=[^\s—–-])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:т\.\s?[екдпо]|г|гг|ул|руб|коп|мин|сек|стр|рис|др|пр|им|тыс|млн|e\.g|i\.e|mr|mrs|ms|dr|etc|vs|no|approx)|\b[А-ЯA-Z])\.$",
    re.I,
)
_ITEM = re.compile(r"^\s*(?:[-•*–—·▪]|\d{1,2}[.)]|[а-яa-z]\)|шаг \d+|step \d+)\s+", re.I)
_LOG = re.compile(
    r"^\s*(?:\$ |# ?\w+=|>>> |\[?\d{4}-\d\d-\d\d[ T]\d\d:|\[?\d\d:\d\d:\d\d|(?:GET|POST|HTTP/|Traceback|at \w+[.(]|ERROR|WARN|INFO|DEBUG)\b|\w+\[\d+\]:)|"
    r"^\s{4,}\S+.*[{}();=/]"
)
_GREETING = re.compile(
    r"^\W*(?:[А-ЯЁA-Z][\w-]+(?: [А-ЯЁA-Z][\w-]+)?, )?(?:здравствуй\w*|здрасьте|добр\w+ (?:день|вечер|утро|времени|ночи|дня|утра|вечера)|доброго|привет\w*|приветствую|"
    r"уважаем\w+|дорог(?:ой|ая|ие)|салют|хай|hello|hi|hey|dear|good (?:morning|afternoon|evening|day)|greetings|howdy)\b",
    re.I,
)
_FAREWELL = re.compile(
    r"^\W*(?:с уважением|с наилучшими|с пожеланиями|с благодарностью|искренне ваш|ваш[аи]?\b(?!.*[.!?…]\s*$)|всего (?:доброго|хорошего|наилучшего)|до связи|до встречи|best|kind|warm|regards|sincerely|"
    r"cheers|yours|respectfully|с теплом|обнимаю)\b.{0,40}$", re.I
)  # fmt: skip
_POSTSCRIPT = re.compile(r"^\s*(?:p\.?\s?s\b|п\.?\s?с\b|з\.?\s?ы\b)", re.I)
_QUOTED_BELOW = re.compile(
    r"^\s*(?:-{2,}\s*(?:original message|исходное сообщение|пересылаемое сообщение|forwarded)|(?:on|в|\d{1,2}[./ ]).{6,90}(?:wrote|пишет|написал\(?а?\)?|писал\(?а?\)?):\s*$|"
    r"(?:вы|клиент) (?:писали|пишете|написали)\s?:?\s*$|from: .*@|от: .*@)", re.I
)  # fmt: skip
_MASKED = re.compile(r"https?://\S+|\bwww\.\S+|\S+@\S+\.\w+|`[^`]*`|\b[\w-]+(?:\.[\w-]+)*\.(?:ru|com|org|net|io|рф|su|app|dev|help|info|me|local|php|html|log|conf|xml|csv|pdf)\b(?:/\S*)?", re.I)  # fmt: skip
_LINK = re.compile(r"https?://\S|\bwww\.\w|\b[a-z0-9][\w-]*(?:\.[\w-]+)*\.(?:ru|com|org|net|io|app|dev|help|рф)(?:/\S+)|\[[^\]\n]+\]\(", re.I)  # fmt: skip
_NUMBER = re.compile(r"\s*(?:\d{1,2}[.)]?|[а-яa-z]\))\s*")
_AFTER_MARK = "\"»”') :🙂😊"
_QUOTES = re.compile(r"«[^«»]*(?:«[^«»]*»[^«»]*)*»|“[^“”]*”|„[^„“]*“|\"[^\"\n]{2,200}\"")


@functools.lru_cache(maxsize=8_192)
def unit(text: str) -> Unit:
    """Take one sentence apart; links, addresses and `code` hold no words."""
    masked = _MASKED.sub(lambda match: " " * len(match.group()), text)
    found: list[Word] = []
    keys: set[str] = set()
    for start, end, lower in _words(masked):
        known = forms(lower)
        lower = lower.replace("ё", "е")
        tags = known.tags
        before = found[-1] if found else None
        if lower.isascii() and "past" not in tags and english.may_command(
            lower, before.lower if before else None, masked[before.end : start] if before else "",
            is_first=all(each.lower.isdigit() for each in found),
        ):  # fmt: skip
            tags = tags | {"impr"}
        if lower == "one" and before and before.lower == "no":
            known = known._replace(lemmas=known.lemmas | {"nobody"})
        found.append(Word(start, end, text[start:end], lower, known.lemmas, tags, known.best))
        keys |= known.lemmas
        keys.add(lower)
        keys.add(lower[:3] + "*")
        keys |= tags & GRAMMAR
    quotes = tuple(match.span() for match in _QUOTES.finditer(text))
    tail = text.rstrip(_AFTER_MARK)
    return Unit(
        text,
        tuple(found),
        frozenset(keys),
        quotes,
        bool(_LINK.search(text)),
        tail.endswith("?") or "?)" in text[-6:] or "?!" in text,
    )


def is_finite(sentence: Sentence) -> bool:
    """Whether an English sentence has a verb that tells of a time: be, have, will, a past, an order."""
    return any(({"past", "impr"} & word.tags and word.start) or word.lemmas & _FINITE for word in sentence.words)


_FINITE = frozenset(["be", "have", "do", "will", "can", "could", "would", "should", "may", "must", "shall"])


def _words(masked: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, in lower case); English short forms in their parts."""
    for match in WORD.finditer(masked):
        written = match.group()
        if written.isascii() or "’" in written:
            for piece in english.pieces(written):
                yield match.start() + piece.start, match.start() + piece.end, piece.lower
        else:
            yield match.start(), match.end(), written.lower().replace("’", "'")


def read(raw: str) -> Text:
    """Take a letter apart."""
    blocks = _blocks(raw)
    postscript = next(
        (n for n, each in enumerate(blocks) if n and _POSTSCRIPT.match(raw[each[0] : each[1]])), len(blocks)
    )
    postscript = min(postscript, _wish_below(raw, blocks))
    signature = _signature(raw, blocks[:postscript])
    own = [*blocks[: postscript - len(signature)], *blocks[postscript:]]
    sentences: list[Sentence] = []
    for start, end, paragraph in own:
        is_item = bool(_ITEM.match(raw[start:end]))
        sentences += [Sentence(start + a, unit(part), paragraph, is_item) for a, part in _parts(raw[start:end])]
    greeting = None
    first = next((n for n, each in enumerate(sentences) if each.words), None)
    if first is not None and (_GREETING.match(sentences[first].unit.text) or _is_vocative(sentences[first])):
        greeting = sentences[first] = _in_zone(sentences[first], Zone.GREETING)
    for position in range(max((first or 0) + 1, len(sentences) - 3), len(sentences)):
        if not sentences[position].is_item:
            sentences[position] = _in_zone(sentences[position], Zone.CLOSING)
    signed = tuple(_line(raw, start, end, paragraph) for start, end, paragraph in signature)
    return Text(raw, tuple(sentences), greeting, signed)


def _wish_below(raw: str, blocks: list[tuple[int, int, int]]) -> int:
    """The place of a last line that stands below the name: «Лиза» and then «С понедельником!»."""
    if len(blocks) < 3:
        return len(blocks)
    name, wish = (raw[start:end].strip() for start, end, _ in blocks[-2:])
    is_wish = wish.endswith(("!", ".", "…")) and len(wish.split()) <= 9 and not _ABBREVIATION.search(wish)
    is_name = len(name.split()) <= 4 and name[-1:] not in ".!?…:;" and name[:1].isupper() and _kind(name) == "own"
    return len(blocks) - 1 if is_wish and is_name else len(blocks)


def _line(raw: str, start: int, end: int, paragraph: int) -> Sentence:
    begin = start + len(raw[start:end]) - len(raw[start:end].lstrip())
    return Sentence(begin, unit(raw[begin:end].rstrip()), paragraph, zone=Zone.SIGNATURE)


def _in_zone(sentence: Sentence, zone: Zone) -> Sentence:
    return Sentence(sentence.start, sentence.unit, sentence.paragraph, sentence.is_item, zone)


def _is_vocative(first: Sentence) -> bool:
    """«Анна!», "Dear all," alone: one to three capital words."""
    return (
        len(first.words) <= 3
        and first.unit.text.rstrip().endswith(("!", ","))
        and all(word.raw[0].isupper() for word in first.words)
    )


@functools.lru_cache(maxsize=4_096)
def _kind(line: str) -> str:
    """blank, quote, fence, log, below (all that follows is quoted), item or own."""
    if not line.strip():
        return "blank"
    if line.strip().startswith("```"):
        return "fence"
    if line.lstrip().startswith(">"):
        return "quote"
    if _LOG.match(line):
        return "log"
    if _QUOTED_BELOW.match(line):
        return "below"
    return "item" if _ITEM.match(line) else "own"


def _blocks(raw: str) -> list[tuple[int, int, int]]:
    """(start, end, paragraph) of what the writer wrote: no quotes, no code, no logs. A line broken by the mail program
    at its margin goes on in the next."""
    found: list[tuple[int, int, int]] = []
    at, paragraph, in_code, goes_on = 0, 0, False, False
    lines = raw.split("\n")
    for number, line in enumerate(lines):
        start, end = at, at + len(line)
        at = end + 1
        kind = _kind(line)
        if kind == "fence":
            in_code = not in_code
        if kind == "below" and any(
            each.lstrip().startswith(">") or "@" in each for each in lines[number : number + 3]
        ):
            break
        if in_code or kind in ("fence", "quote", "log", "blank"):
            paragraph += kind == "blank"
            goes_on = False
            continue
        if goes_on and kind == "own" and line.lstrip()[:1].islower() and found:
            found[-1] = (found[-1][0], end, found[-1][2])
        else:
            found.append((start, end, paragraph))
        goes_on = len(line) >= 55 and line.rstrip()[-1:] not in ".!?:;…"
    return found


def _signature(raw: str, blocks: list[tuple[int, int, int]]) -> tuple[tuple[int, int, int], ...]:
    """The last lines that are no sentences: «С уважением,», a name, a department, a phone; at most six."""
    for position, (start, end, _) in enumerate(blocks):
        if re.fullmatch(r"\s*(?:--|—|–)\s*", raw[start:end]):
            return tuple(blocks[position:])
    found: list[tuple[int, int, int]] = []
    for start, end, paragraph in reversed(blocks[1:]):
        line = raw[start:end].strip()
        is_farewell = bool(_FAREWELL.match(line))
        is_short = len(line.split()) <= 7 and len(line) <= 70
        ends = line.endswith((".", "!", "?", "…", ":", ")", "🙂", "😊")) and not _ABBREVIATION.search(line)
        if _kind(line) == "item" and not line.startswith(("—", "–")):
            break
        if len(found) >= 6 or not (is_farewell or (is_short and not ends)):
            break
        found.append((start, end, paragraph))
        if is_farewell:
            break
    return tuple(reversed(found))


@functools.lru_cache(maxsize=4_096)
def _parts(block: str) -> tuple[tuple[int, str], ...]:
    """(offset, sentence) of a block."""
    found: list[tuple[int, str]] = []
    begin = 0
    for match in _END.finditer(block):
        if (
            _ABBREVIATION.search(block[begin : match.start() + 1].rstrip())
            or _is_inside(block, match.start())
            or _NUMBER.fullmatch(block[begin : match.start()])
        ):
            continue
        found.append((begin, block[begin : match.start()]))
        begin = match.end()
    found.append((begin, block[begin:]))
    trimmed = [(start + len(part) - len(part.lstrip()), part.strip()) for start, part in found]
    return tuple((start, part) for start, part in trimmed if part)


def _is_inside(block: str, at: int) -> bool:
    """Whether a place is inside «…»: a quoted sentence ends no sentence."""
    return block.count("«", 0, at) > block.count("»", 0, at)
