"""`otklik check`: is this installation in order? It asks, says what to mend, and changes nothing."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from otklik.project.commands.setting_up import begin, has_key, is_installed


class Careful(Exception):
    """Nothing is broken, but somebody should know this."""


def check(words: Sequence[str]) -> int:
    """Configuration, database, mailboxes, mail in, mail out, DNS: a line each, with what to mend. 1 when something
    is broken."""
    parser = argparse.ArgumentParser(prog="otklik check")
    parser.add_argument("--data", type=Path, help="the installation's folder (or OTKLIK_DATA)")
    data = parser.parse_args(words).data
    if not has_key(data):
        # A look must not make a key or a folder: this one lives as long as the command.
        os.environ.setdefault("OTKLIK_SECRET_KEY", "no-key-yet")
    begin(data=data, migrate=False)
    trouble = [_is_broken("configuration", _configuration), _is_broken("database", _database)]
    is_readable = not trouble[-1]
    if is_readable:
        trouble.append(_is_broken("mailboxes", _mailboxes))
    trouble.append(_is_broken("mail in", _mail_in))
    if is_readable:
        trouble.append(_is_broken("fetched mailboxes", _fetched))
    trouble.append(_is_broken("mail out", _mail_out))
    if is_readable:
        trouble.append(_is_broken("DNS", _dns))
    return 1 if any(trouble) else 0


def _is_broken(name: str, question: Callable[[], str]) -> bool:
    try:
        sys.stdout.write(f"ok    {name}: {question()}\n")
    except Careful as remark:
        sys.stdout.write(f"NOTE  {name}: {remark}\n")
    except Exception as error:  # noqa: BLE001 -- every check tells its own trouble and the next goes on
        sys.stdout.write(f"MEND  {name}: {_tidy(error)}\n")
        return True
    finally:
        sys.stdout.flush()
    return False


def _tidy(error: Exception) -> str:
    """Our own lines as they are, a library's without their tabs."""
    return "\n".join(line.rstrip().replace("\t", "      ") for line in str(error).strip().split("\n"))


def _configuration() -> str:
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()

    from otklik.project.config import unknown  # noqa: PLC0415 -- beside the settings

    config = settings.CONFIG
    if config.debug:
        raise ValueError("OTKLIK_DEBUG is on: switch it off for customers' sake")
    strange = [f"{name} means nothing" + (f" ({near}?)" if near else "") for name, near in unknown(os.environ)]
    if strange:
        raise ValueError("; ".join(strange))
    if config.url.startswith("http://") and config.url.split("//")[1].split(":")[0] not in ("127.0.0.1", "localhost"):
        raise Careful(f"data in {config.data}, address {config.url}: without https passwords travel in the open")
    return f"data in {config.data}, address {config.url}"


def _database() -> str:
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()
    from django.db import OperationalError, connection  # noqa: PLC0415 -- after django.setup()
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 -- after django.setup()

    if connection.vendor == "sqlite" and not Path(str(settings.DATABASES["default"]["NAME"])).is_file():
        raise ValueError(
            f"there is none yet in {settings.CONFIG.data}; `otklik createadmin` makes it, or name another folder with --data"
        )
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        reason = str(error).strip().split("\n")[0]
        raise ValueError(f"{connection.vendor} does not let us in: {reason}. Look at OTKLIK_DATABASE_URL") from error
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        raise ValueError(f"{len(plan)} changes of the schema wait; `otklik serve` makes them at its start")
    return f"{connection.vendor}, schema up to date"


def _mailboxes() -> str:
    """The addresses we answer from, each with the record that lets others check our signature."""
    from otklik.channels.kinds.email.signing import SELECTOR, dns_record  # noqa: PLC0415 -- after django.setup()
    from otklik.channels.models import Account  # noqa: PLC0415 -- after django.setup()
    from otklik.channels.queries import secrets_of  # noqa: PLC0415 -- after django.setup()

    lines = []
    for account in Account.objects.filter(is_active=True).order_by("pk"):
        key = secrets_of(account).get("dkim") if account.kind == "email" else None
        where = f"{SELECTOR}._domainkey.{account.address.rpartition('@')[2]}"
        lines.append(f"{account.address}; DNS TXT {where} = {dns_record(key)}" if key else account.address)
    if not lines:
        raise ValueError("there is none; make one: otklik createadmin --brand NAME --mailbox support@example.com")
    return "\n      ".join(lines)


def _mail_in() -> str:
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()

    said = []
    for name, address, example in (
        ("SMTP", settings.CONFIG.smtp, "OTKLIK_SMTP=0.0.0.0:25"),
        ("LMTP", settings.CONFIG.lmtp, "OTKLIK_LMTP=127.0.0.1:24"),
    ):
        if address is None:
            continue
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104 -- compared, not bound
        try:
            with socket.create_connection((host, address[1]), 5) as wire:
                said.append(f"{name} {host}:{address[1]} says {wire.recv(200).decode('latin-1').strip()}")
        except OSError as error:
            raise ValueError(
                f"nobody answers at {host}:{address[1]} ({error.strerror or error}); start it with `otklik serve`, or mend {example}"
            ) from error
    if not said and _is_fetched():
        return "no port of our own; mailboxes are fetched"
    if not said:
        raise ValueError(
            "no letter can come: set OTKLIK_SMTP=0.0.0.0:25 (or a port your mail server forwards to), "
            "or let a mailbox be fetched: otklik mailbox add"
        )
    return "; ".join(said)


def _is_fetched() -> bool:
    from django.db import Error  # noqa: PLC0415 -- after django.setup()

    from otklik.channels.queries import fetched_accounts  # noqa: PLC0415 -- after django.setup()

    if not is_installed(None):
        return False
    try:
        return bool(fetched_accounts())
    except Error:  # the line on the database has said it
        return False


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

    if settings.CONFIG.mail_out == "catch":
        raise Careful("letters are caught, not sent (OTKLIK_MAIL_OUT=catch is for the demo)")
    if not settings.CONFIG.relay:
        return "straight to the recipients' servers; port 25 must be open to the outside"
    try:
        Relay(settings.CONFIG.relay, settings.CONFIG.helo).probe()
    except TransportError as error:
        raise ValueError(f"the relay does not take us: {error}. Look at OTKLIK_RELAY") from error
    return f"the relay {settings.CONFIG.relay.rpartition('@')[2]} lets us in"


def _dns() -> str:
    """What the world is told about our domains: where their mail goes, who may send for them, which key signs."""
    from otklik.channels.kinds.email.records import judge, public_records  # noqa: PLC0415 -- after django.setup()
    from otklik.channels.kinds.email.signing import SELECTOR, dns_record  # noqa: PLC0415 -- after django.setup()
    from otklik.channels.models import Account  # noqa: PLC0415 -- after django.setup()
    from otklik.channels.queries import secrets_of  # noqa: PLC0415 -- after django.setup()

    remarks, domains = [], []
    for account in Account.objects.filter(kind="email", is_active=True).order_by("pk"):
        domain = account.address.rpartition("@")[2]
        if domain in domains:
            continue
        domains.append(domain)
        key = secrets_of(account).get("dkim")
        remarks += judge(public_records(domain, SELECTOR), dkim=dns_record(key) if key else "", selector=SELECTOR)
    if remarks:
        raise Careful("\n      ".join(["what other servers see could be better:", *remarks]))
    return f"{', '.join(domains)}: MX, SPF, DKIM and DMARC are in place"
