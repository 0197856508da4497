"""What outbound does when something has happened."""

from __future__ import annotations

import zoneinfo

from django.conf import settings

from otklik.kit.clock import now
from otklik.outbound import actions
from otklik.tickets import events
from otklik.tickets.models import Event


def acknowledge_opening(event: Event) -> None:
    """A letter that opened a ticket is acknowledged; called twice, it acts once."""
    if event.kind != events.TICKET_OPENED or event.ticket is None or event.message is None:
        return
    at = now()
    zone = zoneinfo.ZoneInfo(event.ticket.requester.time_zone or event.ticket.brand.time_zone)
    actions.acknowledge(
        event.ticket, event.message, key=settings.SECRET_KEY, weekday=at.astimezone(zone).weekday(), at=at
    )
