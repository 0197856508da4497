"""`otklik mailbox add | list | check | stop`: mailboxes that we fetch by IMAP, and their own way out."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otklik.project.commands.setting_up import begin

if TYPE_CHECKING:
    from otklik.channels.models import Account


def run(words: Sequence[str]) -> int:
    """0 done or all well, 1 something is to be mended, 2 the words were off."""
    given = _parser().parse_args(words)
    begin(data=given.data)
    from otklik.channels.kinds.email.imap.settings import BadMailbox  # noqa: PLC0415 -- after django.setup()

    try:
        return int({"add": _add, "list": _list, "check": _check, "stop": _stop}[given.verb](given))
    except (BadMailbox, _Wrong) as error:
        sys.stderr.write(f"otklik: {error}\n")
        return 2


class _Wrong(Exception):
    """What was asked for cannot be done; the words say what to do instead."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="otklik mailbox", description="Mailboxes that are fetched by IMAP.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    add = verbs.add_parser("add", help="fetch this mailbox, or change how it is fetched")
    add.add_argument("address", help="what customers write to")
    add.add_argument(
        "--imap",
        help="imaps://USER@HOST/INBOX; imap:// is STARTTLS, ?tls=none without (USER: the address if left out)",
    )
    add.add_argument("--password-file", type=Path, help="a file with the password, «-» is standard input")
    add.add_argument("--oauth", type=Path, metavar="FILE",
                     help='JSON: {"provider": "google|microsoft|yandex|mail.ru" or "token_url": …, "client_id", "client_secret", "refresh_token"}')  # fmt: skip
    add.add_argument("--take", choices=("unread", "all", "new"), help="which letters that are there already (unread)")
    add.add_argument(
        "--taken", metavar="MARK", help="how a taken letter is marked: flag (a keyword), seen, move:FOLDER"
    )
    add.add_argument("--poll", type=int, metavar="SECONDS", help="between looks, where the server has no IDLE (60)")
    add.add_argument(
        "--smtp", help="its own way out: smtp://USER@HOST:587 or smtps://USER@HOST; «none» takes it away"
    )
    add.add_argument("--smtp-password-file", type=Path, help="where it is not the mailbox's")
    add.add_argument(
        "--authserv",
        metavar="NAME",
        help="the server whose Authentication-Results are believed here, before OTKLIK_TRUSTED_AUTHSERV; «none» takes it away",
    )
    add.add_argument("--brand", help="whose it is, by name; a new name makes a new brand")
    verbs.add_parser("list", help="all mailboxes and how they are")
    verbs.add_parser("check", help="log in there now and tell what is found").add_argument("address")
    verbs.add_parser("stop", help="neither fetch nor receive for it").add_argument("address")
    for each in verbs.choices.values():
        each.add_argument("--data", type=Path, help="the installation's folder (or OTKLIK_DATA)")
    return parser


def _add(given: argparse.Namespace) -> int:
    from otklik.channels.actions import add_account, configure  # noqa: PLC0415 -- after django.setup()
    from otklik.channels.kinds.email.imap.settings import BadMailbox, read  # noqa: PLC0415 -- after django.setup()
    from otklik.channels.kinds.email.mailboxes import authserv  # noqa: PLC0415 -- after django.setup()
    from otklik.channels.kinds.email.routes import checked  # noqa: PLC0415 -- after django.setup()
    from otklik.channels.models import Account  # noqa: PLC0415 -- after django.setup()
    from otklik.kit.clock import now  # noqa: PLC0415 -- after django.setup()

    address = given.address.strip().lower()
    if "@" not in address:
        raise BadMailbox(f"«{given.address}» is no e-mail address")
    account = Account.objects.filter(kind="email", address=address).first()
    config: dict[str, Any] = {}
    before = dict((account.config.get("imap") if account else None) or {})
    imap = {**before, **{name: getattr(given, name) for name in ("take", "taken", "poll") if getattr(given, name)}}
    if given.imap:
        imap["url"] = _with_user(given.imap, address)
    if imap or given.password_file or given.oauth:
        read(imap)
        config["imap"] = {**imap, "set_at": now().isoformat()}  # a running fetcher sees that something has changed
    if given.smtp:
        config["smtp"] = None if given.smtp == "none" else {"url": checked(_with_user(given.smtp, address))}
    if given.authserv:
        config["authserv"] = None if given.authserv == "none" else authserv(given.authserv)
    secrets = _secrets(given)
    if account is None:
        account = add_account(kind="email", name=_brand_name(given, address), address=address,
                              brand_id=_brand(given, address), at=now())  # fmt: skip
        sys.stdout.write(f"{address} is a mailbox of {account.name} now\n")
    elif given.brand and given.brand != account.brand.name:
        raise _Wrong(f"{address} belongs to {account.brand.name}; a mailbox keeps its brand")
    configure(account, config=config, secrets=secrets)
    if not (account.config.get("imap") or account.config.get("smtp")):
        sys.stdout.write("letters come by SMTP or LMTP only; give --imap to fetch it\n")
        return 0
    return _told(account)


