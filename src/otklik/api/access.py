"""Who asks: a program with a token, or an agent in their browser."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from otklik.api.models import Token
from otklik.api.queries import token_of
from otklik.people.models import Agent


@dataclass(frozen=True)
class Caller:
    """`who` names the caller for the limit."""

    who: str
    token: Token | None = None


class Refused(Exception):
    """Not let in: `status` 401 or 403, the text says why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class _Csrf(CsrfViewMiddleware):
    """Django's own check, asked by hand: it is for those who come by cookie, not for those who come by token."""

    def _reject(self, request: HttpRequest, reason: str) -> str:  # the reason is all that is wanted
        return reason


def _nothing(request: HttpRequest) -> HttpResponse:
    """What stands behind the check: nobody gets there."""
    return HttpResponse(status=204)


def caller_of(request: HttpRequest) -> Caller:
    """By the Authorization header; without one, by the desk's session. Raises Refused."""
    header = request.headers.get("Authorization")
    if header is not None:
        scheme, _, secret = header.partition(" ")
        token = token_of(secret.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise Refused(401, "this token is not known, or was revoked; write «Authorization: Bearer otk_…»")
        return Caller(f"token-{token.pk}", token)
    agent = request.user
    if not isinstance(agent, Agent) or not agent.is_active:
        raise Refused(401, "say who asks: «Authorization: Bearer otk_…»; otklik token add NAME makes a token")
    check = _Csrf(_nothing)
    check.process_request(request)
    if check.process_view(request, _nothing, (), {}):
        raise Refused(403, "a browser's session needs the header X-CSRFToken, too")
    return Caller(f"agent-{agent.pk}")


def guest_of(request: HttpRequest) -> str:
    """A name for a guest's address that does not tell the address."""
    remote = str(request.META.get("REMOTE_ADDR", ""))
    return "guest-" + hmac.new(settings.SECRET_KEY.encode(), remote.encode(), hashlib.sha256).hexdigest()[:32]
