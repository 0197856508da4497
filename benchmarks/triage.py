"""What reading a ticket costs: `python benchmarks/triage.py`. CPU milliseconds, database included (SQLite in a folder of its own), for the
requests of evals/requests: a new ticket that is read and sorted, and the same ticket read again."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ |= {
    "OTKLIK_DATA": tempfile.mkdtemp(prefix="otklik-bench-"), "OTKLIK_SECRET_KEY": "for-this-benchmark-alone-" * 2,
    "DJANGO_SETTINGS_MODULE": "otklik.project.settings",
}  # fmt: skip

import django

django.setup()

from django.core.management import call_command
from evals.requests.data import messages
from tests import cast as people

from otklik.tickets.models import Ticket
from otklik.triage import actions

NUMBER = 300


def main() -> None:
    call_command("migrate", verbosity=0)
    cast = people.gather()
    rows = list(messages())[:NUMBER]
    first, *others = [people.ticket(cast, row.text, subject=row.text[:40])[0].pk for row in rows]
    print(f"the first, with all that is loaded: {spent([first]):.0f} ms CPU")
    print(f"a new ticket: {spent(others):.1f} ms CPU, the same again: {spent(others):.1f}, {len(others)} tickets")


def spent(numbers: list[int]) -> float:
    """CPU milliseconds a ticket."""
    began = time.process_time()
    for number in numbers:
        ticket = Ticket.objects.select_related("requester", "brand", "account").get(pk=number)
        actions.read(ticket, at=people.TUESDAY)
    return (time.process_time() - began) / len(numbers) * 1000


main()
