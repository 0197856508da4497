"""Reads of people: which teams an agent may know of, whether somebody must wait before trying a password again."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet

from otklik.people.models import Agent, FailedLogin, Team
from otklik.people.rules import may_administer

# How many failures within a window are too many. One person from one place may slip a few times; one place trying
# many addresses, or many places trying one address, is a machine. The last is generous: it locks the person out, too.
LIMITS = (
    ("email remote", datetime.timedelta(minutes=15), 5),
    ("remote", datetime.timedelta(minutes=15), 30),
    ("email", datetime.timedelta(hours=1), 50),
)


def must_wait(*, email: str, remote: str, at: datetime.datetime) -> datetime.timedelta | None:
    """How long until the next try is let through, None when it may come now."""
    known = {"email": email.strip().lower()[:254], "remote": remote[:64]}
    longest: datetime.timedelta | None = None
    for names, window, limit in LIMITS:
        who = Q(**{name: known[name] for name in names.split()})
        newest = FailedLogin.objects.filter(who, at__gt=at - window).order_by("-at").values_list("at", flat=True)
        times = list(newest[:limit])
        if len(times) == limit:
            wait = times[-1] + window - at
            longest = wait if longest is None else max(longest, wait)
    return longest


def teams_known_to(agent: Agent) -> QuerySet[Team]:
    """All teams for an admin; for others the open ones and their own. Of the rest not even the name is told."""
    if may_administer(agent):
        return Team.objects.all()
    return Team.objects.filter(Q(is_private=False) | Q(pk__in=agent.teams.values("pk")))
