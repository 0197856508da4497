"""Bulk-load tickets from JSON Lines ({subject, name, mail, created, status, messages: [{who, at, body}]}) into an
installation, search index and all. For measuring only: it writes rows past the actions.

    OTKLIK_DATA=/tmp/bench python benchmarks/load.py corpus.jsonl
"""

import datetime
import itertools
import json
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.project.settings")
import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from otklik.channels.actions import add_account
from otklik.kit.clock import now
from otklik.outbound.models import Attempt
from otklik.people.actions import add_agent, add_team
from otklik.people.models import Contact, Identity
from otklik.services.actions import add_brand
from otklik.tickets.models import Attachment, Event, Message, SearchDocument, Ticket
from otklik.tickets.search import index
from otklik.tickets.search.words import stems


def main(path: str) -> None:
    call_command("migrate", verbosity=0)
    at = now()
    brand = add_brand("Bench", slug="bench", at=at)
    account = add_account(kind="email", name="Bench", address="support@bench.example", brand_id=brand.pk, at=at)
    team = add_team("Bench")
    agents = [
        add_agent(
            f"agent{n}@bench.example",
            name=f"Агент {n}",
            password="otklik-bench",
            role="admin" if not n else "agent",
            at=at,
            teams=[team],
        )
        for n in range(8)
    ]
    contacts: dict[str, Contact] = {}
    started, total = time.time(), 0
    with open(path, encoding="utf-8") as lines:
        while batch := [json.loads(line) for line in itertools.islice(lines, 2000)]:
            with transaction.atomic():
                total += load(batch, brand, account, team, agents, contacts)
            print(f"\r{total} tickets, {time.time() - started:.0f} s", end="", file=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"\n{total} tickets loaded", file=sys.stderr)


def load(batch, brand, account, team, agents, contacts) -> int:
    at = now()
    new = {row["mail"]: row["name"] for row in batch if row["mail"] not in contacts}
    made = Contact.objects.bulk_create([Contact(name=name, created_at=at) for name in new.values()])
    contacts.update(zip(new, made, strict=True))
    Identity.objects.bulk_create(
        [Identity(contact=contacts[mail], kind="email", value=mail, created_at=at) for mail in new]
    )
    for name in new.values():
        index.remember_name(name)
    tickets = Ticket.objects.bulk_create(
        [ticket_of(row, number, brand, account, team, agents, contacts) for number, row in enumerate(batch)]
    )
    messages = []
    for ticket, row in zip(tickets, batch, strict=True):
        for place, each in enumerate(row["messages"]):
            is_in = each["who"] == "customer"
            messages.append(
                Message(
                    ticket=ticket,
                    direction="in" if is_in else "out",
                    account=account,
                    contact=ticket.requester,
                    agent=None if is_in else agents[ticket.pk % 8],
                    external_id=f"{ticket.pk}.{place}@bench.example",
                    sender=row["mail"] if is_in else "",
                    to=[row["mail"]],
                    subject=row["subject"],
                    text=each["body"],
                    reply_text=each["body"] if is_in else "",
                    language="ru",
                    state="received" if is_in else "sent",
                    created_at=moment(each["at"]),
                )
            )
    messages = Message.objects.bulk_create(messages)
    Event.objects.bulk_create(
        [
            Event(
                ticket=m.ticket,
                kind="message-received" if m.direction == "in" else "reply-queued",
                message=m,
                at=m.created_at,
                dispatched_at=at,
            )
            for m in messages
        ]
    )
    Attachment.objects.bulk_create(
        [
            Attachment(message=m, filename="журнал.txt", content_type="text/plain", size=1000, digest=f"{m.pk:064d}")
            for m in messages
            if m.pk % 5 == 0
        ]
    )
    Attempt.objects.bulk_create(
        [
            Attempt(message=m, outcome="accepted", code=250, started_at=m.created_at, finished_at=m.created_at)
            for m in messages
            if m.direction == "out"
        ]
    )
    documents = SearchDocument.objects.bulk_create([SearchDocument(ticket=m.ticket, message=m) for m in messages])
    names = {t.pk: f"{t.subject} \n {t.requester.name}" for t in tickets}
    rows = [(d.pk, stems(f"{d.message.text} \n {names[d.ticket_id]} \n {d.message.sender}")) for d in documents]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "UPDATE tickets_searchdocument SET vector = %s::tsvector WHERE id = %s",
                [(index._vector(terms), pk) for pk, terms in rows],
            )
        else:
            cursor.executemany(
                "INSERT INTO tickets_search_fts(rowid, terms) VALUES (%s, %s)",
                [(pk, " ".join(terms)) for pk, terms in rows],
            )
    return len(tickets)


def ticket_of(row, number, brand, account, team, agents, contacts) -> Ticket:
    last = row["messages"][-1]
    status = row["status"] if row["status"] in ("new", "open", "pending", "on-hold", "solved", "closed") else "closed"
    return Ticket(
        subject=row["subject"],
        status=status,
        requester=contacts[row["mail"]],
        brand=brand,
        account=account,
        team=team,
        assignee=None if number % 10 == 0 else agents[number % 8],
        excerpt=" ".join(last["body"].split())[:200],
        message_count=len(row["messages"]),
        language="ru",
        created_at=moment(row["created"]),
        updated_at=moment(last["at"]),
        waiting_since=moment(last["at"]) if last["who"] == "customer" else None,
    )


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


main(sys.argv[1])
