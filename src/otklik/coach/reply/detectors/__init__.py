"""Ways of looking at a letter. Each takes (rule, reading) and yields marks; the words are in the rules' files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from otklik.coach.reply.detectors import absences, duties, frame, numbers, steps, warmth, wording
from otklik.coach.reply.detectors.mark import Mark
from otklik.coach.reply.model import Rule
from otklik.coach.reply.reading import Reading

DETECTORS: dict[str, Callable[[Rule, Reading], Iterator[Mark]]] = {
    "phrases": wording.phrases,
    "patterns": wording.patterns,
    "terms": wording.terms,
    "long-sentence": wording.long_sentence,
    "absence": absences.absence,
    "invitation": absences.invitation,
    "status": absences.status,
    "greeting-name": frame.greeting_name,
    "closing": frame.closing,
    "signature-person": frame.signature_person,
    "ticket-number": numbers.ticket_number,
    "steps": steps.missing_link,
    "generic-steps": steps.robotic,
    "no-reason": duties.no_reason,
    "blame": duties.blame,
    "feeling": warmth.feeling,
    "apology": warmth.apology,
    "formula": warmth.formula,
}

__all__ = ["DETECTORS", "Mark"]
