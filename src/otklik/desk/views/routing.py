"""Which team takes which type of request, for admins."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.desk import queries, understanding
from otklik.desk.views.access import agent_of
from otklik.people.models import Team
from otklik.people.rules import may_administer
from otklik.triage import actions
from otklik.triage.queries import routes


@require_http_methods(["GET", "POST"])
def routing(request: HttpRequest) -> HttpResponse:
    """All types, each with the team that takes it; saved together."""
    agent = agent_of(request)
    if not may_administer(agent):
        raise Http404
    teams = {str(each.pk): each for each in Team.objects.order_by("name")}
    if request.method == "POST":
        given = {kind: request.POST[kind] for kind, _label in understanding.kinds() if kind in request.POST}
        actions.set_routes({kind: teams.get(pk) for kind, pk in given.items() if not pk or pk in teams}, by=agent)
        messages.success(request, _("Saved."))
        return redirect("desk:routing")
    taken = routes()
    fixed, own = queries.views(agent, "")
    rows = [{"kind": kind, "label": label, "team": taken.get(kind)} for kind, label in understanding.kinds()]
    context = {"views": fixed, "teams": own, "at_routing": True, "rows": rows, "all_teams": list(teams.values())}
    return render(request, "desk/routing.html", context)
