"""The same people in every test: Anna and Ivan write to us, Boris and Nina answer, Clara leads, Vera watches."""

import datetime
import itertools
from dataclasses import dataclass

from otklik.channels.actions import add_account
from otklik.channels.models import Account
from otklik.people.actions import add_agent, add_team, find_or_add_contact
from otklik.people.models import Agent, Contact, Role, Team
from otklik.services.actions import add_brand
from otklik.services.models import Brand
from otklik.tickets import actions
from otklik.tickets.arrivals import Arrival
from otklik.tickets.models import Message, Ticket

TUESDAY = datetime.datetime(2026, 11, 24, 9, 0, tzinfo=datetime.UTC)
PASSWORD = "a-long-password-1"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Cast:
    """Everybody, in one database."""

    nord: Brand
    tabel: Brand
    mailbox: Account
    tabel_mailbox: Account
    hosting: Team
    billing: Team
    clara: Agent
    boris: Agent
    nina: Agent
    vera: Agent
    anna: Contact
    ivan: Contact


def gather() -> Cast:
    """Put the cast into the test's database. Billing is a private team of Clara's and Nina's."""
    at = TUESDAY - datetime.timedelta(days=30)
    nord = add_brand("Норд Хостинг", slug="nord", url="https://nord.example", at=at)
    tabel = add_brand("Табель", slug="tabel", url="https://tabel.example", at=at)
    hosting, billing = add_team("Хостинг"), add_team("Биллинг", is_private=True)
    return Cast(
        nord=nord,
        tabel=tabel,
        mailbox=add_account(kind="email", name="Поддержка", address="support@nord.example", brand_id=nord.pk, at=at),
        tabel_mailbox=add_account(
            kind="email", name="Табель", address="help@tabel.example", brand_id=tabel.pk, at=at
        ),
        hosting=hosting,
        billing=billing,
        clara=_agent("clara", "Клара Орлова", Role.ADMIN, at, [hosting, billing]),
        boris=_agent("boris", "Борис Климов", Role.AGENT, at, [hosting]),
        nina=_agent("nina", "Нина Ветрова", Role.AGENT, at, [hosting, billing]),
        vera=_agent("vera", "Вера Сомова", Role.VIEWER, at, []),
        anna=find_or_add_contact(kind="email", value="anna@firma.example", name="Анна Белова", at=at),
        ivan=find_or_add_contact(kind="email", value="ivan@lavka.example", name="Иван Петров", at=at),
    )


def arrival(
    text: str = "Добрый день! Сайт не открывается.",
    *,
    subject: str = "Сайт не открывается",
    sender: str = "anna@firma.example",
    at: datetime.datetime = TUESDAY,
    auto: str = "",
    external_id: str = "",
) -> Arrival:
    """A letter understood, with an id of its own."""
    return Arrival(
        external_id=external_id or f"letter-{next(_numbers)}@firma.example",
        sender=sender,
        subject=subject,
        text=text,
        reply_text=text,
        html="",
        at=at,
        to=("support@nord.example",),
        language="ru",
        auto=auto,
    )


def ticket(cast: Cast, text: str = "Добрый день! Сайт не открывается.", **words: object) -> tuple[Ticket, Message]:
    """A ticket of Anna's at Nord Hosting."""
    team = words.pop("team", None)
    requester = words.pop("requester", cast.anna)
    return actions.open_ticket(
        arrival(text, **words), requester=requester, brand=cast.nord, account=cast.mailbox, team=team
    )


def _agent(login: str, name: str, role: str, at: datetime.datetime, teams: list[Team]) -> Agent:
    return add_agent(f"{login}@nord.example", name=name, password=PASSWORD, role=role, teams=teams, at=at)
