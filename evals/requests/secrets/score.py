"""Score the search for secrets: `python -m evals.requests.secrets.score [--part tune|check|all] [--failures]`.

A message is one JSON line: `id`, `lang`, `text`, `secrets` as `otklik coach secrets` answers. A span counts when kind and both ends are
right. A message leaks when a character of a labelled secret is left uncovered. The part is told by the id, as with letters; failures are
shown of the tune part only.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.letters.score import part_of
from otklik.coach.request.secrets import find

HERE = Path(__file__).parent


def messages(part: str = "all") -> Iterator[dict[str, Any]]:
    """The messages of a part."""
    for file in sorted(HERE.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if part in ("all", part_of(row["id"])):
                yield row


@dataclass
class Count:
    """Spans right, found, labelled; messages with secrets and how many leak nothing; clean ones and how many raise no alarm."""

    hits: int = 0
    found: int = 0
    labelled: int = 0
    secret: int = 0
    tight: int = 0
    clean: int = 0
    quiet: int = 0
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)

    def add(self, row: dict[str, Any]) -> None:
        """One message more."""
        text = row["text"]
        begin = time.process_time()
        answer = find(text)
        self.seconds += time.process_time() - begin
        mine = {(each.kind, each.start, each.end) for each in answer}
        theirs = {(each["kind"], each["start"], each["end"]) for each in row["secrets"]}
        self.hits += len(mine & theirs)
        self.found += len(mine)
        self.labelled += len(theirs)
        if theirs:
            covered = {place for _, start, end in mine for place in range(start, end)}
            self.secret += 1
            self.tight += all(place in covered for _, start, end in theirs for place in range(start, end))
        else:
            self.clean += 1
            self.quiet += not mine
        if mine != theirs:
            missed, extra = (
                [(kind, text[start:end]) for kind, start, end in sorted(each)]
                for each in (theirs - mine, mine - theirs)
            )
            self.failures.append(f"{row['id']} missed {missed} extra {extra}\n    {text[:160]!r}")

    @property
    def f1(self) -> float:
        """Of spans."""
        return 2 * self.hits / max(self.found + self.labelled, 1)


def score(part: str) -> Count:
    """The figures of a part."""
    count = Count()
    for row in messages(part):
        count.add(row)
    return count


def main() -> None:
    """Print the figures of the parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("tune", "check", "all"), default="all")
    parser.add_argument("--failures", action="store_true")
    given = parser.parse_args()
    for part in ("tune", "check") if given.part == "all" else (given.part,):
        count = score(part)
        total = count.secret + count.clean
        print(
            f"{part}: {total} messages, {count.labelled} spans; F1 {count.f1:.3f}; nothing leaked {count.tight}/{count.secret}"
            f" = {count.tight / max(count.secret, 1):.3f}; clean without an alarm {count.quiet}/{count.clean} = {count.quiet / max(count.clean, 1):.3f};"
            f" {1000 * count.seconds / max(total, 1):.2f} ms a message"
        )
        if given.failures and part == "tune":
            print("\n".join(count.failures))


if __name__ == "__main__":
    main()
