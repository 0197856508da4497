"""Saved replies with variables, made letters that the coach can read: every variable gets a stand-in of its kind, and what is
found in the letter is told in the template's own words and places. Pure.

Variables are what desks write: `{name}`, `{, name}`, `{product:gent}`, `{one|or the other}`, `{{ customer.name }}`, `{% if … %}`,
`${name}`, `%name%`, `[[name]]`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from otklik.coach.reply.catalogue import Catalogue
from otklik.coach.reply.check import check
from otklik.coach.reply.model import Finding, Letter
from otklik.coach.text import read
from otklik.coach.words import language

_VARIABLE = re.compile(
    r"\{%[^{}\n]{0,120}%\}|\{\{(?P<double>[^{}\n]{1,80})\}\}|\$\{(?P<shell>[^{}\n]{1,80})\}|\{(?P<single>[^{}\n]{1,120})\}|"
    r"\[\[(?P<hole>[^\[\]\n]{1,80})\]\]|%(?P<percent>[A-Za-zА-Яа-яЁё_]\w{1,40})%"
)
_COUNT = re.compile(r"\d+(?:,\d*)?")  # {2,5} is somebody's regular expression
# (what a variable's own words say, its kind), the first that fits; «agent.name» is an agent before it is a name.
_KINDS = (
    ("agent", r"agent|operator|assignee|manager|author|sender|signature|оператор|агент|сотрудник|менеджер|подпис"),
    ("link", r"url|link|href|ссылк"),
    ("mail", r"e-?mail|почт"),
    ("wish", r"wish|пожелан"),
    ("day", r"day\b|день|дня"),
    ("date", r"date|дат[аеуы]\b|until|срок"),
    ("time", r"time\b|врем"),
    ("number", r"number|order|ticket|amount|price|sum\b|count|\bid\b|номер|заказ|сумм|цен[аеу]|тикет|заявк"),
    ("thing", r"brand|product|company|service|shop|site|feature|file|topic|бренд|продукт|компани|сервис|магазин|сайт|функци|тем[аеу]"),
    ("name", r"name|customer|client|contact|requester|recipient|user|им[яе]|клиент|покупател"),
)  # fmt: skip
_STAND_INS = {
    "ru": {
        "name": "Анна", "agent": "Борис Климов", "link": "https://example.com/help", "mail": "mail@example.com",
        "wish": "Хорошей пятницы!", "day": "пятницы", "date": "12 мая", "time": "18:00", "number": "1234", "thing": "«Пример»",
        "other": "«пример»",
    },
    "en": {
        "name": "Anna", "agent": "Boris Klimov", "link": "https://example.com/help", "mail": "mail@example.com",
        "wish": "Have a great Friday!", "day": "Friday", "date": "12 May", "time": "18:00", "number": "1234", "thing": "“Example”",
        "other": "“example”",
    },
}  # fmt: skip
LEFTOVER = "placeholder"  # the rule that a template breaks by being one


@dataclass(frozen=True)
class Variable:
    """One variable: its span in the template, the span of its stand-in in the letter, what kind of thing it holds."""

    start: int
    end: int
    begins: int
    ends: int
    kind: str


@dataclass(frozen=True)
class Filled:
    """A template as a letter: `text` with stand-ins."""

    template: str
    text: str
    lang: str
    variables: tuple[Variable, ...]

    def named(self, kind: str) -> str:
        """How the template itself writes the first variable of a kind; a plain one where it has none."""
        for each in self.variables:
            if each.kind == kind:
                return re.sub(r"^\{(?:, | )", "{", self.template[each.start : each.end])
        return "{" + kind + "}"

    def back(self, offset: int, *, is_end: bool = False) -> int:
        """An offset of the letter in the template; within a stand-in, the variable's own edge."""
        shift = 0
        for each in self.variables:
            if offset <= each.begins:
                break
            if offset < each.ends:
                return each.end if is_end else each.start
            shift = each.end - each.ends
        return offset + shift

    def told(self, words: str) -> str:
        """Words about the letter, with the template's own variables for the stand-ins."""
        for kind in ("agent", "name"):
            own = self.named(kind).replace("\\", "\\\\")
            words = re.sub(rf"\b{re.escape(_STAND_INS[self.lang][kind])}\b", own, words)
        return words


def fill(template: str, lang: str = "") -> Filled:
    """Put stand-ins for all variables. `lang` ru or en; else it is told from the words."""
    known = lang if lang in _STAND_INS else language(_VARIABLE.sub(" ", template))
    parts: list[str] = []
    variables: list[Variable] = []
    at = length = 0
    for match in _VARIABLE.finditer(template):
        inner = next((each for each in match.groups() if each is not None), "")
        if match["single"] is not None and _COUNT.fullmatch(inner):
            continue
        kind, words = _stand_in(inner, known, is_single=match["single"] is not None)
        parts += [template[at : match.start()], words]
        begins = length + match.start() - at
        variables.append(Variable(match.start(), match.end(), begins, begins + len(words), kind))
        at, length = match.end(), begins + len(words)
    return Filled(template, "".join([*parts, template[at:]]), known, tuple(variables))


def check_template(letter: Letter, catalogue: Catalogue | None = None) -> list[Finding]:
    """What the coach finds in a saved reply. It is read as a letter to somebody whose name is known: a greeting without a variable
    for the name is found. A reply with neither greeting nor signature is a part of a letter, of which nothing is missing."""
    filled = fill(letter.text, letter.lang)
    stand_ins = _STAND_INS[filled.lang]
    has_agent = any(each.kind == "agent" for each in filled.variables)
    asked = replace(
        letter, text=filled.text, lang=filled.lang, customer_name=letter.customer_name or stand_ins["name"],
        agent_name=letter.agent_name or (stand_ins["agent"] if has_agent else ""),
    )  # fmt: skip
    text = read(filled.text)
    is_part = text.greeting is None and not text.signature
    found = []
    for each in check(asked, catalogue):
        if each.rule == LEFTOVER or (is_part and each.start is None):
            continue
        start = None if each.start is None else filled.back(each.start)
        end = None if each.end is None else filled.back(each.end, is_end=True)
        suggestion = None if each.suggestion is None else filled.told(each.suggestion)
        found.append(replace(each, start=start, end=end, suggestion=suggestion, message=filled.told(each.message)))
    return found


def _stand_in(inner: str, lang: str, *, is_single: bool) -> tuple[str, str]:
    """(kind, words) for what stands in a variable. In single braces «|» parts wordings, and «, » before a name is the letter's own;
    in double ones it is a filter."""
    if not inner:
        return "tag", ""
    if is_single and "|" in inner:
        return "words", inner.split("|")[0].strip()
    before = re.match(r",? ?", inner)
    own = before.group() if is_single and before and not inner.endswith(" ") else ""
    kind = next((kind for kind, words in _KINDS if re.search(words, inner.lower())), "other")
    return kind, own + _STAND_INS[lang][kind]
