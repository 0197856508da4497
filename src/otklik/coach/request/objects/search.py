"""All objects of a text, in the order in which they stand."""

from __future__ import annotations

from otklik.coach.request.objects import addresses, errors, told
from otklik.coach.request.objects.model import Found, Object

MAX_TEXT = 20_000


def find(text: str) -> tuple[Object, ...]:
    """The objects of the text's first MAX_TEXT characters, none overlapping another. Never raises for any text."""
    found = Found(text[:MAX_TEXT])
    addresses.search(found)
    told.numbers(found)
    errors.search(found)
    addresses.ports(found)
    told.sums(found)
    told.programs(found)
    told.people(found)
    return tuple(sorted(found.objects))
