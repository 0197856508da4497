"""A YAML file whose every value knows its line, so that a wrong one is refused where it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import yaml


class BadSituation(ValueError):
    """A situation's file cannot be used: `file:line: what is wrong, what to write instead`."""


class Sheet:
    """One value of the file."""

    def __init__(self, node: yaml.Node, source: str) -> None:
        self.node, self.source = node, source

    def bad(self, what: str) -> BadSituation:
        """The error to raise about this value."""
        return BadSituation(f"{self.source}:{self.node.start_mark.line + 1}: {what}")

    def fields(self, known: Iterable[str], required: Iterable[str] = ()) -> dict[str, Sheet]:
        """A mapping with these keys and no others. Raises BadSituation."""
        found = self.mapping()
        for key, value in found.items():
            if key not in set(known):
                raise value.bad(f"unknown key «{key}»; known are {', '.join(sorted(known))}")
        for key in required:
            if key not in found:
                raise self.bad(f"the key «{key}» is missing; add it")
        return found

    def mapping(self) -> dict[str, Sheet]:
        """A mapping with any keys, each once. Raises BadSituation."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.bad("a mapping is needed here: `key: value` lines")
        found: dict[str, Sheet] = {}
        for key, value in self.node.value:
            if key.value in found:
                raise Sheet(key, self.source).bad(f"the key «{key.value}» stands twice; keep one")
            found[str(key.value)] = Sheet(value, self.source)
        return found

    def items(self) -> list[Sheet]:
        """The values of a list. Raises BadSituation."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.bad("a list is needed here: each line begins with «- »")
        return [Sheet(each, self.source) for each in self.node.value]

    def text(self) -> str:
        """A text with something in it. Raises BadSituation."""
        if not isinstance(self.node, yaml.ScalarNode) or self.node.tag != "tag:yaml.org,2002:str":
            raise self.bad("a text is needed here; quote it if it looks like a number or yes/no")
        if not self.node.value.strip():
            raise self.bad("the text is empty; write something or take the key away")
        return str(self.node.value).strip()

    def texts(self) -> tuple[str, ...]:
        """A list of texts. Raises BadSituation."""
        return tuple(each.text() for each in self.items())

    def flag(self) -> bool:
        """true or false. Raises BadSituation."""
        if self.node.value not in ("true", "false"):
            raise self.bad("true or false is needed here")
        return bool(self.node.value == "true")

    def number(self) -> float:
        """A number. Raises BadSituation."""
        try:
            return float(self.node.value)
        except (TypeError, ValueError):
            raise self.bad("a number is needed here") from None


def sheet(text: str, *, source: str) -> Sheet:
    """The whole file. Raises BadSituation."""
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # in C where there is one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", error)
        raise BadSituation(
            f"{source}:{mark.line + 1 if mark else 1}: no YAML: {what}; quote texts that hold «:» or «#»"
        ) from error
    if node is None:
        raise BadSituation(f"{source}:1: the file is empty; begin with `id:`")
    return Sheet(node, source)