def _list(given: argparse.Namespace) -> int:
    from otklik.channels.models import Account  # noqa: PLC0415 -- after django.setup()

    for account in Account.objects.filter(kind="email").select_related("brand").order_by("address"):
        sys.stdout.write(f"{account.address}\t{account.brand.name}\t{state(account)}\n")
    return 0


def _check(given: argparse.Namespace) -> int:
    return _told(_known(given.address))


def _stop(given: argparse.Namespace) -> int:
    from otklik.channels.actions import stop  # noqa: PLC0415 -- after django.setup()

    account = _known(given.address)
    stop(account)
    sys.stdout.write(f"{account.address} is neither fetched nor received for; `otklik mailbox add` begins again\n")
    return 0


def state(account: Account) -> str:
    """How fetching stands, by what the fetcher has kept: a line of English words."""
    from otklik.channels.kinds.email.mailboxes import standing  # noqa: PLC0415 -- after django.setup()

    if not account.is_active:
        return "stopped"
    now = standing(account, language="en")
    if not account.config.get("imap"):
        return "by SMTP or LMTP"
    parts = [
        f"fetched from {account.config['imap']['url']}",
        f"last time {_when(now.fetched_at)}" if now.fetched_at else "never fetched yet",
    ]
    if now.trouble and now.trouble_since:
        parts.append(f"TROUBLE since {_when(now.trouble_since)}, tried {now.tries} times: {now.trouble}")
    if now.missed:
        numbers = ", ".join(map(str, now.missed))
        parts.append(f"the server did not hand out these letters, they stay in the mailbox: UID {numbers}")
    if account.config.get("authserv"):
        parts.append(f"senders are checked by {account.config['authserv']}")
    return "; ".join(parts)


def found(account: Account) -> list[tuple[bool, str]]:
    """What a look at the mailbox's servers finds now: (is well, English words). It takes no letter."""
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()

    from otklik.channels.kinds.email import mailboxes  # noqa: PLC0415 -- after django.setup()

    return mailboxes.found(account, helo=settings.CONFIG.helo)


def _told(account: Account) -> int:
    lines = found(account)
    for is_well, words in lines:
        sys.stdout.write(f"{'ok  ' if is_well else 'MEND'}  {words}\n")
    sys.stdout.write(f"{account.address}: {state(account)}\n")
    return 0 if all(is_well for is_well, _ in lines) else 1


def _known(address: str) -> Account:
    from otklik.channels.models import Account  # noqa: PLC0415 -- after django.setup()

    account = Account.objects.filter(kind="email", address=address.strip().lower()).select_related("brand").first()
    if account is None:
        raise _Wrong(f"there is no mailbox {address}; `otklik mailbox list` shows all")
    return account


def _secrets(given: argparse.Namespace) -> dict[str, str]:
    """What is to be sealed; a password takes an old grant away and the other way round."""
    from otklik.channels.kinds.email import oauth  # noqa: PLC0415 -- after django.setup()

    secrets: dict[str, str] = {}
    if given.password_file and given.oauth:
        raise _Wrong("either --password-file or --oauth")
    if given.password_file:
        secrets = {"imap_password": _first_line(given.password_file), "oauth": ""}
    if given.oauth:
        try:
            secrets = {"oauth": oauth.read(_text(given.oauth)).as_json(), "imap_password": ""}
        except ValueError as error:
            raise _Wrong(f"{given.oauth}: {error}") from error
    if given.smtp_password_file:
        secrets["smtp_password"] = _first_line(given.smtp_password_file)
    return secrets


def _brand(given: argparse.Namespace, address: str) -> int:
    from otklik.kit.clock import now  # noqa: PLC0415 -- after django.setup()
    from otklik.services.actions import add_brand  # noqa: PLC0415 -- after django.setup()
    from otklik.services.models import Brand  # noqa: PLC0415 -- after django.setup()

    name = _brand_name(given, address)
    brand = Brand.objects.filter(name=name).first()
    if brand is None:
        slug = address.rpartition("@")[2].replace(".", "-")[:40]
        count = Brand.objects.filter(slug__startswith=slug).count()
        brand = add_brand(name, slug=f"{slug}-{count + 1}" if count else slug, at=now())
    return int(brand.pk)


def _brand_name(given: argparse.Namespace, address: str) -> str:
    from otklik.services.models import Brand  # noqa: PLC0415 -- after django.setup()

    if given.brand:
        return str(given.brand)
    names = list(Brand.objects.values_list("name", flat=True)[:10])
    if len(names) == 1:
        return str(names[0])
    known = f"; there are {', '.join(names)}" if names else ""
    raise _Wrong(f"whose mailbox is {address}? Give --brand NAME{known}")


def _with_user(url: str, address: str) -> str:
    """The address is the user where none is given."""
    scheme, separator, rest = url.partition("://")
    return url if not separator or "@" in rest.split("/")[0] else f"{scheme}://{address.replace('@', '%40')}@{rest}"


def _first_line(path: Path) -> str:
    lines = _text(path).splitlines()
    if not lines or not lines[0]:
        raise _Wrong(f"{path}: there is no password in its first line")
    return lines[0]


def _text(path: Path) -> str:
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except OSError as error:
        raise _Wrong(f"{path}: {error.strerror}") from error


def _when(moment: datetime.datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
