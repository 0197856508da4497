"""What an installation may set: OTKLIK_* variables read into one frozen object; a bad value says what to mend."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


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


def read(environment: Mapping[str, str]) -> Config:
    """The configuration of this process; raises BadSetting."""
    data = Path(environment.get("OTKLIK_DATA") or "data").absolute()
    url = (environment.get("OTKLIK_URL") or "http://127.0.0.1:8000").rstrip("/")
    host = urlsplit(url).hostname or "127.0.0.1"
    return Config(
        data=data,
        secret_key=environment.get("OTKLIK_SECRET_KEY") or _kept_key(data),
        database_url=environment.get("OTKLIK_DATABASE_URL") or f"sqlite:///{data / 'otklik.sqlite3'}",
        url=url,
        hosts=tuple(filter(None, (environment.get("OTKLIK_HOSTS") or f"{host},127.0.0.1,localhost").split(","))),
        web=_address(environment, "OTKLIK_WEB", "127.0.0.1:8000") or ("127.0.0.1", 8000),
        smtp=_address(environment, "OTKLIK_SMTP", ""),
        lmtp=_address(environment, "OTKLIK_LMTP", ""),
        smtp_certificate=_path(environment, "OTKLIK_SMTP_CERTIFICATE"),
        smtp_key=_path(environment, "OTKLIK_SMTP_KEY"),
        max_letter=_number(environment, "OTKLIK_MAX_LETTER", 35_000_000),
        relay=environment.get("OTKLIK_RELAY") or "",
        helo=environment.get("OTKLIK_HELO") or host,
        verify_senders=_switch(environment, "OTKLIK_VERIFY_SENDERS", default=True),
        trusted_authserv=environment.get("OTKLIK_TRUSTED_AUTHSERV") or "",
        mail_out=_one_of(environment, "OTKLIK_MAIL_OUT", ("smtp", "catch")),
        language=environment.get("OTKLIK_LANGUAGE") or "ru",
        time_zone=environment.get("OTKLIK_TIME_ZONE") or "Europe/Moscow",
        debug=_switch(environment, "OTKLIK_DEBUG", default=False),
    )


def databases(url: str) -> dict[str, object]:
    """Django's settings of one database from `sqlite:///PATH` or `postgres://USER:PASSWORD@HOST:PORT/NAME`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) if parts.path.startswith("//") else unquote(parts.path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: a letter acknowledged with 250 survives a power cut, not only a crash of ours.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-16000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
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
    if file.exists():
        return file.read_text().strip()
    data.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(48)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(key + "\n")
    except FileExistsError:  # another process of this installation was first
        return file.read_text().strip()
    return key


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
