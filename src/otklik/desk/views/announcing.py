"""The letters about a shipped wish: written for everybody who asked, read one by one, sent in batches.

All that is known of how far it is stands in the rows: the page can be left and found again.
"""

from __future__ import annotations

import datetime
import zoneinfo
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from otklik.channels.kinds.email.tokens import new_message_id
from otklik.coach.reply import Finding, Letter, check
from otklik.desk import queries, words
from otklik.desk.live.hub import newest
from otklik.desk.views.access import agent_of
from otklik.kit.clock import now
from otklik.outbound import announcing
from otklik.outbound.wording import with_wish_of
from otklik.people.models import Agent
from otklik.people.rules import may_write
from otklik.rulebook.queries import catalogue
from otklik.services.models import FeatureRequest, FeatureStatus
from otklik.tickets import actions, wishes
from otklik.tickets.models import Announcement, AnnouncementState, State
from otklik.tickets.rules import NotAllowed, WrongStatus
from otklik.tickets.wishes import Reason

BATCH = 25
GRACE = datetime.timedelta(seconds=10)
MAX_TEXT = 20_000


@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How far the letters are, and each of them; POST writes those that are not written yet."""
    agent, position, feature = agent_of(request), newest(), _feature(pk)
    if request.method == "POST":
        if not may_write(agent):
            return HttpResponse(status=403)
        try:
            written = announcing.letters(feature, by=agent, at=now())
            actions.write_announcements(feature, written, by=agent, at=now())
        except WrongStatus:
            messages.error(request, _("Letters are for wishes that have shipped. Move this one first."))
            return redirect("desk:feature", pk=pk)
        return redirect("desk:announcements", pk=pk)
    rows = list(wishes.announcements(agent, feature))
    told = wishes.announced(feature)
    total = sum(told[each] for each in AnnouncementState.values)
    fixed, teams = queries.views(agent, "")
    context = {
        "feature": feature, "rows": [_line(each) for each in rows], "told": told, "total": total, "hidden": total - len(rows),
        "to_write": total - told["skipped"], "todo": [each for each in rows if each.state == AnnouncementState.DRAFT][:1],
        "ready": sum(each.state == AnnouncementState.READY for each in rows), "batch": BATCH, "is_shipped": feature.status == FeatureStatus.SHIPPED,
        "views": fixed, "teams": teams, "at_features": True, "position": position, "names": f"feature-{pk},inbox", "can_write": may_write(agent),
    }  # fmt: skip
    return render(request, "desk/features_letters.html", context)


def _line(row: Announcement) -> dict[str, Any]:
    return {
        "row": row, "who": row.contact.name or row.to or _("a customer"), "tone": words.tone(row.contact.name), "initials": words.initials(row.contact.name),
        "reason": words.REASONS[Reason(row.reason)] if row.reason else "", "said": _said(row), "state": _state(row),
    }  # fmt: skip


def _state(row: Announcement) -> str:
    if (
        row.state == AnnouncementState.QUEUED
        and row.message is not None
        and row.message.state in (State.SENT, State.FAILED)
    ):
        return str(row.message.state)
    return str(row.state)


def _said(row: Announcement) -> str:
    return {
        "draft": _("to be read"), "ready": _("read, may go"), "skipped": _("no letter"), "queued": _("on its way"),
        "sent": _("sent"), "failed": _("not delivered"),
    }[_state(row)]  # fmt: skip


@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, pk: int, letter: int) -> HttpResponseBase:
    """One letter as it will go, with the coach's remarks; POST `what`: approve (with `text`), skip, restore."""
    agent, feature = agent_of(request), _feature(pk)
    row, at = _letter(agent, feature, letter), now()
    if request.method == "GET":
        return _show(request, agent, row, _of_today(row, row.text, at), at)
    what, text = request.POST.get("what", ""), request.POST.get("text", "").replace("\r\n", "\n")[:MAX_TEXT]
    try:
        if what == "approve":
            if any(each.asks for each in _lint(row, text, at)):
                return _show(request, agent, row, text, at, error=_("Something is not filled in: fill it in, or take the letter out."))  # fmt: skip
            actions.approve_announcement(row, text=text, by=agent, at=at)
        elif what == "skip":
            actions.skip_announcement(row, by=agent, at=at)
        elif what == "restore":
            actions.restore_announcement(row, by=agent, at=at)
            return redirect("desk:announcement", pk=pk, letter=row.pk)
        else:
            raise Http404
    except NotAllowed:
        return HttpResponse(status=403)
    except ValueError:
        return _show(request, agent, row, text, at, error=_("The letter is empty: write something first."))
    drafts = wishes.announcements(agent, feature).filter(state=AnnouncementState.DRAFT)
    following = drafts.filter(pk__gt=row.pk).first() or drafts.first()
    if following is not None:
        return redirect("desk:announcement", pk=pk, letter=following.pk)
    return redirect("desk:announcements", pk=pk)


