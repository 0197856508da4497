"""What every page of the desk carries: the reader's language and time zone, and a strict content policy."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from otklik.people.models import Agent

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self';"
    " manifest-src 'self'"
)

Handler = Callable[[HttpRequest], HttpResponse]


class AgentLocaleMiddleware:
    """Speak the agent's language and clock; a guest's from the browser."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        agent = request.user
        if isinstance(agent, Agent):
            language, zone = agent.language, agent.time_zone
        else:
            language = translation.get_language_from_request(request) or settings.LANGUAGE_CODE
            zone = settings.TIME_ZONE
        with translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ContentSecurityPolicyMiddleware:
    """Scripts and styles from our own files only; a view that shows a letter sets a stricter policy itself."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class PlainTextMiddleware:
    """What a browser sends is text: a NUL is nothing that a person types, and PostgreSQL stores none."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = (request.GET, request.POST if request.method == "POST" else {})
        if any("\x00" in value for each in given for values in dict(each).values() for value in map(str, values)):
            return HttpResponse("NUL", status=400, content_type="text/plain")
        return self.get_response(request)
