"""Wishes: the board, a wish's page, and the picker that links a ticket in two keys."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from otklik.coach.reply import Letter, check
from otklik.desk import queries, words
from otklik.desk.live.hub import newest
from otklik.desk.views.access import agent_of, ticket_or_404
from otklik.desk.views.page import facts_of
from otklik.kit.clock import now
from otklik.people.models import Agent, Identity
from otklik.people.rules import may_write
from otklik.rulebook.queries import catalogue
from otklik.services.models import Brand, FeatureRequest, FeatureStatus
from otklik.services.rules import is_sentence_stale, plain_sentence, sentence_of
from otklik.tickets import actions, wishes
from otklik.tickets.models import Status, Ticket
from otklik.tickets.rules import NotAllowed

A_COLUMN = 60
OFFERED = 7
HISTORY = 60


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """All wishes in four columns; `q` narrows by words, `brand` (a slug) by brand."""
    agent, position = agent_of(request), newest()
    brands = list(Brand.objects.order_by("name"))
    brand = next((each for each in brands if each.slug == request.GET.get("brand")), None)
    typed = request.GET.get("q", "").strip()[:200]
    found = wishes.matching(typed, brand=brand)
    context = {
        **_frame(agent, position, "features"),
        "columns": [_column(status, [each for each in found if each.status == status]) for status in FeatureStatus],
        "brands": brands if len(brands) > 1 else [], "brand": brand, "typed": typed, "total": len(found),
        "can_write": may_write(agent),
    }  # fmt: skip
    return render(request, "desk/features.html", context)


def _column(status: str, rows: list[FeatureRequest]) -> dict[str, Any]:
    if status == FeatureStatus.SHIPPED:
        rows = sorted(rows, key=lambda row: row.status_at, reverse=True)
    language = _language()
    cards = [{"row": row, "voices": row.voices, "sentence": sentence_of(row, language), "is_stale": is_sentence_stale(row)} for row in rows[:A_COLUMN]]  # type: ignore[attr-defined]  # fmt: skip  # annotated by `living`
    return {
        "status": status, "label": words.WISHES[FeatureStatus(status)], "cards": cards, "count": len(rows),
        "further": max(len(rows) - A_COLUMN, 0),
    }  # fmt: skip


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A new wish from the board."""
    agent, given = agent_of(request), request.POST
    brand = Brand.objects.filter(slug=given.get("brand", "")).first()
    try:
        feature = actions.add_wish(given.get("title", ""), brand=brand, by=agent, at=now())
    except NotAllowed:
        return HttpResponse(status=403)
    except ValueError:
        messages.error(request, _("A wish needs a name: a few words are enough."))
        return redirect("desk:features")
    return redirect("desk:feature", pk=feature.pk)


@require_GET
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """One wish: what we say, who asks, what happened. A merged one leads to the one it is now."""
    agent, position, at = agent_of(request), newest(), now()
    feature = get_object_or_404(FeatureRequest.objects.select_related("brand"), pk=pk)
    if feature.merged_into_id is not None:
        return redirect("desk:feature", pk=feature.merged_into_id)
    votes, hidden = wishes.voices(agent, feature)
    told = wishes.announced(feature)
    people: dict[int, dict[str, Any]] = {}
    for vote in votes:
        row = people.setdefault(vote.contact_id, {"contact": vote.contact, "tickets": [], "tone": words.tone(vote.contact.name), "initials": words.initials(vote.contact.name), "at": words.ago(vote.created_at, at), "exact": words.exact(vote.created_at), "by": ""})  # fmt: skip
        if vote.ticket is None:
            row["by"] = vote.agent.name if vote.agent else _("Otklik")
        else:
            row["tickets"].append({"ticket": vote.ticket, "label": words.STATUSES[Status(vote.ticket.status)]})
    events = [(each, words.told_of_wish(each), words.ago(each.at, at), words.exact(each.at)) for each in wishes.history(agent, feature)[:HISTORY]]  # fmt: skip
    others = FeatureRequest.objects.filter(merged_into=None).exclude(pk=feature.pk).order_by("title")
    context = {
        **_frame(agent, position, f"feature-{feature.pk}"),
        "feature": feature, "label": words.WISHES[FeatureStatus(feature.status)], "people": list(people.values()), "hidden": hidden,
        "total": len(people) + hidden, "history": events, "told": told, "told_total": sum(told[each] for each in ("draft", "ready", "queued", "skipped")),
        "statuses": [(each, words.WISHES[each]) for each in FeatureStatus], "brands": Brand.objects.order_by("name"),
        "is_stale": is_sentence_stale(feature), "plain_ru": plain_sentence(feature.status, "ru"), "plain_en": plain_sentence(feature.status, "en"),
        "remarks": _remarks(feature), "others": others.values_list("pk", "title")[:500], "can_write": may_write(agent),
    }  # fmt: skip
    return render(request, "desk/features_wish.html", context)


def _remarks(feature: FeatureRequest) -> list[dict[str, str]]:
    """What the coach says to the sentences that letters will say. What a whole letter lacks, a sentence may lack."""
    found, rules = [], catalogue()
    for language, text in (("ru", feature.sentence_ru), ("en", feature.sentence_en)):
        for each in check(Letter(text, lang=language), rules):
            if each.start is not None:
                found.append({"words": text[each.start : each.end], "message": each.message, "suggestion": each.suggestion or ""})  # fmt: skip
    return found


