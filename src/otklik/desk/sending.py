"""The one line before a letter leaves: what it lacks, in the reader's language. Pure but for gettext."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

_LACKS = {
    "thanks": pgettext_lazy("missing", "thanks"),
    "closing": pgettext_lazy("missing", "a wish at the end"),
    "greeting-name": pgettext_lazy("missing", "the name in the greeting"),
    "signature-person": pgettext_lazy("missing", "a name under the letter"),
    "no-apology": pgettext_lazy("missing", "a word of regret"),
    "no-empathy": pgettext_lazy("missing", "a word of understanding"),
    "no-question": pgettext_lazy("missing", "a question about what is wrong"),
    "no-invitation": pgettext_lazy("missing", "an invitation to answer"),
    "vague-status": pgettext_lazy("missing", "an honest word on the wish"),
    "no-reason": pgettext_lazy("missing", "a reason for the refusal"),
    "cold-thanks": pgettext_lazy("missing", "warmth in answer to thanks"),
    "robotic": pgettext_lazy("missing", "a word on their own story"),
    "missing-link": pgettext_lazy("missing", "a link to the steps"),
    "attachment-missing": pgettext_lazy("missing", "the promised file"),
    "link-missing": pgettext_lazy("missing", "the promised link"),
}
_NEAR = ("internal-text", "wrong-name", "wrong-brand")  # marks that are worth a second look though something is there
MOST = 3


def line(findings: Iterable[dict[str, Any]]) -> str:
    """«Нет благодарности и пожелания в конце.»; "" when nothing is missing. `findings` are those of `advice.findings`."""
    found = list(findings)
    lacks = [str(_LACKS[each["rule"]]) for each in found if each["rule"] in _LACKS and _is_absence(each)]
    said = [_sentence(list(dict.fromkeys(lacks))[:MOST])] if lacks else []
    said += [each["message"] for each in found if each["rule"] in _NEAR][:1]
    said += [each["message"] for each in found if each["rule"] in ("already-sent", "unanswered-question")][:1]
    return " ".join(said)


def _is_absence(each: dict[str, Any]) -> bool:
    return each["start"] is None or each["rule"] in ("attachment-missing", "link-missing")


def _sentence(parts: list[str]) -> str:
    what = (
        parts[0]
        if len(parts) == 1
        else _("%(most)s and %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}
    )
    return _("Missing: %(what)s.") % {"what": what}
