"""The writers of triage: a reading, a word on the type, the letter that asked, who takes which type."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction

from otklik.coach.request.catalogue import RequestType
from otklik.coach.version import version
from otklik.people.models import Agent, Team
from otklik.people.queries import teams_known_to
from otklik.people.rules import may_administer
from otklik.tickets import actions as tickets
from otklik.tickets import events
from otklik.tickets.models import Event, Message, Status, Ticket
from otklik.tickets.rules import NotAllowed, require_writer
from otklik.triage import queries, reading, rules
from otklik.triage.models import DecidedBy, Decision, Mention, Reading, Route
from otklik.triage.reading import Letter, Understood
from otklik.triage.types import types


def read(ticket: Ticket, *, at: datetime.datetime, decides: bool = True) -> Reading | None:
    """Read all that the customer wrote, anew, and keep what is understood; None when no person has written. While the ticket is
    new to everybody (`decides`) a type that is sure is filled in, and its team with it. Called twice, it does the same once."""
    written = reading.letters(ticket)
    if not written:
        return None
    known = queries.reading_of(ticket)
    category = Ticket.objects.values_list("category", flat=True).get(pk=ticket.pk)
    guessed = reading.guess(written, of_all=not category)
    decided = known.decided_by if known else ""
    if not category and not decided and decides and _may_decide(ticket, guessed):
        category = _fill_in(ticket, guessed, at=at)
        decided = DecidedBy.MACHINE if category else decided
    elif category and not decided:
        said = Event.objects.filter(ticket=ticket, kind=events.CATEGORY_CHANGED, agent__isnull=False)
        decided = DecidedBy.AGENT if said.exists() else DecidedBy.MACHINE
    kind = _kind(category, guessed, is_open=not decided)
    found = reading.understand(written, guessed, kind, but=_own(ticket, written))
    kept = _keep(ticket, found, kind, decided, at=at, seen=(category, known.decided_by if known else ""))
    return kept or read(
        ticket, at=at, decides=decides
    )  # somebody said the type meanwhile: what was found is of another one


def _may_decide(ticket: Ticket, guessed: Understood) -> bool:
    return _sure(guessed) is not None and ticket.status != Status.CLOSED and not queries.is_touched(ticket)


@transaction.atomic
def _fill_in(ticket: Ticket, guessed: Understood, *, at: datetime.datetime) -> str:
    """The machine's word, where nobody was faster; the type that the ticket has then."""
    locked = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
    if locked.category or locked.status == Status.CLOSED:
        return locked.category
    tickets.set_category(ticket, guessed.guess, by=None, at=at)
    _decide(ticket, None, "", guessed.guess, guessed.guess, guessed.probability, at=at)
    team = queries.team_for(guessed.guess)
    if team is not None and locked.team_id is None:  # a mailbox's own team is an admin's word
        tickets.set_team(ticket, team, by=None, at=at)
    return guessed.guess


@transaction.atomic
def decide(ticket: Ticket, kind: str, *, by: Agent, at: datetime.datetime) -> None:
    """An agent says what the request is; "" is: nothing of these. A ticket that nobody has touched goes to the team that takes the
    type, if the agent may know of it. Raises NotAllowed, ValueError on a type that there is not."""
    require_writer(by)
    if kind and kind not in types():
        raise ValueError(f"there is no type {kind}")
    known = queries.reading_of(ticket)
    is_touched, before = queries.is_touched(ticket), ticket.category
    if known is not None and known.decided_by == DecidedBy.AGENT and before == kind:
        return
    tickets.set_category(ticket, kind, by=by, at=at)
    guess, probability = (known.guess, known.probability) if known else ("", 0.0)
    _decide(ticket, by, before, kind, guess, probability, at=at)
    if known is not None:
        Reading.objects.filter(pk=known.pk).update(decided_by=DecidedBy.AGENT)
    team = queries.team_for(kind)
    if (
        team is not None
        and ticket.team_id is None
        and not is_touched
        and teams_known_to(by).filter(pk=team.pk).exists()
    ):
        tickets.set_team(ticket, team, by=by, at=at)
    read(ticket, at=at)


