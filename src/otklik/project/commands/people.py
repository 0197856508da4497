"""`otklik createadmin` and `otklik password`: people made and let in again from the command line."""

from __future__ import annotations

import argparse
import getpass
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from otklik.project.commands.setting_up import begin, begin_existing


def createadmin(words: Sequence[str]) -> int:
    """The first person; asks for what is not given. With --brand and --mailbox a brand and its address, too: all or
    nothing. For an admin who is there already it makes the brand only."""
    parser = argparse.ArgumentParser(prog="otklik createadmin")
    parser.add_argument("--data", type=Path, help="the installation's folder (or OTKLIK_DATA)")
    parser.add_argument("--email")
    parser.add_argument("--name")
    parser.add_argument("--password", help="asked for when left out; it stays in the shell's history when given")
    parser.add_argument("--brand", help="make a brand of this name")
    parser.add_argument("--mailbox", help="and its support address")
    given = parser.parse_args(words)
    if bool(given.brand) != bool(given.mailbox):
        return _no("--brand and --mailbox belong together: a brand answers from its mailbox", 2)
    if given.mailbox and not _is_address(given.mailbox):
        return _no(f"--mailbox «{given.mailbox}» is no e-mail address; write for example support@example.com", 2)
    if given.email and not _is_address(given.email):
        return _no(f"--email «{given.email}» is no e-mail address", 2)
    begin(data=given.data)
    from django.core.exceptions import ValidationError  # noqa: PLC0415 -- after django.setup()
    from django.db import IntegrityError, transaction  # noqa: PLC0415 -- after django.setup()

    from otklik.kit.clock import now  # noqa: PLC0415 -- after django.setup()
    from otklik.people.actions import add_agent  # noqa: PLC0415 -- after django.setup()
    from otklik.people.models import Agent  # noqa: PLC0415 -- after django.setup()

    email = (given.email or _ask("E-mail: ")).strip().lower()
    if not _is_address(email):
        return _no(f"«{email}» is no e-mail address; nothing was made", 2)
    if given.brand and Agent.objects.filter(email=email, role="admin").exists():
        return _brand_only(given.brand, given.mailbox)
    name = " ".join((given.name or _ask("Name, as customers will see it: ")).split())
    if not name:
        return _no("a name is needed: customers see who answers; nothing was made", 2)
    secret = given.password or _ask_secretly()
    try:
        _judge(secret, Agent(email=email, name=name))
        with transaction.atomic():
            add_agent(email, name=name, password=secret, role="admin", at=now())
            if given.brand:
                _add_brand(given.brand, given.mailbox)
    except ValidationError as error:
        return _no(" ".join(error.messages) + " Nothing was made.")
    except IntegrityError:
        return _no(f"the address {email}, the brand or the mailbox is taken already; nothing was made")
    sys.stdout.write(f"{name} can log in as {email}\n")
    if given.brand:
        sys.stdout.write(f"{given.brand} answers from {given.mailbox}\n")
    return 0


def password(words: Sequence[str]) -> int:
    """A new password; whoever was logged in with the old one is out."""
    parser = argparse.ArgumentParser(prog="otklik password")
    parser.add_argument("email")
    parser.add_argument("--data", type=Path, help="the installation's folder (or OTKLIK_DATA)")
    parser.add_argument("--password", help="asked for when left out; it stays in the shell's history when given")
    given = parser.parse_args(words)
    begin_existing(data=given.data)
    from django.core.exceptions import ValidationError  # noqa: PLC0415 -- after django.setup()

    from otklik.people.actions import set_password  # noqa: PLC0415 -- after django.setup()
    from otklik.people.models import Agent  # noqa: PLC0415 -- after django.setup()

    agent = Agent.objects.filter(email=given.email.strip().lower()).first()
    if agent is None:
        return _no(f"there is nobody with the address {given.email}")
    secret = given.password or _ask_secretly()
    try:
        _judge(secret, agent)
    except ValidationError as error:
        return _no(" ".join(error.messages) + " Nothing was changed.")
    set_password(agent, secret)
    sys.stdout.write(f"{agent.name} has a new password; older sessions are over\n")
    return 0


def _brand_only(brand: str, mailbox: str) -> int:
    from django.db import IntegrityError, transaction  # noqa: PLC0415 -- after django.setup()

    try:
        with transaction.atomic():
            _add_brand(brand, mailbox)
    except IntegrityError:
        return _no(f"the brand {brand} or the mailbox {mailbox} is there already; nothing was made")
    sys.stdout.write(f"{brand} answers from {mailbox}\n")
    return 0


def _add_brand(name: str, mailbox: str) -> None:
    from otklik.channels.actions import add_account  # noqa: PLC0415 -- after django.setup()
    from otklik.kit.clock import now  # noqa: PLC0415 -- after django.setup()
    from otklik.services.actions import add_brand  # noqa: PLC0415 -- after django.setup()

    ascii_domain = mailbox.rpartition("@")[2].encode("idna").decode("ascii")
    brand = add_brand(name, slug=re.sub(r"[^a-z0-9]+", "-", ascii_domain.lower()).strip("-")[:50], at=now())
    add_account(kind="email", name=name, address=mailbox, brand_id=brand.pk, at=now())


def _judge(secret: str, agent: object) -> None:
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415 -- after django.setup()

    validate_password(secret, agent)  # type: ignore[arg-type]  # any user, saved or not


def _is_address(text: str) -> bool:
    return re.fullmatch(r"[^\s@<>\"(),;:]+@[^\s@<>\"(),;:.]+(?:\.[^\s@<>\"(),;:.]+)+", text.strip()) is not None


def _ask(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        raise SystemExit("otklik: nobody is there to answer; give --email, --name and --password") from None


def _ask_secretly() -> str:
    try:
        return getpass.getpass("Password (10 characters or more): ")
    except EOFError:
        raise SystemExit("otklik: nobody is there to answer; give --password") from None


def _no(why: str, status: int = 1) -> int:
    sys.stderr.write(f"otklik: {why}\n")
    return status
