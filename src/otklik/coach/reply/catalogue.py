"""Rules out of files: one YAML file a rule and language. A bad file is refused with its name, line and the remedy."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from otklik.coach import speech
from otklik.coach.phrases import BadPhrase
from otklik.coach.reply.detectors import DETECTORS
from otklik.coach.reply.model import SITUATIONS, Letter, Rule, weekday_of
from otklik.coach.reply.reading import DERIVED
from otklik.coach.speech import Group
from otklik.coach.text import Zone

FOLDER = Path(__file__).parent / "rules"
_KEYS = {
    "id", "lang", "title", "severity", "needs", "situations", "channels", "where", "when", "detector", "phrases", "like", "unless", "words",
    "swaps", "options", "message", "why", "guess", "fix", "weighed", "asks", "safe", "bad", "good",
}  # fmt: skip
_REQUIRED = ("id", "lang", "title", "message", "why", "detector", "bad", "good")
_WHEN_KEYS = {"customer", "situation", "not_customer", "not_situation", "also"}
_EXAMPLE_KEYS = {"text", "name", "situation", "weekday", "agent", "incoming", "channel"}
MIN_BAD, MIN_GOOD = 5, 10


class BadRule(ValueError):
    """A rule's file cannot be used: `file:line: what is wrong, what to write instead`. `key` is the one that is wrong."""

    def __init__(self, said: str, key: str = "") -> None:
        super().__init__(said)
        self.key = key


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All rules, in the order they were read; each is itself alone, and may be a cache's key. Those that are `silent`, by id, are asked, for the decisions on the others weigh what
    they say, and tell nobody."""

    rules: tuple[Rule, ...]
    silent: frozenset[str] = frozenset()

    def of(self, lang: str) -> tuple[Rule, ...]:
        """The rules of a language."""
        return tuple(rule for rule in self.rules if rule.lang == lang)


@functools.lru_cache(maxsize=1)
def shipped() -> Catalogue:
    """The rules that come with the product."""
    return load([FOLDER])


def load(folders: Iterable[Path]) -> Catalogue:
    """Read every `*.yaml` below the folders; a later file of the same id and language replaces an earlier one.
    Raises BadRule."""
    rules: dict[tuple[str, str], Rule] = {}
    for folder in folders:
        for file in sorted(folder.rglob("*.yaml")):
            rule = read(file.read_text(encoding="utf-8"), source=str(file))
            rules[rule.id, rule.lang] = rule
    return Catalogue(tuple(rules.values()))


def read(text: str, *, source: str) -> Rule:
    """One rule from the text of its file. Raises BadRule."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadRule(
            f"{source}:{mark.line + 1 if mark else 1}: no YAML: {getattr(error, 'problem', error)}; quote texts that hold «:» or «#»"
        ) from error
    if not isinstance(data, dict) or not isinstance(node, yaml.MappingNode):
        raise BadRule(f"{source}:1: a rule is a mapping of keys; begin with `id:`")
    lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}
    return _Reader(data, lines, source).rule()


def made(
    data: Mapping[str, Any], *, source: str, least: tuple[int, int] = (1, 1), situations: tuple[str, ...] = SITUATIONS
) -> Rule:
    """One rule from the keys of its file, for those that are kept elsewhere: a desk's own has at least `least` (bad, good)
    examples and may hold for `situations` beyond the contract's. Raises BadRule."""
    return _Reader(data, {}, source, least, situations).rule()


