"""Train the recogniser of situations: `python evals/coach/train_situations.py [FOLDER of letters …]`.

It learns what the cues of the files miss: a softmax over the situations, whose cues' weights stand fixed beneath the learned ones. It
reads the lines of `sentences/<lang>/situations.txt`, the odd half of every situation's own `incoming` (the even half is held out for the tests) and the incoming letters of the tune part
of labelled letters. Those know the ten situations of the contract alone: an `other` letter may belong to one of ours, so it is
told only that it is none of the ten; an acknowledgement's is of any. Pure Python, the same result each time. Prints what five folds say.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import sys
import zlib
from base64 import b85encode
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "letters"))

from score import letters, part_of  # noqa: E402 - the scorer stands beside us

from otklik.coach.reply import learned  # noqa: E402
from otklik.coach.reply.model import SITUATIONS  # noqa: E402
from otklik.coach.reply.situations import shipped  # noqa: E402
from otklik.coach.reply.situations.recognise import SIZE, features, said, units_of  # noqa: E402

NAMES = [name for name, each in shipped().by_id.items() if "automatic" not in each.context]
OURS = frozenset(NAMES) - frozenset(SITUATIONS) | {"other"}  # what the labels of letters call other


class Example(NamedTuple):
    """One incoming letter: its features' places, what the cues say of each situation, which situations it may be of."""

    text: str
    places: list[int]
    cues: list[float]
    allowed: frozenset[str]


def example(lang: str, text: str, allowed: frozenset[str]) -> Example:
    """A letter as the recogniser sees it."""
    units = units_of(text)
    cues = [said(shipped().by_id[name], lang, units) for name in NAMES]
    return Example(text, sorted(features(units)), cues, allowed)


def examples(lang: str, paths: Iterable[Path]) -> list[Example]:
    """All that may be learned from."""
    found = {
        text: frozenset({each.id})
        for each in shipped().by_id.values()
        if each.id in NAMES
        for text in each.incoming[lang][1::2]
    }
    found |= written(lang)
    for row in letters(paths):
        if row["lang"] == lang and part_of(row["id"]) == "tune" and row["incoming"]:
            label = row["situation"]
            if label != "acknowledgement":
                found[row["incoming"]] = OURS if label == "other" else frozenset({label})
    return [example(lang, text, allowed) for text, allowed in found.items()]


def written(lang: str) -> dict[str, frozenset[str]]:
    """The lines written for the recogniser."""
    found, name = {}, ""
    for line in (HERE / "sentences" / lang / "situations.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            name = line[3:]
            if name not in NAMES:
                raise ValueError(f"{lang}/situations.txt: there is no situation «{name}»")
        elif line and not line.startswith("#"):
            found[line] = frozenset({name})
    return found


def fit(rows: list[Example], *, rounds: int = 12, decay: float = 2e-3) -> tuple[list[float], list[dict[int, float]]]:
    """Softmax regression by AdaGrad above the cues. Where several situations are allowed, their sum is what is raised."""
    count = defaultdict(float)
    for row in rows:
        for name in row.allowed:
            count[name] += 1 / len(row.allowed)
    weights: list[dict[int, float]] = [defaultdict(float) for _ in NAMES]
    squares: list[dict[int, float]] = [defaultdict(lambda: 1e-6) for _ in NAMES]
    bias, bias_squares = [0.0] * len(NAMES), [1e-6] * len(NAMES)
    order, chance = list(range(len(rows))), random.Random(7)
    for _ in range(rounds):
        chance.shuffle(order)
        for at in order:
            row = rows[at]
            shares = softmax(
                [c + b + sum(w[p] for p in row.places) for c, b, w in zip(row.cues, bias, weights, strict=True)]
            )
            right = [share if name in row.allowed else 0.0 for name, share in zip(NAMES, shares, strict=True)]
            whole = sum(right) or 1.0
            weight = (
                1.0
                if len(row.allowed) > 1
                else min(2.0, (len(rows) / len(NAMES) / max(1.0, count[next(iter(row.allowed))])) ** 0.5)
            )
            for number, share in enumerate(shares):
                error = weight * (share - right[number] / whole)
                if abs(error) < 1e-3:
                    continue
                bias_squares[number] += error * error
                bias[number] -= 0.1 * error / math.sqrt(bias_squares[number])
                own, past = weights[number], squares[number]
                for place in row.places:
                    slope = error + decay * own[place] * len(rows) ** 0.5
                    past[place] += slope * slope
                    own[place] -= 0.12 * slope / math.sqrt(past[place])
    return bias, weights


def softmax(scores: list[float]) -> list[float]:
    """Shares of one."""
    top = max(scores)
    raised = [math.exp(each - top) for each in scores]
    whole = sum(raised)
    return [each / whole for each in raised]


def tell(lang: str, rows: list[Example]) -> float:
    """What models say of letters that they have not seen: how often right, and at which confidence. Returns by how much to multiply
    the log-odds so that the confidences are honest."""
    scored: list[tuple[list[float], frozenset[str]]] = []
    for fold in range(5):
        bias, weights = fit([row for row in rows if zlib.crc32(row.text.encode()) % 5 != fold])
        for row in rows:
            if zlib.crc32(row.text.encode()) % 5 == fold:
                learned_by = zip(row.cues, bias, weights, strict=True)
                scored.append(
                    ([c + b + sum(w.get(p, 0.0) for p in row.places) for c, b, w in learned_by], row.allowed)
                )
    sharp = min((1 + step / 10 for step in range(31)), key=lambda each: loss(scored, each))
    answers = []
    for scores, allowed in scored:
        shares = softmax([each * sharp for each in scores])
        best = max(range(len(NAMES)), key=shares.__getitem__)
        answers.append((shares[best], NAMES[best] in allowed))
    line = [f"all {sum(right for _, right in answers) / len(answers):.2f}"]
    for least in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        above = [right for share, right in answers if share >= least]
        line.append(f"≥{least}: {sum(above) / max(1, len(above)):.2f} of {len(above) / len(answers):.2f}")
    print(lang, len(rows), f"letters; × {sharp:.1f};", "  ".join(line))
    return sharp


def loss(scored: list[tuple[list[float], frozenset[str]]], sharp: float) -> float:
    """How surprised the confidences are by the labels."""
    whole = 0.0
    for scores, allowed in scored:
        shares = softmax([each * sharp for each in scores])
        whole -= math.log(max(1e-9, sum(share for name, share in zip(NAMES, shares, strict=True) if name in allowed)))
    return whole


def pack(sharp: float, bias: list[float], weights: list[dict[int, float]]) -> dict[str, object]:
    """The model in whole numbers."""
    step = max(abs(each) for own in weights for each in own.values()) / 127
    rows = {
        name: b85encode(bytes(128 + round(own.get(at, 0.0) / step) for at in range(SIZE))).decode()
        for name, own in zip(NAMES, weights, strict=True)
    }
    return {
        "sharp": round(sharp, 2),
        "step": round(step, 6),
        "bias": {name: round(each, 4) for name, each in zip(NAMES, bias, strict=True)},
        "weights": rows,
    }


def main(paths: list[str]) -> None:
    for lang in ("ru", "en"):
        rows = examples(lang, [Path(each) for each in paths] or [HERE.parent / "letters"])
        sharp = tell(lang, rows)
        file = learned.FOLDER / f"situations-{lang}.json.gz"
        with gzip.GzipFile(file, "wb", mtime=0) as out:
            out.write(json.dumps(pack(sharp, *fit(rows)), sort_keys=True).encode())
        print(file.name, file.stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
