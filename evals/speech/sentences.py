"""The sentences of `evals/speech/<lang>/<side>/<act>.txt`: a line each, «text ~ more acts»; the file's name is its first act
(`neutral` and `mixed` are none). `python evals/speech/sentences.py` checks them: known acts, no near duplicates (Jaccard of
letters' 4-grams below 0.6), and counts positives."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
SHORT = {
    "th": "thanks", "te": "thanks-empty", "ap": "apology", "af": "apology-formula", "em": "empathy", "ef": "empathy-formula", "wi": "wish",
    "ce": "cold-end", "in": "invite", "cl": "closed", "qu": "question", "re": "refusal", "bu": "burden", "rs": "reason", "rx": "reason-empty",
    "sh": "status-honest", "sv": "status-vague", "pi": "promise-insincere", "pr": "promise-real", "bl": "blame", "he": "help", "ow": "own-action",
    "st": "step-technical", "ss": "step-shown", "sy": "step-trivial", "gs": "generic-step", "of": "officialese", "pl": "plain",
    "ju": "jargon-unexplained", "je": "jargon-explained", "cf": "cold-formula", "wa": "warm-answer", "tk": "ticket-keep", "tn": "ticket-named",
    "fe": "feeling", "an": "anger", "dl": "deadline", "lo": "loss", "ct": "thanks", "va": "vague", "fa": "facts", "wf": "wish-feature",
    "qh": "question-howto", "tc": "technical", "la": "lay", "fl": "failure",
}  # fmt: skip
NO_ACT = ("neutral", "mixed")


class Row(NamedTuple):
    text: str
    acts: frozenset[str]

    @property
    def part(self) -> str:
        """tune (70 %) or check, by the text."""
        return "tune" if int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % 10 < 7 else "check"


def rows(lang: str, side: str) -> Iterator[Row]:
    """All sentences of a side."""
    for file in sorted((HERE / lang / side).glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            text, _, more = line.partition(" ~ ")
            if text.strip():
                own = () if file.stem in NO_ACT else (file.stem,)
                yield Row(text.strip(), frozenset([*own, *(SHORT[each] for each in more.split())]))


def grams(text: str) -> frozenset[str]:
    low = "".join(c for c in text.lower().replace("ё", "е") if c.isalnum() or c == " ")
    return frozenset(low[at : at + 4] for at in range(max(1, len(low) - 3)))


def twins(found: list[Row]) -> Iterator[tuple[str, str]]:
    """Pairs of sentences too much alike."""
    index: dict[str, list[int]] = defaultdict(list)
    all_grams = [grams(row.text) for row in found]
    for at, own in enumerate(all_grams):
        shared = Counter(other for gram in own for other in index[gram])
        for other, count in shared.items():
            if count / (len(own) + len(all_grams[other]) - count) >= 0.6:
                yield found[other].text, found[at].text
        for gram in own:
            index[gram].append(at)


def main() -> int:
    bad = 0
    for lang in sorted(each.name for each in HERE.iterdir() if each.is_dir() and not each.name.startswith("_")):
        for side in ("agent", "customer"):
            found = list(rows(lang, side))
            for one, two in twins(found):
                bad += 1
                print(f"alike: {one} | {two}")
            counts = Counter(act for row in found for act in row.acts)
            print(lang, side, len(found), "sentences;", ", ".join(f"{act} {n}" for act, n in sorted(counts.items())))
    return bad


if __name__ == "__main__":
    sys.exit(min(1, main()))
