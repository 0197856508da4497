"""All secrets of a text: those told by their shape first, then settings, then words."""

from __future__ import annotations

from otklik.coach.request.secrets.formats import addresses, blocks, cards, tokens
from otklik.coach.request.secrets.model import Found, Secret
from otklik.coach.request.secrets.prose import prose
from otklik.coach.request.secrets.settings import settings


def find(text: str) -> list[Secret]:
    """The secrets of a text in their order, none overlapping another. Never raises; linear in the length of the text."""
    found = Found(text)
    for search in (blocks, addresses, tokens, settings, cards, prose):
        search(found)
    return sorted(found.secrets)
