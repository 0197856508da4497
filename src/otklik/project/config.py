"""What an installation may set: OTKLIK_* variables read into one frozen object; a bad value says what to mend."""

from __future__ import annotations

import difflib
import os
import secrets
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

LANGUAGES = ("ru", "en")
VARIABLES = frozenset(
    "OTKLIK_" + name
    for name in (
        "DATA", "SECRET_KEY", "DATABASE_URL", "URL", "HOSTS", "WEB", "SMTP", "LMTP", "SMTP_CERTIFICATE", "SMTP_KEY", "MAX_LETTER",
        "RELAY", "HELO", "VERIFY_SENDERS", "TRUSTED_AUTHSERV", "MAIL_OUT", "LANGUAGE", "TIME_ZONE", "DEBUG",
        "COACH_PAGE", "LLM_URL", "LLM_MODEL", "LLM_KEY",
    )
)  # fmt: skip


class BadSetting(ValueError):
    """A variable cannot be used: which one, why, what to write instead."""


@dataclass(frozen=True)
class Config:
    """Everything that is set from outside. Addresses are (host, port); None is off; sizes are bytes."""

    data: Path
    secret_key: str
    database_url: str
    url: str
    hosts: tuple[str, ...]
    web: tuple[str, int]
    smtp: tuple[str, int] | None
    lmtp: tuple[str, int] | None
    smtp_certificate: Path | None
    smtp_key: Path | None
    max_letter: int
    relay: str
    helo: str
    verify_senders: bool
    trusted_authserv: str
    mail_out: str
    language: str
    time_zone: str
    debug: bool
    coach_page: bool
    llm_url: str
    llm_model: str
    llm_key: str


def read(environment: Mapping[str, str]) -> Config:
    """The configuration of this process; raises BadSetting."""
    data = Path(environment.get("OTKLIK_DATA") or "data").absolute()
    url = _web_address(environment)
    host = urlsplit(url).hostname or "127.0.0.1"
    certificate, key = _path(environment, "OTKLIK_SMTP_CERTIFICATE"), _path(environment, "OTKLIK_SMTP_KEY")
    if (certificate is None) != (key is None):
        raise BadSetting("OTKLIK_SMTP_CERTIFICATE and OTKLIK_SMTP_KEY belong together: set both or neither")
    return Config(
        data=data,
        database_url=_database_url(environment, data),
        url=url,
        hosts=tuple(filter(None, (environment.get("OTKLIK_HOSTS") or f"{host},127.0.0.1,localhost").split(","))),
        web=_address(environment, "OTKLIK_WEB", "127.0.0.1:8000") or ("127.0.0.1", 8000),
        smtp=_address(environment, "OTKLIK_SMTP", ""),
        lmtp=_address(environment, "OTKLIK_LMTP", ""),
        smtp_certificate=certificate,
        smtp_key=key,
        max_letter=_number(environment, "OTKLIK_MAX_LETTER", 35_000_000),
        relay=_relay(environment),
        helo=environment.get("OTKLIK_HELO") or host,
        verify_senders=_switch(environment, "OTKLIK_VERIFY_SENDERS", default=True),
        trusted_authserv=environment.get("OTKLIK_TRUSTED_AUTHSERV") or "",
        mail_out=_one_of(environment, "OTKLIK_MAIL_OUT", ("smtp", "catch")),
        language=_one_of(environment, "OTKLIK_LANGUAGE", LANGUAGES),
        time_zone=_time_zone(environment),
        debug=_switch(environment, "OTKLIK_DEBUG", default=False),
        **_language_model(environment),
        coach_page=_switch(environment, "OTKLIK_COACH_PAGE", default=False),
        # The last: a bad setting has spoken by now, and nothing was made.
        secret_key=environment.get("OTKLIK_SECRET_KEY") or _kept_key(data),
    )


def _language_model(environment: Mapping[str, str]) -> dict[str, str]:
    """Where proposals for letters come from; all empty, and nothing leaves the house, without OTKLIK_LLM_URL."""
    url, model = environment.get("OTKLIK_LLM_URL", "").strip(), environment.get("OTKLIK_LLM_MODEL", "").strip()
    if not url:
        return {"llm_url": "", "llm_model": "", "llm_key": ""}
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_web = False
    if not is_web or parts.query or parts.fragment or parts.username:
        raise BadSetting("OTKLIK_LLM_URL: write the address up to the version, such as https://models.example/v1")
    if not model:
        raise BadSetting("OTKLIK_LLM_MODEL: name the model that OTKLIK_LLM_URL is to be asked for")
    return {"llm_url": url.rstrip("/"), "llm_model": model, "llm_key": environment.get("OTKLIK_LLM_KEY", "").strip()}


