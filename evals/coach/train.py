"""Train the coach's small models from labelled sentences and letters: `python evals/coach/train.py [FOLDER of letters …]`.

Sentences: `evals/coach/sentences/<lang>/<model>.txt`, a line each, «+ » a case, «- » none. Letters: only of the tune part
(`evals/letters/score.py`); a sentence that a label's span covers is a case, every other one of the letter is none; for the
models of incoming letters, an incoming letter is a case when some reply to it has the label, or the near miss, of the rule.
Pure Python, the same result each time. Prints what five folds say of each threshold.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import sys
from base64 import b85encode
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "letters"))

from score import letters, part_of  # noqa: E402 - the scorer stands beside us

from otklik.coach import speech  # noqa: E402
from otklik.coach.reply import learned  # noqa: E402
from otklik.coach.text import read, unit  # noqa: E402

OF_SENTENCES = ("officialese", "insincere-promise", "blame-shift", "no-reason", "cold-thanks")
OF_INCOMING = {"feeling": "no-empathy", "sorry": "no-apology", "unclear": "no-question"}
WITH_THANKS = ("acknowledgement", "feature-unplanned", "feature-planned", "gratitude", "browser-outdated")
OF_REPLIES = {
    "cold": "no-empathy",
    "unsorry": "no-apology",
    "thankless": "thanks",
    "cold-end": "closing",
    "uninviting": "no-invitation",
    "vague": "vague-status",
}
Example = tuple[frozenset[str], bool, str, float]


def sentences(lang: str, name: str, rows: list[dict[str, Any]]) -> list[Example]:
    """Examples of a model of sentences: (features, is it a case, the letter it is from, weight)."""
    groups, found = speech.of(lang), []
    for row in rows:
        labels = [each for each in row["labels"] if each["rule"] == name]
        spans = [(each["start"], each["end"]) for each in labels if each["start"] is not None]
        if (labels and not spans) or (name == "cold-thanks" and row["situation"] != "gratitude"):
            continue
        for sentence in read(row["reply"]).body:
            over = any(start < sentence.end and sentence.start < end for start, end in spans)
            found.append((learned.features(sentence.unit, groups), over, row["id"], 1.0))
    return found


def incoming(lang: str, rule: str, rows: list[dict[str, Any]]) -> list[Example]:
    """Examples of a model of incoming letters. A reply that says sorry without a label tells nothing of whether it had to."""
    virtue = {"no-empathy": "empathy", "no-apology": "apology"}.get(rule)
    cases: dict[str, bool] = {}
    for row in rows:
        near = [each["rule"] if isinstance(each, dict) else each for each in row.get("near") or []]
        is_case = rule in near or any(each["rule"] == rule for each in row["labels"])
        has_virtue = bool(virtue) and any(
            speech.of(lang).groups[virtue].find(s.unit) for s in read(row["reply"]).body
        )
        if is_case or not has_virtue:
            cases[row["incoming"]] = cases.get(row["incoming"], False) or is_case
    return [(of_text(lang, text), is_case, text, 1.0) for text, is_case in cases.items() if text]


def replies(lang: str, rule: str, rows: list[dict[str, Any]]) -> list[Example]:
    """Examples of a model of whole replies: the rule's label, among the letters to customers whose case it is."""
    cases: dict[str, bool] = defaultdict(bool)
    for row in rows:
        near = [each["rule"] if isinstance(each, dict) else each for each in row.get("near") or []]
        cases[row["incoming"]] |= rule in near or any(each["rule"] == rule for each in row["labels"])
    found = []
    for row in rows:
        if rule in ("closing", "no-invitation"):
            is_case = True
        elif rule == "vague-status":
            is_case = row["situation"].startswith("feature")
        else:
            is_case = row["situation"] in WITH_THANKS if rule == "thanks" else cases[row["incoming"]]
        if is_case and row["incoming"]:
            look = learned.of_end if rule == "closing" else learned.of_reply
            features = look(read(row["reply"]), speech.of(lang))
            found.append((features, any(each["rule"] == rule for each in row["labels"]), row["incoming"], 1.0))
    return found


def of_text(lang: str, text: str) -> frozenset[str]:
    """The features of a whole incoming letter."""
    parts = read(text)
    return frozenset().union(
        *(learned.features(s.unit, speech.of(lang), of_customer=True) for s in (*parts.sentences, *parts.signature))
    )


