"""Brands, for admins: what letters call us by, and what saved replies fill in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from otklik.channels.models import Account
from otklik.desk import queries, words
from otklik.desk.forms.brand import BrandForm
from otklik.desk.views.access import agent_of
from otklik.kit.clock import now
from otklik.people.rules import may_administer
from otklik.services import actions
from otklik.services.models import Brand


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """All brands, with the addresses that are written to."""
    addresses: dict[int, list[str]] = {}
    for account in Account.objects.filter(is_active=True).order_by("address"):
        addresses.setdefault(account.brand_id, []).append(account.address)
    rows = [
        {"brand": each, "addresses": addresses.get(each.pk, []), "known": len(each.help_links), "of": len(words.HELP_PAGES)}
        for each in Brand.objects.order_by("name")
    ]  # fmt: skip
    return render(request, "desk/brands.html", {**_frame(request), "rows": rows})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new brand."""
    frame = _frame(request)
    form = BrandForm(request.POST if request.method == "POST" else None, zones=words.ZONES)
    if request.method == "POST" and form.is_valid():
        changes = form.changes()
        name, taken = changes.pop("name"), set(Brand.objects.values_list("slug", flat=True))
        try:
            actions.add_brand(name, slug=_slug(name, taken), at=now(), **changes)
        except IntegrityError:
            form.add_error("name", _("Another brand has this name."))
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:brands")
    blank = Brand(name="", language="ru", time_zone="Europe/Moscow")
    return _page(request, frame, blank, form)


@require_http_methods(["GET", "POST"])
def brand(request: HttpRequest, pk: int) -> HttpResponse:
    """One brand, to be changed."""
    frame = _frame(request)
    row = get_object_or_404(Brand, pk=pk)
    form = BrandForm(request.POST if request.method == "POST" else None, zones=(row.time_zone, *words.ZONES))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_brand(row, **form.changes())
        except IntegrityError:
            form.add_error("name", _("Another brand has this name."))
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:brands")
    return _page(request, frame, get_object_or_404(Brand, pk=pk), form)


def _page(request: HttpRequest, frame: dict[str, Any], row: Brand, form: BrandForm) -> HttpResponse:
    """What was typed stays, with the reason beside the field that was not understood."""
    given = form.data if form.is_bound else {}
    shown: dict[str, Any] = {
        name: given.get(name, "") if form.is_bound else getattr(row, name)
        for name in ("name", "product", "url", "language", "time_zone", "color")
    }
    shown["acknowledges"] = "acknowledges" in given if form.is_bound else row.acknowledges
    shown["asks"] = "asks" in given if form.is_bound else row.asks
    shown["mail_hosts"] = given.get("mail_hosts", "") if form.is_bound else " ".join(row.mail_hosts)
    pages = [
        {"field": f"help-{topic}", "label": label, "error": (form.errors.get(f"help-{topic}") or [""])[0],
         "value": given.get(f"help-{topic}", "") if form.is_bound else row.help_links.get(topic, "")}
        for topic, label in words.HELP_PAGES.items()
    ]  # fmt: skip
    zones = words.ZONES if shown["time_zone"] in words.ZONES else (shown["time_zone"], *words.ZONES)
    errors = {name: found[0] for name, found in form.errors.items()}
    context = {
        **frame,
        "row": row,
        "shown": shown,
        "errors": errors,
        "pages": pages,
        "languages": words.LANGUAGES,
        "zones": zones,
    }
    return render(request, "desk/brand.html", context, status=400 if errors else 200)


def _frame(request: HttpRequest) -> dict[str, Any]:
    agent = agent_of(request)
    if not may_administer(agent):
        raise Http404
    fixed, teams = queries.views(agent, "")
    return {"views": fixed, "teams": teams, "at_brands": True}


def _slug(name: str, taken: set[str]) -> str:
    """The name in Latin letters where it has some, else «brand»; numbered when taken."""
    base = slugify(name)[:40] or "brand"
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug
