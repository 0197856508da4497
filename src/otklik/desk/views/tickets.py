"""A ticket: its page, its living fragments, and the changes an agent makes with one press."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from otklik.desk import understanding
from otklik.desk.advice import weekday_of
from otklik.desk.views.access import agent_of, ticket_or_404
from otklik.desk.views.page import conversation, facts_of, signature, ticket_page
from otklik.kit import blobs
from otklik.kit.clock import now
from otklik.people.models import Agent
from otklik.people.queries import teams_known_to
from otklik.people.rules import may_write
from otklik.services.models import Brand
from otklik.tickets import actions
from otklik.tickets.models import Attachment, Message, Reminder
from otklik.tickets.rules import NotAllowed, WrongStatus
from otklik.triage import actions as triage

# A letter is shown in a frame of its own: nothing in it runs (no allow-scripts, no script-src), nothing in it is
# fetched but its own images. It keeps our origin only so that those images come with the reader's session and the
# page around can read its height.
LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src {images}; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@require_GET
def ticket(request: HttpRequest, number: int) -> HttpResponse:
    """The page of one ticket."""
    return ticket_page(request, ticket_or_404(request, number), {})


@require_GET
def timeline(request: HttpRequest, number: int) -> HttpResponse:
    """The conversation, to be put in the place of the old one."""
    return render(request, "desk/_timeline.html", conversation(agent_of(request), ticket_or_404(request, number)))


@require_GET
def facts(request: HttpRequest, number: int) -> HttpResponse:
    """The panel at the side."""
    row = ticket_or_404(request, number)
    return render(request, "desk/_facts.html", {**facts_of(agent_of(request), row), "with_head": True})


@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """One change of the ticket's fields: status, priority, assignee, team, brand, tag, untag, subject, category, situation, requester."""
    row, agent, at = ticket_or_404(request, number), agent_of(request), now()
    what, value = request.POST.get("what", ""), request.POST.get("value", "").strip()
    error = ""
    try:
        if what == "status":
            actions.set_status(row, value, by=agent, at=at)
        elif what == "priority":
            actions.set_priority(row, int(value), by=agent, at=at)
        elif what == "assignee":
            who = (
                agent if value == "me" else get_object_or_404(Agent, pk=int(value), is_active=True) if value else None
            )
            actions.assign(row, who, by=agent, at=at)
        elif what == "team":
            actions.set_team(
                row, get_object_or_404(teams_known_to(agent), pk=int(value)) if value else None, by=agent, at=at
            )
        elif what in ("tag", "untag"):
            (actions.tag if what == "tag" else actions.untag)(row, value, by=agent, at=at)
        elif what == "subject":
            actions.set_subject(row, value, by=agent, at=at)
        elif what == "brand":
            actions.set_brand(row, get_object_or_404(Brand, pk=int(value)), by=agent, at=at)
        elif what == "requester":
            actions.change_requester(
                row, name=value, organization=request.POST.get("organization", ""), by=agent, at=at
            )
        elif what == "category":
            triage.decide(row, value[:60], by=agent, at=at)
        elif what == "situation":
            actions.set_situation(row, value[:60], by=agent, at=at)
        else:
            raise Http404
    except NotAllowed:
        return HttpResponse(_("You can read this ticket but not change it."), status=403)
    except (WrongStatus, ValueError):
        error = _("That change is not possible now; nothing was changed.")
    if request.headers.get("HX-Request"):
        return render(
            request, "desk/_facts.html", {**facts_of(agent, row), "error": error, "with_head": True}, status=200
        )
    return redirect("desk:ticket", number=row.pk)


@require_GET
def asking(request: HttpRequest, number: int) -> JsonResponse:
    """JSON: the letter that asks for what is missing (`letter`, "" when nothing is) and its questions alone (`part`), for a letter
    that is begun already."""
    row, agent = ticket_or_404(request, number), agent_of(request)
    found = understanding.letter(row, agent, weekday=weekday_of(row), signature=signature(agent, row))
    whole, part = found or ("", "")
    return JsonResponse({"letter": whole, "part": part})


@require_POST
def reminder(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """A promise of ours is kept (`what` done) or its reminder is not wanted (cancel)."""
    row, agent = ticket_or_404(request, number), agent_of(request)
    if not may_write(agent):
        return HttpResponse(_("You can read this ticket but not change it."), status=403)
    found = get_object_or_404(Reminder.objects.select_related("ticket"), pk=pk, ticket=row)
    (actions.cancel_reminder if request.POST.get("what") == "cancel" else actions.finish_reminder)(
        found, by=agent, at=now()
    )
    if request.headers.get("HX-Request"):
        return render(request, "desk/_facts.html", {**facts_of(agent, row), "with_head": True})
    return redirect("desk:ticket", number=row.pk)


@require_GET
def letter(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """The HTML of one letter, for its frame: sanitised at its arrival, and locked in by its own policy."""
    row = ticket_or_404(request, number)
    found = get_object_or_404(Message, pk=message, ticket=row)
    with_images = request.GET.get("images") == "1"
    html = _with_own_images(found, number)
    if with_images:
        html = html.replace(" data-remote-src=", " src=")
    response = render(request, "desk/letter.html", {"html": html})
    images = "'self' data:" + (" https: http:" if with_images else "")
    response["Content-Security-Policy"] = LETTER_POLICY.format(images=images)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_GET
def attachment(request: HttpRequest, number: int, pk: int) -> FileResponse:
    """A file: pictures are shown, all else is saved, nothing is ever run."""
    row = ticket_or_404(request, number)
    found = Attachment.objects.filter(pk=pk).select_related("message", "note", "draft").first()
    if found is None or row.pk not in _tickets_of(found, agent_of(request)):
        raise Http404
    try:
        content = blobs.open_(found.digest)
    except FileNotFoundError:
        raise Http404 from None
    is_picture = found.content_type in SHOWN_INLINE
    kind = found.content_type if is_picture else "application/octet-stream"
    response = FileResponse(content, as_attachment=not is_picture, filename=found.filename, content_type=kind)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _tickets_of(found: Attachment, agent: Agent) -> set[int]:
    if found.draft is not None:
        return {found.draft.ticket_id} if found.draft.agent_id == agent.pk else set()
    owner = found.message or found.note
    return {owner.ticket_id} if owner else set()


def _with_own_images(message: Message, number: int) -> str:
    html = message.html
    if "cid:" in html:
        for each in message.attachments.all():
            if each.content_id:
                html = html.replace(
                    f'src="cid:{each.content_id}"', f'src="{reverse("desk:attachment", args=[number, each.pk])}"'
                )
    return html
