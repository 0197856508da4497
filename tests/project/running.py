"""The command line as a person calls it: a process of its own, an environment of its own, an empty folder."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str


def environment(**variables):
    return {
        "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8",
        **{name: str(value) for name, value in variables.items()},
    }  # fmt: skip


def otklik(*words, folder, stdin="", **variables):
    """Run one command to its end in `folder`; `variables` are all OTKLIK_* that it sees."""
    done = subprocess.run(
        [sys.executable, "-m", "otklik", *map(str, words)], cwd=folder, env=environment(**variables), input=stdin, text=True,
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    return Said(done.returncode, done.stdout, done.stderr)


def everything(folder):
    """All files below a folder, as names: what a command that changes nothing leaves as it was."""
    return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*"))