@transaction.atomic
def note_ask(ticket: Ticket, message: Message, *, at: datetime.datetime) -> None:
    """The customer has been asked for what is missing, by this letter: it happens once."""
    Reading.objects.filter(ticket=ticket, asked_at=None).update(asked_at=at, ask=message)


@transaction.atomic
def set_routes(teams: Mapping[str, Team | None], *, by: Agent) -> None:
    """Who takes which types, by the types' ids; types that are not named stay as they are. Raises NotAllowed for all but admins."""
    if not may_administer(by):
        raise NotAllowed("only an admin says which team takes what")
    Route.objects.filter(kind__in=[kind for kind, team in teams.items() if team is None]).delete()
    for kind, team in teams.items():
        if team is not None:
            Route.objects.update_or_create(kind=kind, defaults={"team": team})


def _decide(
    ticket: Ticket,
    by: Agent | None,
    before: str,
    chosen: str,
    guess: str,
    probability: float,
    *,
    at: datetime.datetime,
) -> None:
    Decision.objects.create(
        ticket=ticket,
        agent=by,
        before=before,
        chosen=chosen,
        guess=guess,
        probability=probability,
        model=version(),
        at=at,
    )


@transaction.atomic
def _keep(
    ticket: Ticket,
    found: Understood,
    kind: RequestType | None,
    decided: str,
    *,
    at: datetime.datetime,
    seen: tuple[str, str],
) -> Reading | None:
    """The reading as it is kept; None when the ticket's type and whose word it is are no more what they were (`seen`)."""
    category = Ticket.objects.select_for_update(of=("self",)).values_list("category", flat=True).get(pk=ticket.pk)
    said_by = Reading.objects.filter(ticket=ticket).values_list("decided_by", flat=True).first() or ""
    if (category, said_by) != seen:
        return None
    row = Reading(
        ticket=ticket, guess=found.guess, probability=found.probability, likely=[list(each) for each in found.likely],
        words=list(found.words), decided_by=decided, mood=found.mood, language=found.language, kind=kind.id if kind else "",
        answers=dict(found.answers), missing=list(found.missing), completeness=found.completeness, reports=list(found.reports),
        model=version(), read_at=at,
    )  # fmt: skip
    fields = [
        each.name for each in Reading._meta.concrete_fields if each.name not in ("id", "ticket", "asked_at", "ask")
    ]
    Reading.objects.bulk_create([row], update_conflicts=True, unique_fields=["ticket"], update_fields=fields)
    said = list(Mention.objects.filter(ticket=ticket).order_by("pk").values_list("kind", "value", "message_id"))
    if said != list(found.mentions):
        Mention.objects.filter(ticket=ticket).delete()
        Mention.objects.bulk_create(
            [
                Mention(ticket=ticket, kind=kind_, value=value, message_id=message)
                for kind_, value, message in found.mentions
            ]
        )
    return Reading.objects.get(ticket=ticket)


def _kind(category: str, guessed: Understood, *, is_open: bool) -> RequestType | None:
    """The type whose questions count: the ticket's, else a guess that is sure though nobody wrote it into the ticket."""
    if category:
        return types().get(category)
    return _sure(guessed) if is_open else None


def _sure(guessed: Understood) -> RequestType | None:
    """The guessed type, if the guess is sure."""
    kind = types().get(guessed.guess)
    return kind if rules.is_sure(kind, guessed.probability, has_report=bool(guessed.reports)) else None


def _own(ticket: Ticket, written: list[Letter]) -> frozenset[str]:
    """Addresses that are no object of the request: the writers' and ours."""
    ours = ticket.account.address if ticket.account else ""
    return frozenset({*(each.sender for each in written), ours, ours.partition("@")[2]} - {""})
