"""Telling the story through the product's own doors: letters by the intake, answers by the actions, at the story's times."""

from __future__ import annotations

import datetime
import zoneinfo
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from otklik.channels.actions import add_account
from otklik.channels.kinds.email.tokens import new_message_id
from otklik.channels.models import Account
from otklik.channels.types import Parcel, Receipt
from otklik.demo import story
from otklik.demo.actions import catch
from otklik.demo.story import Dream, Tale, Turn, Use
from otklik.insight import actions as writing
from otklik.insight import subscribers as insight
from otklik.insight import worker as judging
from otklik.intake import actions as intake
from otklik.intake.queries import waiting
from otklik.outbound import actions as outbound
from otklik.outbound.actions import Tried
from otklik.outbound.queries import outgoing
from otklik.outbound.render import render
from otklik.outbound.wording import wish
from otklik.people.actions import add_agent, add_team, find_or_add_contact
from otklik.people.models import Agent, Role, Team
from otklik.rulebook.actions import add_rule
from otklik.rulebook.texts import RuleText
from otklik.services.actions import add_brand
from otklik.services.models import Brand
from otklik.tickets import actions as tickets
from otklik.tickets.models import Message, Ticket
from otklik.triage import actions as triage

ZONE = zoneinfo.ZoneInfo("Europe/Moscow")
_AGENTS = (
    ("clara", "Клара Орлова", Role.ADMIN), ("boris", "Борис Климов", Role.AGENT), ("nina", "Нина Ветрова", Role.AGENT),
    ("vera", "Вера Сомова", Role.VIEWER),
)  # fmt: skip


_TAKES = {
    "Хостинг": ("server-unreachable", "site-down", "login", "software-start", "mail", "network", "site-element", "software-install", "virus", "domain", "backup"),
    "Приложение": ("feature-request", "browser-display", "browser-extension", "browser-outdated", "notifications-missing", "offline-use"),
    "Биллинг": ("billing",),
}  # fmt: skip


def is_seeded() -> bool:
    """Whether the story has been told into this database."""
    return Brand.objects.filter(slug="nord").exists()


def seed(*, at: datetime.datetime, password: str, with_tickets: bool = True) -> None:
    """Tell the whole story, ending at `at`."""
    start = at - datetime.timedelta(days=30)
    brands = {
        "nord": add_brand(
            "Норд Хостинг",
            slug="nord",
            url="https://nord.example",
            color="#2f5d8a",
            asks=True,
            at=start,
            mail_hosts=["192.0.2.25", "198.51.100.0/24"],
            help_links=_help("https://nord.example/help", "reset-password", "status", "billing", "cancel"),
        ),
        "tabel": add_brand(
            "Табель",
            slug="tabel",
            url="https://tabel.example",
            color="#3d7a4f",
            asks=True,
            at=start,
            mail_hosts=["203.0.113.14"],
            help_links=_help(
                "https://tabel.example/help",
                "clear-cache",
                "browsers",
                "extensions",
                "notifications",
                "offline",
                "reset-password",
            ),
        ),
    }
    teams = {name: add_team(name, is_private=name == "Биллинг") for name in ("Хостинг", "Приложение", "Биллинг")}
    accounts = {
        slug: add_account(kind="email", name=brand.name, address=address, brand_id=brand.pk, at=start)
        for (slug, brand), address in zip(brands.items(), ("support@nord.example", "help@tabel.example"), strict=True)
    }
    hashed = make_password(password)  # once: each takes as long as a guesser should need
    agents = {
        login: add_agent(
            f"{login}@nord.example",
            name=name,
            password=None,
            hashed=hashed,
            role=role,
            teams=_teams(login, teams),
            gender="m" if login == "boris" else "f",
            at=start,
        )
        for login, name, role in _AGENTS
    }
    if not with_tickets:
        return
    routes = {kind: teams[name] for name, kinds in _TAKES.items() for kind in kinds}
    triage.set_routes(dict(routes), by=agents["clara"])
    people, tales = story.tales()
    for address, name in people.items():
        find_or_add_contact(kind="email", value=address, name=name, at=start)
    for number, tale in enumerate(sorted(tales, key=lambda each: -each.ago)):
        _tell(tale, number, people[tale.sender], accounts[tale.brand], teams, agents, at)
    for dream in story.dreams():
        _wish(dream, brands, agents, at)
    for row in story.rules():
        fields: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
        }
        add_rule(RuleText(**fields), by=agents["clara"], at=at - datetime.timedelta(days=2), is_on=True)
    while events := tickets.claim_undispatched(at=at, limit=1000):
        insight.take_down_letters(events)
        tickets.mark_dispatched(events, at=at)
    while judging.run_once(limit=100):
        pass
    for use in story.uses():
        _use(use, agents[use.by], at)
    writing.show_persons(True, by=agents["clara"], at=start)


