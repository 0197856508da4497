"""The composer: drafts, files, the coach's remarks, sending, taking back, presence."""

from __future__ import annotations

import datetime
import json

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from otklik.channels.kinds.email.tokens import new_message_id
from otklik.coach.words import language
from otklik.desk import actions as desk
from otklik.desk import advice, sending, surroundings
from otklik.desk.views import page
from otklik.desk.views.access import agent_of, ticket_or_404
from otklik.desk.views.page import recipients
from otklik.insight import actions as insight
from otklik.kit import blobs
from otklik.kit.clock import now
from otklik.people.models import Agent
from otklik.people.rules import may_write
from otklik.tickets import actions
from otklik.tickets.arrivals import File
from otklik.tickets.models import Direction, Draft, Message, State, Status, Ticket
from otklik.tickets.queries import newest_message
from otklik.tickets.rules import NotAllowed, ThreadChanged, WrongStatus

UNDO = datetime.timedelta(seconds=10)
MAX_FILE = 25_000_000
MAX_TEXT = 100_000
MAX_COPIES = 30
PRESENT = datetime.timedelta(seconds=75)


@require_POST
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what is typed; an empty text throws the draft away unless files hang on it."""
    ticket, agent = ticket_or_404(request, number), agent_of(request)
    is_note, text = request.POST.get("is_note") == "1", request.POST.get("text", "")[:MAX_TEXT]
    try:
        row = actions.save_draft(ticket, by=agent, text=text, is_note=is_note, seen=_seen(request, ticket), at=now())
    except NotAllowed:
        return HttpResponse(status=403)
    if not text.strip() and not row.attachments.exists():
        actions.discard_draft(row)
    return HttpResponse(status=204)


@require_POST
def attach(request: HttpRequest, number: int) -> HttpResponse:
    """Files for the reply; the answer is the row of chips."""
    ticket, agent = ticket_or_404(request, number), agent_of(request)
    if not may_write(agent):
        return HttpResponse(status=403)
    is_note = request.POST.get("is_note") == "1"
    row = ticket.drafts.filter(agent=agent, is_note=is_note).first()
    if row is None:
        row = actions.save_draft(ticket, by=agent, text="", is_note=is_note, seen=_seen(request, ticket), at=now())
    error = ""
    for file in request.FILES.getlist("files")[:20]:
        if (file.size or 0) > MAX_FILE:
            error = _(
                "“%(name)s” is larger than 25 MB: most mail servers would refuse it. Put it somewhere and send a link."
            ) % {"name": file.name}
            continue
        content = file.read()
        kind = file.content_type or "application/octet-stream"
        actions.attach(row, File(file.name or "file", kind, len(content), blobs.put(content)))
    return _chips(request, ticket, row, error)


@require_POST
def detach(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Take a file off."""
    ticket, agent = ticket_or_404(request, number), agent_of(request)
    row = get_object_or_404(Draft, ticket=ticket, agent=agent, attachments__pk=pk)
    actions.detach(row, pk)
    return _chips(request, ticket, row, "")


def _chips(request: HttpRequest, ticket: Ticket, row: Draft, error: str) -> HttpResponse:
    context = {"ticket": ticket, "files": row.attachments.order_by("id"), "error": error, "is_note": row.is_note}
    return render(request, "desk/_files.html", context)


@require_POST
def coach(request: HttpRequest, number: int) -> HttpResponse:
    """JSON in (text), JSON out: findings that were not waved off, the situation or a guess at it, what a letter in it needs, what it
    promises, and the line to be read before it leaves."""
    ticket, agent = ticket_or_404(request, number), agent_of(request)
    try:
        text = str(json.loads(request.body)["text"])[:MAX_TEXT]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "text is missing"}, status=400)
    row = ticket.drafts.filter(agent=agent, is_note=False).first()
    letter = advice.letter_of(ticket, agent, text)
    findings = advice.findings(ticket, agent, letter, row.dismissed if row else [])
    return JsonResponse({
        "findings": findings, "situation": advice.situation(ticket, letter), "checklist": advice.checklist(ticket, letter),
        "promise": advice.promise(ticket, letter), "line": sending.line(findings),
    })  # fmt: skip


