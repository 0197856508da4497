"""`otklik serve` and `otklik work`: a real installation at work."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from otklik.project.commands.setting_up import begin


def serve(words: Sequence[str]) -> int:
    """Web, mail in and workers in one process; 1 when a port is taken."""
    begin(data=_data("serve", words))
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()

    from otklik.project.commands.running import run  # noqa: PLC0415 -- after django.setup()

    config = settings.CONFIG
    ports = ", ".join(
        f"{name} {address[0]}:{address[1]}"
        for name, address in (("SMTP", config.smtp), ("LMTP", config.lmtp))
        if address
    )

    def say() -> None:
        sys.stdout.write(
            f"Otklik is at {config.url} · data in {config.data} · mail in: {ports or 'no listener (OTKLIK_SMTP is not set)'}\n"
        )
        sys.stdout.flush()

    return run(with_web=True, when_ready=say)


def work(words: Sequence[str]) -> int:
    """Workers alone, beside `serve` on this host or others; a mail port that is free is opened here, too."""
    begin(data=_data("work", words))
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()

    from otklik.project.commands.running import run  # noqa: PLC0415 -- after django.setup()

    def say() -> None:
        sys.stdout.write(f"Otklik works · data in {settings.CONFIG.data}\n")
        sys.stdout.flush()

    return run(with_web=False, when_ready=say)


def _data(command: str, words: Sequence[str]) -> Path | None:
    parser = argparse.ArgumentParser(prog=f"otklik {command}")
    parser.add_argument("--data", type=Path, help="the installation's folder (or OTKLIK_DATA)")
    found: Path | None = parser.parse_args(words).data
    return found
