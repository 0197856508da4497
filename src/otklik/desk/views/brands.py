"""Brands, for admins: what letters call us by, and what saved replies fill in."""

from __future__ import annotations

import ipaddress
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from otklik.channels.models import Account
from otklik.desk import queries, words
from otklik.desk.views.access import agent_of
from otklik.desk.views.account import LANGUAGES, ZONES
from otklik.kit.clock import now
from otklik.people.rules import may_administer
from otklik.services import actions
from otklik.services.models import Brand

MOST_HOSTS = 20


class BrandForm(forms.Form):
    """A brand as an admin writes it; a help page has a field `help-TOPIC` of its own."""

    name = forms.CharField(max_length=120, error_messages={"required": gettext_lazy("A brand needs a name.")})
    product = forms.CharField(max_length=120, required=False)
    url = forms.URLField(required=False, assume_scheme="https", error_messages={"invalid": gettext_lazy("Not an address of a page: write https://…")})  # fmt: skip
    language = forms.ChoiceField(choices=LANGUAGES)
    time_zone = forms.CharField(max_length=64)
    color = forms.CharField(validators=[RegexValidator("^#[0-9a-fA-F]{6}$")])
    acknowledges = forms.BooleanField(required=False)
    mail_hosts = forms.CharField(required=False, max_length=2000)

    def __init__(self, *args: Any, zones: tuple[str, ...], **words_: Any) -> None:
        super().__init__(*args, **words_)
        self._zones = zones
        for topic in words.HELP_PAGES:
            self.fields[f"help-{topic}"] = forms.CharField(
                required=False, max_length=500, validators=[URLValidator(("http", "https"), message=_("Not an address of a page: write https://…"))],
            )  # fmt: skip

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        if zone not in self._zones:
            raise ValidationError(_("No such time zone."))
        return zone

    def clean_mail_hosts(self) -> list[str]:
        """Addresses and networks, by spaces, commas or lines, in the usual spelling."""
        found = []
        for each in self.cleaned_data["mail_hosts"].replace(",", " ").replace(";", " ").split():
            try:
                network = ipaddress.ip_network(each, strict=False)
            except ValueError:
                raise ValidationError(_("«%(what)s» is no IP address.") % {"what": each[:60]}) from None
            is_one = network.num_addresses == 1
            found.append(str(network.network_address) if is_one else str(network))
        if len(found) > MOST_HOSTS:
            raise ValidationError(_("Too many addresses: name the networks instead."))
        return list(dict.fromkeys(found))

    def changes(self) -> dict[str, Any]:
        """What to write of a valid form."""
        said = self.cleaned_data
        links = {topic: said[f"help-{topic}"] for topic in words.HELP_PAGES if said[f"help-{topic}"]}
        own = {name: said[name] for name in ("name", "product", "url", "language", "time_zone", "color", "acknowledges", "mail_hosts")}  # fmt: skip
        return {**own, "help_links": links}


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
    form = BrandForm(request.POST if request.method == "POST" else None, zones=ZONES)
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
    form = BrandForm(request.POST if request.method == "POST" else None, zones=(row.time_zone, *ZONES))
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
    shown["mail_hosts"] = given.get("mail_hosts", "") if form.is_bound else " ".join(row.mail_hosts)
    pages = [
        {"field": f"help-{topic}", "label": label, "error": (form.errors.get(f"help-{topic}") or [""])[0],
         "value": given.get(f"help-{topic}", "") if form.is_bound else row.help_links.get(topic, "")}
        for topic, label in words.HELP_PAGES.items()
    ]  # fmt: skip
    zones = ZONES if shown["time_zone"] in ZONES else (shown["time_zone"], *ZONES)
    errors = {name: found[0] for name, found in form.errors.items()}
    context = {
        **frame,
        "row": row,
        "shown": shown,
        "errors": errors,
        "pages": pages,
        "languages": LANGUAGES,
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
