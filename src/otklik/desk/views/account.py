"""One's own settings, the quarantine, and what is said when there is nothing to see."""

from __future__ import annotations

import zoneinfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from otklik.desk import queries, words
from otklik.desk.views.access import agent_of
from otklik.intake import actions as intake
from otklik.intake.models import Envelope
from otklik.intake.queries import quarantined
from otklik.kit.clock import now
from otklik.people import actions as people
from otklik.people.rules import may_administer

THEMES = ("auto", "light", "dark")


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, look, clock, signature, duty."""
    agent = agent_of(request)
    if request.method == "POST":
        given = request.POST
        zone = given.get("time_zone", "")
        people.change_profile(
            agent,
            name=" ".join(given.get("name", "").split())[:150] or agent.name,
            language=given["language"] if given.get("language") in dict(words.LANGUAGES) else agent.language,
            theme=given["theme"] if given.get("theme") in THEMES else agent.theme,
            time_zone=zone if zone in zoneinfo.available_timezones() else agent.time_zone,
            signature=given.get("signature", "")[:2000],
            is_on_duty=given.get("is_on_duty") == "on",
            gender=given["gender"] if given.get("gender") in ("m", "f") else "",
        )
        messages.success(request, _("Saved."))
        return redirect("desk:profile")
    fixed, teams = queries.views(agent, "")
    zones = words.ZONES if agent.time_zone in words.ZONES else (agent.time_zone, *words.ZONES)
    context = {
        "agent": agent,
        "languages": words.LANGUAGES,
        "themes": THEMES,
        "zones": zones,
        "views": fixed,
        "teams": teams,
    }
    return render(request, "desk/profile.html", context)


@require_GET
def quarantine(request: HttpRequest) -> HttpResponse:
    """Letters that could not be read, for admins: why, and again."""
    agent = agent_of(request)
    if not may_administer(agent):
        raise Http404
    at = now()
    rows = [{"envelope": each, "time": words.ago(each.received_at, at)} for each in quarantined()[:100]]
    fixed, teams = queries.views(agent, "")
    return render(
        request, "desk/quarantine.html", {"rows": rows, "views": fixed, "teams": teams, "at_quarantine": True}
    )


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a quarantined letter again."""
    if not may_administer(agent_of(request)):
        raise Http404
    if intake.retry(get_object_or_404(Envelope, pk=pk)):
        messages.success(request, _("The letter will be read again now."))
    return redirect("desk:quarantine")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page, or not for this reader."""
    return render(
        request,
        "desk/error.html",
        {"title": _("There is nothing here"), "text": _("The page is gone, or it is not yours to see.")},
        status=404,
    )


def failed(request: HttpRequest) -> HttpResponse:
    """A fault of ours. It asks nothing of the database: that may be what is broken."""
    title, text = (
        _("Something broke on our side"),
        _("It is in the log. Go back and try again: what you typed is kept as a draft."),
    )
    return render(request, "desk/error.html", {"title": title, "text": text}, status=500)


def forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came from elsewhere or stood open too long."""
    text = _(
        "The page stood open too long, or its cookies are gone. Go back, reload it and try again: what you typed is kept as a draft."
    )
    return render(request, "desk/error.html", {"title": _("This did not go through"), "text": text}, status=403)
