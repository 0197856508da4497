"""`otklik backup FILE` and `otklik restore FILE`: the whole installation in one archive, consistent while it runs."""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from otklik.project.commands.setting_up import begin


def backup(words: Sequence[str]) -> int:
    """Database first, files after it: a file is stored before the row that names it, so none is missing."""
    given = _parse("backup", words)
    begin(data=given.data, migrate=False)
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()

    config = settings.CONFIG
    if not config.database_url.startswith("sqlite"):
        sys.stderr.write("otklik: the database is PostgreSQL: copy it with pg_dump, and the folder media beside it\n")
        return 1
    with tempfile.TemporaryDirectory(dir=config.data) as folder:
        copy = Path(folder) / "otklik.sqlite3"
        source, target = sqlite3.connect(str(settings.DATABASES["default"]["NAME"])), sqlite3.connect(copy)
        with target:
            source.backup(target)
        source.close()
        target.close()
        with tarfile.open(given.file, "w:gz") as archive:
            archive.add(copy, "otklik.sqlite3")
            for name in ("secret.key", "media"):
                if (config.data / name).exists():
                    archive.add(config.data / name, name)
    sys.stdout.write(
        f"saved to {given.file} ({Path(given.file).stat().st_size // 1024} KB). It holds the secret key: keep it safe.\n"
    )
    return 0


def restore(words: Sequence[str]) -> int:
    """Into an empty data folder only: nothing is ever overwritten."""
    given = _parse("restore", words)
    data = given.data or Path("data")
    if data.exists() and any(data.iterdir()):
        sys.stderr.write(f"otklik: {data} is not empty; name another folder with --data, nothing was changed\n")
        return 1
    try:
        with tarfile.open(given.file) as archive:
            data.mkdir(parents=True, exist_ok=True)
            archive.extractall(data, filter="data")
    except (OSError, tarfile.TarError) as error:
        sys.stderr.write(f"otklik: {given.file} cannot be read: {error}\n")
        return 1
    sys.stdout.write(f"restored to {data}; start it with: otklik serve --data {data}\n")
    return 0


def _parse(command: str, words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"otklik {command}")
    parser.add_argument("file", type=Path)
    parser.add_argument("--data", type=Path, help="the installation's folder (or OTKLIK_DATA)")
    return parser.parse_args(words)
