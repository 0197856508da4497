"""Which of several processes does a job: locks that end with the process that holds them, however it ends.

On PostgreSQL they are advisory locks of a session (a pooler in transaction mode breaks them), on SQLite locks on files
beside the database. Nobody has to wait for a dead process's time to run out: its locks are free in the same moment.
"""

from __future__ import annotations

import fcntl
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

from django.db import connection


class Post:
    """A job that one process at a time does while the others stand by. One object for each thread that does it."""

    def __init__(self, name: str, *, take_over: Callable[[], object]) -> None:
        """`take_over` runs whenever the post has become ours, before the first work: what the last holder had in
        hand is nobody's now. It must bear being called again."""
        self._lock, self._take_over = _Lock(name), take_over
        self._is_ready = False

    def do(self, job: Callable[[], int]) -> int:
        """`job()` if the post is ours, else 0. After an error the next call takes over anew, from ourselves."""
        if not self._lock.is_held():
            self._is_ready = False
            if not self._lock.take():
                return 0
        try:
            if not self._is_ready:
                self._take_over()
                self._is_ready = True
            return job()
        except BaseException:
            self._is_ready = False
            raise

    def leave(self) -> None:
        """Let another have it."""
        self._lock.free()


class Presence:
    """Says whether this process is the only one of its kind at its start."""

    def __init__(self, name: str) -> None:
        self._lock = _Lock(name)

    def enter(self, *, if_alone: Callable[[], object], if_not: Callable[[], object]) -> None:
        """Be seen by others from now on, as long as this thread's connection lives; nobody enters before the call
        has returned."""
        if self._lock.take():
            if_alone()
            self._lock.share()
        else:
            self._lock.share()
            if_not()

    def leave(self) -> None:
        """Be seen no longer."""
        self._lock.free()


class _Lock:
    """One name, one holder. Belongs to the thread that took it, whose database session holds it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._key = zlib.crc32(f"otklik:{name}".encode())
        self._session: object = None
        self._file: IO[bytes] | None = None

    def is_held(self) -> bool:
        if connection.vendor == "postgresql":
            return self._session is not None and connection.connection is self._session
        return self._file is not None

    def take(self) -> bool:
        """Try to be the holder; does not wait."""
        if connection.vendor == "postgresql":
            return self._ask("SELECT pg_try_advisory_lock(%s)")
        file = self._opened()
        if file is None:
            return True
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def share(self) -> None:
        """Hold it together with others who share it; waits while one holds it alone."""
        if connection.vendor == "postgresql":
            was_held = self.is_held()
            self._ask("SELECT pg_advisory_lock_shared(%s) IS NOT NULL")
            if was_held:
                self._ask("SELECT pg_advisory_unlock(%s)")
            return
        file = self._file or self._opened()
        if file is not None:
            fcntl.flock(file, fcntl.LOCK_SH)
            self._file = file

    def free(self) -> None:
        """Give it up, if it is held."""
        if connection.vendor == "postgresql":
            if self.is_held():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock_all()")  # a thread of work has no other
                self._session = None
        elif self._file is not None:
            self._file.close()
            self._file = None

    def _ask(self, question: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(question, [self._key])
            (is_ours,) = cursor.fetchone()
        if is_ours:
            self._session = connection.connection
        return bool(is_ours)

    def _opened(self) -> IO[bytes] | None:
        """The file to lock; None for a database in memory, which has one process."""
        name = str(connection.settings_dict["NAME"])
        if ":memory:" in name or "mode=memory" in name:
            return None
        return Path(f"{name}.{self._name}.lock").open("ab")
