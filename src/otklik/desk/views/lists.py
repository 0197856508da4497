"""The list of tickets, and the search."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from otklik.desk import queries, understanding
from otklik.desk.live.hub import newest
from otklik.desk.views.access import agent_of
from otklik.kit.clock import now
from otklik.tickets.search.find import find


@require_GET
def inbox(request: HttpRequest, view: str = "mine") -> HttpResponse:
    """A view's tickets, a page at a time; with HX-Request, the rows only."""
    agent = agent_of(request)
    at = now()
    position = newest()  # before the reading: what happens meanwhile is heard of again
    try:
        rows, further = queries.page_of(queries.tickets_of(agent, view), now=at, before=request.GET.get("before", ""))
    except KeyError:
        raise Http404 from None
    fixed, teams = queries.views(agent, view)
    shown = next((each for each in (*fixed, *teams) if each.is_current), None)
    context = {
        "rows": rows, "further": further, "view": view, "views": fixed, "teams": teams, "title": shown.label if shown else "", "total": shown.count if shown else None,
        "position": position,
        "names": "inbox",
    }  # fmt: skip
    return render(request, "desk/_rows.html" if request.GET.get("part") == "rows" else "desk/inbox.html", context)


@require_GET
def rail(request: HttpRequest) -> HttpResponse:
    """The views on the left with their counts, for pages that stay open."""
    view = request.GET.get("view", "")
    fixed, teams = queries.views(agent_of(request), view)
    return render(request, "desk/_rail.html", {"views": fixed, "teams": teams, "view": view})


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What a person looks for; nothing asked shows what can be asked."""
    agent = agent_of(request)
    text = request.GET.get("q", "")
    given = request.GET.get("before", "")
    found = find(
        agent,
        text,
        today=timezone.localdate(),
        before=int(given) if given.isdigit() else None,
        kinds=understanding.kinds_by_words(),
    )
    by_number = queries.by_numbers(agent, [hit.ticket_id for hit in found.hits], now=now())
    rows = [
        replace(by_number[hit.ticket_id], snippet=hit.snippet) for hit in found.hits if hit.ticket_id in by_number
    ]
    fixed, teams = queries.views(agent, "")
    context = {
        "q": text,
        "narrow": _narrow(text),
        "found": found,
        "rows": rows,
        "further": found.next_before or "",
        "views": fixed,
        "teams": teams,
    }
    return render(request, "desk/search.html", context)


def _narrow(text: str) -> list[dict[str, object]]:
    """Filters one can press: each puts itself into the search or takes itself out."""
    words = text.split()
    return [
        {
            "label": label,
            "is_on": word in words,
            "q": " ".join([each for each in words if each != word] if word in words else [*words, word]),
        }
        for word, label in (
            ("status:open", _("open ones")), ("assignee:me", _("mine")), ("has:attachment", _("with files")), ("after:7d", _("of the last week")),
        )
    ]  # fmt: skip
