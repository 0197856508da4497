"""The rules of the coach: the shipped ones, the company's own, and what a new one would have marked in the last letters."""

from __future__ import annotations

import datetime
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from otklik.coach.reply import shipped, situations
from otklik.desk import queries, rulings, words
from otklik.desk.rehearsal import LETTERS, Rehearsal, rehearse
from otklik.desk.views.access import agent_of
from otklik.kit.clock import now
from otklik.people.models import Agent
from otklik.rulebook import actions
from otklik.rulebook.models import OwnRule, RuleState
from otklik.rulebook.queries import catalogue, states, text_of
from otklik.rulebook.rules import ENOUGH, TOO_OFTEN, may_change_rules, own_id
from otklik.rulebook.texts import BadText, Problem, RuleText, misfits, rule_of

MOST = 100_000  # characters of a field that are read at all
FIELDS = ("lang", "title", "why", "phrases", "unless", "instead", "bad", "good")  # in the form's order


@require_GET
def contents(request: HttpRequest) -> HttpResponse:
    """The company's own rules and the shipped ones, with how they were taken over the last weeks."""
    agent, at = agent_of(request), now()
    known, counts = states(), queries.findings_since(at.date() - datetime.timedelta(weeks=rulings.WEEKS))
    own = list(OwnRule.objects.select_related("changed_by").order_by("-is_on", "title", "pk"))
    context = {
        **_frame(agent), "own": rulings.own_rows(own, known, counts, at), "shipped": rulings.shipped_rows(known, counts, at),
        "weeks": rulings.WEEKS, "may_change": may_change_rules(agent), "enough": ENOUGH, "limit": rulings.per_cent(TOO_OFTEN),
    }  # fmt: skip
    return render(request, "desk/rules.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new own rule: tried out (`act` try), saved (save) or saved and switched on (on)."""
    agent = agent_of(request)
    if not may_change_rules(agent):
        raise Http404
    if request.method == "POST":
        return _take(request, agent, None)
    lang = "en" if get_language() == "en" else "ru"
    return _page(request, agent, None, RuleText(lang=lang, title="", why="", phrases=()))


@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """An own rule, and what it marks in the last letters; admins change it."""
    agent = agent_of(request)
    if request.method == "POST" and not may_change_rules(agent):
        return HttpResponse(status=403)
    row = get_object_or_404(OwnRule.objects.select_related("changed_by"), pk=pk)
    return _take(request, agent, row) if request.method == "POST" else _page(request, agent, row, text_of(row))


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """An own rule on (`on` is 1) or off."""
    agent = agent_of(request)
    if not may_change_rules(agent):
        return HttpResponse(status=403)
    row = get_object_or_404(OwnRule, pk=pk)
    actions.switch_rule(row, is_on=request.POST.get("on") == "1", by=agent, at=now())
    return redirect(f"{reverse('desk:rules')}#r-{own_id(row.pk)}")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """An own rule is deleted."""
    agent = agent_of(request)
    if not may_change_rules(agent):
        return HttpResponse(status=403)
    row = get_object_or_404(OwnRule, pk=pk)
    actions.remove_rule(row, by=agent)
    messages.success(request, _("The rule “%(title)s” is deleted.") % {"title": row.title})
    return redirect("desk:rules")


@require_POST
def state(request: HttpRequest, rule: str) -> HttpResponse:
    """A shipped rule on or off for the company, or any rule that became a hint a remark again; `what` says which."""
    agent, what, at = agent_of(request), request.POST.get("what", ""), now()
    if not may_change_rules(agent):
        return HttpResponse(status=403)
    is_shipped = any(each.id == rule for each in shipped().rules)
    if what in ("on", "off") and is_shipped:
        actions.switch_shipped(rule, is_on=what == "on", by=agent, at=at)
    elif what == "restore" and RuleState.objects.filter(rule=rule).exists():
        actions.restore(rule, by=agent, at=at)
    else:
        raise Http404
    return redirect(f"{reverse('desk:rules')}#r-{rule}")


def _take(request: HttpRequest, agent: Agent, row: OwnRule | None) -> HttpResponse:
    text, act = _text(request.POST), request.POST.get("act", "")
    if act not in ("save", "on"):
        if "HX-Request" in request.headers:
            return render(request, "desk/_rule_hits.html", _tried(agent, row, text))
        return _page(request, agent, row, text)
    is_on = act == "on" or (row is not None and row.is_on)
    try:
        if row is None:
            row = actions.add_rule(text, by=agent, at=now(), is_on=is_on)
        else:
            seen = request.POST.get("seen", "")
            actions.change_rule(
                row,
                text,
                seen=int(seen) if seen.isdecimal() and len(seen) < 9 else 0,
                by=agent,
                at=now(),
                is_on=is_on,
            )
    except BadText as bad:
        return _page(request, agent, row, text, problems=bad.problems)
    except actions.TooMany:
        return _page(
            request, agent, row, text, error=_("There are too many own rules. Delete one that nobody needs.")
        )
    except actions.RuleChanged:
        newest = OwnRule.objects.select_related("changed_by").filter(pk=row.pk if row else 0).first()
        who = newest.changed_by if newest else None
        said = _("%(who)s has changed this rule meanwhile. Your words are here; open the rule again to see theirs.")
        return _page(request, agent, row, text, error=said % {"who": who.name if who else _("Somebody")})
    said = _("Saved: the coach uses the rule from now on.") if is_on else _("Saved. The rule is off for now.")
    messages.success(request, said)
    return redirect(f"{reverse('desk:rules')}#r-{own_id(row.pk)}")


def _text(given: QueryDict) -> RuleText:
    """The form's fields; lines that say something, each once."""

    def lines(name: str) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(filter(None, (" ".join(each.split()) for each in given.get(name, "")[:MOST].splitlines())))
        )

    chosen = [each for each in given.getlist("situations") if each in situations.shipped().by_id]
    return RuleText(
        lang=given.get("lang", ""), title=" ".join(given.get("title", "")[:MOST].split()), why=" ".join(given.get("why", "")[:MOST].split()),
        is_plain=given.get("kind") != "phrases", phrases=lines("phrases"), instead=" ".join(given.get("instead", "")[:MOST].split()),
        unless=lines("unless"), situations=tuple(dict.fromkeys(chosen)), bad=lines("bad"), good=lines("good"),
    )  # fmt: skip


