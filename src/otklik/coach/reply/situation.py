"""What kind of letter the customer wrote, guessed from their words where nobody said. Pure."""

from __future__ import annotations

from otklik.coach.reply.reading import Customer


def guess(customer: Customer) -> str:
    """One of the situations that can be told with some certainty, else ""."""
    said = customer.said
    trouble = said & {"failure", "anger", "vague", "loss"}
    if "thanks" in said and not trouble and not customer.questions:
        return "gratitude"
    if "wish" in said and not trouble:
        return "feature-unplanned"
    if "anger" in said and not customer.facts and customer.words <= 25:
        return "criticism"
    return ""
