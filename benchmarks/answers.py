"""Do answers find their tickets? A hundred conversations, each answered three ways, and every letter delivered twice.

    OTKLIK_DATA=/tmp/threads python benchmarks/answers.py        (a fresh folder; OTKLIK_DATABASE_URL for PostgreSQL)

Prints how many answers came home by Message-ID of the customer's own letter, by the quiet tag alone and by the
Message-ID of a letter of ours; how many messages the doubled letters made; and «сервер» ↔ «серверах» at commit.
"""

import datetime
import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.project.settings")
os.environ.setdefault("OTKLIK_VERIFY_SENDERS", "0")
import django

django.setup()

from django.conf import settings
from django.core.management import call_command

from otklik.channels.actions import add_account
from otklik.channels.kinds.email import tokens
from otklik.intake import actions as intake
from otklik.intake.queries import waiting
from otklik.kit.clock import now
from otklik.people.actions import add_agent
from otklik.services.actions import add_brand
from otklik.tickets import actions as tickets
from otklik.tickets.models import Message, Ticket
from otklik.tickets.search.find import find

BOX, COUNT = "support@bench.example", 100


def deliver(number: int, kind: str, subject: str, text: str, **headers: str) -> int | None:
    """Deliver a letter twice, as by two of our addresses; the ticket it came to."""
    head = {
        "From": f"p{number}@far.example",
        "To": BOX,
        "Subject": subject,
        "Message-ID": f"<{kind}-{number}@far.example>",
        **headers,
    }
    raw = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in head.items()) + "\r\n" + text
    for _ in range(2):
        intake.accept([intake.Arrived(raw.encode(), f"p{number}@far.example", (BOX,))], at=now())
    first, second = (intake.process(each, at=now()) for each in waiting())
    assert second.ticket_id == first.ticket_id, second.reason
    return first.ticket_id


def main() -> None:
    call_command("migrate", verbosity=0)
    brand = add_brand("Bench", slug="threads", at=now())
    add_account(kind="email", name="Bench", address=BOX, brand_id=brand.pk, at=now())
    agent = add_agent("boris@bench.example", name="Борис", password=None, role="admin", at=now())
    home = dict.fromkeys(("headers", "tag", "our letter"), 0)
    for number in range(COUNT):
        ticket = deliver(number, "opening", f"Question {number}", "The server is down.")
        row, key = Ticket.objects.get(pk=ticket), settings.SECRET_KEY
        ours = tickets.reply(
            row, by=agent, text="Looking.", to=[f"p{number}@far.example"], at=now(), seen=None,
            send_after=now() + datetime.timedelta(days=1), external_id=tokens.new_message_id(row.pk, BOX, key=key),
        )  # fmt: skip
        own, chain = f"<opening-{number}@far.example>", f"<{ours.external_id}>"
        tag = f"Once more.\r\n\r\n> {tokens.token(row.pk, key=key)}"
        home["headers"] += (
            deliver(number, "by-headers", "Hm", "Once more.", In_Reply_To=own, References=own) == ticket
        )
        home["tag"] += deliver(number, "by-tag", "Hm", tag) == ticket
        home["our letter"] += deliver(number, "by-ours", "Hm", "Once more.", In_Reply_To=chain) == ticket
    messages = Message.objects.filter(direction="in").count()
    today = now().date()
    found = {}
    for number, (written, asked) in enumerate((("сервер", "серверах"), ("серверах", "сервер")), start=COUNT):
        ticket = deliver(number, "words", "Слова", f"Проблема: {written}. Метка{number}.")
        found[f"{asked} → {written}"] = ticket in [
            h.ticket_id for h in find(agent, f"{asked} Метка{number}", today=today).hits
        ]
    print(json.dumps({**home, "of": COUNT, "letters": COUNT * 8, "messages": messages, **found}, ensure_ascii=False))


main()
