"""`otklik coach recount`: judge letters that were sent before, or by an older coach; for the statistics of writing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from otklik.project.commands.setting_up import begin_existing

BATCH = 200


def run(words: Sequence[str]) -> int:
    """0 when every letter is judged by the present coach, 1 when it failed on some. It may be stopped and called again at any
    time, also while the desk is open: what is done stays done."""
    parser = argparse.ArgumentParser(
        prog="otklik coach recount",
        description="Judge the letters that were sent before, and those that another version of the coach has judged.",
    )
    parser.add_argument("--data", type=Path, help="the installation's folder (or OTKLIK_DATA)")
    parser.add_argument("--all", action="store_true", help="also those that the present coach has judged")
    given = parser.parse_args(words)
    begin_existing(data=given.data, migrate=True)
    new = take_down()
    judged, failed = judge(of_all=given.all)
    sys.stdout.write(f"{new} letters taken down, {judged} judged" + (f", {failed} failed" if failed else "") + "\n")
    return 1 if failed else 0


def take_down() -> int:
    """Note every sent letter that is not noted yet; how many there were."""
    from otklik.insight import actions, queries  # noqa: PLC0415 -- after django.setup()

    count = after = 0
    while ids := queries.unknown(after, BATCH):
        actions.take_down(ids)
        count, after = count + len(ids), ids[-1]
    return count


def judge(*, of_all: bool) -> tuple[int, int]:
    """(letters judged by the present coach, letters that it failed on)."""
    from otklik.insight import queries, worker  # noqa: PLC0415 -- after django.setup()

    count = failed = after = 0
    while rows := queries.stale(after, BATCH, of_all=of_all):
        for row in rows:
            failed += not worker.judge(row)
        count, after = count + len(rows), rows[-1].pk
        sys.stderr.write(f"\r{count} letters")
        sys.stderr.flush()
    if count:
        sys.stderr.write("\n")
    return count - failed, failed
