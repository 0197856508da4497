"""The coach's version is the same wherever it is installed, and another when anything in it is another."""

import shutil

from otklik.coach import version


def test_a_changed_rule_is_another_version(tmp_path, monkeypatch):
    here = version.version()
    copy = tmp_path / "coach"
    shutil.copytree(version.FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(version, "FOLDER", copy)
    moved = version.version.__wrapped__()
    with (copy / "names.yaml").open("a") as file:
        file.write("\n# another word\n")
    assert (moved, version.version.__wrapped__() != here, len(here)) == (here, True, 12)
