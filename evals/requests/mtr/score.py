"""Score the reader of mtr reports: `python -m evals.requests.mtr.score [--part tune|check|all] [--failures]`.

A text is one JSON line: `id`, `text`, `expected` (the answer of `otklik coach mtr`, problems in any order). It is right when every field
is. Its part is told by its id, as with letters; failures are shown of the tune part only.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.letters.score import part_of
from otklik.coach.request.contract import mtr

HERE = Path(__file__).parent


def reports(part: str = "all") -> Iterator[dict[str, Any]]:
    """The texts of a part."""
    for file in sorted(HERE.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if part in ("all", part_of(row["id"])):
                yield row


def wrong(row: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields that are not as expected: (expected, found)."""
    found, expected = mtr(row["text"]), row["expected"]
    found, expected = ({**each, "problems": sorted(each["problems"])} for each in (found, expected))
    return {key: (expected[key], found[key]) for key in expected if expected[key] != found[key]}


def main() -> None:
    """Print the share of texts with every field right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("tune", "check", "all"), default="all")
    parser.add_argument("--failures", action="store_true")
    given = parser.parse_args()
    for part in ("tune", "check") if given.part == "all" else (given.part,):
        rows = list(reports(part))
        bad = {row["id"]: wrong(row) for row in rows if wrong(row)}
        print(f"{part}: {len(rows) - len(bad)} of {len(rows)} right in every field")
        if given.failures and part == "tune":
            for name, fields in bad.items():
                print(" ", name, fields)


if __name__ == "__main__":
    main()