def _page(
    request: HttpRequest, agent: Agent, row: OwnRule | None, text: RuleText, *, problems: tuple[Problem, ...] = (), error: str = ""
) -> HttpResponse:  # fmt: skip
    told: dict[str, list[str]] = {}
    for each in problems:
        told.setdefault(each.field, []).append(rulings.said(each))
    context = {
        **_frame(agent), **_tried(agent, row, text), "rule": row, "text": text, "error": error, "told": [(name, told[name]) for name in FIELDS if name in told],
        "errors": told, "may_change": may_change_rules(agent), "is_new": row is None, "languages": rulings.LANGUAGES.items(),
        "situations": [(each, words.situation(each)) for each in situations.shipped().by_id],
        "when": words.ago(row.changed_at, now()) if row else "",
    }  # fmt: skip
    return render(request, "desk/rule.html", context, status=400 if problems or error else 200)


def _tried(agent: Agent, row: OwnRule | None, text: RuleText) -> dict[str, Any]:
    """What the rule as typed would have marked, and which of its examples it gets wrong."""
    rule_id = own_id(row.pk) if row else "own"
    found: Rehearsal | None = None
    wrong: tuple[Problem, ...] = ()
    try:
        typed = rule_of(text, rule_id)
        found, wrong = rehearse(typed, agent, catalogue()), misfits(text, typed)
    except BadText as bad:
        wrong = tuple(each for each in bad.problems if each.reason != "empty")
    at = now()
    hits = [
        {**asdict(each), "when": words.ago(each.at, at), "exact": words.exact(each.at)} for each in (found.shown if found else ())
    ]  # fmt: skip
    return {
        "found": found, "hits": hits, "further": found.hits - len(hits) if found else 0, "wrong": [rulings.said(each) for each in wrong],
        "most": LETTERS,
    }  # fmt: skip


def _frame(agent: Agent) -> dict[str, Any]:
    fixed, teams = queries.views(agent, "")
    return {"views": fixed, "teams": teams, "at_rules": True}
