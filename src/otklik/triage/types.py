"""Where all of the desk reads request types from: one function."""

from __future__ import annotations

from collections.abc import Mapping

from otklik.coach.request.catalogue import RequestType, shipped


def types() -> Mapping[str, RequestType]:
    """The types that requests are sorted into, by id."""
    return shipped()


def label(name: str, language: str) -> str:
    """A type's name for a reader of this language; its id for one that there is no more, "" for ""."""
    found = types().get(name)
    return (found.label.get(language) or found.label["en"]) if found else name
