"""The command that a report was made with: its target and its columns."""

from __future__ import annotations

import re

from otklik.coach.request.mtr import columns
from otklik.coach.request.mtr.model import address_in

_CALL = re.compile(r"(?:^|[\s/$#>«\"'`(:])mtr(?:\.exe|-tiny)?[ \t]+(\S.{0,400})")
_TAKES = set("cimsPoBQaIFZGUyfNEeL")  # the short options with a value
_LONG = frozenset(
    ("--report-cycles", "--count", "--interval", "--psize", "--port", "--order", "--bitpattern", "--tos", "--address", "--interface", "--filename",
     "--timeout", "--gracetime", "--max-ttl", "--first-ttl", "--max-unknown", "--ipinfo", "--localport", "--mark", "--displaymode")
)  # fmt: skip
_HOST = re.compile(
    r"[A-Za-z0-9](?:[\w-]{0,62}\.)+[\w-]{2,}\.?|[А-Яа-яё0-9-]{1,62}(?:\.[а-яё0-9-]{1,62})*\.рф|localhost"
)


def read(line: str) -> tuple[str, tuple[str, ...]] | None:
    """(target, columns asked for with -o) of a call of mtr in the line; None if it holds none with a target."""
    if "mtr" not in line:
        return None
    for call in _CALL.finditer(line[:2000]):
        words = call[1].split()
        order: tuple[str, ...] = ()
        at = 0
        while at < len(words):
            word = words[at]
            at += 1
            if word.startswith("--"):
                if word in _LONG:
                    order = columns.of_order(words[at]) if word == "--order" and at < len(words) else order
                    at += 1
                continue
            if word.startswith("-") and len(word) > 1:
                taking = next((index for index, letter in enumerate(word[1:], 1) if letter in _TAKES), None)
                if taking is not None:
                    value = word[taking + 1 :]
                    if not value and at < len(words):
                        value = words[at]
                        at += 1
                    order = columns.of_order(value) if word[taking] == "o" else order
                continue
            bare = word.strip("\"'`«»(),;|>").rstrip(".")
            if address_in([bare]) or _HOST.fullmatch(bare):
                return bare, order
            break
    return None
