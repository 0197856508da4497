"""The writers of the desk's own rows: signals, presence, the coach's counts, the course."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F

from otklik.desk.models import FindingCount, LessonPassed, Presence, Signal
from otklik.people.models import Agent
from otklik.rulebook import actions as rulebook
from otklik.tickets.models import Ticket

KEPT = datetime.timedelta(days=1)
_LOCK = 0x6F746B6C  # of PostgreSQL's advisory locks: "otkl"


@transaction.atomic
def signal(names: Iterable[str], *, at: datetime.datetime) -> None:
    """Tell live pages that these have changed. Ids commit in their order, so that a reader who has seen one has
    seen all before it: PostgreSQL needs a lock for that, SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    Signal.objects.bulk_create([Signal(name=name, at=at) for name in dict.fromkeys(names)])


@transaction.atomic
def forget_old_signals(*, at: datetime.datetime) -> None:
    """Signals are for pages that lost their connection, not for history."""
    Signal.objects.filter(at__lt=at - KEPT).delete()


@transaction.atomic
def be_present(agent: Agent, ticket: Ticket, *, doing: str, at: datetime.datetime) -> None:
    """The agent reads or types here; colleagues' pages hear of a change, not of every heartbeat."""
    before = Presence.objects.filter(agent=agent, ticket=ticket).first()
    Presence.objects.update_or_create(agent=agent, ticket=ticket, defaults={"doing": doing, "at": at})
    if before is None or before.doing != doing or at - before.at > datetime.timedelta(seconds=40):
        signal([f"presence-{ticket.pk}"], at=at)


@transaction.atomic
def leave(agent: Agent, ticket: Ticket, *, at: datetime.datetime) -> None:
    """The agent's page is closed."""
    if Presence.objects.filter(agent=agent, ticket=ticket).delete()[0]:
        signal([f"presence-{ticket.pk}"], at=at)


@transaction.atomic
def count_finding(rule: str, *, what: str, day: datetime.date) -> None:
    """A finding was shown, applied or dismissed; a rule dismissed too often becomes a hint. Raises ValueError on another word."""
    if what not in ("shown", "applied", "dismissed"):
        raise ValueError(f"no such count: {what}")
    FindingCount.objects.get_or_create(rule=rule[:60], day=day)
    FindingCount.objects.filter(rule=rule[:60], day=day).update(**{what: F(what) + 1})
    rulebook.count(rule[:60], what=what, day=day)


@transaction.atomic
def pass_lesson(agent: Agent, lesson: str, *, at: datetime.datetime) -> bool:
    """The agent's letter was accepted; whether for the first time."""
    return LessonPassed.objects.get_or_create(agent=agent, lesson=lesson, defaults={"at": at})[1]
