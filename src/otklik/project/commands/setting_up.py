"""What commands that need the database begin with."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def begin(*, data: Path | None = None, migrate: bool = True, **variables: str) -> None:
    """Set Django up on a data folder; raises SystemExit with clear words on a bad setting."""
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
        from django.core.management import call_command  # noqa: PLC0415 -- after django.setup()

        call_command("migrate", interactive=False, verbosity=0)
