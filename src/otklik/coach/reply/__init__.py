"""The reply coach: is this letter good? `check(Letter(...))` answers with findings, never with a score."""

from otklik.coach.reply.catalogue import BadRule, Catalogue, load, shipped
from otklik.coach.reply.check import check
from otklik.coach.reply.model import Finding, Letter, Rule

__all__ = ["BadRule", "Catalogue", "Finding", "Letter", "Rule", "check", "load", "shipped"]
