"""`otklik serve`, `work`, `createadmin`, `check`: a real installation."""

from __future__ import annotations

import argparse
import getpass
import smtplib
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from otklik.project.commands.setting_up import begin


def serve(words: Sequence[str]) -> int:
    """Web, mail in and workers in one process."""
    begin(data=_data("serve", words))
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()

    from otklik.project.commands.running import run  # noqa: PLC0415 -- after django.setup()

    sys.stdout.write(f"Otklik listens at {settings.CONFIG.url} · data in {settings.CONFIG.data}\n")
    sys.stdout.flush()
    run(with_web=True, is_alone=settings.CONFIG.database_url.startswith("sqlite"))
    return 0


def work(words: Sequence[str]) -> int:
    """Workers alone, beside web processes on other hosts."""
    begin(data=_data("work", words))
    from otklik.project.commands.running import run  # noqa: PLC0415 -- after django.setup()

    run(with_web=False, is_alone=False)
    return 0


def createadmin(words: Sequence[str]) -> int:
    """The first person; asks for what is not given. `--mailbox` makes a brand and its address, too."""
    parser = argparse.ArgumentParser(prog="otklik createadmin")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--email")
    parser.add_argument("--name")
    parser.add_argument("--password", help="asked for when left out; it stays in the shell's history when given")
    parser.add_argument("--brand", help="make a brand of this name")
    parser.add_argument("--mailbox", help="and its support address")
    given = parser.parse_args(words)
    begin(data=given.data)
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415 -- after django.setup()
    from django.core.exceptions import ValidationError  # noqa: PLC0415 -- after django.setup()
    from django.db import IntegrityError  # noqa: PLC0415 -- after django.setup()

    from otklik.channels.actions import add_account  # noqa: PLC0415 -- after django.setup()
    from otklik.kit.clock import now  # noqa: PLC0415 -- after django.setup()
    from otklik.people.actions import add_agent  # noqa: PLC0415 -- after django.setup()
    from otklik.services.actions import add_brand  # noqa: PLC0415 -- after django.setup()

    email = given.email or input("E-mail: ")
    name = given.name or input("Name, as customers will see it: ")
    password = given.password or getpass.getpass("Password (10 characters or more): ")
    try:
        validate_password(password)
        add_agent(email, name=name, password=password, role="admin", at=now())
        if given.brand and given.mailbox:
            brand = add_brand(given.brand, slug=given.mailbox.rpartition("@")[2].replace(".", "-")[:50], at=now())
            add_account(kind="email", name=given.brand, address=given.mailbox, brand_id=brand.pk, at=now())
    except ValidationError as error:
        sys.stderr.write("otklik: " + " ".join(error.messages) + "\n")
        return 1
    except IntegrityError:
        sys.stderr.write(f"otklik: there is somebody with the address {email}, or that brand or mailbox, already\n")
        return 1
    sys.stdout.write(f"{name} can log in as {email}\n")
    return 0


def check(words: Sequence[str]) -> int:
    """Configuration, database, mail in, mail out: a line each, with what to mend."""
    begin(data=_data("check", words), migrate=False)
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("configuration", _configuration), ("database", _database), ("mailboxes", _mailboxes), ("mail in", _mail_in),
        ("fetched mailboxes", _fetched), ("mail out", _mail_out),
    )  # fmt: skip
    failed = 0
    for name, question in checks:
        try:
            sys.stdout.write(f"ok    {name}: {question()}\n")
        except Exception as error:  # noqa: BLE001 -- every check tells its own trouble and the next goes on
            failed += 1
            sys.stdout.write(f"MEND  {name}: {error}\n")
    return 1 if failed else 0


def _configuration() -> str:
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()

    config = settings.CONFIG
    if config.debug:
        raise ValueError("OTKLIK_DEBUG is on: switch it off for customers' sake")
    return f"data in {config.data}, address {config.url}"


def _database() -> str:
    from django.db import connection  # noqa: PLC0415 -- after django.setup()
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 -- after django.setup()

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        raise ValueError(f"{len(plan)} changes of the schema wait; `otklik serve` makes them at its start")
    return f"{connection.vendor}, schema up to date"


def _mailboxes() -> str:
    from otklik.channels.kinds.email.signing import SELECTOR, dns_record  # noqa: PLC0415 -- after django.setup()
    from otklik.channels.models import Account  # noqa: PLC0415 -- after django.setup()
    from otklik.channels.queries import secrets_of  # noqa: PLC0415 -- after django.setup()

    accounts = list(Account.objects.filter(kind="email", is_active=True))
    if not accounts:
        raise ValueError("there is none; make one: otklik createadmin --brand NAME --mailbox support@example.com")
    lines = []
    for account in accounts:
        key = secrets_of(account).get("dkim")
        domain = account.address.rpartition("@")[2]
        record = (
            f"; DNS TXT {SELECTOR}._domainkey.{domain} = {dns_record(key)}"
            if key
            else "; its DKIM key is made with the first letter"
        )
        lines.append(account.address + record)
    return "\n      ".join(lines)


def _mail_in() -> str:
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()

    from otklik.channels.queries import fetched_accounts  # noqa: PLC0415 -- after django.setup()

    if settings.CONFIG.smtp is None:
        if settings.CONFIG.lmtp is not None:
            with socket.create_connection(settings.CONFIG.lmtp, 5):
                return f"LMTP at {settings.CONFIG.lmtp[0]}:{settings.CONFIG.lmtp[1]} answers"
        if fetched_accounts():
            return "no port of our own; mailboxes are fetched"
        raise ValueError(
            "no letter can come: set OTKLIK_SMTP=0.0.0.0:25 (or a port your mail server forwards to), "
            "or let a mailbox be fetched: otklik mailbox add"
        )
    with socket.create_connection(settings.CONFIG.smtp, 5) as wire:
        return f"{settings.CONFIG.smtp[0]}:{settings.CONFIG.smtp[1]} says {wire.recv(200).decode('latin-1').strip()}"


def _fetched() -> str:
    from otklik.channels.queries import fetched_accounts  # noqa: PLC0415 -- after django.setup()
    from otklik.project.commands.mailbox import found, state  # noqa: PLC0415 -- after django.setup()

    lines, is_well = [], True
    for account in fetched_accounts():
        lines.append(f"{account.address}: {state(account)}")
        for is_good, words in found(account):
            is_well = is_well and is_good
            lines.append(f"  {words}" if is_good else f"  MEND {words}")
    if not is_well:
        raise ValueError("\n      ".join(lines))
    return "\n      ".join(lines) or "none; all letters come by SMTP or LMTP"


def _mail_out() -> str:
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()

    from otklik.channels.kinds.email.sending import Relay  # noqa: PLC0415 -- after django.setup()
    from otklik.channels.types import TransportError  # noqa: PLC0415 -- after django.setup()

    if not settings.CONFIG.relay:
        return "straight to the recipients' servers; port 25 must be open to the outside"
    relay = Relay(settings.CONFIG.relay, settings.CONFIG.helo)
    try:
        relay.probe()
    except (TransportError, OSError, smtplib.SMTPException) as error:
        raise ValueError(f"the relay does not take us: {error}. Look at OTKLIK_RELAY") from error
    return f"the relay {settings.CONFIG.relay.rpartition('@')[2]} lets us in"


def _data(command: str, words: Sequence[str]) -> Path | None:
    parser = argparse.ArgumentParser(prog=f"otklik {command}")
    parser.add_argument("--data", type=Path, help="the installation's folder (or OTKLIK_DATA)")
    found: Path | None = parser.parse_args(words).data
    return found
