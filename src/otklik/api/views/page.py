"""`/coach/`: anybody pastes a letter and sees it marked. One page, no script, no cookie, nothing kept."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from otklik.api import actions, words
from otklik.api.access import guest_of
from otklik.api.marks import kind_of, pieces
from otklik.coach.reply import Letter, check, situations
from otklik.kit.clock import now

MAX_LETTER = 20_000  # characters
MAX_BODY = 300_000  # bytes
PER_MINUTE = 30  # letters from one address
LANGUAGES = {"ru": "Русский", "en": "English"}
EXAMPLES = {
    "ru": {
        "name": "Ольга", "situation": "feature-unplanned", "weekday": "4",
        "incoming": "Здравствуйте! Не хватает тёмной темы, по вечерам глаза устают. Ольга",
        "text": "Уважаемый клиент!\n\nВаш запрос принят и будет рассмотрен в кратчайшие сроки. Приносим извинения за доставленные неудобства."
                "\n\nВ обращениях в службу поддержки указывайте номер 48-1592.\n\nС уважением,\nСлужба поддержки",
    },
    "en": {
        "name": "Olga", "situation": "feature-unplanned", "weekday": "4",
        "incoming": "Hello! I miss a dark theme: my eyes get tired in the evening. Olga",
        "text": "Dear customer,\n\nYour request has been received and will be processed in due course. We apologise for any inconvenience caused."
                "\n\nPlease quote the ticket number 48-1592 in all further correspondence.\n\nKind regards,\nSupport Team",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Given:
    """What stands in the form."""

    text: str = ""
    incoming: str = ""
    name: str = ""
    situation: str = ""
    weekday: str = ""
    lang: str = ""


@csrf_exempt  # nothing is changed for anybody: a form from elsewhere does no harm, and guests need no cookie
@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; after a POST the letter with its marks, the reasons and what to write instead."""
    said = request.GET.get("say", "")
    with override(said if said in LANGUAGES else get_language()):
        if request.method != "POST":
            day = str(timezone.localtime(now()).weekday())
            given = Given(**EXAMPLES[_interface()]) if "example" in request.GET else Given(weekday=day)
            return _page(request, given, judged="example" in request.GET)
        trouble, form = _form(request)
        if trouble:
            return _page(request, Given(), error=trouble, status=413)
        given = _given(form)
        if len(given.text) > MAX_LETTER or len(given.incoming) > MAX_LETTER:
            error = _("The letter is longer than %(n)d characters. Leave only what you wrote yourself.") % {
                "n": MAX_LETTER
            }
            return _page(request, given, error=error, status=413)
        if not given.text.strip():
            return _page(
                request, given, error=_("There is no letter yet: paste one, or look at an example."), status=400
            )
        wait = actions.spend(guest_of(request), 1, limit=PER_MINUTE, at=now())
        if wait is not None:
            seconds = max(math.ceil(wait.total_seconds()), 1)
            error = _("That was many letters in one minute. Wait %(n)d seconds: what you wrote is still here.") % {
                "n": seconds
            }
            response = _page(request, given, error=error, status=429)
            response["Retry-After"] = str(seconds)
            return response
        return _page(request, given, judged=True)


def _form(request: HttpRequest) -> tuple[str, QueryDict]:
    """(what is off, the fields)."""
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) <= MAX_BODY:
            return "", request.POST
    except (RequestDataTooBig, ValueError):
        pass
    return _("This is far more than a letter. Leave only what you wrote yourself."), QueryDict()


def _given(form: QueryDict) -> Given:
    """The form's fields, each something we know or nothing."""
    text, incoming = (form.get(each, "").replace("\r\n", "\n") for each in ("text", "incoming"))
    situation, weekday, lang = (form.get(each, "") for each in ("situation", "weekday", "lang"))
    return Given(
        text=text, incoming=incoming, name=" ".join(form.get("name", "").split())[:100],
        situation=situation if situation in situations.shipped().by_id else "", weekday=weekday if weekday in set("0123456") else "",
        lang=lang if lang in LANGUAGES else "",
    )  # fmt: skip


def _page(
    request: HttpRequest, given: Given, *, judged: bool = False, error: str = "", status: int = 200
) -> HttpResponse:
    found = []
    if judged:
        found = check(Letter(
            text=given.text, lang=given.lang, situation=given.situation, customer_name=given.name, incoming=given.incoming,
            weekday=int(given.weekday) if given.weekday else None,
        ))  # fmt: skip
    explained = {
        each.rule: number for number, each in reversed(list(enumerate(found)))
    }  # a reason is told once a rule
    remarks: list[dict[str, Any]] = [
        {
            **asdict(each),
            "number": number,
            "kind": kind_of(each),
            "tells_why": explained[each.rule] == number - 1,
            "words": _short(given.text[each.start : each.end]) if each.start is not None else "",
        }
        for number, each in enumerate(found, 1)
    ]
    interface = _interface()
    context = {
        "title": ngettext("%(n)d remark", "%(n)d remarks", len(remarks)) % {"n": len(remarks)},
        "given": given, "judged": judged, "error": error, "remarks": remarks, "pieces": pieces(given.text, found), "interface": interface,
        "other": next((code, label) for code, label in LANGUAGES.items() if code != interface), "situations": [(each.id, each.label[interface]) for each in situations.shipped().by_id.values()],
        "days": [(str(number), label) for number, label in enumerate(words.DAYS)], "languages": LANGUAGES.items(),
    }  # fmt: skip
    response = render(request, "api/coach.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = interface
    return response


def _interface() -> str:
    return "ru" if (get_language() or "ru").startswith("ru") else "en"


def _short(words: str) -> str:
    """Marked words as they are quoted beside their reason."""
    words = " ".join(words.split())
    return words if len(words) <= 90 else words[:87].rstrip() + "…"
