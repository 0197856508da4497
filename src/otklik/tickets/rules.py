"""Who may see and change a ticket, and which status may follow which: pure."""

from __future__ import annotations

from otklik.people.models import Agent
from otklik.people.rules import may_write
from otklik.tickets.models import Status

FOLLOWS: dict[str, frozenset[str]] = {
    Status.NEW: frozenset({Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED, Status.CLOSED}),
    Status.OPEN: frozenset({Status.PENDING, Status.ON_HOLD, Status.SOLVED, Status.CLOSED}),
    Status.PENDING: frozenset({Status.OPEN, Status.ON_HOLD, Status.SOLVED, Status.CLOSED}),
    Status.ON_HOLD: frozenset({Status.OPEN, Status.PENDING, Status.SOLVED, Status.CLOSED}),
    Status.SOLVED: frozenset({Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.OPEN}),
}


class NotAllowed(Exception):
    """The agent may not do this; the text says why, for people."""


class WrongStatus(Exception):
    """This status may not follow the present one."""


class ThreadChanged(Exception):
    """A message came or went since the composer was opened; `newest` is its id."""

    def __init__(self, newest: int) -> None:
        super().__init__(f"message {newest} is newer than what the writer has seen")
        self.newest = newest


def may_follow(present: str, wanted: str) -> bool:
    """Whether `wanted` may follow `present`; staying is always fine."""
    return wanted == present or wanted in FOLLOWS[present]


def require_writer(agent: Agent) -> None:
    """Raises NotAllowed for a viewer."""
    if not may_write(agent):
        raise NotAllowed("viewers read; they do not change tickets")
