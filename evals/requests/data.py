"""The lines and messages of this folder, and which part each is of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Row(NamedTuple):
    """A request: `answered` is None where nobody said which questions it answers."""

    id: str
    label: str
    text: str
    answered: frozenset[str] | None = None

    @property
    def part(self) -> str:
        """tune or check (a quarter), by the id's hash."""
        return "check" if hashlib.sha256(self.id.encode()).digest()[0] < 64 else "tune"


def sentences() -> Iterator[Row]:
    """The lines written for triage; a line's id is made of its words."""
    for file in sorted(HERE.glob("sentences-*.txt")):
        label = ""
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                label = line[3:]
            elif line and not line.startswith("# "):
                yield Row(f"s-{hashlib.sha256(line.encode()).hexdigest()[:10]}", label, line.replace(" ¶ ", "\n"))


def messages() -> Iterator[Row]:
    """The messages with the questions that they answer."""
    for file in sorted(HERE.glob("messages*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Row(row["id"], row["label"], row["text"], frozenset(row["answered"]))


def everything(part: str = "") -> list[Row]:
    """Lines and messages, of a part or all."""
    return [row for row in (*sentences(), *messages()) if part in ("", row.part)]
