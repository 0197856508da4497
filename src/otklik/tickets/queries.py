"""Reads of tickets, always through what the asking agent may see."""

from __future__ import annotations

from django.db.models import QuerySet

from otklik.people.models import Agent, Team
from otklik.people.rules import may_administer
from otklik.tickets.models import Message, State, Ticket


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


def _hidden_team_ids(agent: Agent) -> QuerySet[Team, int]:
    return Team.objects.filter(is_private=True).exclude(agents=agent).values_list("id", flat=True)
