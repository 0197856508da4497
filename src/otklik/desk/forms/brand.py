"""A brand as an admin writes it."""

from __future__ import annotations

import ipaddress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.desk import words

MOST_HOSTS = 20


class BrandForm(forms.Form):
    """A brand as an admin writes it; a help page has a field `help-TOPIC` of its own."""

    name = forms.CharField(max_length=120, error_messages={"required": gettext_lazy("A brand needs a name.")})
    product = forms.CharField(max_length=120, required=False)
    url = forms.URLField(required=False, assume_scheme="https", error_messages={"invalid": gettext_lazy("Not an address of a page: write https://…")})  # fmt: skip
    language = forms.ChoiceField(choices=words.LANGUAGES)
    time_zone = forms.CharField(max_length=64)
    color = forms.CharField(validators=[RegexValidator("^#[0-9a-fA-F]{6}$")])
    acknowledges = forms.BooleanField(required=False)
    asks = forms.BooleanField(required=False)
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
        own = {name: said[name] for name in ("name", "product", "url", "language", "time_zone", "color", "acknowledges", "asks", "mail_hosts")}  # fmt: skip
        return {**own, "help_links": links}
