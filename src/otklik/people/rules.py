"""Who may do what: pure functions of an agent's role."""

from __future__ import annotations

from otklik.people.models import Agent, Role


def may_administer(agent: Agent) -> bool:
    """Settings, quarantine, people."""
    return agent.is_active and agent.role == Role.ADMIN


def may_write(agent: Agent) -> bool:
    """Reply, note, assign, change; a viewer only reads."""
    return agent.is_active and agent.role in (Role.ADMIN, Role.AGENT)
