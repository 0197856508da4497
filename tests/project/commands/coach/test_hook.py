"""The pre-commit hook: what its manifest says is run as pre-commit runs it, over the files of a fresh repository."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.project.running import ROOT, environment

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
GOOD = "Здравствуйте, {name}!\n\nСпасибо, что выбрали {product}. Заказ {order} уже едет. Если что-то останется непонятным, ответьте на это письмо.\n\n{wish}\n{agent}\n"


@pytest.fixture
def repository(tmp_path):
    """A git repository with good saved replies in all three forms."""
    (tmp_path / "replies").mkdir()
    (tmp_path / "replies" / "delivery.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "replies" / "all.md").write_text(
        f"# Доставка\n\n{GOOD}\n# Кусочек\n\nПришлите, пожалуйста, номер заказа: {{order}}.\n", encoding="utf-8"
    )
    indented = "".join(f"    {line}\n" if line else "\n" for line in GOOD.splitlines())
    (tmp_path / "replies" / "saved.yaml").write_text(f"- id: delivery\n  text: |\n{indented}", encoding="utf-8")
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def hook(repository):
    """Run the hook's entry over the files that git knows."""
    (only,) = HOOKS
    command, *words = shlex.split(only["entry"])
    assert (only["id"], command) == ("otklik-coach", "otklik")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=repository, check=True, capture_output=True, text=True
    ).stdout
    names = [each for each in listed.split("\0") if Path(each).suffix in (".txt", ".md", ".yaml")]
    assert len(names) == 3
    return subprocess.run(
        [sys.executable, "-m", "otklik", *words, *names],
        cwd=repository,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_good_replies_go_through(repository):
    done = hook(repository)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Nothing to mend: 4 good letters.\n", "")


@pytest.mark.parametrize("name", ["delivery.txt", "all.md", "saved.yaml"])
def test_a_fault_stops_the_commit_and_names_file_and_line(repository, name):
    file = repository / "replies" / name
    file.write_text(
        file.read_text(encoding="utf-8").replace("уже едет", "задержан, простите за неудобства"), encoding="utf-8"
    )
    line = next(
        number for number, each in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if "неудобства" in each
    )
    done = hook(repository)
    assert done.returncode == 1
    assert f"replies/{name}:{line}:" in done.stdout
