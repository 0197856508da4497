"""`otklik coach rules` shows the catalogue, `otklik coach rules ID` one rule; `otklik coach explain` how a letter is read."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from otklik.coach.reply import Letter, Rule, situations
from otklik.coach.reply.explanation import Explanation, explain_letter
from otklik.coach.reply.model import weekday_of
from otklik.project.commands.coach.catalogue import add_options, chosen
from otklik.project.commands.coach.human import BOLD, FAINT, GOOD, MARK, PLAIN, may_colour
from otklik.project.commands.coach.judging import text_of

BEGIN, END = "<!-- rules: begin -->", "<!-- rules: end -->"


def rules(words: Sequence[str]) -> int:
    """The catalogue as a table; 2 when there is no such rule."""
    parser = argparse.ArgumentParser(prog="otklik coach rules")
    parser.add_argument("id", nargs="?", help="all about one rule, with its examples")
    parser.add_argument("--lang", choices=("ru", "en"), help="rules of one language")
    parser.add_argument("--format", choices=("human", "json", "markdown"), default="human")
    parser.add_argument(
        "--into", type=Path, metavar="FILE", help="put the Markdown table into a document, between its two marks"
    )
    add_options(parser)
    given = parser.parse_args(words)
    if given.id:
        given.rule = [given.id]
    found = [rule for rule in chosen(given).rules if given.lang in (None, rule.lang)]
    if given.into is not None:
        return _put(given.into, table(found))
    if given.format == "json":
        sys.stdout.write(json.dumps([_data(rule) for rule in found], ensure_ascii=False, indent=1) + "\n")
    elif given.format == "markdown":
        sys.stdout.write(table(found))
    elif given.id:
        sys.stdout.write("\n".join(_whole(rule) for rule in found))
    else:
        sys.stdout.write(_listed(found))
    return 0


def explain(words: Sequence[str]) -> int:
    """What is known of a letter, how it is taken apart, what each rule did; or one rule, by its id."""
    parser = argparse.ArgumentParser(prog="otklik coach explain")
    parser.add_argument("what", help="a letter's file, - for a pipe; or a rule's id")
    parser.add_argument("--name", default="", help="the customer's name")
    parser.add_argument("--agent", default="", help="the agent's name")
    parser.add_argument("--situation", default="", choices=("", *situations.shipped().by_id))
    parser.add_argument("--lang", default="", choices=("", "ru", "en"))
    parser.add_argument("--weekday", default="")
    parser.add_argument("--incoming", type=Path, metavar="FILE", help="what the customer wrote")
    add_options(parser)
    given = parser.parse_args(words)
    catalogue = chosen(given)
    if given.what != "-" and not Path(given.what).exists() and any(rule.id == given.what for rule in catalogue.rules):
        return rules([given.what])
    text = sys.stdin.read() if given.what == "-" else text_of(Path(given.what))
    incoming = text_of(given.incoming) if given.incoming else ""
    if text is None or incoming is None:
        return 1
    letter = Letter(
        text=text, lang=given.lang, situation=given.situation, customer_name=given.name, agent_name=given.agent,
        weekday=weekday_of(given.weekday), incoming=incoming,
    )  # fmt: skip
    sys.stdout.write(_explained(explain_letter(letter, catalogue)))
    return 0


def table(found: Sequence[Rule]) -> str:
    """The catalogue in Markdown: a row a rule, its languages side by side."""
    rows = ["| rule | what it is about | why | holds for |", "|---|---|---|---|"]
    for name in sorted({rule.id for rule in found}):
        both = sorted((rule for rule in found if rule.id == name), key=lambda rule: rule.lang != "ru")
        titles = " · ".join(dict.fromkeys(_cell(rule.title) for rule in both))
        whys = "<br>".join(dict.fromkeys(_cell(rule.why) for rule in both))
        rows.append(f"| `{name}` ({', '.join(rule.lang for rule in both)}) | {titles} | {whys} | {_holds(both[0])} |")
    return "\n".join(rows) + "\n"


def _put(file: Path, words: str) -> int:
    """Replace what stands between the marks."""
    text = text_of(file)
    if text is None:
        return 1
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        sys.stderr.write(
            f"otklik: {file} needs the two lines {BEGIN} and {END}, once each: the table goes between them\n"
        )
        return 1
    before, after = text[: text.index(BEGIN)], text[text.index(END) :]
    file.write_text(f"{before}{BEGIN}\n\n{words}\n{after}", encoding="utf-8")
    return 0


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _holds(rule: Rule) -> str:
    """When it speaks, in few words."""
    parts = [", ".join(sorted(rule.situations))] if rule.situations else []
    needs = {
        "customer_name": "the name is known",
        "situation": "the situation is known",
        "incoming": "the customer's letter is known",
    }
    parts += [needs[each] for each in sorted(rule.needs) if each in needs]
    if rule.channels != {"email", "chat"}:
        parts.append("in " + ", ".join(sorted(rule.channels)))
    if rule.asks:
        parts.append("asks before sending")
    return "; ".join(parts) or "all letters"


def _data(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id, "lang": rule.lang, "title": rule.title, "why": rule.why, "message": rule.message, "severity": rule.severity,
        "situations": sorted(rule.situations), "needs": sorted(rule.needs), "channels": sorted(rule.channels), "asks": rule.asks,
        "safe": rule.is_safe, "source": rule.source,
    }  # fmt: skip


def _ink(code: str, words: str) -> str:
    return f"{code}{words}{PLAIN}" if may_colour(sys.stdout) else words


def _width() -> int:
    return min(max(shutil.get_terminal_size((100, 24)).columns, 60), 110)


def _listed(found: Sequence[Rule]) -> str:
    """A table for the terminal: id, language, what it is about and why."""
    wide = max((len(rule.id) for rule in found), default=0)
    lines = []
    for rule in sorted(found, key=lambda rule: (rule.id, rule.lang != "ru")):
        head = f"{rule.id:<{wide}}  {rule.lang}  "
        told = textwrap.wrap(f"{rule.title}. {rule.why}", _width() - len(head))
        lines.append(_ink(BOLD, head) + ("\n" + " " * len(head)).join(told))
    return "\n".join(lines) + "\n"


def _whole(rule: Rule) -> str:
    """One rule in one language, with its examples."""
    lines = [_ink(BOLD, f"{rule.id} ({rule.lang})") + f"  {rule.title}", "", *textwrap.wrap(rule.why, _width())]
    lines += textwrap.wrap(f"Holds for: {_holds(rule)}. Found by: {rule.detector}.", _width())
    swaps = [f"{_spoken(key)} → {value}" for key, value in rule.swaps.items() if value]
    if swaps:
        lines += ["", "Instead:", *(f"  {each}" for each in swaps[:12])] + (
            [f"  … and {len(swaps) - 12} more"] if len(swaps) > 12 else []
        )
    for is_bad, title, code in ((True, "Bad, found by this rule:", MARK), (False, "Good, passed over:", GOOD)):
        lines += ["", _ink(BOLD, title)]
        for letter, bad in rule.examples:
            if bad == is_bad:
                lines += [_ink(code, line) for line in _example(letter)]
    return "\n".join(lines) + "\n"


def _spoken(phrase: str) -> str:
    return phrase.replace("=", "").replace("|", "/")


def _example(letter: Letter) -> list[str]:
    known = ", ".join(
        filter(
            None,
            [
                letter.customer_name and f"to {letter.customer_name}",
                letter.situation if letter.situation != "other" else "",
            ],
        )
    )
    text = " ⏎ ".join(line.strip() for line in letter.text.strip().splitlines() if line.strip())
    wrapped = textwrap.wrap(text + (f"  ({known})" if known else ""), _width() - 4)
    return [("  · " if not number else "    ") + line for number, line in enumerate(wrapped)]


def _explained(found: Explanation) -> str:
    """The explanation for a person."""
    lines = [_ink(BOLD, "What is known")]
    lines += [f"  {name:<11} {value}" for name, value in found.known]
    lines += ["", _ink(BOLD, "How the letter is read")]
    lines += [
        f"  {zone:<10} {textwrap.shorten(text, _width() - 14, placeholder=' …')}" for zone, text in found.zones
    ] or ["  nothing to judge"]
    for title, code, rows in (("Found", MARK, found.spoke), ("Not asked", FAINT, found.not_asked)):
        lines += ["", _ink(BOLD, f"{title}: {len(rows)}")]
        lines += [_ink(code, f"  {name:<19}") + f" {why}" for name, why in rows]
    lines += ["", _ink(BOLD, f"Nothing to say: {len(found.silent)}")]
    lines += textwrap.wrap(", ".join(found.silent), _width(), initial_indent="  ", subsequent_indent="  ")
    return "\n".join(lines) + "\n"
