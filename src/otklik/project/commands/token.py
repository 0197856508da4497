"""`otklik token`: programs that may ask the coach over HTTP, let in and shut out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from otklik.project.commands.setting_up import begin_existing


def run(words: Sequence[str]) -> int:
    """add NAME prints the secret, once; list tells who may and how much they asked; revoke NAME ends it."""
    parser = argparse.ArgumentParser(prog="otklik token")
    commands = parser.add_subparsers(dest="what", required=True)
    for what, about in (
        ("add", "make a token; its secret is shown once"),
        ("revoke", "it opens nothing from now on"),
    ):
        command = commands.add_parser(what, help=about)
        command.add_argument("name", help="which program it is for")
        command.add_argument("--data", type=Path, help="the installation's folder (or OTKLIK_DATA)")
    command = commands.add_parser("list", help="all tokens and what they were used for")
    command.add_argument("--data", type=Path, help="the installation's folder (or OTKLIK_DATA)")
    given = parser.parse_args(words)
    begin_existing(data=given.data, migrate=True)  # an older installation has no tokens yet
    if given.what == "add":
        return _add(given.name)
    return _revoke(given.name) if given.what == "revoke" else _list()


def _add(name: str) -> int:
    from otklik.api.actions import add_token  # noqa: PLC0415 -- after django.setup()
    from otklik.kit.clock import now  # noqa: PLC0415 -- after django.setup()

    try:
        secret = add_token(name, at=now())
    except ValueError as error:
        sys.stderr.write(f"otklik: {error}\n")
        return 1
    sys.stdout.write(secret + "\n")
    sys.stderr.write("Keep it now: it is shown this once.\n")
    return 0


def _revoke(name: str) -> int:
    from otklik.api.actions import revoke_token  # noqa: PLC0415 -- after django.setup()
    from otklik.api.models import Token  # noqa: PLC0415 -- after django.setup()
    from otklik.kit.clock import now  # noqa: PLC0415 -- after django.setup()

    try:
        changed = revoke_token(name, at=now())
    except Token.DoesNotExist:
        sys.stderr.write(f"otklik: there is no token «{name}»; otklik token list shows all\n")
        return 1
    sys.stdout.write(f"{name} opens nothing any more\n" if changed else f"{name} was revoked before\n")
    return 0


def _list() -> int:
    from otklik.api.queries import tokens  # noqa: PLC0415 -- after django.setup()

    rows = tokens()
    for each in rows:
        state = f"revoked {each.token.revoked_at:%Y-%m-%d}" if each.token.revoked_at else "open"
        last = f"last {each.last}" if each.last else "never used"
        sys.stdout.write(
            f"{each.token.name:<24} {state:<19} made {each.token.created_at:%Y-%m-%d}  {each.calls} calls, {each.letters} letters,"
            f" {each.refused} refused, {last}\n"
        )
    if not rows:
        sys.stdout.write("no tokens yet: otklik token add NAME\n")
    return 0
