"""The writers of people."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction

from otklik.people.models import Agent, Contact, FailedLogin, Identity, Organization, Role, Team


@transaction.atomic
def add_agent(
    email: str,
    *,
    name: str,
    password: str | None,
    at: datetime.datetime,
    role: str = Role.AGENT,
    teams: Iterable[Team] = (),
    language: str = "ru",
    time_zone: str = "Europe/Moscow",
    signature: str = "",
    hashed: str = "",
    gender: str = "",
) -> Agent:
    """A new agent; `password` None makes an account that cannot log in, unless `hashed` is a password that Django has
    hashed already. Raises IntegrityError on a taken address."""
    agent = Agent(
        email=email.strip().lower(),
        name=name,
        role=role,
        language=language,
        time_zone=time_zone,
        signature=signature,
        gender=gender,
        created_at=at,
    )
    if hashed:
        agent.password = hashed
    else:
        agent.set_password(password)
    agent.save(force_insert=True)
    agent.teams.set(teams)
    return agent


@transaction.atomic
def change_profile(
    agent: Agent,
    *,
    name: str,
    language: str,
    theme: str,
    time_zone: str,
    signature: str,
    is_on_duty: bool,
    gender: str = "",
) -> None:
    """What an agent sets for themselves."""
    agent.name, agent.language, agent.theme = name, language, theme
    agent.time_zone, agent.signature, agent.is_on_duty = time_zone, signature, is_on_duty
    agent.gender = gender
    agent.save(update_fields=["name", "language", "theme", "time_zone", "signature", "is_on_duty", "gender"])


@transaction.atomic
def set_password(agent: Agent, password: str) -> None:
    """A new password, judged already; sessions begun with the old one are over."""
    agent.set_password(password)
    agent.save(update_fields=["password"])


@transaction.atomic
def add_team(name: str, *, is_private: bool = False) -> Team:
    """A new team."""
    return Team.objects.create(name=name, is_private=is_private)


@transaction.atomic
def add_organization(name: str, *, at: datetime.datetime, domain: str = "") -> Organization:
    """A new organization."""
    return Organization.objects.create(name=name, domain=domain.lower(), created_at=at)


@transaction.atomic(savepoint=False)  # a part of the intake's transaction, too
def find_or_add_contact(
    *,
    kind: str,
    value: str,
    name: str,
    at: datetime.datetime,
    organization: Organization | None = None,
    language: str = "",
    has_written: bool = False,
    identity: Identity | None = None,
) -> Contact:
    """The contact who has this identity, made if unknown; a nameless contact learns the name. One who `has_written`
    has shown that the address lives. Raises IntegrityError when another process adds the same person in the same moment:
    begin anew. `identity` is the row, contact and all, where the caller has just read it."""
    identity = identity or Identity.objects.select_related("contact").filter(kind=kind, value=value).first()
    if identity is not None:
        contact = identity.contact
        if has_written and identity.undeliverable_since is not None:
            identity.undeliverable_since = None
            identity.save(update_fields=["undeliverable_since"])
        if name and not contact.name:
            contact.name = name[:200]
            contact.save(update_fields=["name"])
        return contact
    contact = Contact.objects.create(name=name[:200], organization=organization, language=language, created_at=at)
    Identity.objects.create(contact=contact, kind=kind, value=value, created_at=at)
    return contact


@transaction.atomic
def change_contact(contact: Contact, *, name: str, organization: str, at: datetime.datetime) -> bool:
    """The contact's name and organization (found by its name or made; empty is none); whether anything changed.
    Raises ValueError on an empty name."""
    wanted, house = " ".join(name.split())[:200], " ".join(organization.split())[:200]
    if not wanted:
        raise ValueError("a contact needs a name")
    row = Organization.objects.filter(name=house).order_by("pk").first() if house else None
    if house and row is None:
        row = add_organization(house, at=at)
    if (contact.name, contact.organization_id) == (wanted, row.pk if row else None):
        return False
    contact.name, contact.organization = wanted, row
    contact.save(update_fields=["name", "organization"])
    return True


@transaction.atomic
def mark_undeliverable(*, kind: str, value: str, at: datetime.datetime) -> None:
    """Letters to this address come back; known until one arrives from it."""
    Identity.objects.filter(kind=kind, value=value, undeliverable_since=None).update(undeliverable_since=at)


@transaction.atomic
def note_failed_login(*, email: str, remote: str, at: datetime.datetime) -> None:
    """Remember a log-in that did not succeed; those of the days before are forgotten."""
    FailedLogin.objects.filter(at__lt=at - datetime.timedelta(days=1)).delete()
    FailedLogin.objects.create(email=email.strip().lower()[:254], remote=remote[:64], at=at)


@transaction.atomic
def forget_failed_logins(*, email: str, remote: str) -> None:
    """The right person has come in from here."""
    FailedLogin.objects.filter(email=email.strip().lower()[:254], remote=remote[:64]).delete()
