"""Reads of tickets, always through what the asking agent may see."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet

from otklik.people.models import Agent, Team
from otklik.people.rules import may_administer
from otklik.tickets.models import Message, Reminder, ReminderState, State, Ticket


def visible_to(agent: Agent) -> QuerySet[Ticket]:
    """The tickets this agent may know of."""
    tickets = Ticket.objects.all()
    if may_administer(agent):
        return tickets
    hidden = list(_hidden_team_ids(agent))
    return tickets.exclude(team_id__in=hidden) if hidden else tickets


def hidden_teams(agent: Agent) -> list[int]:
    """Ids of the private teams whose tickets this agent may not see."""
    return [] if may_administer(agent) else list(_hidden_team_ids(agent))


def newest_message(ticket: Ticket) -> Message | None:
    """The message that came or went last."""
    return ticket.messages.exclude(state=State.CANCELLED).order_by("-id").first()


def reminders_to_ring(at: datetime.datetime, *, limit: int = 50) -> list[Reminder]:
    """Reminders whose time has come, the oldest first."""
    waiting = Reminder.objects.filter(state=ReminderState.WAITING, remind_at__lte=at)
    return list(waiting.select_related("ticket").order_by("remind_at", "pk")[:limit])


def open_reminders(ticket: Ticket) -> list[Reminder]:
    """What we have promised in this ticket and not yet done, the next first."""
    wanted = ticket.reminders.filter(state__in=(ReminderState.WAITING, ReminderState.DUE))
    return list(wanted.select_related("agent").order_by("remind_at", "pk"))


def reminded(numbers: Iterable[int]) -> set[int]:
    """Those of these tickets whose reminder has rung and is not done."""
    rung = Reminder.objects.filter(ticket__in=list(numbers), state=ReminderState.DUE)
    return set(rung.values_list("ticket_id", flat=True))


def _hidden_team_ids(agent: Agent) -> QuerySet[Team, int]:
    return Team.objects.filter(is_private=True).exclude(agents=agent).values_list("id", flat=True)
