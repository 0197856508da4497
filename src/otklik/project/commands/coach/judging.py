"""Files and folders read, every letter in them judged: what all reports are made of."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from otklik.coach.reply import Catalogue, Finding, Letter, check
from otklik.coach.reply.contract import finding_as_data
from otklik.coach.reply.documents import KINDS, BadDocument, Written, letters_in, position
from otklik.coach.reply.templates import check_template

MAX_FILE = 5_000_000  # bytes; a larger file is no letter


@dataclass(frozen=True)
class Judged:
    """A letter of a file (a path as it was given, `-` for a pipe) and what was found in it."""

    path: str
    written: Written
    findings: tuple[Finding, ...]

    def where(self, finding: Finding) -> tuple[tuple[int, int], tuple[int, int], bool]:
        """((line, column) of the first character, of the one after the last, whether that is the very place) in the file; of an
        absence the letter's first line."""
        source = self.written.source
        span = None
        if finding.start is not None and finding.end is not None:
            span = self.written.place(finding.start, finding.end)
        if span is None:
            begin = position(source, self.written.span[0])
            return begin, begin, False
        return position(source, span[0]), position(source, span[1]), True


def as_data(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    """One entry a letter: its file, line and title, and its findings with the contract's keys and line, column, title, why, severity."""
    return [
        {
            "file": each.path, "line": position(each.written.source, each.written.span[0])[0], "title": each.written.title,
            "findings": [
                {**finding_as_data(found), "line": each.where(found)[0][0], "column": each.where(found)[0][1], "title": found.title,
                 "why": found.why, "severity": found.severity}
                for found in each.findings
            ],
        }
        for each in judged
    ]  # fmt: skip


def judge(
    names: Sequence[str], known: Letter, catalogue: Catalogue, *, as_templates: bool
) -> tuple[list[Judged], bool]:
    """(all letters of all files, judged; whether everything that was named could be read). No names: JSON Lines of a pipe."""
    judged: list[Judged] = []
    is_whole = True
    for path, kind in _files(names):
        source = sys.stdin.read() if path == "-" else text_of(Path(path))
        if source is None:
            is_whole = False
            continue
        try:
            letters = letters_in(source, kind, known)
        except BadDocument as error:
            sys.stderr.write(f"otklik: {path}:{error}\n")
            is_whole = False
            continue
        for each in letters:
            found = check_template(each.letter, catalogue) if as_templates else check(each.letter, catalogue)
            judged.append(Judged(path, each, tuple(found)))
    return judged, is_whole


def _files(names: Sequence[str]) -> Iterable[tuple[str, str]]:
    """(path, kind) of each file: named ones whatever they are called, those of folders by their ending; hidden ones left out."""
    if not names:
        yield "-", "lines"
    for name in names:
        path = Path(name)
        if name == "-":
            yield name, "text"
        elif path.is_dir():
            inside = (each for each in sorted(path.rglob("*")) if each.suffix.lower() in KINDS and each.is_file())
            for each in inside:
                if not any(part.startswith(".") for part in each.relative_to(path).parts):
                    yield str(each), KINDS[each.suffix.lower()]
        else:
            yield name, KINDS.get(path.suffix.lower(), "text")


def text_of(path: Path) -> str | None:
    """The file's text; None, and a word on why, when it cannot be read."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise OSError(f"larger than {MAX_FILE // 1_000_000} MB")
        with path.open(encoding="utf-8-sig", newline="") as file:
            return file.read().replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        why = "no UTF-8" if isinstance(error, UnicodeDecodeError) else (error.strerror or str(error))
        sys.stderr.write(f"otklik: cannot read {path}: {why}\n")
        return None
