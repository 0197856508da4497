"""Reads of judgements: sums over a scope, always through what the asking agent may see."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from otklik.coach.version import version
from otklik.insight.models import Judgement, Privacy, Remark, RemarkUse
from otklik.insight.reading import AGAIN_WITHIN
from otklik.insight.statistics import Difference, Share
from otklik.people.models import Agent
from otklik.tickets.models import Announcement, Direction, Message, State
from otklik.tickets.queries import hidden_teams, visible_to

FEW = 1  # faults at most in a letter that counts as warm


@dataclass(frozen=True)
class Scope:
    """Which letters: since a Monday (None: all), of a team, of an agent (ids), in a language; `reader` asks, and sees none of
    the teams in `hidden`."""

    reader: Agent
    hidden: tuple[int, ...] = ()
    since: datetime.date | None = None
    team: int | None = None
    agent: int | None = None
    language: str = ""


@dataclass(frozen=True)
class Total:
    """Letters and faults under one `key` (a week, a situation, an agent's or team's id); `others` writers beside the reader."""

    key: Any
    letters: int
    faults: int
    clean: int
    others: int = 0

    @property
    def each(self) -> float:
        """Faults a letter."""
        return self.faults / self.letters if self.letters else 0.0


@dataclass(frozen=True)
class Fault:
    """A rule: its remarks, how many letters they are in, and what became of remarks while writing."""

    rule: str
    remarks: int
    letters: int
    shown: int
    applied: int
    dismissed: int


@dataclass(frozen=True)
class Example:
    """A remark in a letter that the reader may open."""

    remark: Remark
    message: Message


def whole(reader: Agent) -> Scope:
    """All that the reader may see: no private team of others."""
    return Scope(reader, tuple(hidden_teams(reader)))


def letters() -> QuerySet[Message]:
    """Letters that a person wrote and that have left: no automatic ones, none that tell of a shipped wish."""
    told = Announcement.objects.filter(message=OuterRef("pk"))
    sent = Message.objects.filter(direction=Direction.OUT, state=State.SENT, is_automatic=False, agent__isnull=False)
    return sent.filter(~Exists(told))


def unknown(after: int, limit: int) -> list[int]:
    """Ids of letters that nobody has taken down, from the one after `after` on."""
    known = Judgement.objects.filter(message=OuterRef("pk"))
    rows = letters().filter(~Exists(known), pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def waiting(limit: int) -> list[Judgement]:
    """Letters to be judged, oldest first."""
    return list(Judgement.objects.filter(coach="").order_by("id")[:limit])


def stale(after: int, limit: int, *, of_all: bool = False) -> list[Judgement]:
    """Judgements of another coach than the present one (`of_all`: all), from the id after `after` on."""
    rows = Judgement.objects.filter(pk__gt=after).order_by("pk")
    return list((rows if of_all else rows.exclude(coach=version()))[:limit])


def privacy() -> Privacy | None:
    """What an admin has said of persons, None when nobody has: they are hidden."""
    return Privacy.objects.select_related("changed_by").filter(pk=1).first()


def by(scope: Scope, key: str) -> list[Total]:
    """Sums by `week`, `situation`, `agent` or `team`, in the key's order."""
    rows = _judged(scope).values(key).order_by(key)
    rows = rows.annotate(
        n=Count("pk"), f=Sum("faults"), c=Count("pk", filter=Q(faults=0)),
        o=Count("agent", distinct=True, filter=~Q(agent=scope.reader)),
    )  # fmt: skip
    return [Total(each[key], each["n"], each["f"], each["c"], each["o"]) for each in rows]


def others(scope: Scope) -> int:
    """How many people beside the reader wrote the letters of this scope."""
    return _judged(scope).exclude(agent=scope.reader).values("agent").distinct().count()


def faults(scope: Scope) -> list[Fault]:
    """Rules by how many letters they are found in, the most frequent first; two queries."""
    found = {
        each["rule"]: (each["n"], each["letters"])
        for each in _remarks(scope).values("rule").annotate(n=Count("pk"), letters=Count("judgement", distinct=True))
    }
    used = {
        each["rule"]: (each["s"], each["a"], each["d"])
        for each in _uses(scope).values("rule").annotate(s=Sum("shown"), a=Sum("applied"), d=Sum("dismissed"))
    }
    rows = [
        Fault(rule, *found.get(rule, (0, 0)), *used.get(rule, (0, 0, 0)))
        for rule in sorted(found.keys() | used.keys())
    ]
    return sorted(rows, key=lambda each: (-each.letters, -each.remarks))


def examples(scope: Scope, rules: list[str], *, each: int) -> dict[str, list[Example]]:
    """The newest remarks of each rule in letters whose tickets the reader may see; a query a rule."""
    seen = visible_to(scope.reader).filter(pk=OuterRef("judgement__ticket"))  # as it is now, wherever it was then
    found = {}
    for rule in rules:
        rows = _remarks(scope).filter(Exists(seen), rule=rule).order_by("-judgement")
        rows = rows.select_related("judgement__message__agent")
        found[rule] = [Example(row, row.judgement.message) for row in rows[:each]]
    return found


def questions(scope: Scope, *, at: datetime.datetime) -> Difference:
    """In how many tickets the customer wrote again within a week after the first letter: with few faults, with many.
    Letters whose week is not over are left out."""
    rows = _judged(scope).filter(is_first=True, sent_at__lte=at - AGAIN_WITHIN)
    again = Q(written_again_at__isnull=False)
    few, many = Q(faults__lte=FEW), Q(faults__gt=FEW)
    counted = rows.aggregate(
        few=Count("pk", filter=few), many=Count("pk", filter=many),
        few_again=Count("pk", filter=few & again), many_again=Count("pk", filter=many & again),
    )  # fmt: skip
    return Difference(Share(counted["few_again"], counted["few"]), Share(counted["many_again"], counted["many"]))


def of_another_coach(scope: Scope) -> int:
    """Letters that an older coach has judged."""
    return _judged(scope).exclude(coach=version()).count()


def _judged(scope: Scope) -> QuerySet[Judgement]:
    return Judgement.objects.filter(_within(scope, ""), faults__isnull=False)


def _remarks(scope: Scope) -> QuerySet[Remark]:
    return Remark.objects.filter(_within(scope, "judgement__"))


def _uses(scope: Scope) -> QuerySet[RemarkUse]:
    return RemarkUse.objects.filter(_within(scope, "", since="day__gte"))


def _within(scope: Scope, path: str, *, since: str = "week__gte") -> Q:
    wanted: dict[str, object] = {
        since: scope.since, "team": scope.team, "agent": scope.agent, "language": scope.language or None,
    }  # fmt: skip
    asked = Q(**{path + name: value for name, value in wanted.items() if value is not None})
    return asked & (~Q(**{f"{path}team__in": scope.hidden}) if scope.hidden else Q())