def _teams(login: str, teams: dict[str, Team]) -> list[Team]:
    return {
        "clara": list(teams.values()),
        "boris": [teams["Хостинг"], teams["Приложение"]],
        "nina": list(teams.values()),
        "vera": [],
    }[login]


def _tell(
    tale: Tale,
    number: int,
    name: str,
    account: Account,
    teams: dict[str, Team],
    agents: dict[str, Agent],
    now: datetime.datetime,
) -> None:
    at = now - tale.ago
    ticket: Ticket | None = None
    last: Message | None = None
    for place, turn in enumerate(tale.turns):
        at = min(at + datetime.timedelta(hours=turn.after), now - datetime.timedelta(minutes=4))
        if turn.is_draft and ticket is not None:
            tickets.save_draft(
                ticket, by=agents[turn.by], text=turn.text, is_note=False, seen=last.pk if last else None, at=at
            )
        elif turn.by.startswith("note-") and ticket is not None:
            tickets.add_note(ticket, by=agents[turn.by[5:]], text=turn.text, at=at)
        elif turn.by and ticket is not None:
            last = _answer(ticket, turn, agents[turn.by], account, at)
        else:
            raw = story.letter(
                tale, turn, name=name, to=account.address, at=at, number=number * 100 + place, answers=last.external_id if last else "",
                quote=last.text if last else "",
            )  # fmt: skip
            last = _arrive(raw, tale.sender, account.address, at)
            if ticket is None:
                ticket = Ticket.objects.get(pk=last.ticket_id)
                triage.read(ticket, at=at)
                _set(ticket, tale, teams, agents["clara"], at)
                if tale.options.get("asked"):
                    last = _ask(ticket, last, account, at)
            else:
                triage.read(ticket, at=at)
    if ticket is not None and tale.options.get("status"):
        ticket.refresh_from_db()
        by = ticket.assignee or agents["clara"]
        if tale.options["status"] == "closed":
            tickets.set_status(ticket, "solved", by=by, at=at)
        tickets.set_status(ticket, tale.options["status"], by=by, at=at)


def _wish(dream: Dream, brands: dict[str, Brand], agents: dict[str, Agent], now: datetime.datetime) -> None:
    """Written down with its first ticket, moved some days ago, told of as it stands."""
    nina, clara = agents["nina"], agents["clara"]
    tickets_of = [
        Ticket.objects.get(requester__identities__value=who, subject=subject) for who, subject in dream.asked
    ]
    began = min([each.created_at for each in tickets_of], default=now - datetime.timedelta(days=12))
    moved = now - datetime.timedelta(days=3, hours=len(dream.title))
    brand = brands.get(dream.brand)
    feature = tickets.add_wish(dream.title, title_en=dream.title_en, brand=brand, by=nina, at=began)
    moved = max(moved, began)
    early = [each for each in tickets_of if each.created_at < moved]
    for ticket in early:
        tickets.link_wish(ticket, feature, by=nina, at=ticket.created_at + datetime.timedelta(minutes=9))
    for address in dream.voices:
        contact = find_or_add_contact(kind="email", value=address, name="", at=began)
        tickets.add_vote(feature, contact, by=nina, at=began + datetime.timedelta(hours=5))
    tickets.move_wish(feature, dream.status, by=clara, at=moved)
    tickets.rewrite_wish(
        feature, title=dream.title, title_en=dream.title_en, description=dream.description, brand=brand,
        sentence_ru=dream.ru, sentence_en=dream.en, by=clara, at=moved,
    )  # fmt: skip
    for ticket in tickets_of:
        if ticket not in early:
            tickets.link_wish(ticket, feature, by=nina, at=ticket.created_at + datetime.timedelta(minutes=9))


