"""Findings for a person at a terminal: where, the words underlined, why, what to write instead. Pure but for asking the terminal."""

from __future__ import annotations

import os
import textwrap
import unicodedata
from collections.abc import Callable, Sequence
from typing import TextIO

from otklik.coach.reply import Finding
from otklik.project.commands.coach.judging import Judged

BOLD, FAINT, MARK, GOOD, UNDERLINED, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[32m", "\x1b[4;33m", "\x1b[0m"
INDENT = "    "

_Ink = Callable[[str, str], str]


def may_colour(out: TextIO) -> bool:
    """A terminal, and nobody has asked for none (NO_COLOR, a terminal that is dumb)."""
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def report(judged: Sequence[Judged], *, is_coloured: bool, width: int) -> str:
    """All letters with something to mend, then one line on the whole."""
    ink = (lambda code, words: f"{code}{words}{PLAIN}") if is_coloured else (lambda _, words: words)
    parts: list[str] = []
    for each in judged:
        for finding in each.findings:
            parts.append(_told(each, finding, ink, is_coloured, min(max(width, 40), 110)))
    count = sum(len(each.findings) for each in judged)
    touched = sum(bool(each.findings) for each in judged)
    if not judged:
        last = "No letters there."
    elif count:
        last = f"{_many(count, 'remark')} in {_many(touched, 'letter')}" + (
            f" of {len(judged)}." if len(judged) > 1 else "."
        )
    else:
        last = (
            "Nothing to mend: a good letter." if len(judged) == 1 else f"Nothing to mend: {len(judged)} good letters."
        )
    return "\n".join([*parts, ink(BOLD if count else GOOD, last)]) + "\n"


def _told(judged: Judged, finding: Finding, ink: _Ink, is_coloured: bool, width: int) -> str:
    (line, column), _, _ = judged.where(finding)
    title = f"  «{judged.written.title}»" if judged.written.title else ""
    lines = [
        f"{ink(BOLD, f'{judged.path}:{line}:{column}')}  {ink(MARK, finding.title)}  {ink(FAINT, '[' + finding.rule + ']')}{title}"
    ]
    if finding.start is not None and finding.end is not None:
        lines += _shown(judged.written.letter.text, finding.start, finding.end, is_coloured, width - len(INDENT))
    lines += _wrapped(finding.message, width)
    lines += [ink(FAINT, each) for each in _wrapped(finding.why, width)]
    if finding.suggestion:
        first, *rest = finding.suggestion.splitlines()
        lines += [ink(GOOD, f"{INDENT}→ {first}"), *(ink(GOOD, f"{INDENT}  {each}") for each in rest)]
    return "\n".join(lines) + "\n"


def _shown(text: str, start: int, end: int, is_coloured: bool, width: int) -> list[str]:
    """The line where the words begin, cut to the terminal around them, the words underlined."""
    begin = text.rfind("\n", 0, start) + 1
    over = text.find("\n", start)
    over = len(text) if over < 0 else over
    end = min(end, over)
    if end <= start:
        return []
    room = max(width - (end - start) - 2, 0)
    left = max(begin, min(start - room // 2, over - width + 2)) if over - begin > width else begin
    right = min(over, left + width - 2)
    before, words, after = text[left:start], text[start : min(end, right)], text[min(end, right) : right]
    head, tail = "…" if left > begin else "", "…" if right < over else ""
    if is_coloured:
        return [f"{INDENT}{head}{before}{UNDERLINED}{words}{PLAIN}{after}{tail}"]
    shown = f"{INDENT}{head}{before}{words}{after}{tail}".replace("\t", " ")
    return [shown, " " * (len(INDENT) + _columns(head + before)) + "~" * max(_columns(words), 1)]


def _columns(text: str) -> int:
    """How wide a terminal draws the text."""
    return sum(
        0
        if unicodedata.combining(each) or each in "\u200d\ufe0f"
        else 2
        if unicodedata.east_asian_width(each) in "WF"
        else 1
        for each in text
    )


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=INDENT, subsequent_indent=INDENT)


def _many(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")