def _show(
    request: HttpRequest, agent: Agent, row: Announcement, text: str, at: datetime.datetime, *, error: str = ""
) -> HttpResponse:
    mine = wishes.announcements(agent, row.feature).exclude(state=AnnouncementState.SKIPPED)
    order = list(mine.values_list("pk", flat=True))
    place = order.index(row.pk) if row.pk in order else -1
    fixed, teams = queries.views(agent, "")
    is_open = row.state in (AnnouncementState.DRAFT, AnnouncementState.READY)
    context = {
        **_line(row), "feature": row.feature, "text": text, "error": error, "findings": _lint(row, text, at) if is_open else [],
        "place": place + 1, "count": len(order), "before": order[place - 1] if place > 0 else None,
        "after": order[place + 1] if 0 <= place < len(order) - 1 else None, "is_open": is_open, "by_hand": row.reason == Reason.BY_HAND,
        "views": fixed, "teams": teams, "at_features": True, "can_write": may_write(agent),
    }  # fmt: skip
    return render(request, "desk/features_letter.html", context, status=409 if error else 200)


@require_POST
def coach(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """The coach's remarks on the `text` as it is being changed."""
    row = _letter(agent_of(request), _feature(pk), letter)
    findings = _lint(row, request.POST.get("text", "")[:MAX_TEXT], now())
    return render(request, "desk/features_remarks.html", {"findings": findings})


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue the letters that were read, a batch at a press; each passes the coach once more, a leftover stops it."""
    agent, feature, at = agent_of(request), _feature(pk), now()
    if not may_write(agent):
        return HttpResponse(status=403)
    ready = wishes.announcements(agent, feature).filter(state=AnnouncementState.READY)
    queued = stopped = 0
    for row in ready[:BATCH]:
        text = _of_today(row, row.text, at)
        if any(each.asks for each in _lint(row, text, at)):
            actions.restore_announcement(row, by=agent, at=at)
            stopped += 1
            continue
        if text != row.text:
            actions.approve_announcement(row, text=text, by=agent, at=at)
        try:
            queued += _queue(row, agent, at)
        except WrongStatus:
            messages.error(request, _("Letters are for wishes that have shipped. Move this one first."))
            return redirect("desk:feature", pk=pk)
    if queued:
        messages.success(request, ngettext("%(n)d letter is on its way.", "%(n)d letters are on their way.", queued) % {"n": queued})  # fmt: skip
    if stopped:
        said = ngettext("%(n)d letter is not filled in: read it again.", "%(n)d letters are not filled in: read them again.", stopped)  # fmt: skip
        messages.error(request, said % {"n": stopped})
    return redirect("desk:announcements", pk=pk)


def _queue(row: Announcement, agent: Agent, at: datetime.datetime) -> bool:
    if row.ticket is None or row.ticket.account is None:
        return False
    external_id = new_message_id(row.ticket.pk, row.ticket.account.address, key=settings.SECRET_KEY)
    sent = actions.queue_announcement(row, by=agent, external_id=external_id, at=at, send_after=at + GRACE)
    return sent is not None


def _feature(pk: int) -> FeatureRequest:
    return get_object_or_404(FeatureRequest, pk=pk, merged_into=None)


def _letter(agent: Agent, feature: FeatureRequest, pk: int) -> Announcement:
    """The letter, if its ticket is one that this agent may know of."""
    row = get_object_or_404(wishes.announcements(agent, feature), pk=pk)
    row.feature = feature
    return row


def _weekday(row: Announcement, at: datetime.datetime) -> int:
    zone = row.contact.time_zone or (row.ticket.brand.time_zone if row.ticket else settings.TIME_ZONE)
    return at.astimezone(zoneinfo.ZoneInfo(zone)).weekday()


def _of_today(row: Announcement, text: str, at: datetime.datetime) -> str:
    """A letter written on Tuesday and sent on Friday wishes a good Friday."""
    return with_wish_of(text, language=row.language, weekday=_weekday(row, at)) if row.language else text


def _lint(row: Announcement, text: str, at: datetime.datetime) -> list[Finding]:
    return check(
        Letter(
            text, lang=row.language, situation="other", customer_name=row.contact.name, agent_name=row.agent.name if row.agent else "",
            weekday=_weekday(row, at),
        ),
        catalogue(),
    )  # fmt: skip
