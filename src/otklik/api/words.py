"""What the public page says of situations and days, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

SITUATIONS = {
    "acknowledgement": gettext_lazy("Has just written"),
    "feature-unplanned": gettext_lazy("Wants a feature nobody works on"),
    "feature-planned": gettext_lazy("Wants a feature in work"),
    "browser-display": gettext_lazy("Sees a broken page"),
    "browser-extension": gettext_lazy("A browser extension broke it"),
    "browser-outdated": gettext_lazy("Has an old browser"),
    "mail-blocked": gettext_lazy("Gets no letters of ours"),
    "offline-use": gettext_lazy("Wants to work offline"),
    "criticism": gettext_lazy("Scolds us"),
    "gratitude": gettext_lazy("Says thank you"),
    "other": gettext_lazy("Something else"),
}
DAYS = (
    gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday"), gettext_lazy("Friday"),
    gettext_lazy("Saturday"), gettext_lazy("Sunday"),
)  # fmt: skip
