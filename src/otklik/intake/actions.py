"""The writers of envelopes: accept stores what arrived; process turns it into a message, once."""

from __future__ import annotations

import datetime
import hashlib
import traceback
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from otklik.channels.kinds.email.parse import parse
from otklik.channels.kinds.email.parsed import ParsedMail
from otklik.channels.kinds.email.tokens import plain_address
from otklik.channels.models import Account
from otklik.channels.queries import trusted_authserv
from otklik.intake import pipeline
from otklik.intake.draft import Draft, Stop
from otklik.intake.models import Envelope, EnvelopeState
from otklik.kit import blobs
from otklik.people.actions import find_or_add_contact, mark_undeliverable
from otklik.people.models import Contact
from otklik.tickets import actions as tickets
from otklik.tickets.arrivals import Arrival, File
from otklik.tickets.models import Message, Ticket

TRIES = 3  # of reading one letter while the database is there but does not let us


@dataclass(frozen=True)
class Arrived:
    """A letter from the wire; `external_id` where the source numbers what it hands out (IMAP)."""

    raw: bytes
    sender: str = ""
    recipients: tuple[str, ...] = ()
    remote: str = ""
    helo: str = ""
    account_id: int | None = None
    external_id: str | None = None


@transaction.atomic
def accept(letters: Iterable[Arrived], *, at: datetime.datetime) -> list[Envelope]:
    """Store letters as they are; committed when this returns. One that its source has handed out already is skipped."""
    rows = [
        Envelope(
            account_id=each.account_id,
            external_id=each.external_id,
            sender=each.sender[:320],
            recipients=list(each.recipients),
            remote=each.remote[:100],
            helo=each.helo[:255],
            raw=zlib.compress(each.raw, 1),
            size=len(each.raw),
            received_at=at,
        )
        for each in letters
    ]
    return Envelope.objects.bulk_create(rows, ignore_conflicts=any(row.external_id for row in rows))


def mailboxes() -> dict[str, Account]:
    """The active mailboxes by their addresses, for `process`; to be asked for anew with each batch."""
    rows = Account.objects.filter(kind="email", is_active=True).select_related("brand", "team")
    return {each.address: each for each in rows}


def process(envelope: Envelope, *, at: datetime.datetime, accounts: Mapping[str, Account] | None = None) -> Envelope:
    """Read one waiting envelope to its end: DONE, IGNORED, or QUARANTINED with the reason; it never raises but for
    a database that is away. One that another process was first with is answered as that left it. `accounts` are the
    mailboxes by address, read if not given."""
    try:
        return _tried(envelope, mailboxes() if accounts is None else accounts, at=at)
    except _Overtaken:
        return Envelope.objects.get(pk=envelope.pk)


def _tried(envelope: Envelope, accounts: Mapping[str, Account], *, at: datetime.datetime) -> Envelope:
    for tries_left in reversed(range(TRIES)):
        try:
            return _read(envelope, accounts, at=at)
        except (OperationalError, InterfaceError, IntegrityError) as error:
            # A lock that took too long is tried again, and so is a letter that another process stored in this moment: then
            # it is seen as a duplicate. One letter that the database cannot hold blocks no other.
            if not isinstance(error, IntegrityError) and not connection.is_usable():
                raise
            if not tries_left:
                return _quarantine_error(envelope, error)
        except _Overtaken:
            raise
        except Exception as error:  # noqa: BLE001 -- a bug of ours must not lose or block a letter: a person looks at it
            return _quarantine_error(envelope, error)
    raise AssertionError("the last try returns")


def _read(envelope: Envelope, accounts: Mapping[str, Account], *, at: datetime.datetime) -> Envelope:
    raw = zlib.decompress(bytes(envelope.raw))
    mail = parse(raw)
    account, own = _account(envelope, mail, accounts), frozenset(accounts)
    if account is None:
        return _quarantine(envelope, "no mailbox of ours among the recipients", "")
    draft, stop = pipeline.run(_draft(envelope, mail, raw, account, own))
    if stop is not None:
        return _ignore(envelope, draft, stop, at=at)
    return _finish(envelope, draft, account)


@transaction.atomic
def retry(envelope: Envelope) -> bool:
    """Let a quarantined envelope be read again; False when it is not quarantined."""
    return bool(
        Envelope.objects.filter(pk=envelope.pk, state=EnvelopeState.QUARANTINED).update(
            state=EnvelopeState.NEW, reason="", traceback=""
        )
    )


def _account(envelope: Envelope, mail: ParsedMail, accounts: Mapping[str, Account]) -> Account | None:
    """The mailbox that the letter came to."""
    if envelope.account_id is not None:
        return next((each for each in accounts.values() if each.pk == envelope.account_id), None)
    said = (*envelope.recipients, *mail.delivered_to, *(box.address for box in (*mail.to, *mail.cc)))
    return next((accounts[plain_address(each)] for each in said if plain_address(each) in accounts), None)