def written(lang: str, name: str) -> list[Example]:
    """The sentences written for the model."""
    file = HERE / "sentences" / lang / f"{name}.txt"
    groups, found = speech.of(lang), []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines() if file.exists() else []):
        mark, text = line[:1], line[2:]
        features = of_text(lang, text) if name in OF_INCOMING else learned.features(unit(text), groups)
        found.append((features, mark == "+", f"{name}{number}", 1.0))
    return found


def fit(examples: list[Example], *, rounds: int = 25, decay: float = 2e-4) -> tuple[float, dict[int, float]]:
    """Logistic regression by AdaGrad; cases and others weigh the same in all up to a factor of eight."""
    cases = sum(each[1] for each in examples)
    factor = min(8.0, max(1.0, (len(examples) - cases) / max(1, cases)))
    rows = [
        ([learned.place(f) for f in sorted(features)], is_case, weight * (factor if is_case else 1.0))
        for features, is_case, _, weight in examples
    ]
    weights: dict[int, float] = defaultdict(float)
    squares: dict[int, float] = defaultdict(lambda: 1e-6)
    bias, bias_square = -1.0, 1e-6
    order = list(range(len(rows)))
    chance = random.Random(7)
    for _ in range(rounds):
        chance.shuffle(order)
        for at in order:
            places, is_case, weight = rows[at]
            z = bias + sum(weights[each] for each in places)
            error = weight * ((1 / (1 + math.exp(-max(-30.0, min(30.0, z))))) - is_case)
            bias_square += error * error
            bias -= 0.1 * error / math.sqrt(bias_square)
            for each in places:
                slope = error + decay * weights[each] * len(rows) ** 0.5
                squares[each] += slope * slope
                weights[each] -= 0.15 * slope / math.sqrt(squares[each])
    return bias, weights


def folds(examples: list[Example]) -> list[tuple[float, bool]]:
    """Scores of examples by models that have not seen their letters."""
    found = []
    for fold in range(5):
        held = [each for each in examples if hash_of(each[2]) % 5 == fold]
        bias, weights = fit([each for each in examples if hash_of(each[2]) % 5 != fold])
        found += [(bias + sum(weights.get(learned.place(f), 0.0) for f in each[0]), each[1]) for each in held]
    return found


def hash_of(text: str) -> int:
    return learned.zlib.crc32(text.encode())


def tell(name: str, scored: list[tuple[float, bool]]) -> None:
    """Precision and recall at thresholds."""
    cases = sum(is_case for _, is_case in scored)
    line = []
    for threshold in (-2, -1, 0, 1, 2, 3, 4):
        above = [is_case for score, is_case in scored if score >= threshold]
        line.append(f"{threshold:+d}: P {sum(above) / max(1, len(above)):.2f} R {sum(above) / max(1, cases):.2f}")
    print(f"{name:<18} {cases:4}/{len(scored):<5} " + "  ".join(line))


def pack(bias: float, weights: dict[int, float]) -> dict[str, Any]:
    """The model in whole numbers."""
    step = max(map(abs, weights.values())) / 127
    row = bytes(128 + round(weights.get(at, 0.0) / step) for at in range(learned.SIZE))
    return {"bias": round(bias, 4), "step": round(step, 6), "weights": b85encode(row).decode()}


def main(paths: Iterable[str]) -> None:
    lang = "ru"
    rows = [
        row
        for row in letters([Path(each) for each in paths] or [HERE.parent / "letters"])
        if row["lang"] == lang and part_of(row["id"]) == "tune"
    ]
    found = {}
    for name in (*OF_SENTENCES, *OF_INCOMING, *OF_REPLIES):
        if name in OF_REPLIES:
            own = replies(lang, OF_REPLIES[name], rows)
        else:
            own = incoming(lang, OF_INCOMING[name], rows) if name in OF_INCOMING else sentences(lang, name, rows)
        examples = own + written(lang, name)
        tell(name, folds(examples))
        found[name] = pack(*fit(examples))
    file = learned.FOLDER / f"{lang}.json.gz"
    with gzip.GzipFile(file, "wb", mtime=0) as out:
        out.write(json.dumps(found, sort_keys=True).encode())
    print(len(rows), "letters;", file.stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
