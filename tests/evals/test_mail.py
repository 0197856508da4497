"""The parser against our own set of Russian letters: a floor under the score, and letters broken on purpose."""

import subprocess
import sys

import pytest
from evals.mail.score import letters, run

FLOOR = 0.97


def test_the_set_is_large_and_its_ids_are_one_each():
    ids = [letter.id for letter in letters()]
    assert (len(ids) >= 700, len(set(ids))) == (True, len(ids))


def test_the_check_part_stays_above_its_floor():
    chosen = [letter for letter in letters("check") if not letter.id.startswith("limit/")]
    checks = [(letter.id, *each) for letter, found, _ in run(chosen) for each in found]
    wrong = [each for each in checks if not each[2]]
    assert len(wrong) <= (1 - FLOOR) * len(checks), wrong
    assert [each for each in wrong if each[1] in ("shape", "storable", "html_safe", "in time")] == []


@pytest.mark.slow
@pytest.mark.parametrize("words", [["--limits"], ["--count", "300", "--seed", "7"]])
def test_no_letter_breaks_the_parser_or_takes_2_seconds_or_300_megabytes(words):
    done = subprocess.run(
        [sys.executable, "-m", "evals.mail.fuzz", *words], capture_output=True, text=True, timeout=600
    )
    assert (done.returncode, done.stdout.splitlines()[:-1]) == (0, [])