def _draft(envelope: Envelope, mail: ParsedMail, raw: bytes, account: Account, own: frozenset[str]) -> Draft:
    sender = mail.from_.address.lower() if mail.from_ else ""
    digest = hashlib.sha256(f"{sender}\n{mail.date}\n{mail.subject}\n{mail.text}".encode()).hexdigest()[:40]
    return Draft(
        mail=mail,
        raw=raw,
        account_id=account.pk,
        account_address=account.address,
        brand_id=account.brand_id,
        team_id=account.team_id,
        envelope_sender=envelope.sender.lower(),
        recipients=tuple(envelope.recipients),
        remote=envelope.remote,
        helo=envelope.helo,
        at=envelope.received_at,
        own=own,
        key=settings.SECRET_KEY,
        trusted=trusted_authserv(
            account, is_fetched=envelope.external_id is not None, usual=settings.CONFIG.trusted_authserv
        ),
        message_id=mail.message_id or f"{digest}@no-message-id.invalid",
    )


def _finish(envelope: Envelope, draft: Draft, account: Account) -> Envelope:
    """Blobs first (an orphan harms nobody), then all rows in one transaction."""
    files = tuple(
        File(
            each.filename or "file",
            each.content_type,
            len(each.content),
            blobs.put(each.content),
            each.inline,
            each.content_id,
        )
        for each in draft.mail.attachments
    )
    with transaction.atomic():
        message = _write(draft, files, account)
        return _close(envelope, EnvelopeState.DONE, draft, reason="", message=message)


def _write(draft: Draft, files: tuple[File, ...], account: Account) -> Message:
    contact = find_or_add_contact(
        kind="email",
        value=draft.sender,
        name=draft.sender_name,
        at=draft.at,
        language=draft.mail.language or "",
        has_written=True,
        identity=draft.identity,
    )
    arrival = _arrival(draft, files)
    copies = _copies(draft)
    if draft.ticket_id is not None:
        ticket = Ticket(pk=draft.ticket_id)  # `receive` reads the row itself, locked
        return tickets.receive(
            ticket, arrival, contact=contact, account=account, copies=copies, reopens=draft.reopens
        )
    _, message = tickets.open_ticket(
        arrival, requester=contact, brand=account.brand, account=account, team=account.team, copies=copies
    )
    return message


def _arrival(draft: Draft, files: tuple[File, ...]) -> Arrival:
    mail = draft.mail
    return Arrival(
        external_id=draft.message_id,
        sender=draft.sender,
        subject=mail.subject,
        text=mail.text,
        reply_text=mail.reply_text,
        html=mail.html or "",
        at=draft.at,
        in_reply_to=mail.in_reply_to,
        to=tuple(box.address.lower() for box in mail.to[:50]),
        cc=tuple(box.address.lower() for box in mail.cc[:50]),
        language=mail.language or "",
        auto=mail.auto or "",
        verdict=draft.verdict,
        files=files,
    )


def _copies(draft: Draft) -> list[tuple[Contact, str]]:
    """People in copy of a person's letter, as contacts; never addresses of ours, never from a machine's letter."""
    if draft.mail.auto or draft.verdict == "fail":
        return []
    found = []
    for box in (*draft.mail.to, *draft.mail.cc)[:20]:
        address = box.address.lower()
        if "@" in address and plain_address(address) not in draft.own and address != draft.sender:
            found.append(
                (find_or_add_contact(kind="email", value=address[:320], name=box.name, at=draft.at), address[:320])
            )
    return found


@transaction.atomic
def _ignore(envelope: Envelope, draft: Draft, stop: Stop, *, at: datetime.datetime) -> Envelope:
    message = None
    if stop.bounced_message_id is not None:
        message = Message.objects.select_related("ticket").get(pk=stop.bounced_message_id)
        tickets.record_bounce(message, reason=stop.failure, permanent=stop.is_permanent, at=at)
        if stop.bounced_address:
            mark_undeliverable(kind="email", value=stop.bounced_address, at=at)
    elif stop.duplicate_of is not None:
        message = Message.objects.filter(pk=stop.duplicate_of).first()
    return _close(envelope, EnvelopeState.IGNORED, draft, reason=stop.reason, message=message)


def _quarantine_error(envelope: Envelope, error: Exception) -> Envelope:
    trace = "".join(traceback.format_exception(error))
    return _quarantine(envelope, f"{type(error).__name__}: {error}"[:500], trace[-8000:])


@transaction.atomic
def _quarantine(envelope: Envelope, reason: str, trace: str) -> Envelope:
    return _leave(envelope, state=EnvelopeState.QUARANTINED, reason=reason[:500], traceback=trace)


def _close(envelope: Envelope, state: str, draft: Draft, *, reason: str, message: Message | None) -> Envelope:
    return _leave(
        envelope,
        state=state,
        reason=reason[:500],
        message=message,
        ticket_id=message.ticket_id if message else None,
        account_id=draft.account_id,
        steps=[list(each) for each in draft.steps],
    )


def _leave(envelope: Envelope, **changes: Any) -> Envelope:
    """One process reads at a time. Should two ever read one letter, all that the second made is undone here."""
    changes["attempts"] = envelope.attempts + 1
    if not Envelope.objects.filter(pk=envelope.pk, state=EnvelopeState.NEW).update(**changes):
        raise _Overtaken
    for name, value in changes.items():
        setattr(envelope, name, value)
    return envelope


class _Overtaken(Exception):
    """Another process has read this letter to its end."""
