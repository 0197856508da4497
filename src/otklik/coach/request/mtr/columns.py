"""The columns of a report: their names in headers, the letters of `mtr -o`, numbers in any locale."""

from __future__ import annotations

import re
from collections.abc import Sequence

USUAL = ("loss", "sent", "last", "avg", "best", "worst", "stdev")
WINMTR = ("loss", "sent", "received", "best", "avg", "worst", "last")
_MTR = {
    "loss%": "loss", "drop": "drop", "rcv": "received", "snt": "sent", "last": "last", "best": "best", "avg": "avg", "wrst": "worst",
    "stdev": "stdev", "gmean": "gmean", "jttr": "jitter", "javg": "jitter-avg", "jmax": "jitter-max", "jint": "jitter-int",
}  # fmt: skip
_TABLE = {
    **_MTR, "host": "host", "hostname": "host", "хост": "host", "узел": "host", "ip": "ip", "%": "loss", "loss": "loss", "loss %": "loss",
    "потери": "loss", "потери %": "loss", "sent": "sent", "отправлено": "sent", "отпр": "sent", "recv": "received", "received": "received",
    "получено": "received", "пол": "received", "получ": "received", "avrg": "avg", "average": "avg", "сред": "avg", "средн": "avg", "среднее": "avg",
    "worst": "worst", "худш": "worst", "худшее": "worst", "лучш": "best", "лучшее": "best", "посл": "last", "последн": "last", "последний": "last",
    "nr": "number", "no": "number", "hop": "number", "№": "number", "#": "number", "asn": "asn", "mtr_version": "version", "start_time": "start",
    "status": "status",
}  # fmt: skip
_LETTERS = {
    "L": "loss", "D": "drop", "R": "received", "S": "sent", "N": "last", "B": "best", "A": "avg", "W": "worst", "V": "stdev", "G": "gmean",
    "J": "jitter", "M": "jitter-avg", "X": "jitter-max", "I": "jitter-int",
}  # fmt: skip
_NUMBER = re.compile(r"[<~]?-?\d{1,9}(?:[.,]\d{1,20})?%?")


def number(word: str) -> float | None:
    """12.3, 12,3, 0%: a number; anything else, None."""
    return float(word.strip("%<~").replace(",", ".")) if _NUMBER.fullmatch(word) else None


def of_header(words: Sequence[str]) -> tuple[str, ...]:
    """The columns of mtr that the words name, in their order; () if one of them names none."""
    found = [_MTR.get(word.lower().rstrip(",")) for word in words]
    return tuple(each for each in found if each) if all(found) else ()


def of_order(letters: str) -> tuple[str, ...]:
    """The columns of `mtr -o LETTERS`."""
    return tuple(_LETTERS[each] for each in letters.upper() if each in _LETTERS)


def of_table(cells: Sequence[str]) -> tuple[str, ...]:
    """The columns that a table's head names ("" for one that is unknown); () if it is no head of a report."""
    found = tuple(_TABLE.get(" ".join(cell.strip(' "').lower().rstrip(".").split()), "") for cell in cells)
    return found if {"loss", "sent"} <= set(found) and ("host" in found or "ip" in found) else ()
