"""SQLite, with its one writer chosen in order: Django's backend, and a queue of this process's threads before it.

SQLite itself lets a waiting writer sleep and try again, up to a tenth of a second: a mail server in a busy process
would take ten letters a second. Here the next writer is woken in the moment the last one has committed. Other
processes are waited for in SQLite's own way.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base


class Turns:
    """Who writes next. Those in a hurry go first, but never twice in a row while others wait."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[object, bool]] = []
        self._is_taken = self._was_hurried = False

    def take(self, *, hurry: bool, seconds: float) -> bool:
        """Wait for the turn; False when it has not come in time."""
        me, until = (object(), hurry), time.monotonic() + seconds
        with self._changed:
            self._waiting.append(me)
            try:
                while self._is_taken or self._next() is not me:
                    if not self._changed.wait(until - time.monotonic()) and time.monotonic() >= until:
                        return False
                self._is_taken, self._was_hurried = True, hurry
            finally:
                self._waiting.remove(me)
                self._changed.notify_all()
            return True

    def give(self) -> None:
        """The turn is over."""
        with self._changed:
            self._is_taken = False
            self._changed.notify_all()

    def _next(self) -> tuple[object, bool]:
        wanted = not self._was_hurried
        return next((each for each in self._waiting if each[1] is wanted), self._waiting[0])


_turns: defaultdict[str, Turns] = defaultdict(Turns)


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection. `is_hurried` is set by who cannot let a stranger wait: the mail listener."""

    is_hurried = False
    _has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        # The words of Django's own; it is called for the outermost transaction only.
        options: dict[str, Any] = self.settings_dict.get("OPTIONS", {})
        turns = _turns[str(self.settings_dict["NAME"])]
        if not turns.take(hurry=self.is_hurried, seconds=float(options.get("timeout", 5))):
            raise OperationalError("database is locked (by a thread of this process)")
        self._has_turn = True
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        # A commit that fails leaves the transaction open: Django rolls it back, and the turn ends there.
        super()._commit()  # type: ignore[misc]  # the stubs leave it out
        self._give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._give_turn()

    def _give_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            _turns[str(self.settings_dict["NAME"])].give()
