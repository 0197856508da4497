"""Judging letters that have left, one by one, in the background; a row waits until it has been judged."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError

from otklik.insight import actions
from otklik.insight.models import Judgement
from otklik.insight.queries import waiting

log = logging.getLogger("otklik.insight")


def run_once(*, limit: int = 20) -> int:
    """Judge up to `limit` letters; how many there were."""
    rows = waiting(limit)
    for row in rows:
        judge(row)
    return len(rows)


def judge(row: Judgement) -> bool:
    """Judge one; whether it went well: a letter that the coach fails on is set aside, with the reason in the log."""
    try:
        actions.judge(row)
    except (OperationalError, InterfaceError):
        raise  # the database's trouble: the row goes on waiting
    except Exception:
        log.exception("the coach failed on the letter %s", row.message_id)
        actions.set_aside(row)
        return False
    return True
