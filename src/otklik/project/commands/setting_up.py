"""What commands that need the database begin with."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def begin(*, data: Path | None = None, migrate: bool = True, **variables: str) -> None:
    """Set Django up on a data folder; raises SystemExit with clear words on a bad setting or a database that is away."""
    if data is not None:
        os.environ["OTKLIK_DATA"] = str(data)
    os.environ.update(variables)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.project.settings")
    from otklik.project.config import BadSetting  # noqa: PLC0415 -- after the environment

    try:
        import django  # noqa: PLC0415 -- after the environment

        django.setup()
    except BadSetting as error:
        sys.stderr.write(f"otklik: {error}\n")
        raise SystemExit(2) from None
    if migrate:
        _migrate()


def begin_existing(*, data: Path | None = None, migrate: bool = False) -> None:
    """The same for an installation that is there already; where there is none, nothing is made: SystemExit says so."""
    if not is_installed(data):
        sys.stderr.write(
            f"otklik: there is no installation in {_folder(data)}; name its folder with --data FOLDER (or OTKLIK_DATA)\n"
        )
        raise SystemExit(1)
    begin(data=data, migrate=migrate)


def is_installed(data: Path | None) -> bool:
    """Whether a database is there to be asked: the file in the folder, or a server that is named."""
    return bool(os.environ.get("OTKLIK_DATABASE_URL")) or (_folder(data) / "otklik.sqlite3").is_file()


def has_key(data: Path | None) -> bool:
    """Whether the installation's own key has been made."""
    return (_folder(data) / "secret.key").is_file()


def _folder(data: Path | None) -> Path:
    return (data or Path(os.environ.get("OTKLIK_DATA") or "data")).absolute()


def _migrate() -> None:
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- after django.setup()
    from django.db import OperationalError, connection  # noqa: PLC0415 -- after django.setup()

    try:
        settings.CONFIG.data.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as error:
        reason = str(error).strip().split("\n")[0]
        sys.stderr.write(
            f"otklik: the {connection.vendor} database does not let us in: {reason}\n"
            "        Look at OTKLIK_DATABASE_URL, at --data, and whether the server runs.\n"
        )
        raise SystemExit(1) from None
    except OSError as error:
        sys.stderr.write(f"otklik: the data folder {settings.CONFIG.data} cannot be written: {error.strerror}\n")
        raise SystemExit(2) from None
