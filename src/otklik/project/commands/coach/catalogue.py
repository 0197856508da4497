"""Which rules a command works with: the shipped ones, a company's own, some alone, some left out."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from otklik.coach.reply import BadRule, Catalogue, load
from otklik.coach.reply.catalogue import FOLDER, shipped


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that choose rules."""
    parser.add_argument(
        "--rule", action="append", default=[], metavar="ID", help="only this rule; may be given several times"
    )
    parser.add_argument(
        "--skip", action="append", default=[], metavar="ID", help="all rules but this one; may be given several times"
    )
    parser.add_argument(
        "--rules",
        type=Path,
        action="append",
        default=[],
        metavar="FOLDER",
        help="a company's own rules beside the shipped ones",
    )


def chosen(given: argparse.Namespace) -> Catalogue:
    """The catalogue that the options ask for. Raises SystemExit with clear words on a rule that is not there or a bad file."""
    whole = _all(given.rules)
    known = {rule.id for rule in whole.rules}
    for name in (*given.rule, *given.skip):
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), 1)
            _refuse(
                f"there is no rule «{name}»"
                + (f"; did you mean {near[0]}?" if near else "")
                + " See: otklik coach rules"
            )
    return Catalogue(
        tuple(rule for rule in whole.rules if (not given.rule or rule.id in given.rule) and rule.id not in given.skip)
    )


def _all(folders: Iterable[Path]) -> Catalogue:
    own = list(folders)
    if not own:
        return shipped()
    for folder in own:
        if not folder.is_dir():
            _refuse(f"there is no folder {folder}")
    try:
        return load([FOLDER, *own])
    except BadRule as error:
        _refuse(str(error))


def _refuse(why: str) -> NoReturn:
    sys.stderr.write(f"otklik: {why}\n")
    raise SystemExit(2)
