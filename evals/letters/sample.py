"""Draw letters for a second labeller, without the first one's labels. `python -m evals.letters.sample LANG COUNT`.

The draw is fixed: the letters of the tune part, ordered by a hash of the id of its own, the first COUNT. Printed are the
message, what is known of the customer, and the answer; never labels, near misses or `tricky`.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from evals.letters.validate import part

HERE = Path(__file__).parent
LATER = ("en-n", "en-h")  # ids of letters that were written after the draw, which stays what it was
LATER_FILES = {"ru/hard24.jsonl"}  # likewise


def drawn(lang: str, count: int) -> list[dict[str, object]]:
    """The first `count` letters of that language by the hash, whole records, from the tune part only."""
    files = sorted(file for file in (HERE / lang).rglob("*.jsonl") if f"{lang}/{file.name}" not in LATER_FILES)
    letters = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    letters = [letter for letter in letters if part(letter["id"]) == "tune" and not letter["id"].startswith(LATER)]
    letters.sort(key=lambda letter: hashlib.sha256(f"second:{letter['id']}".encode()).hexdigest())
    return letters[:count]


if __name__ == "__main__":
    for number, letter in enumerate(drawn(sys.argv[1], int(sys.argv[2])), 1):
        print(f"=== {number} {letter['situation']} name={letter['customer_name']!r} day={letter['weekday']}")
        print(f"<<< {letter['incoming']}\n>>> {letter['reply']}\n")
