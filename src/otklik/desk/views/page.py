"""The page of one ticket, put together: conversation, facts, composer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from otklik.coach.reply.situations import shipped
from otklik.desk import queries, understanding, words
from otklik.desk.live.hub import newest
from otklik.desk.views.access import agent_of
from otklik.kit.clock import now
from otklik.outbound.wording import language_of
from otklik.people.models import Agent
from otklik.people.names import given_name
from otklik.people.queries import teams_known_to
from otklik.people.rules import may_write
from otklik.services.models import Brand, FeatureStatus
from otklik.tickets import wishes
from otklik.tickets.models import Direction, Message, Priority, Status, Ticket
from otklik.tickets.queries import open_reminders
from otklik.tickets.rules import FOLLOWS


def ticket_page(request: HttpRequest, row: Ticket, extra: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The whole page; `extra` says why a letter did not go."""
    agent = agent_of(request)
    queries.prefetch_people(row)
    position = newest()  # before the reading: what happens meanwhile is heard of again
    fixed, teams = queries.views(agent, "")
    said = conversation(agent, row)
    messages = [entry.message for entry in said["entries"] if entry.message]
    context = {
        **said, **facts_of(agent, row), **composer_context(agent, row, messages), "views": fixed, "teams": teams,
        "position": position, "names": f"ticket-{row.pk},presence-{row.pk},inbox", "back": _back(request), **extra,
    }  # fmt: skip
    return render(request, "desk/ticket.html", context, status=status)


def conversation(agent: Agent, row: Ticket) -> dict[str, Any]:
    entries = queries.timeline(
        agent, row, now=now(), language=get_language() or "ru", zone=timezone.get_current_timezone()
    )
    newest_message = max(
        (entry.message.pk for entry in entries if entry.message and not entry.message.is_automatic), default=0
    )
    return {"ticket": row, "entries": entries, "newest_message": newest_message}


def facts_of(agent: Agent, row: Ticket) -> dict[str, Any]:
    queries.prefetch_people(row)
    at = now()
    shown = row.requester.name or next((each.value for each in row.requester.identities.all()), "")
    brands = list(Brand.objects.order_by("name"))
    others = [
        {"number": each.pk, "subject": each.subject, "shape": words.SHAPES[each.status], "status": each.status,
         "label": words.STATUSES[Status(each.status)], "time": words.ago(each.updated_at, at)}
        for each in queries.other_tickets(agent, row)
    ]  # fmt: skip
    statuses = [
        (value, words.STATUSES[Status(value)])
        for value in Status.values
        if value == row.status or value in FOLLOWS[row.status]
    ]
    return {
        "ticket": row, "others": others, "statuses": statuses, "shape": words.SHAPES[row.status],
        "status_label": words.STATUSES[Status(row.status)], "priorities": [(int(p), words.PRIORITIES[p]) for p in Priority],
        "agents": queries.assignable(), "all_teams": teams_known_to(agent).order_by("name"), "tags": list(row.tags.order_by("name")),
        "known_tags": queries.known_tags(), "brands": brands if len(brands) > 1 else [], "identities": row.requester.identities.all(),
        "copies": row.participations.all(), "can_write": may_write(agent), "me": agent,
        "opened": words.ago(row.created_at, at), "opened_exact": words.exact(row.created_at),
        "tone": words.tone(shown), "initials": words.initials(shown),
        "wishes": [(each, words.WISHES[FeatureStatus(each.status)]) for each in wishes.of_ticket(row, language_of_letter(row))],
        "reminders": [(each, words.moment(each.remind_at), words.moment(each.due_at)) for each in open_reminders(row)],
        **understanding.panel(row),
        "updated": words.ago(row.updated_at, at), "waiting": words.waiting(row.waiting_since, at) if row.waiting_since else "",
    }  # fmt: skip


def _back(request: HttpRequest) -> str:
    """The list that the reader came from, if it is one of ours."""
    referer = request.headers.get("Referer", "")
    path = referer.removeprefix(settings.CONFIG.url)
    return (
        path
        if path.startswith(("/tickets/", "/search/")) and not path.split("/")[2].isdigit()
        else reverse("desk:inbox")
    )


def composer_context(agent: Agent, ticket: Ticket, messages: list[Message]) -> dict[str, Any]:
    """What the composer's templates need; `messages` are all of the ticket's, oldest first."""
    drafts = {each.is_note: each for each in ticket.drafts.filter(agent=agent)}
    reply, note = drafts.get(False), drafts.get(True)
    to, cc = _recipients(ticket, messages)
    return {
        "can_write": may_write(agent), "draft": reply, "note_draft": note, "to": to, "cc": cc,
        "draft_files": list(reply.attachments.order_by("id")) if reply else [],
        "note_files": list(note.attachments.order_by("id")) if note else [],
        "has_model": bool(settings.CONFIG.llm_url), "composer_parts": [f"desk/{each}.js" for each in ("compare", "difference", "leaving", "promise")],
        "blank": blank_letter(agent, ticket), "situations": [(each, words.situation(each)) for each in shipped().by_id],
    }  # fmt: skip


def blank_letter(agent: Agent, ticket: Ticket) -> str:
    """What stands in a letter before a word is written, in the customer's language: greeting, room, signature."""
    with override(language_of_letter(ticket)):
        name = given_name(ticket.requester.name)
        greeting = _("Hello %(name)s,") % {"name": name} if name else _("Hello,")
    return f"{greeting}\n\n\n\n{signature(agent, ticket)}"


def signature(agent: Agent, ticket: Ticket) -> str:
    """What stands under the agent's letters, in the customer's language."""
    with override(language_of_letter(ticket)):
        return agent.signature or f"{agent.name},\n" + _("support, %(brand)s") % {"brand": ticket.brand.name}


def language_of_letter(ticket: Ticket) -> str:
    """ru or en: what we write to this customer in."""
    return language_of(ticket.language, ticket.requester.language, ticket.brand.language)


def recipients(ticket: Ticket) -> tuple[list[str], list[str]]:
    """(to, cc): who of the ticket's people wrote last, and everybody in copy but them. A stranger who got hold of a
    letter may write into the ticket; our answers do not go to them (ADR 0005)."""
    return _recipients(ticket, list(ticket.messages.order_by("id").defer("text", "reply_text", "html")))


def _recipients(ticket: Ticket, messages: list[Message]) -> tuple[list[str], list[str]]:
    """`messages` are the ticket's, in any order."""
    participations = sorted(ticket.participations.all(), key=lambda each: each.pk)
    known = {ticket.requester_id, *(each.contact_id for each in participations)}
    by_people = [
        each for each in messages
        if each.direction == Direction.IN and not each.auto and each.verdict != "fail" and each.contact_id in known
    ]  # fmt: skip
    newest = max(by_people, key=lambda each: each.pk, default=min(messages, key=lambda each: each.pk, default=None))
    to = newest.sender if newest and newest.sender else ""
    people = [each.address for each in participations]
    identities = sorted(ticket.requester.identities.all(), key=lambda each: each.pk)
    requester = next((each.value for each in identities if each.kind == "email"), None)
    if requester and to != requester and newest and newest.contact_id != ticket.requester_id:
        people.insert(0, requester)
    return [to] if to else [], [each for each in dict.fromkeys(people) if each != to]
