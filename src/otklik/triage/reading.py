"""A ticket read: from what its customer wrote to what is known. Reads rows, writes none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from otklik.coach.request import mtr, returned
from otklik.coach.request.catalogue import RequestType
from otklik.coach.request.complete import complete
from otklik.coach.request.mood import mood
from otklik.coach.request.mtr import wanted
from otklik.coach.request.mtr.judge import ENOUGH, problems_of
from otklik.coach.request.objects import find
from otklik.coach.request.triage import triage
from otklik.coach.words import language
from otklik.kit import blobs
from otklik.tickets.models import Attachment, Direction, State, Ticket
from otklik.triage import rules

MAX_LETTERS = 30  # of a ticket, the first ones: what a request is is said early
MAX_FILES, MAX_FILE = 4, 60_000  # text files that may be reports of mtr
MAX_HOPS, MAX_REPORTS, MAX_MENTIONS = 40, 4, 60
KEPT = frozenset({"domain", "mailbox", "ip", "server", "order", "ticket", "error"})  # no persons, no sums, no phones
_TEXTS = (".txt", ".log", ".csv", ".json", ".xml", ".html", ".htm", ".mtr")


@dataclass(frozen=True)
class File:
    """A text file of a letter."""

    id: int
    text: str


@dataclass(frozen=True)
class Letter:
    """A letter of the customer's: `new` as the desk shows it, `whole` with what it quotes, `asked` our letter before it."""

    id: int
    subject: str
    new: str
    whole: str
    asked: str = ""
    sender: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Understood:
    """All that is found out of a ticket. `answers`, `reports`, `mentions` are as `models` keeps them."""

    guess: str
    probability: float
    likely: tuple[tuple[str, float], ...]
    words: tuple[str, ...]
    mood: str
    language: str
    answers: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    completeness: float | None = None
    reports: tuple[Mapping[str, Any], ...] = ()
    mentions: tuple[tuple[str, str, int], ...] = ()


def letters(ticket: Ticket) -> list[Letter]:
    """What people on the customer's side wrote, oldest first: no machine's letter, no stranger's, no forged one's."""
    people = {ticket.requester_id, *ticket.participations.values_list("contact_id", flat=True)}
    rows = list(
        ticket.messages.exclude(state=State.CANCELLED).order_by("id").defer("html", "to", "cc")[: MAX_LETTERS * 2]
    )
    asked = ""
    found: list[Letter] = []
    for row in rows:
        if row.direction == Direction.OUT:
            asked = row.text
        elif not row.auto and row.verdict != "fail" and row.contact_id in people:
            found.append(Letter(row.pk, row.subject, row.reply_text or row.text, row.text, asked, row.sender))
    files = _files([each.id for each in found[:MAX_LETTERS]])
    return [replace(each, files=tuple(files.get(each.id, ()))) for each in found[:MAX_LETTERS]]


def _files(messages: Iterable[int]) -> dict[int, list[File]]:
    rows = Attachment.objects.filter(message__in=list(messages), size__lte=MAX_FILE).order_by("id")
    found: dict[int, list[File]] = {}
    for row in [each for each in rows if _is_text(each)][:MAX_FILES]:
        try:
            content = blobs.read(row.digest)
        except FileNotFoundError:
            continue
        found.setdefault(row.message_id or 0, []).append(File(row.pk, _decoded(content)))
    return found


def _is_text(row: Attachment) -> bool:
    return row.content_type.startswith("text/") or row.filename.lower().endswith(_TEXTS)


def _decoded(content: bytes) -> str:
    for name in ("utf-8", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8",):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1251", "replace")


