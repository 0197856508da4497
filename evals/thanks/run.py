"""How well «спасибо!» is told from a letter that wants something: `python evals/thanks/run.py [FILE]`.

Precision counts most: a letter taken for mere thanks stays in a solved ticket where nobody looks.
"""

import json
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.project.settings")
    os.environ.setdefault("OTKLIK_SECRET_KEY", "none-is-needed")
    django.setup()

from otklik.intake.steps.thanks import is_bare_thanks

DEV = Path(__file__).parent / "dev.jsonl"


def score(file=DEV):
    """(precision, recall, the rows that were told wrongly)."""
    rows = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
    told = [is_bare_thanks(row["text"]) for row in rows]
    right = sum(each and row["is_bare"] for each, row in zip(told, rows, strict=True))
    wrong = [row for each, row in zip(told, rows, strict=True) if each != row["is_bare"]]
    return right / max(sum(told), 1), right / max(sum(row["is_bare"] for row in rows), 1), wrong


if __name__ == "__main__":
    precision, recall, wrong = score(*sys.argv[1:2])
    for row in wrong:
        print("taken for more" if row["is_bare"] else "TAKEN FOR THANKS", row["text"], sep="\t")
    print(f"precision {precision:.3f}  recall {recall:.3f}")
