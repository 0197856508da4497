"""The ten pairs of letters of a guide for agents, read from its text: `python evals/articles/pairs.py ARTICLES.txt [--show]`.

The text is not ours to ship: it is given as a file. It holds ten bad letters, each followed by what is wrong with it and by a good one; all of
them end with the department's line. What the guide says of each bad letter is written here as rules of the coach, as far as the letter itself
can show it: that addresses are missing which only the company knows, or that a log was not looked into, no text shows.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from otklik.coach.reply import Letter, check

END = "Служба поддержки клиентов"
AGENT = "Петя Иванов"
_GREETING = re.compile(r"(?:Привет|Здравствуйте|Добрый день)(?:, \w+)?[!,.]")
_TO_US = re.compile(r"Привет, поддержка!|Всем привет!")
_NOISE = re.compile(r"немецк|\bDTZ\b", re.I)  # titles of videos that the page had between the letters

# situation, the customer's name where the guide knows it, the day (0 is Monday), what the guide says is wrong: each of a set will do.
SAID: tuple[tuple[str, str, int, tuple[frozenset[str], ...]], ...] = tuple(
    (situation, name, day, tuple(frozenset(each.split("|")) for each in faults.split()))
    for situation, name, day, faults in (
        ("acknowledgement", "", 1, "thanks officialese ticket-number signature-person"),
        ("feature-unplanned", "", 1, "insincere-promise officialese"),
        ("feature-planned", "", 1, "insincere-promise officialese vague-status"),
        ("browser-display", "Иван", 1, "greeting-name jargon missing-link"),
        ("browser-extension", "", 1, "blame-shift"),
        ("browser-outdated", "Иван", 1, "no-reason inconvenience"),
        ("mail-blocked", "Иван", 1, "robotic"),
        ("offline-use", "", 4, "inconvenience no-empathy|no-reason"),
        ("criticism", "", 1, "inconvenience no-apology"),
        ("gratitude", "Иван", 1, "cold-thanks"),
    )
)


@dataclass(frozen=True)
class Pair:
    """What the customer wrote, a bad answer, a good one."""

    incoming: str
    bad: str
    good: str


def pairs(text: str) -> list[Pair]:
    """The ten pairs of the guide's text. Raises ValueError when it is another text."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not _NOISE.search(line)]
    ends = [place for place, line in enumerate(lines) if line == END]
    if len(ends) < 2 * len(SAID):
        raise ValueError(f"{len(ends)} letters, {2 * len(SAID)} expected")
    found = []
    begin = 0
    for bad_end, good_end in zip(ends[0 : 2 * len(SAID) : 2], ends[1 : 2 * len(SAID) : 2], strict=True):
        before = lines[begin:bad_end]
        start = max(
            place for place, line in enumerate(before) if _GREETING.fullmatch(line) and not _TO_US.match(line)
        )
        asked = next(
            (place for place in range(start - 1, -1, -1) if _TO_US.match(before[place])),
            start - 1 if begin else start,
        )
        after = lines[bad_end + 1 : good_end]
        notes = sum(line.startswith("- ") for line in after) or 1
        found.append(
            Pair(" ".join(before[asked:start]), "\n".join([*before[start:], END]), "\n".join([*after[notes:], END]))
        )
        begin = good_end + 1
    return found


def judged(found: Sequence[Pair]) -> list[tuple[str, list[str], list[str], list[str]]]:
    """(situation, faults of the guide that are not named, rules found in the bad letter, in the good one) of each pair."""
    rows = []
    for pair, (situation, name, day, faults) in zip(found, SAID, strict=True):
        bad, good = (
            [each.rule for each in check(Letter(text, "ru", situation, name, AGENT, day, pair.incoming))]
            for text in (pair.bad, pair.good)
        )
        rows.append((situation, ["|".join(sorted(each)) for each in faults if not each & set(bad)], bad, good))
    return rows


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", action="store_true", help="the letters, too")
    given = parser.parse_args(words)
    found = pairs(given.file.read_text(encoding="utf-8"))
    rows = judged(found)
    for pair, (situation, missed, bad, good) in zip(found, rows, strict=True):
        if given.show:
            print(f"--- {situation}\n{pair.incoming}\n\n{pair.bad}\n\n{pair.good}\n")
        print(
            f"{situation:<18} bad {len(bad):2}  good {len(good):2}  {'' if len(bad) > len(good) else 'NOT WORSE  '}missed: {', '.join(missed) or '-'}"
        )
        print(f"{'':<18} bad: {', '.join(sorted(set(bad)))}; good: {', '.join(sorted(set(good))) or '-'}")
    wanted = sum(len(each[3]) for each in SAID)
    named = wanted - sum(len(each[1]) for each in rows)
    print(
        f"{named} of {wanted} faults named; {sum(len(each[2]) > len(each[3]) for each in rows)} of {len(rows)} bad letters score worse"
    )
    return 0 if named == wanted and all(len(each[2]) > len(each[3]) for each in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