class _Reader:
    """Checks key by key, and knows the line of each."""

    def __init__(
        self, data: Mapping[str, Any], lines: Mapping[str, int], source: str, least: tuple[int, int] = (MIN_BAD, MIN_GOOD),
        situations: tuple[str, ...] = SITUATIONS,
    ) -> None:  # fmt: skip
        self.data, self.lines, self.source = data, lines, source
        self.least, self.situations = least, situations

    def rule(self) -> Rule:
        for key in self.data:
            if key not in _KEYS:
                raise self.bad(key, f"unknown key «{key}»; known are {', '.join(sorted(_KEYS))}")
        for key in _REQUIRED:
            if key not in self.data:
                raise BadRule(f"{self.source}:1: the key «{key}» is missing; add it", key)
        lang = self.one_of("lang", ("ru", "en"))
        detector = self.one_of("detector", tuple(sorted(DETECTORS)))
        return Rule(
            id=self.text("id"), lang=lang, title=self.text("title"), severity=self.one_of("severity", ("advice", "asks", "hint"), "advice"),
            message=self.text("message"), why=self.text("why"), detector=detector, needs=frozenset(self.texts("needs")),
            situations=frozenset(self.among("situations", self.situations)), channels=frozenset(self.among("channels", ("email", "chat")) or ["email", "chat"]),
            where=frozenset(self.among("where", tuple(zone.value for zone in Zone))), phrases=self.group(), words=self.groups(),
            swaps={str(key): str(value or "") for key, value in self.mapping("swaps").items()}, options=self.mapping("options"), when=self.when(),
            fix=self.text("fix") if "fix" in self.data else "", guess=" " + self.text("guess") if "guess" in self.data else "",
            is_weighed=bool(self.data.get("weighed")), asks=bool(self.data.get("asks")), is_safe=bool(self.data.get("safe")), source=self.source,
            examples=(*self.examples("bad", self.least[0]), *self.examples("good", self.least[1])),
        )  # fmt: skip

    def bad(self, key: str, what: str) -> BadRule:
        return BadRule(f"{self.source}:{self.lines.get(key, 1)}: {what}", key)

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.bad(key, f"«{key}» must be a text; quote it if it looks like a number or yes/no")
        return value.strip()

    def texts(self, key: str) -> list[str]:
        value = self.data.get(key) or []
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.bad(key, f"«{key}» must be a list of texts, each after «- » and quoted")
        return value

    def one_of(self, key: str, allowed: tuple[str, ...], default: str = "") -> str:
        value = self.data.get(key, default)
        if value not in allowed:
            raise self.bad(key, f"«{key}» is «{value}»; it may be {', '.join(allowed)}")
        return str(value)

    def among(self, key: str, allowed: tuple[str, ...]) -> list[str]:
        for value in self.texts(key):
            if value not in allowed:
                raise self.bad(key, f"«{value}» is none of {', '.join(allowed)}")
        return self.texts(key)

    def mapping(self, key: str) -> Mapping[str, Any]:
        value = self.data.get(key) or {}
        if not isinstance(value, dict):
            raise self.bad(key, f"«{key}» must be a mapping of «what: instead»")
        return value

    def when(self) -> Mapping[str, tuple[str, ...]]:
        """Lists of names of what the customer said, and of situations."""
        given = self.mapping("when")
        known = {*speech.of(str(self.data["lang"])).customer, *DERIVED}
        for key, names in given.items():
            if key not in _WHEN_KEYS or not isinstance(names, list):
                raise self.bad("when", f"«when» may hold lists named {', '.join(sorted(_WHEN_KEYS))}, not «{key}»")
            allowed = known if key in ("customer", "not_customer") else {*SITUATIONS, "reply"}
            for name in names:
                if name not in allowed:
                    raise self.bad("when", f"«{name}» is none of {', '.join(sorted(allowed))}")
        return {str(key): tuple(names) for key, names in given.items()}

    def group(self) -> Group:
        """The rule's main group: `phrases` and what is to be swapped, `like`, `unless`."""
        swaps = [str(each) for each in self.mapping("swaps")]
        return self.made("phrases", [*swaps, *self.texts("phrases")], self.texts("unless"), self.texts("like"))

    def groups(self) -> Mapping[str, Group]:
        """Its further groups: a list of phrases, or a mapping with any, like, unless."""
        found = {}
        for name, given in self.mapping("words").items():
            parts = {"any": given} if isinstance(given, list) else given
            if not isinstance(parts, dict) or set(parts) - {"any", "like", "unless"}:
                raise self.bad("words", f"«{name}» must be a list of phrases, or a mapping with any, like, unless")
            found[str(name)] = self.made(
                "words", parts.get("any") or [], parts.get("unless") or [], parts.get("like") or []
            )
        return found

    def made(self, key: str, phrases: list[str], unless: list[str], like: list[str]) -> Group:
        """A group of phrases; «@name» stands for the phrases of a group of the speech."""
        known = speech.of(str(self.data["lang"]))
        try:
            return speech.group(
                [each for one in phrases for each in self.named(key, one)],
                [each for one in unless for each in self.named(key, one)],
                like,
                known.sets,
            )
        except BadPhrase as error:
            raise self.bad(key, str(error)) from error

    def named(self, key: str, phrase: str) -> tuple[str, ...]:
        """The phrases behind «@name»; any other phrase as it is."""
        if not isinstance(phrase, str):
            raise self.bad(key, f"«{phrase}» must be a text; quote it")
        if not phrase.startswith("@"):
            return (phrase,)
        groups = speech.of(str(self.data["lang"])).groups
        if phrase[1:] not in groups:
            raise BadPhrase(
                f"there is no group «{phrase}»; there are {', '.join(sorted(groups))}", reason="group", phrase=phrase, token=phrase
            )  # fmt: skip
        return groups[phrase[1:]].phrases.given

    def examples(self, key: str, least: int) -> list[tuple[Letter, bool]]:
        given = self.data.get(key)
        if not isinstance(given, list) or len(given) < least:
            raise self.bad(key, f"«{key}» needs at least {least} examples: they are the rule's tests")
        return [(self.example(key, each), key == "bad") for each in given]

    def example(self, key: str, given: object) -> Letter:
        words = {"text": given} if isinstance(given, str) else given
        if not isinstance(words, dict) or not isinstance(words.get("text"), str) or set(words) - _EXAMPLE_KEYS:
            raise self.bad(
                key, f"an example is a text, or a mapping with {', '.join(sorted(_EXAMPLE_KEYS))}: {given!r}"
            )
        return Letter(
            text=words["text"], lang=str(self.data["lang"]), situation=words.get("situation", "other"), customer_name=words.get("name", ""),
            agent_name=words.get("agent", ""), weekday=weekday_of(words.get("weekday")), incoming=words.get("incoming", ""),
            channel=words.get("channel", "email"),
        )  # fmt: skip
