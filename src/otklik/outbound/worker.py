"""Sending what is queued: claim, render, sign, hand over, record. Nothing of the network is inside a transaction."""

from __future__ import annotations

import datetime
import logging

from django.conf import settings

from otklik.channels.actions import remember_secret
from otklik.channels.kinds.email import signing, tokens
from otklik.channels.queries import secrets_of
from otklik.channels.types import Parcel, Receipt, Transport, TransportError
from otklik.kit.clock import now
from otklik.outbound import actions, queries, wording
from otklik.outbound.actions import Tried
from otklik.outbound.render import render
from otklik.tickets import actions as tickets
from otklik.tickets.models import Message

log = logging.getLogger("otklik.outbound")


def run_once(transport: Transport, *, limit: int = 20) -> int:
    """Send up to `limit` messages whose time has come; how many there were. Each is claimed when its turn comes: one
    that waits behind a slow server must not look abandoned, or go out twice."""
    for done in range(limit):
        claimed = tickets.claim_queued(at=now(), limit=1)
        if not claimed:
            return done
        (message,) = claimed
        try:
            _deliver(message, transport)
        except Exception as error:
            log.exception("message %s could not be sent", message.pk)
            failure = TransportError(f"{type(error).__name__}: {error}")
            at = now()
            actions.record(message, Tried((Receipt("", "", 0, failure.said, failure),), at, at))
    return limit


def recover(*, is_alone: bool) -> int:
    """Put messages back whose worker died; a lone process does it for all at its start."""
    return tickets.recover_stuck(at=now(), **({"older_than": datetime.timedelta()} if is_alone else {}))


def _deliver(message: Message, transport: Transport) -> None:
    started = now()
    recipients = tuple(dict.fromkeys((*message.to, *message.cc)))
    account = message.account or message.ticket.account
    if not recipients or account is None:
        actions.refuse(message, reason=wording.no_address(message.ticket.brand.language), at=started)
        return
    raw = render(queries.outgoing(message, key=settings.SECRET_KEY))
    private = secrets_of(account).get("dkim")
    if private is None:
        private = remember_secret(account, name="dkim", value=signing.new_key())
    raw = signing.sign(raw, domain=account.address.rpartition("@")[2], private=private)
    # The envelope's sender carries the token: a report finds its letter even when it quotes nothing.
    sender = (
        ""
        if message.is_automatic
        else tokens.reply_address(account.address, message.ticket_id, key=settings.SECRET_KEY)
    )
    try:
        receipts = transport.send(Parcel(sender, recipients, raw, account.pk))
    except TransportError as error:
        receipts = [Receipt(each, error.host, error.code, error.said, error) for each in recipients]
    actions.record(message, Tried(tuple(receipts), started, now()))
