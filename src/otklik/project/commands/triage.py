"""`otklik triage read`: understand the tickets that came before, or that another version read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from otklik.project.commands.setting_up import begin_existing

BATCH = 200


def run(words: Sequence[str]) -> int:
    """0 when every ticket is read, 1 when some could not be. It may be stopped and called again at any time, also while the desk is
    open: what is done stays done. It changes no type, hands no ticket on and writes to nobody."""
    parser = argparse.ArgumentParser(
        prog="otklik triage", description="Understand the tickets that came before, or that another version read."
    )
    parser.add_argument("what", choices=["read"])
    parser.add_argument("--data", type=Path, help="the installation's folder (or OTKLIK_DATA)")
    parser.add_argument("--all", action="store_true", help="also those that the present version has read")
    given = parser.parse_args(words)
    begin_existing(data=given.data, migrate=True)
    read, failed = read_all(of_all=given.all)
    sys.stdout.write(f"{read} tickets read" + (f", {failed} failed" if failed else "") + "\n")
    return 1 if failed else 0


def read_all(*, of_all: bool) -> tuple[int, int]:
    """(tickets read, tickets that could not be: their reason is in the log)."""
    from django.db import InterfaceError, OperationalError  # noqa: PLC0415 -- after django.setup()

    from otklik.coach.version import version  # noqa: PLC0415 -- after django.setup()
    from otklik.kit.clock import now  # noqa: PLC0415 -- after django.setup()
    from otklik.triage import actions, queries  # noqa: PLC0415 -- after django.setup()

    count = failed = after = 0
    while rows := queries.unread(after=after, limit=BATCH, of_all=of_all, model=version()):
        for ticket in rows:
            try:
                count += actions.read(ticket, at=now(), decides=False) is not None
            except (OperationalError, InterfaceError):
                raise
            except Exception as error:  # noqa: BLE001 -- one ticket that cannot be read keeps no other from it
                failed += 1
                sys.stderr.write(f"\nticket {ticket.pk}: {type(error).__name__}: {error}\n")
        after = rows[-1].pk
        sys.stderr.write(f"\r{count} tickets")
        sys.stderr.flush()
    if count:
        sys.stderr.write("\n")
    return count, failed