@require_GET
def saved(request: HttpRequest, number: int) -> HttpResponse:
    """The saved replies that fit the ticket, filled in."""
    ticket, agent = ticket_or_404(request, number), agent_of(request)
    stocks = advice.saved_replies(ticket, agent, signature=page.signature(agent, ticket))
    return render(request, "desk/_saved.html", {"stocks": stocks})


@require_POST
def finding(request: HttpRequest, number: int) -> HttpResponse:
    """A finding was shown, applied or dismissed: counted over all agents; a dismissal is kept with the draft."""
    ticket, agent = ticket_or_404(request, number), agent_of(request)
    if not may_write(agent):
        return HttpResponse(status=403)
    what, rule, key = (request.POST.get(each, "")[:200] for each in ("what", "rule", "key"))
    at = now()
    try:
        desk.count_finding(rule, what=what, day=at.date())
        language = page.language_of_letter(ticket)
        insight.count_use(rule, what=what, by=agent, ticket=ticket, language=language, day=at.date())
    except ValueError:
        return HttpResponse(status=400)
    if what == "dismissed":
        row = ticket.drafts.filter(agent=agent, is_note=False).first()
        if row is None:
            row = actions.save_draft(ticket, by=agent, text="", is_note=False, seen=_seen(request, ticket), at=at)
        actions.dismiss(row, key)
    return HttpResponse(status=204)


@require_POST
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Queue the reply (or add the note). Stopped, with the text kept, when the thread has changed or a hole is left."""
    ticket, agent = ticket_or_404(request, number), agent_of(request)
    text, at = request.POST.get("text", "").replace("\r\n", "\n").strip()[:MAX_TEXT], now()
    is_note = request.POST.get("is_note") == "1"
    if not may_write(agent):
        return HttpResponse(status=403)
    if not text or (not is_note and text == page.blank_letter(agent, ticket).strip()):
        return _again(request, ticket, text, _("The letter is empty: write something first."))
    if is_note:
        actions.add_note(
            ticket, by=agent, text=text, at=at, draft=ticket.drafts.filter(agent=agent, is_note=True).first()
        )
        return redirect("desk:ticket", number=ticket.pk)
    holes = [
        each for each in advice.findings(ticket, agent, advice.letter_of(ticket, agent, text), []) if each["asks"]
    ]
    if holes and request.POST.get("anyway") != "1":
        what = ", ".join(f"«{text[each['start'] : each['end']]}»" for each in holes if each["start"] is not None)
        return _again(
            request,
            ticket,
            text,
            _("Something is not filled in: %(what)s. Send it like this?") % {"what": what},
            asks=True,
        )
    return _queue(request, ticket, agent, text, at)


def _queue(request: HttpRequest, ticket: Ticket, agent: Agent, text: str, at: datetime.datetime) -> HttpResponse:
    if ticket.account is None:
        return _again(request, ticket, text, _("This ticket has no mailbox to answer from. Ask an admin to set one."))
    to, cc = recipients(ticket)
    if "cc" in request.POST:
        cc, wrong = _addresses(request.POST["cc"], but=to)
        if wrong:
            said = _("This is no e-mail address: %(what)s. The letter was not sent.") % {"what": ", ".join(wrong)}
            return _again(request, ticket, text, said)
    status = request.POST.get("status") or None
    row = ticket.drafts.filter(agent=agent, is_note=False).first()
    pledge = None
    if request.POST.get("remind") == "1":
        pledge = surroundings.pledge(ticket, text, language(text), request.POST.get("remind_at", ""))
    try:
        message = actions.reply(
            ticket, by=agent, text=text, to=to, cc=cc, at=at, send_after=at + UNDO, seen=_seen(request, ticket),
            status=status if status in Status.values else None, draft=row, pledge=pledge,
            external_id=new_message_id(ticket.pk, ticket.account.address, key=settings.SECRET_KEY),
        )  # fmt: skip
    except ThreadChanged as changed:
        return _again(request, ticket, text, "", newer=get_object_or_404(Message, pk=changed.newest))
    except WrongStatus:
        return _again(
            request, ticket, text, _("The ticket's status has changed meanwhile. Look at it and send again.")
        )
    desk.leave(agent, ticket, at=at)
    messages.success(request, str(message.pk), extra_tags="undo")
    return redirect("desk:ticket", number=ticket.pk)


def _addresses(typed: str, *, but: list[str]) -> tuple[list[str], list[str]]:
    """(addresses, what is none) out of a line of them; those in `but` have the letter anyway."""
    parts = [each.strip().lower() for each in typed.replace(";", ",").split(",") if each.strip()][:MAX_COPIES]
    right, wrong = [], []
    for each in dict.fromkeys(parts):
        try:
            validate_email(each)
        except ValidationError:
            wrong.append(each)
        else:
            right.append(each)
    return [each for each in right if each not in but], wrong


def _again(
    request: HttpRequest, ticket: Ticket, text: str, error: str, *, asks: bool = False, newer: Message | None = None
) -> HttpResponse:
    """The ticket's page with the text kept and a word on why it did not go."""
    agent = agent_of(request)
    if text:
        actions.save_draft(
            ticket,
            by=agent,
            text=text,
            is_note=request.POST.get("is_note") == "1",
            seen=_seen(request, ticket),
            at=now(),
        )
    extra = {
        "error": error,
        "asks": asks,
        "newer": newer,
        "newer_who": _author(newer),
        "starts_as_note": request.POST.get("is_note") == "1",
    }
    if "cc" in request.POST:
        extra["cc"] = [request.POST["cc"][:2000]]
    return page.ticket_page(request, ticket, extra, status=409)


