"""What one thread's database session may be told about its commits."""

from __future__ import annotations

from django.db import connection


def trust_the_log() -> None:
    """Commits of this session need not wait for the disk: for work that is done again from what is safe already.

    A power cut may take its last commits, in their order and never in part; nothing else does, a kill least of all.
    The next commit of anybody who waits makes them safe too.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET synchronous_commit = off")
        else:
            cursor.execute("PRAGMA synchronous = NORMAL")


def hurry() -> None:
    """Let this session's transactions begin before those of other threads."""
    if connection.vendor == "sqlite":
        connection.is_hurried = True  # type: ignore[attr-defined]  # kit.sqlite's, which the proxy does not know
