"""A saved reply's text, filled in with what the desk knows. What nobody knows stays as a leftover [[…]] that the coach asks about.
Pure.

A variable is `{name}`; `{product:gent}` in a case; `{help:clear-cache}` the address of a help page; `{brand?}` may be unknown, its
line then goes; `{рад|рада|с радостью}` the form for a man, for a woman, and a wording for an agent who did not say.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from otklik.coach.reply.catalogue import shipped as shipped_rules
from otklik.coach.reply.situations.inflection import CASES, greeted, inflected
from otklik.coach.reply.situations.model import Facts, Filled, Saved, status_of

_VARIABLE = re.compile(r"\{([^{}\n]*)\}")
_NAME_AFTER = re.compile(r",? ?\{name\}(?=\s*[!.,?])")
_NAME_FIRST = re.compile(r"(^|[.!?] |\n)\{name\}, (\w)")
GENDERS = ("m", "f")


@dataclass(frozen=True)
class Words:
    """What the file of a language says: sentences for a wish's status, labels of leftovers by variable and by help topic, the word
    before the last of several."""

    statuses: Mapping[str, str]
    labels: Mapping[str, str]
    topics: Mapping[str, str]
    last: str


@functools.lru_cache(maxsize=4)
def words(lang: str) -> Words:
    """The shipped words of a language."""
    file = Path(__file__).parent / "words" / f"{lang}.yaml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Words(data["statuses"], data["labels"], data["topics"], data["last"])


def unknown(text: str, lang: str) -> str:
    """What is wrong with the variables of a saved reply, "" when nothing is."""
    for inside in _VARIABLE.findall(text):
        if "|" in inside:
            if len(inside.split("|")) != 3:
                return f"«{{{inside}}}» needs three wordings: for a man, for a woman, for an agent who did not say"
            continue
        name, _, form = inside.rstrip("?").partition(":")
        if name == "help":
            if form not in words(lang).topics:
                return f"there is no help topic «{form}»; there are {', '.join(sorted(words(lang).topics))}"
        elif name not in words(lang).labels:
            return (
                f"there is no variable «{{{inside}}}»; there are {', '.join(sorted(words(lang).labels))}, help:TOPIC"
            )
        elif form and (form not in CASES or lang != "ru"):
            return f"«{form}» is no case; there are {', '.join(CASES)}, in Russian"
    return ""


def fill(saved: Saved, lang: str, facts: Facts) -> Filled:
    """The reply as it would be sent."""
    values = _values(lang, facts)
    kept = [line for line in saved.text.split("\n") if not _is_void(line, values)]
    text = "\n".join(kept)
    if not values["name"]:
        text = _NAME_FIRST.sub(lambda match: match[1] + match[2].upper(), text)
        text = _NAME_AFTER.sub("", text)
    missing: list[str] = []

    def put(match: re.Match[str]) -> str:
        inside = match[1].rstrip("?")
        if "|" in inside:
            return inside.split("|")[GENDERS.index(facts.agent_gender) if facts.agent_gender in GENDERS else 2]
        value = _value(inside, values, facts)
        if value:
            return value
        missing.append(inside.partition(":")[0] if not inside.startswith("help:") else inside)
        return f"[[{_label(inside, lang)}]]"

    text = _VARIABLE.sub(put, text).strip()
    return Filled(saved.id, saved.title, text, tuple(dict.fromkeys(missing)))


def _values(lang: str, facts: Facts) -> dict[str, str]:
    closing = next(rule.options for rule in shipped_rules().of(lang) if rule.id == "closing")
    wish = closing["wishes"][facts.weekday] if facts.weekday is not None else closing["wish"]
    return {
        **facts.more, "name": greeted(facts.customer_name), "agent": facts.agent_name, "brand": facts.brand,
        "product": facts.product or facts.brand, "wish": str(wish), "feature": facts.feature,
        "feature_status": words(lang).statuses.get(status_of(facts.feature_status), ""), "mail_domain": facts.mail_domain,
        "mail_addresses": _listed(facts.mail_addresses, words(lang).last),
    }  # fmt: skip


def _value(inside: str, values: Mapping[str, str], facts: Facts) -> str:
    """A variable's text in its case, "" when unknown."""
    name, _, form = inside.partition(":")
    if name == "help":
        return facts.links.get(form, "")
    value = values.get(name, "").strip()
    return inflected(value, form) if value and form else value


def _label(inside: str, lang: str) -> str:
    name, _, form = inside.partition(":")
    return words(lang).topics[form] if name == "help" else words(lang).labels.get(name, name)


def _is_void(line: str, values: Mapping[str, str]) -> bool:
    """Whether a line holds an optional variable that nobody knows."""
    optional = [each for each in _VARIABLE.findall(line) if each.endswith("?") and "|" not in each]
    return any(not values.get(each.rstrip("?").partition(":")[0], "") for each in optional)


def _listed(given: tuple[str, ...], last: str) -> str:
    """«a, b и c»."""
    return given[0] if len(given) == 1 else ", ".join(given[:-1]) + f" {last} {given[-1]}" if given else ""