def _author(message: Message | None) -> str:
    if message is None:
        return ""
    return (
        message.agent.name if message.agent else (message.contact.name if message.contact else "") or message.sender
    )


@require_POST
def undo(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """Take a reply back while it has not left; too late is said."""
    ticket, agent = ticket_or_404(request, number), agent_of(request)
    row = get_object_or_404(Message, pk=message, ticket=ticket, direction=Direction.OUT)
    if row.state != State.QUEUED or actions.cancel(row, by=agent, at=now()) is None:
        messages.error(request, _("Too late: the letter has left."))
    return redirect("desk:ticket", number=ticket.pk)


@require_POST
def presence(request: HttpRequest, number: int) -> HttpResponse:
    """A heartbeat of an open page: reading, typing, or gone."""
    ticket, agent, at = ticket_or_404(request, number), agent_of(request), now()
    doing = request.POST.get("doing", "")
    if doing == "gone":
        desk.leave(agent, ticket, at=at)
    elif doing in ("reading", "typing"):
        desk.be_present(agent, ticket, doing=doing, at=at)
    return HttpResponse(status=204)


@require_GET
def who(request: HttpRequest, number: int) -> HttpResponse:
    """Which colleagues are at this ticket."""
    ticket, agent = ticket_or_404(request, number), agent_of(request)
    rows = ticket.presences.filter(at__gt=now() - PRESENT).exclude(agent=agent).select_related("agent").order_by("pk")
    return render(request, "desk/_presence.html", {"ticket": ticket, "people": rows})


def _seen(request: HttpRequest, ticket: Ticket) -> int | None:
    """The newest message that the writer had before their eyes, by the page's word; a page without one saw nothing."""
    given = request.POST.get("seen") or request.GET.get("seen") or ""
    if given.isdigit() and ticket.messages.filter(pk=int(given)).exists():
        return int(given)
    newest = newest_message(ticket)
    return newest.pk if newest and not given else None if newest is None else 0
