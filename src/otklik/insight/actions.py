"""The writers of insight: letters to be judged, their judgements, uses of remarks, whether persons are shown."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from otklik.coach.version import version
from otklik.insight.models import Judgement, Privacy, Remark, RemarkUse
from otklik.insight.queries import letters
from otklik.insight.reading import AGAIN_WITHIN, asks_again, read, week_of
from otklik.people.models import Agent
from otklik.people.rules import may_administer
from otklik.tickets.models import Message, Ticket
from otklik.tickets.rules import NotAllowed

UNREADABLE = "-"  # in place of a version: the coach failed on the letter; `otklik coach recount` tries again


@transaction.atomic
def take_down(messages: Iterable[int]) -> None:
    """Sent letters of agents are to be judged: a row waits for each; ids of others, and of known ones, are passed over."""
    rows = letters().filter(pk__in=list(messages)).select_related("ticket")
    Judgement.objects.bulk_create(
        [
            Judgement(
                message=each, ticket_id=each.ticket_id, agent_id=each.agent_id, team_id=each.ticket.team_id,
                sent_at=each.sent_at or each.created_at, week=week_of(each.sent_at or each.created_at),
            )
            for each in rows
            if each.agent_id is not None
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def judge(row: Judgement) -> None:
    """Read the row's letter and keep what the coach finds, in place of what was kept before."""
    message = Message.objects.select_related("agent", "ticket__requester", "ticket__brand").get(pk=row.message_id)
    found = read(message)  # before the transaction: nobody waits for the coach
    changes = {
        "language": found.language, "situation": found.situation, "is_guess": found.is_guess, "is_first": found.is_first,
        "faults": len(found.findings), "coach": version(),
    }  # fmt: skip
    with transaction.atomic():
        if not Judgement.objects.filter(pk=row.pk).update(**changes):
            return  # its ticket is gone
        if found.written_again_at is not None:  # what a subscriber has noted meanwhile stays
            Judgement.objects.filter(pk=row.pk).update(written_again_at=found.written_again_at)
        Remark.objects.filter(judgement=row).delete()
        Remark.objects.bulk_create(
            [Remark(judgement=row, rule=each.rule[:60], start=each.start, end=each.end) for each in found.findings]
        )


@transaction.atomic
def set_aside(row: Judgement) -> None:
    """The coach failed on this letter: it counts nowhere and holds up nobody."""
    Judgement.objects.filter(pk=row.pk).update(coach=UNREADABLE, faults=None)
    Remark.objects.filter(judgement=row).delete()


@transaction.atomic
def note_question(message: Message) -> None:
    """The customer has written again: said of the letters of the week before."""
    before = Judgement.objects.filter(
        ticket=message.ticket_id, written_again_at=None, sent_at__lt=message.created_at,
        sent_at__gte=message.created_at - AGAIN_WITHIN,
    )  # fmt: skip
    if before.exists() and asks_again(message):
        before.update(written_again_at=message.created_at)


@transaction.atomic
def count_use(rule: str, *, what: str, by: Agent, ticket: Ticket, language: str, day: datetime.date) -> None:
    """A remark was shown to, applied or dismissed by an agent. Raises ValueError on another word."""
    if what not in ("shown", "applied", "dismissed"):
        raise ValueError(f"no such use: {what}")
    known = {"rule": rule[:60], "day": day, "agent": by, "team_id": ticket.team_id, "language": language}
    rows = RemarkUse.objects.filter(**known)
    newest = rows.order_by("-pk").values_list("pk", flat=True).first() or RemarkUse.objects.create(**known).pk
    RemarkUse.objects.filter(pk=newest).update(**{what: F(what) + 1})  # two rows of one day are summed anyway


@transaction.atomic
def show_persons(shows: bool, *, by: Agent, at: datetime.datetime) -> None:
    """Whether agents see each other's figures, for the whole installation. Raises NotAllowed for all but admins."""
    if not may_administer(by):
        raise NotAllowed("only an admin says whether persons are shown")
    Privacy.objects.update_or_create(pk=1, defaults={"shows_persons": shows, "changed_by": by, "changed_at": at})
