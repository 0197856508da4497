"""`otklik mail parse FILE` and `otklik mail parse --jsonl FILE…`: a letter as JSON, by the public contract."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from otklik.channels.kinds.email.parse import parse

USAGE = "usage: otklik mail parse FILE | otklik mail parse --jsonl FILE…\n"


def run(words: Sequence[str]) -> int:
    """0 when every file could be read, 1 when one could not, 2 when the words were off."""
    if len(words) < 2 or words[0] != "parse":
        sys.stderr.write(USAGE)
        return 2
    as_lines = words[1] == "--jsonl"
    files = words[2:] if as_lines else words[1:]
    if not files or (not as_lines and len(files) > 1):
        sys.stderr.write(USAGE)
        return 2
    failed = 0
    for name in files:
        try:
            answer = parse(Path(name).read_bytes()).as_json()
            if as_lines:
                answer = {"file": name, **answer}
        except OSError as error:
            failed += 1
            answer = {"file": name, "error": f"{error.strerror}: {name}"}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 1 if failed else 0