def _help(site: str, *topics: str) -> dict[str, str]:
    return {topic: f"{site}/{topic}" for topic in topics}


def _use(use: Use, agent: Agent, now: datetime.datetime) -> None:
    ticket = Ticket.objects.filter(assignee=agent).order_by("pk").first()
    for what in ("shown", "applied", "dismissed"):
        for _ in range(getattr(use, what)):
            if ticket is not None:
                day = (now - datetime.timedelta(days=use.ago)).date()
                writing.count_use(use.rule, what=what, by=agent, ticket=ticket, language="ru", day=day)


def _arrive(raw: bytes, sender: str, to: str, at: datetime.datetime) -> Message:
    intake.accept([intake.Arrived(raw, sender=sender, recipients=(to,))], at=at)
    (envelope,) = waiting()
    done = intake.process(envelope, at=at)
    if done.message is None:
        raise RuntimeError(f"the story's letter from {sender} became no message: {done.reason}")
    return done.message


def _set(ticket: Ticket, tale: Tale, teams: dict[str, Team], by: Agent, at: datetime.datetime) -> None:
    if team := tale.options.get("team"):
        tickets.set_team(ticket, teams[team], by=None, at=at)
    for tag in tale.options.get("tags", ()):
        tickets.tag(ticket, tag, by=None, at=at)
    category = tale.options["category"]
    if not tale.options.get("unsure") and ticket.category != category:
        triage.decide(ticket, category, by=by, at=at)
    if situation := tale.options.get("situation"):
        tickets.set_situation(ticket, situation, by=None, at=at)
    if priority := tale.options.get("priority"):
        tickets.set_priority(ticket, priority, by=by, at=at)


def _answer(ticket: Ticket, turn: Turn, agent: Agent, account: Account, at: datetime.datetime) -> Message:
    language = "en" if turn.text.startswith("Hi") else "ru"
    text = turn.text.replace("{day}", wish(language, at.astimezone(ZONE).weekday()))
    newest = ticket.messages.order_by("-id").first()
    message = tickets.reply(
        ticket, by=agent, text=text, to=[newest.sender if newest else ""], at=at, send_after=at, seen=None,
        external_id=new_message_id(ticket.pk, account.address, key=settings.SECRET_KEY),
    )  # fmt: skip
    _send(account, at)
    return message


def _ask(ticket: Ticket, message: Message, account: Account, at: datetime.datetime) -> Message:
    """The machine's letter that asks for what is missing; without one, the letter before stays the newest."""
    at += datetime.timedelta(seconds=4)
    sent = outbound.acknowledge(
        ticket, message, key=settings.SECRET_KEY, weekday=at.astimezone(ZONE).weekday(), at=at
    )
    _send(account, at)
    if sent is None:
        raise RuntimeError(f"nothing was asked in «{ticket.subject}»")
    return sent


def _send(account: Account, at: datetime.datetime) -> None:
    for each in tickets.claim_queued(at=at):
        raw = render(outgoing(each, key=settings.SECRET_KEY))
        catch(Parcel(account.address, tuple(each.to), raw), at=at)
        receipts = tuple(Receipt(to, "mailbox.demo", 250, "caught by the demo") for to in each.to)
        outbound.record(each, Tried(receipts, at, at))
