"""`otklik backup FILE` and `otklik restore FILE`: the whole installation in one archive, consistent while it runs."""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sqlite3
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from otklik.project.commands.setting_up import begin, begin_existing

SQLITE, KEY, MEDIA, POSTGRES = "otklik.sqlite3", "secret.key", "media", "postgres"


def backup(words: Sequence[str]) -> int:
    """Database first, files after it: a file is stored before the row that names it, so none is missing. The archive
    appears whole or not at all; one of the same name is replaced."""
    given = _parse("backup", words)
    if not given.file.parent.is_dir():
        return _no(f"there is no folder {given.file.parent}; nothing was saved")
    begin_existing(data=given.data)
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()
    from django.db import Error  # noqa: PLC0415 -- after django.setup()

    unfinished = given.file.with_name(given.file.name + ".unfinished")
    try:
        with tempfile.TemporaryDirectory(dir=given.file.parent, prefix=".otklik-backup-") as folder:
            _copy_database(Path(folder))
            with _private(unfinished) as out, tarfile.open(fileobj=out, mode="w:gz") as archive:
                for each in sorted(Path(folder).iterdir()):
                    archive.add(each, each.name)
                _add_key(archive, settings.SECRET_KEY)
                if Path(settings.MEDIA_ROOT).is_dir():
                    archive.add(settings.MEDIA_ROOT, MEDIA)
        unfinished.replace(given.file)
    except (OSError, sqlite3.Error, Error) as error:
        return _no(f"the backup did not succeed, nothing was saved: {' '.join(str(error).split())}")
    finally:
        unfinished.unlink(missing_ok=True)
    size = given.file.stat().st_size // 1024
    sys.stdout.write(f"saved to {given.file} ({size} KB). It holds the secret key: keep it safe.\n")
    return 0


def restore(words: Sequence[str]) -> int:
    """Into an empty data folder (and an empty PostgreSQL database) only: nothing is ever overwritten."""
    given = _parse("restore", words)
    data: Path = given.data or Path(os.environ.get("OTKLIK_DATA") or "data")
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        return _no(f"{data} is not empty; name another folder with --data, nothing was changed")
    is_postgres = os.environ.get("OTKLIK_DATABASE_URL", "").startswith("postgres")
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        with _unpacked(given.file, data.parent) as folder:
            kind = POSTGRES if (folder / POSTGRES).is_dir() else SQLITE
            if not (folder / kind).exists() or not (folder / KEY).is_file():
                return _no(f"{given.file} is no backup of Otklik: it has no database or no key; nothing was changed")
            if (kind == POSTGRES) != is_postgres:
                wanted = "the URL of an empty PostgreSQL database" if kind == POSTGRES else "nothing (it is SQLite)"
                return _no(f"this backup needs OTKLIK_DATABASE_URL to be {wanted}; nothing was changed")
            if kind == POSTGRES and (why := _load_postgres(folder)):
                return _no(why)
            shutil.rmtree(folder / POSTGRES, ignore_errors=True)
            if data.exists():
                data.rmdir()
            folder.rename(data)
            data.chmod(0o755)
    except (OSError, EOFError, tarfile.TarError) as error:
        return _no(f"{given.file} cannot be restored: {error}; nothing was changed")
    sys.stdout.write(f"restored to {data}; start it with: otklik serve --data {data}\n")
    return 0


def _copy_database(folder: Path) -> None:
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()

    if settings.CONFIG.database_url.startswith("postgres"):
        from otklik.project.commands import postgres  # noqa: PLC0415 -- after django.setup()

        (folder / POSTGRES).mkdir()
        postgres.dump(folder / POSTGRES)
        return
    name = str(settings.DATABASES["default"]["NAME"])
    with closing(sqlite3.connect(name, timeout=60)) as source, closing(sqlite3.connect(folder / SQLITE)) as target:
        source.backup(target)


def _load_postgres(folder: Path) -> str:
    """Why it could not be loaded, or ""; then nothing was changed."""
    # The key is the backup's own; the folder is where the files are until it gets its name.
    begin(data=folder, migrate=False, OTKLIK_SECRET_KEY=(folder / KEY).read_text().strip())
    from django.db import Error  # noqa: PLC0415 -- after django.setup()

    from otklik.project.commands import postgres  # noqa: PLC0415 -- after django.setup()

    try:
        return postgres.load(folder / POSTGRES)
    except Error as error:
        return f"the database did not take it: {' '.join(str(error).split())}; nothing was changed"


@contextmanager
def _unpacked(file: Path, where: Path) -> Iterator[Path]:
    """The archive's contents in a folder beside the wanted one; what is not renamed away is removed."""
    folder = Path(tempfile.mkdtemp(dir=where, prefix=".otklik-restore-"))
    try:
        with tarfile.open(file) as archive:
            # By hand: tarfile's own filter came with Python 3.11.4, and Debian 12 has 3.11.2.
            for member in archive:
                _unpack(archive, member, folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """A plain file or folder inside `folder`, with its owner's rights only. Raises tarfile.TarError on anything else."""
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or not (member.isfile() or member.isdir()):
        raise tarfile.TarError(f"«{member.name}» has no place in a backup")
    target = folder / path
    if member.isdir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    content = archive.extractfile(member)
    if content is None:
        raise tarfile.TarError(f"«{member.name}» has no content")
    with content, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, member.mode & 0o700), "wb") as out:
        shutil.copyfileobj(content, out)


def _add_key(archive: tarfile.TarFile, key: str) -> None:
    """The key in use, wherever it came from: without it reply addresses and mailbox passwords are lost."""
    content = (key + "\n").encode()
    entry = tarfile.TarInfo(KEY)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def _private(file: Path) -> IO[bytes]:
    """A new file that only its owner may read."""
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _parse(command: str, words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"otklik {command}")
    parser.add_argument("file", type=Path)
    parser.add_argument("--data", type=Path, help="the installation's folder (or OTKLIK_DATA)")
    given = parser.parse_args(words)
    given.file = given.file.absolute()
    return given


def _no(why: str) -> int:
    sys.stderr.write(f"otklik: {why}\n")
    return 1