def guess(written: list[Letter], *, of_all: bool) -> Understood:
    """What kind of request it is, by its first letter, or by all of them while that did not make it clear."""
    first = written[0]
    text = "\n".join(each.new for each in written) if of_all else first.new
    found = triage(text, first.subject)
    best = tuple((name, round(share, 4)) for name, share in found.likely[: rules.CHIPS])
    newest = written[-1]
    lang = language(newest.new)
    feeling = mood(newest.new, lang, newest.subject if len(written) == 1 else "")
    words = tuple({each.casefold(): each for each in reversed(found.words)}.values())[::-1]
    return Understood(found.label, found.confidence, best, words, feeling, lang, reports=tuple(_reports(written)))


def understand(
    written: list[Letter], guessed: Understood, kind: RequestType | None, *, but: frozenset[str]
) -> Understood:
    """The rest of it. `kind` is the type whose questions are looked for, None while nobody is sure; `but` are addresses that
    are no object: the writer's own and ours."""
    answers: dict[str, Mapping[str, int | None]] = {}
    if kind is not None:
        for letter in written:
            _add_answers(answers, letter, kind)
    missing = tuple(each.id for each in kind.questions if each.id not in answers) if kind else ()
    return replace(
        guessed, answers=answers, missing=missing, mentions=tuple(_mentions(written, but)),
        completeness=rules.completeness(kind, answers) if kind else None,
    )  # fmt: skip


def _add_answers(answers: dict[str, Mapping[str, int | None]], letter: Letter, kind: RequestType) -> None:
    """What a letter answers; an earlier answer stays, as it is the one that the agents have read."""
    for each in returned.read(letter.new, kind, whole=letter.whole, asked=letter.asked).answered:
        answers.setdefault(each.question, {"message": letter.id, "start": each.start, "end": each.end, "file": None})
    special = {each.id for each in kind.questions if each.special}
    for file in letter.files if special else ():
        for each in complete(file.text, kind).answered:
            if each.question in special:
                place = {"message": letter.id, "start": each.start, "end": each.end, "file": file.id}
                answers.setdefault(each.question, place)


def _reports(written: list[Letter]) -> list[dict[str, Any]]:
    """The newest come first: a new one is what counts."""
    found: list[dict[str, Any]] = []
    for letter in reversed(written):
        for text, file in ((letter.new, None), *((each.text, each.id) for each in letter.files)):
            verdict = mtr.judge(text)
            found += [report(each, letter.id, file) for each in verdict.reports]
            instead = None if verdict.reports else wanted.other(text)
            if instead:
                found.append({
                    "message": letter.id, "file": file, "tool": instead.tool, "target": instead.target, "packets": None, "hops": [],
                    "problems": [{"id": "not-mtr", "hop": None, "host": "", "amount": None}], "weak": True,
                })  # fmt: skip
    return found[:MAX_REPORTS]


def report(found: mtr.Report, message: int, file: int | None) -> dict[str, Any]:
    """A report as it is kept: {message, file, tool, target, packets, hops: [[host, loss %, average ms], …], problems: [{id, hop,
    host, amount}], weak}; `weak`: it will not do, and a new one is wanted."""
    problems = [
        {"id": each.id, "hop": each.hop, "host": each.host, "amount": each.amount} for each in problems_of(found)
    ]
    hops = [[(each.address or each.host)[:60], each.loss, each.average] for each in found.hops[:MAX_HOPS]]
    return {
        "message": message, "file": file, "tool": found.tool, "target": (found.asked or found.target or "")[:100],
        "packets": found.packets, "hops": hops, "problems": problems,
        "weak": found.is_truncated or (found.packets or 0) < ENOUGH,
    }  # fmt: skip


def _mentions(written: list[Letter], but: frozenset[str]) -> list[tuple[str, str, int]]:
    found: dict[tuple[str, str], int] = {}
    for letter in written:
        for each in find(f"{letter.subject}\n{letter.new}"):
            if each.kind in KEPT and each.name not in but:
                found.setdefault((each.kind, each.name[:253]), letter.id)
    return [(kind, value, message) for (kind, value), message in found.items()][:MAX_MENTIONS]