@require_POST
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is written about a wish; what a form does not have stays as it is."""
    feature, agent, given = get_object_or_404(FeatureRequest, pk=pk), agent_of(request), request.POST
    brand = feature.brand
    if "brand" in given:
        brand = get_object_or_404(Brand, slug=given["brand"]) if given["brand"] else None
    texts = {
        name: given.get(name, getattr(feature, name))
        for name in ("title", "title_en", "description", "sentence_ru", "sentence_en")
    }
    try:
        actions.rewrite_wish(feature, brand=brand, by=agent, at=now(), **texts)
    except NotAllowed:
        return HttpResponse(status=403)
    except ValueError:
        messages.error(request, _("A wish needs a name: a few words are enough."))
    return redirect("desk:feature", pk=feature.pk)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another status. A script gets 204, a form the wish's page."""
    feature = get_object_or_404(FeatureRequest, pk=pk)
    try:
        actions.move_wish(feature, request.POST.get("status", ""), by=agent_of(request), at=now())
    except NotAllowed:
        return HttpResponse(status=403)
    except ValueError:
        return HttpResponse(status=409)
    return HttpResponse(status=204) if request.headers.get("HX-Request") else redirect("desk:feature", pk=pk)


@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Make this wish part of another."""
    feature = get_object_or_404(FeatureRequest, pk=pk)
    other = get_object_or_404(FeatureRequest, pk=_number(request.POST.get("into", "")))
    try:
        actions.merge_wish(feature, other, by=agent_of(request), at=now())
    except NotAllowed:
        return HttpResponse(status=403)
    except ValueError:
        messages.error(request, _("These two cannot be merged: one of them is part of another wish already."))
    else:
        messages.success(request, _("Merged: votes and letters have moved over."))
    return redirect("desk:feature", pk=other.pk)


@require_POST
def voice(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down (or take back, `remove`) that a known customer wishes this, without a ticket."""
    feature, agent, given = get_object_or_404(FeatureRequest, pk=pk), agent_of(request), request.POST
    address = given.get("address", "").strip().lower()
    identity = Identity.objects.select_related("contact").filter(kind="email", value=address).first()
    try:
        if "remove" in given:
            contact = _number(given["remove"])
            vote = get_object_or_404(feature.votes.select_related("contact"), contact=contact, ticket=None)
            actions.remove_vote(feature, vote.contact, by=agent, at=now())
        elif not may_write(agent):
            return HttpResponse(status=403)
        elif identity is None:
            said = _("Nobody has written to us from %(address)s yet. Look at the address again.")
            messages.error(request, said % {"address": address or "—"})
        elif not actions.add_vote(feature, identity.contact, by=agent, at=now()):
            messages.success(request, _("This voice is counted already."))
    except NotAllowed:
        return HttpResponse(status=403)
    return redirect("desk:feature", pk=pk)


@require_http_methods(["GET", "POST"])
def pick(request: HttpRequest, number: int) -> HttpResponseBase:
    """GET: wishes for this ticket, by the typed words, or guessed from the customer's. POST: link (`feature`), make and
    link (`title`), take off (`unlink`); the answer is the facts again."""
    ticket, agent = ticket_or_404(request, number), agent_of(request)
    if request.method == "POST":
        return _link(request, ticket, agent)
    typed = request.GET.get("q", "").strip()[:200]
    linked = set(ticket.votes.values_list("feature_id", flat=True))
    fits = True
    if typed:
        found = wishes.matching(typed, brand=ticket.brand, limit=OFFERED + len(linked))
    else:
        first = ticket.messages.filter(direction="in").order_by("pk").first()
        text = f"{ticket.subject}\n{(first.reply_text or first.text)[:4000] if first else ''}"
        found, fits = wishes.fitting(text, brand=ticket.brand, limit=OFFERED + len(linked))
    rows = [(row, words.WISHES[FeatureStatus(row.status)]) for row in found if row.pk not in linked][:OFFERED]
    title = typed or ticket.subject
    is_known = any(row.title.lower() == title.lower() for row in found)
    return render(
        request, "desk/features_options.html", {"rows": rows, "title": "" if is_known else title[:200], "fits": fits}
    )


def _link(request: HttpRequest, ticket: Ticket, agent: Agent) -> HttpResponse:
    given, at = request.POST, now()
    try:
        if "unlink" in given:
            feature = get_object_or_404(FeatureRequest, pk=_number(given["unlink"]))
            actions.unlink_wish(ticket, feature, by=agent, at=at)
        elif "feature" in given:
            feature = get_object_or_404(FeatureRequest, pk=_number(given["feature"]))
            actions.link_wish(ticket, feature, by=agent, at=at)
        elif given.get("title", "").strip():
            feature = actions.add_wish(given["title"], brand=ticket.brand, by=agent, at=at)
            actions.link_wish(ticket, feature, by=agent, at=at)
        else:
            raise Http404
    except NotAllowed:
        return HttpResponse(_("You can read this ticket but not change it."), status=403)
    except ValueError:
        return HttpResponse(_("This wish was merged into another meanwhile. Look again."), status=409)
    if request.headers.get("HX-Request"):
        return render(request, "desk/_facts.html", {**facts_of(agent, ticket), "with_head": True})
    return redirect("desk:ticket", number=ticket.pk)


def _number(text: str) -> int:
    """The id that a form names; 0, which nothing has, for what is none."""
    return int(text) if text.isdecimal() and len(text) < 16 else 0


def _frame(agent: Agent, position: int, name: str) -> dict[str, Any]:
    fixed, teams = queries.views(agent, "")
    return {"views": fixed, "teams": teams, "at_features": True, "position": position, "names": f"{name},inbox"}


def _language() -> str:
    return "en" if get_language() == "en" else "ru"
