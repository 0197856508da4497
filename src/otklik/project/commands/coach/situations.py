"""`otklik coach situations` lists the situations; with an id, what a letter in it needs, its traps and saved replies."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from otklik.coach.reply import situations


def run(words: Sequence[str]) -> int:
    """A line each; 2 when there is no such situation."""
    parser = argparse.ArgumentParser(prog="otklik coach situations")
    parser.add_argument("id", nargs="?", default="", choices=("", *situations.shipped().by_id))
    parser.add_argument("--lang", default="", choices=("", "ru", "en"))
    given = parser.parse_args(words)
    for lang in (given.lang,) if given.lang else ("ru", "en"):
        for each in situations.shipped().by_id.values():
            if given.id in ("", each.id):
                sys.stdout.write(f"{lang}  {each.id:<18} {each.label[lang]}: {each.about[lang]}\n")
            if given.id == each.id:
                lines = [f"    ? {one.question[lang]}" for one in each.required] + [
                    f"    ! {trap}" for trap in each.traps[lang]
                ]
                replies = [f"\n    {one.title} [{one.id}]\n\n{one.text}" for one in each.saved[lang]]
                sys.stdout.write("\n".join([*lines, *replies]) + "\n")
    return 0
