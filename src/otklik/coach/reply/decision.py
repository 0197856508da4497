"""Whether a rule speaks at all: a small weighing of a letter's signals for each rule whose file says `weighed`. Made by
`evals/coach/decide.py` and kept as readable JSON in `decisions/<lang>.json`; `reasons` names what made a decision. Pure."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import mul
from pathlib import Path

from otklik.coach import acts
from otklik.coach.reply.evidence import Signals, line_scores
from otklik.coach.reply.reading import Reading
from otklik.coach.text import Sentence

FOLDER = Path(__file__).parent / "decisions"
_ZEROS = itertools.repeat(0.0)


@dataclass(frozen=True, eq=False)
class Decision:
    """Weights of signals; a letter has the fault where `bias` and they sum up to more than 0. `where` names the acts and the
    model of sentences that show the sentence to be marked; none of them for an absence."""

    bias: float
    weights: Mapping[str, float]
    where: tuple[str, ...]

    def score(self, seen: Signals) -> float:
        """Log-odds above the threshold."""
        weighed: Iterator[float] = map(mul, self.weights.values(), map(seen.get, self.weights, _ZEROS))
        return self.bias + sum(weighed)

    def reasons(self, seen: Signals, most: int = 5) -> list[tuple[str, float]]:
        """The signals that weighed most."""
        weighed = [(name, weight * seen[name]) for name, weight in self.weights.items() if name in seen]
        return sorted(weighed, key=lambda pair: -abs(pair[1]))[:most]

    def sentence(self, reading: Reading) -> Sentence | None:
        """The sentence that shows the fault best; None for an absence."""
        body = [each for each in reading.text.body if each.words]
        if not self.where or not body:
            return None
        return max(body, key=lambda each: self._shows(each, reading))

    def _shows(self, sentence: Sentence, reading: Reading) -> float:
        chances, lines = acts.of(sentence.unit, reading.letter.lang), line_scores(sentence.unit, reading)
        return sum(lines[name] if name in lines else chances.get(name, 0.0) for name in self.where)


@functools.lru_cache(maxsize=4)
def decisions(lang: str) -> Mapping[str, Decision]:
    """The shipped decisions of a language, by rule; none where nothing was learned."""
    file = FOLDER / f"{lang}.json"
    if not file.exists():
        return {}
    return {
        rule: Decision(float(each["bias"]), each["weights"], tuple(each["where"]))
        for rule, each in json.loads(file.read_text(encoding="utf-8")).items()
    }
