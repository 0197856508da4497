"""How a customer feels, by what they say: angry, upset, urgent, glad, else calm. Pure, and cheap: the sentences are those that triage has
taken apart already."""

from __future__ import annotations

from otklik.coach import speech
from otklik.coach.request.seeing import seen

MOODS = ("angry", "upset", "urgent", "glad", "calm")
_SAID = (("angry", ("anger",)), ("upset", ("feeling",)), ("urgent", ("deadline",)), ("glad", ("thanks",)))


def mood(text: str, lang: str, subject: str = "") -> str:
    """One of MOODS, the first that is said; `lang` is ru or en. Never raises for any text."""
    groups = speech.of(lang).customer
    units = seen(subject, text).units
    for name, said in _SAID:
        if any(groups[each].find(unit) for each in said if each in groups for unit in units):
            return name
    return "calm"
