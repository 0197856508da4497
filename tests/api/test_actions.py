"""Tokens are shown once and shut out at once; the allowance of a minute holds."""

import datetime
import logging

import pytest

from otklik.api import actions
from otklik.api.models import Spent, Token, TokenUse
from otklik.api.queries import token_of, tokens
from tests.cast import TUESDAY

SECOND, MINUTE, HOUR = (datetime.timedelta(seconds=each) for each in (1, 60, 3600))


def test_a_secret_opens_and_is_kept_nowhere(db):
    secret = actions.add_token("  our   shop ", at=TUESDAY)
    row = Token.objects.get()
    assert (token_of(secret), row.name, secret[:4], len(secret) > 40) == (row, "our shop", "otk_", True)
    assert secret not in repr(list(Token.objects.values()))
    assert [token_of(each) for each in ("", "otk_", secret[:-1], secret + "x", row.digest)] == [None] * 5


def test_a_revoked_token_opens_nothing_and_keeps_its_name(db, caplog):
    secret = actions.add_token("shop", at=TUESDAY)
    with caplog.at_level(logging.INFO, "otklik.api"):
        assert [actions.revoke_token("shop", at=TUESDAY) for _ in range(2)] == [True, False]
    assert (token_of(secret), Token.objects.get().revoked_at) == (None, TUESDAY)
    assert caplog.messages == ["token «shop» made", "token «shop» revoked"]
    with pytest.raises(ValueError, match="taken"):
        actions.add_token("shop", at=TUESDAY)
    with pytest.raises(Token.DoesNotExist):
        actions.revoke_token("nobody", at=TUESDAY)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_token_needs_a_name(db, name):
    with pytest.raises(ValueError, match="needs a name"):
        actions.add_token(name, at=TUESDAY)


def test_uses_are_counted_by_day(db):
    actions.add_token("shop", at=TUESDAY)
    token = Token.objects.get()
    for day, letters, is_refused in ((0, 3, False), (0, 500, True), (1, 2, False)):
        actions.note_use(token, letters=letters, is_refused=is_refused, at=TUESDAY + datetime.timedelta(days=day))
    assert list(TokenUse.objects.order_by("day").values_list("calls", "letters", "refused")) == [(2, 3, 1), (1, 2, 0)]
    (told,) = tokens()
    assert (told.calls, told.letters, told.refused, told.last) == (3, 5, 1, datetime.date(2026, 11, 25))


def test_the_allowance_is_each_ones_own_and_new_every_minute(db):
    at = TUESDAY + 20 * SECOND
    assert [actions.spend("a", each, limit=10, at=at) for each in (6, 4)] == [None, None]
    assert actions.spend("a", 1, limit=10, at=at) == 40 * SECOND
    assert actions.spend("b", 10, limit=10, at=at) is None
    assert actions.spend("a", 10, limit=10, at=at + MINUTE) is None
    assert actions.spend("c", 11, limit=10, at=at) == 40 * SECOND


def test_what_was_refused_costs_nothing(db):
    assert actions.spend("a", 11, limit=10, at=TUESDAY) is not None
    assert actions.spend("a", 10, limit=10, at=TUESDAY) is None


def test_old_minutes_are_forgotten(db):
    for hour in range(4):
        actions.spend("a", 1, limit=10, at=TUESDAY + hour * HOUR)
    assert list(Spent.objects.order_by("minute").values_list("minute", flat=True)) == [
        TUESDAY + 2 * HOUR,
        TUESDAY + 3 * HOUR,
    ]
