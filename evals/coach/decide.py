"""Learn the coach's models and decisions: `python evals/coach/decide.py FOLDER … [--write] [--show RULE]` (labelled Russian letters,
their tune part only; `[--errors]` prints letters that the folds get wrong).

What a decision weighs must be honest: the letters are split in five (all answers to one message together), the small models
learn from four parts and speak of the fifth, and only then the decisions are fitted. The rules' own phrases were written while
reading the older letters; the letters called `hard` came later. So an older letter's signals of phrases have a second
weight, which takes what they know by heart and is thrown away. Decisions are judged by the same folds, the `hard` letters
apart, and the threshold of each is chosen there: precision first. Needs numpy, the product does not.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "letters"))
sys.path.insert(0, str(Path(__file__).parent))

import train
from score import letter_of, letters, part_of

from otklik.coach import text
from otklik.coach.reply import decision, learned, reading, shipped
from otklik.coach.reply.check import is_letter, marked
from otklik.coach.reply.evidence import signals

FOLDS = 5
HARD = 2.0  # what a letter weighs that no phrase was written from
EXAMPLE = 5.0  # what a rule's own example weighs
NEAR = 1.0  # the penalty of the signals that are about the rule
STRICT = 1.5  # what a hundredth of precision below the floor costs, in hundredths of F1
FEW = 8  # hard cases that can hold no floor of their own: all letters are one then


@dataclass(frozen=True)
class Taste:
    """How a language is learned: the penalty of signals that are about another rule; the floors of precision among hard and older
    letters, if a threshold can reach them; `caution`: log-odds above the chosen threshold where letters showed it to be too low."""

    far: float
    floor: float
    old_floor: float
    caution: dict[str, float] = field(default_factory=dict)


TASTES = {
    "ru": Taste(30.0, 0.90, 0.90, {"no-apology": 0.6, "vague-status": 0.25}),
    "en": Taste(15.0, 0.86, 0.88),
}
# rule: (acts, models, formulas and others that are about it; what shows the sentence to mark)
ABOUT: dict[str, tuple[str, str]] = {
    "thanks": ("thanks thanks-empty unthanked says:thanks", ""),
    "officialese": ("officialese plain cold-formula apology-formula heavy heavies density long", "officialese line:officialese"),
    "jargon": ("unexplained jargon-unexplained jargon-explained jargon technical lay link step-technical step-shown", "jargon-unexplained line:jargon"),
    "closing": ("wish cold-end wishless says:warm_end says:help close:closing says:thanks thanks", ""),
    "ticket-number": ("ticket-keep ticket-named keep", "ticket-keep line:ticket-number"),
    "insincere-promise": ("vowed promise-insincere promise-real insincere own-action cold-formula", "promise-insincere line:insincere-promise"),
    "blame-shift": ("blame blamed help blaming blaming-idle own-action step-shown promise-real link steps question says:help burden apology in:", "blame line:blame-shift"),
    "missing-link": ("step-technical step-shown step-trivial unshown-step unshown link technical steps own-action in:", "step-technical line:missing-link"),
    "no-reason": ("refused burdened fobbed-off refusal burden reason reason-empty refusing burdening unreasoned status-honest says:refusal says:reason says:weak_reason help own-action promise-real in:", "refusal burden line:no-reason"),
    "robotic": ("generic-step generic told past own-action items steps facts shared step-technical step-shown whole:missing-link in:", "generic-step"),
    "no-empathy": ("feeling-unmet loss-unmet deadline-unmet heard sorry empathy empathy-formula feeling deadline loss unmoved says:empathy apology apology-formula said:feeling said:deadline said:loss says:apology warm-answer", ""),
    "no-apology": ("failure failed criticised angered sorry-for-nothing heard sorry apology apology-formula anger loss unsorry says:apology said:anger said:failure sorry in: own:inconvenience facts feeling", ""),
    "no-question": ("question vague unasking facts asks unclear their-words said:unclear said:vague said:anger in:", ""),
    "no-invitation": ("invite question closed uninviting asks says:invite says:door_closed questions own-action", ""),
    "vague-status": ("status-honest status-vague vague refusal says:status says:vague_status promise-real reason", ""),
    "cold-thanks": ("cold-formula warm-answer cold thanks empathy facts shared short plain own-action", "cold-formula line:cold-thanks"),
}  # fmt: skip
PHRASES = ("own:", "more:", "says:", "said:", "of:unasking", "of:unmoved", "of:unsorry")  # signals of phrases


class Case:
    """A letter (or a rule's example) with its signals."""

    def __init__(self, key: str, row: dict[str, Any] | None, *, is_old: bool, worth: float) -> None:
        self.key, self.row, self.is_old, self.worth = key, row, is_old, worth
        self.fold = fold_of(row) if row else -1
        self.seen: dict[str, float] = {}
        self.concerned: set[str] = set()
        self.labels = {each["rule"] for each in row["labels"]} if row else set()


def observe(case: Case, letter: Any, lang: str) -> None:
    """The letter's signals with the models of now."""
    said = reading.reading(letter)
    found = marked(shipped().of(lang), said)
    case.concerned = {rule.id for rule, _ in found}
    case.seen = signals(said, {rule.id: len(marks) for rule, marks in found})


def forget() -> None:
    """Empty the caches that hold what models said."""
    text.unit.cache_clear()
    learned.bundle.cache_clear()
    reading.customer.cache_clear()


def learn(rows: list[dict[str, Any]], kept: Path | None, lang: str) -> dict[str, Any]:
    """The models of each fold, learned without it, and of everything; once, if `kept` names a file to keep them."""
    if kept and kept.exists():
        return dict(json.loads(kept.read_text()))
    parts = {str(n): [row for row in rows if fold_of(row) != n] for n in range(FOLDS)} | {"all": rows}
    with ProcessPoolExecutor(3) as pool:
        folds = dict(zip(parts, pool.map(train.train, [lang] * len(parts), parts.values()), strict=True))
    if kept:
        kept.write_text(json.dumps(folds))
    return folds


def fold_of(row: dict[str, Any]) -> int:
    """All answers to one message share a fold."""
    return zlib.crc32((row["incoming"] or row["id"]).encode()) % FOLDS


def gather(
    rows: list[dict[str, Any]], trained: dict[str, Any], lang: str
) -> tuple[list[Case], dict[str, list[tuple[Case, bool]]]]:
    """All letters' cases seen by models that have not read them, and the rules' examples."""
    cases = [
        Case(
            row["incoming"] or row["id"],
            row,
            is_old="-h" not in row["id"],
            worth=1.0 if "-h" not in row["id"] else HARD,
        )
        for row in rows
    ]
    shipped_models = learned.models
    for fold in range(FOLDS):
        models = train.models(trained[str(fold)])
        learned.models = lambda asked, models=models: models if asked == lang else {}  # type: ignore[assignment]
        forget()
        for case in cases:
            if case.fold == fold:
                observe(case, letter_of(case.row or {}), lang)
    models = train.models(trained["all"])
    learned.models = lambda asked: models if asked == lang else {}  # type: ignore[assignment]
    forget()
    examples: dict[str, list[tuple[Case, bool]]] = {}
    for rule in shipped().of(lang):
        examples[rule.id] = []
        for n, (letter, is_bad) in enumerate(rule.examples):
            if not is_letter(reading.reading(letter)):
                continue
            case = Case(f"{rule.id}{n}", None, is_old=True, worth=EXAMPLE)
            observe(case, letter, lang)
            examples[rule.id].append((case, is_bad))
    learned.models = shipped_models
    forget()
    return cases, examples


def is_about(name: str, rule: str) -> bool:
    kind, _, rest = name.rpartition(":")
    if name in (f"own:{rule}", f"more:{rule}", f"line:{rule}", f"whole:{rule}", f"close:{rule}"):
        return True
    words = ABOUT[rule][0].split()
    return name in words or (rest in words and kind not in ("own", "more")) or kind + ":" in words


class Fitted:
    """A decision: names of signals, weights, bias."""

    def __init__(self, rule: str, cases: list[tuple[Case, bool]], taste: Taste) -> None:
        names = sorted({name for case, _ in cases for name in case.seen})
        self.names = names
        at = {name: n for n, name in enumerate(names)}
        old = [name for name in names if name.startswith(PHRASES)]
        width = len(names) + len(old) + 2
        table = np.zeros((len(cases), width))
        for n, (case, _) in enumerate(cases):
            for name, value in case.seen.items():
                table[n, at[name]] = value
            if case.is_old:
                for m, name in enumerate(old):
                    table[n, len(names) + m] = case.seen.get(name, 0.0)
                table[n, -2] = 1.0
        table[:, -1] = 1.0
        penalty = np.array([NEAR if is_about(name, rule) else taste.far for name in names])
        # what an older letter's phrases know by heart costs little, so that it lands there
        penalty = np.concatenate([penalty, 0.7 * penalty[[at[name] for name in old]], [0.5, 1e-3]])
        truth = np.array([is_bad for _, is_bad in cases], float)
        worth = np.array([case.worth for case, _ in cases])
        worth = worth * np.where(truth > 0, min(2.0, ((truth == 0).sum() / max(1, truth.sum())) ** 0.5), 1.0)
        weights = np.zeros(width)
        for _ in range(9):
            chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
            bend = worth * chance * (1 - chance) + 1e-6
            slope = table.T @ (worth * (chance - truth)) + penalty * weights
            weights -= np.linalg.solve((table * bend[:, None]).T @ table + np.diag(penalty), slope)
        self.weights, self.bias = weights[: len(names)], float(weights[-1])

    def score(self, case: Case) -> float:
        return self.bias + sum(
            float(weight) * case.seen[name]
            for name, weight in zip(self.names, self.weights, strict=True)
            if name in case.seen
        )


def figures(said: np.ndarray, truth: np.ndarray) -> tuple[float, float, float]:
    hit = float((said & truth).sum())
    p, r = hit / said.sum() if said.sum() else 1.0, hit / max(1, truth.sum())
    return p, r, 2 * p * r / max(1e-9, p + r)


def threshold(scores: np.ndarray, truth: np.ndarray, hard: np.ndarray, taste: Taste) -> float:
    """The best F1 where precision holds the floors among the hard letters and among the older ones, else the least below them."""
    worth = np.where(hard, HARD, 1.0)
    parts = ((hard, taste.floor), (~hard, taste.old_floor))
    if truth[hard].sum() < FEW:
        parts = ((np.ones_like(hard), taste.old_floor),)
    best, least = -9.0, 0.0
    for each in np.unique(scores):
        said = scores >= each
        hit, wrong = worth[said & truth].sum(), worth[said & ~truth].sum()
        p, r = hit / (hit + wrong + 1e-9), hit / max(1e-9, worth[truth].sum())
        value = 2 * p * r / max(1e-9, p + r)
        for part, floor in parts:
            precision = figures(said[part], truth[part])[0]
            value -= STRICT * max(0.0, floor - precision)
        if value > best:
            best, least = value, float(each)
    below = scores[scores < least]
    return (least + float(below.max())) / 2 if len(below) else least


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", default="", help="print what the folds get wrong of this rule")
    parser.add_argument("--keep", type=Path, help="a file for the folds' models, so that they are learned once")
    parser.add_argument("--lang", default="ru")
    given = parser.parse_args(words)
    lang, taste = given.lang, TASTES[given.lang]
    rows = [row for row in letters(given.paths) if row["lang"] == lang and part_of(row["id"]) == "tune"]
    trained = learn(rows, given.keep, lang)
    cases, examples = gather(rows, trained, lang)
    found: dict[str, Any] = {}
    weighed = {rule.id for rule in shipped().of(lang) if rule.is_weighed}
    totals = {"phrases": np.zeros(3), "decision": np.zeros(3)}
    clean = np.ones(len(cases), bool)
    print(
        f"{len(rows)} letters\n{'rule':<18} cases  hard letters: phrases P  R     decision P  R  F1     older: decision P  R  F1"
    )
    for rule, (_, where) in ABOUT.items():
        own = [(case, rule in case.labels) for case in cases if rule in case.concerned]
        place = {id(case): n for n, case in enumerate(cases)}
        scores, truth = np.zeros(len(own)), np.array([is_bad for _, is_bad in own])
        for fold in range(FOLDS):
            fitted = Fitted(rule, [pair for pair in own if pair[0].fold != fold] + examples[rule], taste)
            for n, (case, _) in enumerate(own):
                if case.fold == fold:
                    scores[n] = fitted.score(case)
        hard = np.array([not case.is_old for case, _ in own])
        least = threshold(scores, truth, hard, taste) + taste.caution.get(rule, 0.0)
        said = scores >= least
        phrased = np.array([f"own:{rule}" in case.seen for case, _ in own])
        a, b, c = (
            figures(phrased[hard], truth[hard]),
            figures(said[hard], truth[hard]),
            figures(said[~hard], truth[~hard]),
        )
        print(
            f"{rule:<18} {truth.sum():3} {truth[hard].sum():3}   {a[0]:.2f} {a[1]:.2f} {a[2]:.2f}     {b[0]:.2f} {b[1]:.2f} {b[2]:.2f}     {c[0]:.2f} {c[1]:.2f} {c[2]:.2f}"
        )
        for name, what in (("phrases", phrased), ("decision", said)):
            totals[name] += [(what & truth & hard).sum(), (what & ~truth & hard).sum(), (~what & truth & hard).sum()]
        clean[[place[id(case)] for (case, _), wrong in zip(own, said, strict=True) if wrong]] = False
        if given.show in (rule, "all"):
            for n, (case, is_bad) in enumerate(own):
                if said[n] != is_bad and case.row:
                    tell(case, rule, scores[n] - least, is_bad)
        for _ in range(6):  # a rule's own examples are its tests: those that it gets wrong weigh more and more
            final = Fitted(rule, own + examples[rule], taste)
            wrong = [
                (case, is_bad)
                for case, is_bad in examples[rule]
                if (final.score(case) > least + (0.1 if is_bad else -0.1)) != is_bad
            ]
            for case, _ in wrong:
                case.worth *= 3
            if not wrong:
                break
        weights = {
            name: round(float(w), 3) for name, w in zip(final.names, final.weights, strict=True) if abs(w) >= 0.04
        }
        if wrong:
            print(
                "    its own examples that it gets wrong:",
                [(case.key, is_bad, round(final.score(case) - least, 2)) for case, is_bad in wrong],
            )
        if rule in weighed:
            found[rule] = {"bias": round(final.bias - least, 3), "where": where.split(), "weights": weights}
    good = np.array([not case.labels for case in cases]) & np.array([not case.is_old for case in cases])
    for name, (hit, wrong_, missed) in totals.items():
        print(f"hard, {name}: P {hit / (hit + wrong_):.3f} R {hit / (hit + missed):.3f}")
    print(f"hard good letters that no decision marks: {clean[good].mean():.2f} of {good.sum()}")
    if given.write:
        print(train.write(lang, trained["all"]), "bytes of models")
        decision.FOLDER.mkdir(exist_ok=True)
        (decision.FOLDER / f"{lang}.json").write_text(
            json.dumps(found, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8"
        )


def tell(case: Case, rule: str, score: float, is_bad: bool) -> None:
    row = case.row or {}
    spans = [each["quote"] for each in row["labels"] if each["rule"] == rule]
    print(
        f"=== {'MISSED' if is_bad else 'FALSE'} {rule} {score:+.2f} {row['id']} {row['situation']} own {case.seen.get('own:' + rule, 0)} | {row['incoming']}\n{row['reply']}\n  ** {spans}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