def unknown(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    """OTKLIK_* variables that mean nothing to us, each with the known one that is nearest, or ""."""
    strange = sorted(name for name in environment if name.startswith("OTKLIK_") and name not in VARIABLES)
    return [(name, next(iter(difflib.get_close_matches(name, VARIABLES, 1, 0.7)), "")) for name in strange]


def databases(url: str) -> dict[str, object]:
    """Django's settings of one database from `sqlite:///PATH` or `postgres://USER:PASSWORD@HOST:PORT/NAME`."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise BadSetting(f"OTKLIK_DATABASE_URL: {error}; write postgres://USER:PASSWORD@HOST:PORT/NAME") from None
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "otklik.kit.sqlite",
            "NAME": unquote(parts.path[1:]) if parts.path.startswith("//") else unquote(parts.path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: a letter acknowledged with 250 survives a power cut, not only a crash of ours.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-16000; PRAGMA mmap_size=67108864; PRAGMA temp_store=MEMORY;",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(query.pop("host", parts.hostname or "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {key: unquote(value) for key, value in query.items()},
        }
    raise BadSetting(f"OTKLIK_DATABASE_URL: «{parts.scheme}» is neither sqlite nor postgres")


def _kept_key(data: Path) -> str:
    """The installation's own key, made on the first start and kept in its data folder, readable by its owner."""
    file = data / "secret.key"
    try:
        if file.exists():
            return file.read_text().strip()
    except OSError as error:
        raise BadSetting(f"the secret key {file} cannot be read: {error.strerror}") from None
    key = secrets.token_urlsafe(48)
    try:
        data.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(key + "\n")
    except FileExistsError:  # another process of this installation was first
        return file.read_text().strip()
    except OSError as error:
        raise BadSetting(f"the data folder {data} cannot be written: {error.strerror}; name another") from None
    return key


def _web_address(environment: Mapping[str, str]) -> str:
    value = (environment.get("OTKLIK_URL") or "http://127.0.0.1:8000").rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        raise BadSetting(f"OTKLIK_URL: «{value}» is no address of a site; write for example https://desk.example.com")
    return value


def _database_url(environment: Mapping[str, str], data: Path) -> str:
    url = environment.get("OTKLIK_DATABASE_URL") or f"sqlite:///{data / 'otklik.sqlite3'}"
    databases(url)
    return url


def _relay(environment: Mapping[str, str]) -> str:
    value = environment.get("OTKLIK_RELAY") or ""
    if value:
        shown = value.rpartition("@")[2]  # never the password
        try:
            parts = urlsplit(value)
            is_fine = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_fine = False
        if not is_fine:
            raise BadSetting(f"OTKLIK_RELAY: «{shown}» is no relay; write smtp://USER:PASSWORD@HOST:587 or smtps://…")
    return value


def _time_zone(environment: Mapping[str, str]) -> str:
    value = environment.get("OTKLIK_TIME_ZONE") or "Europe/Moscow"
    if value not in zoneinfo.available_timezones():
        raise BadSetting(f"OTKLIK_TIME_ZONE: «{value}» is no time zone; write for example Europe/Moscow or UTC")
    return value


def _address(environment: Mapping[str, str], name: str, default: str) -> tuple[str, int] | None:
    value = environment.get(name, default)
    if not value:
        return None
    host, _, port = value.rpartition(":")
    if not port.isdigit() or int(port) > 65535:
        raise BadSetting(f"{name}: «{value}» is no address; write HOST:PORT, for example 127.0.0.1:2525")
    return host.strip("[]") or "127.0.0.1", int(port)


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    value = environment.get(name)
    if not value:
        return None
    if not Path(value).is_file():
        raise BadSetting(f"{name}: there is no file {value}")
    return Path(value)


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name) or str(default)
    if not value.isdigit():
        raise BadSetting(f"{name}: «{value}» is no whole number")
    return int(value)


def _switch(environment: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = (environment.get(name) or ("1" if default else "0")).lower()
    if value not in ("1", "0", "yes", "no", "true", "false", "on", "off"):
        raise BadSetting(f"{name}: «{value}» is neither 1 nor 0")
    return value in ("1", "yes", "true", "on")


def _one_of(environment: Mapping[str, str], name: str, values: tuple[str, ...]) -> str:
    value = environment.get(name) or values[0]
    if value not in values:
        raise BadSetting(f"{name}: «{value}» is none of {', '.join(values)}")
    return value
