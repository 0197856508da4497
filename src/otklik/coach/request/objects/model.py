"""What the parts of the search share: an object that a text names, and those found so far."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

DOMAIN, MAILBOX, ADDRESS, SERVER, ORDER, TICKET = "domain", "mailbox", "ip", "server", "order", "ticket"
ERROR, PORT, PATH, SOFTWARE, PHONE, LOGIN, PERSON, MONEY = "error", "port", "path", "software", "phone", "login", "person", "money"  # fmt: skip
KINDS = (DOMAIN, MAILBOX, ADDRESS, SERVER, ORDER, TICKET, ERROR, PORT, PATH, SOFTWARE, PHONE, LOGIN, PERSON, MONEY)


def lines(name: str) -> tuple[str, ...]:
    """The lines of a list of words beside this file, without blank ones and comments (#)."""
    said = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return tuple(each for each in said if each and not each.startswith("#"))


@dataclass(frozen=True, order=True)
class Object:
    """`text[start:end]` names an object of that kind (one of KINDS). `name` is the same for every spelling of one object: a
    domain without scheme and «www.», in lower case and readable letters; an address in its short form; a number without «№»;
    an HTTP error as its number; a program by its usual name. `version` is of software alone, "" where none is told."""

    start: int
    end: int
    kind: str
    name: str
    version: str = ""


class Found:
    """The objects of a text so far; one that overlaps an earlier one is passed over."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.objects: list[Object] = []
        self._taken = bytearray(len(text))

    def add(self, kind: str, start: int, end: int, name: str, version: str = "") -> bool:
        """Whether it is new and has a name."""
        if end <= start or not name or self.covers(start, end):
            return False
        self.objects.append(Object(start, end, kind, name, version))
        self._taken[start:end] = b"\1" * (end - start)
        return True

    def match(self, kind: str, match: re.Match[str], name: str, group: int | str = 0, version: str = "") -> bool:
        """`add` for a match, or a group of it."""
        return self.add(kind, *match.span(group), name, version)

    def covers(self, start: int, end: int) -> bool:
        """Whether an object found already has a character in common with the span."""
        return 1 in self._taken[start:end]
