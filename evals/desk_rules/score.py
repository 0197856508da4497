"""How well the rules about a letter's surroundings are told: `python evals/desk_rules/score.py [tune|check] [--show]`.

Prints precision and recall by language and rule; `--show` lists the errors of the tune part only: nobody reads the check part.
"""

import datetime
import sys
import zoneinfo
from pathlib import Path

import yaml

from otklik.coach.around import Around, look, promises
from otklik.coach.reply import Letter

FOLDER = Path(__file__).parent
NOW = datetime.datetime(2026, 11, 25, 14, 20, tzinfo=zoneinfo.ZoneInfo("Europe/Moscow"))
FACTS = {
    "files": 0, "colleagues": ["Борис Климов", "boris@nord.example", "Нина Ветрова", "nina@nord.example"],
    "others": ["Иван Петров", "Мария Сидорова"], "brand": "Норд Хостинг", "brands": ["Табель"],
}  # fmt: skip


def cases(lang, part=""):
    """(rule, case) of one language; odd ones of each rule are tune, even ones check."""
    rows = yaml.safe_load((FOLDER / f"{lang}.yaml").read_text(encoding="utf-8"))
    for rule, listed in rows.items():
        for number, case in enumerate(listed):
            if part in ("", ("tune", "check")[number % 2]):
                yield rule, case


def told(lang, rule, case):
    """What the rule says of the case: marked words, True for a remark on the whole letter (with its message), None for nothing."""
    if rule == "promise":
        found = promises(case["text"], NOW, lang)
        return (found[0].words, found[0].due.date()) if found else None
    given = {
        **FACTS,
        **{key: case[key] for key in ("files", "notes", "others", "brand", "brands", "sent", "said") if key in case},
    }
    around = Around(**{key: tuple(value) if isinstance(value, list) else value for key, value in given.items()})
    letter = Letter(
        text=case["text"], lang=lang, incoming=case.get("incoming", ""), customer_name=case.get("name", "Анна Белова" if lang == "ru" else "Anna White"),
        agent_name="Борис Климов",
    )  # fmt: skip
    found = [each for each in look(letter, around) if each.rule.removesuffix("-ty") == rule]
    if not found:
        return None
    return found[0].message if found[0].start is None else case["text"][found[0].start : found[0].end]


def is_right(rule, case, answer):
    """Whether the answer is the wanted one: the very words (or words within it), the very day."""
    want = case.get("want") if not (rule == "attachment-missing" and case.get("files")) else None
    if want is None or answer is None:
        return want is None and answer is None
    if rule == "promise":
        return answer == (want, case["due"])
    return True if want is True else want.strip(".") in answer or answer in want


def score(part=""):
    """{(lang, rule): (true marks, all marks, wanted)}, and the rows told wrongly."""
    table, wrong = {}, []
    for lang in ("ru", "en"):
        for rule, case in cases(lang, part):
            answer = told(lang, rule, case)
            right = is_right(rule, case, answer)
            want = case.get("want") is not None and not case.get("files")
            good, marks, wanted = table.get((lang, rule), (0, 0, 0))
            table[lang, rule] = (good + (right and want), marks + (answer is not None), wanted + want)
            if not right:
                wrong.append((lang, rule, case, answer))
    return table, wrong


if __name__ == "__main__":
    part = next((each for each in sys.argv[1:] if each in ("tune", "check")), "")
    table, wrong = score(part)
    for (lang, rule), (good, marks, wanted) in table.items():
        print(f"{lang} {rule:22} precision {good}/{marks}  recall {good}/{wanted}")
    for lang in ("ru", "en"):
        good, marks, wanted = (sum(row[at] for key, row in table.items() if key[0] == lang) for at in range(3))
        print(f"{lang} all: precision {good / max(marks, 1):.3f}  recall {good / max(wanted, 1):.3f}  of {wanted}")
    if "--show" in sys.argv and part == "tune":
        for row in wrong:
            print(*row, sep="\t")
