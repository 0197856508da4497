"""How well situations are recognised: `python evals/coach/situations.py [FOLDER of letters …] [--part tune] [--wrong]`.

Two tables a language. Labelled letters of the check part: their labels are the ten of the contract and `other`, which all of our further
situations are to them; the wish's status is told where the label is one of the two of wishes (a desk knows it from its board), and
acknowledgements are left out (a desk knows that an answer is automatic). Then the held-out half of the files' own incoming letters.
`spoken` is how often anything is said, `right of spoken` how often that is right; `top 1` and `top 2` do not mind the confidence.
Wrong ones are shown of the tune part only.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "letters"))

from score import letters, part_of  # noqa: E402 - the scorer stands beside us

from otklik.coach.reply.model import SITUATIONS  # noqa: E402
from otklik.coach.reply.situations import Context, Guess, guess, shipped  # noqa: E402

STATUS = {"feature-unplanned": "unplanned", "feature-planned": "planned"}


def as_label(name: str) -> str:
    """A situation in the words of the contract."""
    return name if name in SITUATIONS else "other"


def told(lang: str, cases: Iterable[tuple[str, str, Guess]], *, in_contract: bool) -> None:
    """The table."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for label, _, answer in cases:
        names = [as_label(name) if in_contract else name for name, _ in answer.likely]
        names = list(dict.fromkeys(names)) or ["other"]
        spoken = as_label(answer.id) if in_contract else answer.id
        hit = [True, bool(answer.id), bool(answer.id) and spoken == label, names[0] == label, label in names[:2]]
        for row in (counts[label], counts["ALL"]):
            for at, each in enumerate(hit):
                row[at] += each
    print(f"{lang:<24} n   spoken  right of spoken  top 1  top 2")
    for label, (n, spoken, right, one, two) in sorted(counts.items()):
        print(
            f"  {label:<20} {n:4}   {spoken / n:5.2f}  {right / max(1, spoken):15.2f}  {one / n:5.2f}  {two / n:5.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--part", default="check", choices=("check", "tune"))
    parser.add_argument("--wrong", action="store_true", help="show what is wrong, of the tune part")
    given = parser.parse_args()
    rows = [
        row
        for row in letters(given.paths or [HERE.parent / "letters"])
        if part_of(row["id"]) == given.part and row["incoming"]
    ]
    tuned = {
        row["incoming"] for row in letters(given.paths or [HERE.parent / "letters"]) if part_of(row["id"]) == "tune"
    }
    for lang in ("ru", "en"):
        seen, cases = set(), []
        for row in rows:
            label = row["situation"]
            key = (row["incoming"], label)
            if (
                row["lang"] != lang
                or label == "acknowledgement"
                or key in seen
                or (given.part == "check" and row["incoming"] in tuned)
            ):
                continue
            seen.add(key)
            answer = guess(row["incoming"], lang, Context(feature_status=STATUS.get(label, "")))
            cases.append((label, row["incoming"], answer))
            if given.wrong and given.part == "tune" and answer.id and as_label(answer.id) != label:
                print(
                    f"  {label} taken for {answer.id} {answer.confidence:.2f} {answer.why}: {row['incoming'][:140]!r}"
                )
        told(f"{lang} letters, {given.part}", cases, in_contract=True)
        own = [
            (each.id, text, guess(text, lang, Context(feature_status=STATUS.get(each.id, ""))))
            for each in shipped().by_id.values() if each.id != "acknowledgement" for text in each.incoming[lang][::2]
        ]  # fmt: skip
        told(f"{lang} own, held out", own, in_contract=False)
        if given.wrong:
            for label, text, answer in own:
                if answer.id and answer.id != label:
                    print(f"  {label} taken for {answer.id} {answer.confidence:.2f} {answer.why}: {text[:120]!r}")


if __name__ == "__main__":
    main()
