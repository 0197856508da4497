"""OAuth 2.0 for mailboxes (XOAUTH2): short-lived access tokens from a refresh token or, for applications of an
organisation's own, from the client's secret (RFC 6749, sections 6 and 4.4)."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error, WebApplicationClient

SECONDS = 30
EARLY = 60  # seconds before its end a token is renewed
MAX_ANSWER = 100_000
PROVIDERS = {
    "google": ("https://oauth2.googleapis.com/token", ""),
    "microsoft": (
        "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access",
    ),
    "yandex": ("https://oauth.yandex.ru/token", ""),
    "mail.ru": ("https://oauth.mail.ru/token", ""),
}


class NoToken(Exception):
    """The provider gave none; `is_final` when a person must log in again."""

    def __init__(self, said: str, *, host: str, is_final: bool) -> None:
        super().__init__(said)
        self.said, self.host, self.is_final = said, host, is_final


@dataclass(frozen=True)
class Grant:
    """What access tokens are got with. Without a refresh token it is the client itself that is let in."""

    token_url: str
    client_id: str
    client_secret: str = ""
    refresh_token: str = ""
    scope: str = ""

    def as_json(self) -> str:
        """For sealing."""
        return json.dumps(self.__dict__)


def read(text: str) -> Grant:
    """A grant from JSON: `provider` (google, microsoft, yandex, mail.ru) or `token_url`, `client_id`, `client_secret`,
    `refresh_token`, `scope`. Raises ValueError with words."""
    try:
        given = json.loads(text)
    except ValueError as error:
        raise ValueError(f"this is no JSON: {error}") from error
    if not isinstance(given, dict):
        raise ValueError("a JSON object is wanted: {\"provider\": …, \"client_id\": …, \"refresh_token\": …}")  # fmt: skip
    provider = given.pop("provider", None)
    if provider is not None and provider not in PROVIDERS:
        raise ValueError(f"provider «{provider}» is none of {', '.join(PROVIDERS)}; give token_url instead")
    url, scope = PROVIDERS.get(str(provider), ("", ""))
    wanted = {"token_url": url, "client_id": "", "client_secret": "", "refresh_token": "", "scope": scope}
    unknown = set(given) - set(wanted)
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: not known here; known are provider, {', '.join(wanted)}")
    grant = Grant(**{name: str(given.get(name) or usual) for name, usual in wanted.items()})
    if not grant.client_id or not (grant.refresh_token or grant.client_secret):
        raise ValueError("client_id and refresh_token are needed (or client_secret, for an application's own access)")
    parts = urllib.parse.urlsplit(grant.token_url)
    if parts.scheme != "https" and not (
        parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
    ):
        raise ValueError(f"token_url «{grant.token_url}»: secrets go by https only")
    return grant


@dataclass
class Tokens:
    """Access tokens of one grant; safe to share between threads. `load` tells the grant as it is now (fetching and sending
    may each renew it), `keep` stores one whose refresh token has changed."""

    load: Callable[[], Grant]
    keep: Callable[[Grant], None]
    _token: str = field(default="", init=False, repr=False)
    _until: float = field(default=0.0, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def __call__(self, *, fresh: bool = False) -> str:
        """An access token; `fresh` when the last one was refused. Raises NoToken."""
        with self._lock:
            if fresh or time.monotonic() >= self._until:
                grant = self.load()
                answer = _ask(grant)
                self._token = str(answer["access_token"])
                self._until = time.monotonic() + max(_seconds(answer.get("expires_in")) - EARLY, 1)
                rotated = str(answer.get("refresh_token") or grant.refresh_token)
                if rotated != grant.refresh_token:
                    self.keep(replace(grant, refresh_token=rotated))
            return self._token


def sasl(user: str, token: str) -> str:
    """The XOAUTH2 string."""
    return f"user={user}\1auth=Bearer {token}\1\1"


def _ask(grant: Grant) -> Mapping[str, Any]:
    words = {"client_id": grant.client_id}
    if grant.client_secret:
        words["client_secret"] = grant.client_secret
    if grant.refresh_token:
        client = WebApplicationClient(grant.client_id)
        body = client.prepare_refresh_body(refresh_token=grant.refresh_token, scope=grant.scope or None, **words)
    else:
        client = BackendApplicationClient(grant.client_id)
        del words["client_id"]
        body = client.prepare_request_body(include_client_id=True, scope=grant.scope or None, **words)
    host = urllib.parse.urlsplit(grant.token_url).hostname or ""
    request = urllib.request.Request(  # noqa: S310 -- `read` lets https through, http on loopback only
        grant.token_url,
        data=body.encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 -- as above
            text = answer.read(MAX_ANSWER).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            text = error.read(MAX_ANSWER).decode("utf-8", "replace")
        if error.code >= 500 or error.code == 429:
            raise NoToken(f"{error.code} {error.reason}", host=host, is_final=False) from error
    except OSError as error:
        raise NoToken(f"{error}", host=host, is_final=False) from error
    try:
        found: Mapping[str, Any] = client.parse_request_body_response(text)
    except OAuth2Error as error:
        raise NoToken(f"{error.error} {error.description or ''}".strip(), host=host, is_final=True) from error
    return found


def _seconds(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 300
