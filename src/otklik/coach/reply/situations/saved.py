"""The saved replies of a situation, filled in. Pure."""

from __future__ import annotations

from otklik.coach.reply.situations.catalogue import Situations, shipped
from otklik.coach.reply.situations.filling import fill
from otklik.coach.reply.situations.model import Facts, Filled


def saved_replies(situation: str, lang: str, facts: Facts, catalogue: Situations | None = None) -> list[Filled]:
    """The situation's saved replies with these facts, in the file's order; none for a situation or language that is not known."""
    found = (catalogue or shipped()).get(situation)
    return [fill(each, lang, facts) for each in found.saved.get(lang, ())] if found else []
