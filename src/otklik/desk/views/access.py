"""Who asks and what they may see: every view begins here."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from otklik.people.models import Agent
from otklik.tickets.models import Ticket
from otklik.tickets.queries import visible_to


def agent_of(request: HttpRequest) -> Agent:
    """The agent who is logged in (LoginRequiredMiddleware has sent guests away)."""
    if not isinstance(request.user, Agent):
        raise Http404
    return request.user


def ticket_or_404(request: HttpRequest, number: int) -> Ticket:
    """The ticket, if this agent may know of it; else 404, as if there were none."""
    rows = visible_to(agent_of(request)).select_related(
        "requester__organization", "brand", "account", "team", "assignee"
    )
    ticket = rows.filter(pk=number).first()
    if ticket is None:
        raise Http404
    return ticket
