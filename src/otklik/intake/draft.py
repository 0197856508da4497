"""What is known of an arrival while the steps look at it: frozen, each step answers with a new one or a Stop."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import NamedTuple

from otklik.channels.kinds.email.parsed import ParsedMail
from otklik.people.models import Identity


class Relative(NamedTuple):
    """A letter that we have, under the id of this one or of one that it answers."""

    pk: int
    external_id: str
    direction: str
    sender: str
    ticket_id: int
    ticket_status: str
    ticket_messages: int


@dataclass(frozen=True)
class Draft:
    """An e-mail on its way to a ticket. Addresses are lower case; `own` are all addresses of ours."""

    mail: ParsedMail
    raw: bytes
    account_id: int
    account_address: str
    brand_id: int
    team_id: int | None
    envelope_sender: str
    recipients: tuple[str, ...]
    remote: str
    helo: str
    at: datetime.datetime
    own: frozenset[str]
    key: str
    trusted: str  # the server whose Authentication-Results are believed, or ""
    message_id: str
    sender: str = ""
    sender_name: str = ""
    relatives: tuple[Relative, ...] = ()
    identity: Identity | None = None  # of the sender, with the contact, as it stood a moment ago; None: unknown yet
    verdict: str = ""
    ticket_id: int | None = None
    ticket_status: str = ""
    ticket_messages: int = 0  # how many the ticket has
    reopens: bool = True
    steps: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True)
class Stop:
    """It becomes no message, and that is right; `reason` for the admin. A bounce names the message it is about."""

    reason: str
    bounced_message_id: int | None = None
    is_permanent: bool = True
    failure: str = ""
    bounced_address: str = ""
    duplicate_of: int | None = None
