"""Accounts: what is configured, what is sealed, who fetches."""

import datetime

import pytest

from otklik.channels import actions
from otklik.channels.models import Account, Lease
from otklik.channels.queries import fetched_accounts, is_being_fetched, secrets_of
from tests.cast import TUESDAY

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


def take(cast, holder, *, at=TUESDAY, dead=()):
    return actions.take_lease(cast.mailbox, holder=holder, at=at, until=at + MINUTE, dead=dead)


def test_one_fetches_and_the_others_wait(cast):
    assert [take(cast, "one"), take(cast, "two"), take(cast, "one")] == [True, False, True]
    assert Lease.objects.get().holder == "one"


def test_a_lease_that_ran_out_is_anybodys(cast):
    take(cast, "one")
    assert take(cast, "two", at=TUESDAY + MINUTE / 2) is False
    assert take(cast, "two", at=TUESDAY + MINUTE) is True
    assert take(cast, "one", at=TUESDAY + MINUTE) is False


def test_the_lease_of_the_dead_is_free_at_once(cast):
    take(cast, "one")
    assert take(cast, "two", dead=["one"]) is True


def test_a_lease_given_back_is_free_and_anothers_is_not_given_back(cast):
    take(cast, "one")
    actions.give_back_lease(cast.mailbox, holder="two")
    assert take(cast, "two") is False
    actions.give_back_lease(cast.mailbox, holder="one")
    assert take(cast, "two") is True


def test_settings_are_added_and_secrets_sealed(cast):
    actions.configure(
        cast.mailbox, config={"imap": {"url": "a"}, "smtp": {"url": "b"}}, secrets={"imap_password": "s1"}
    )
    actions.configure(cast.mailbox, config={"smtp": None}, secrets={"oauth": "grant", "imap_password": ""})
    account = Account.objects.get(pk=cast.mailbox.pk)
    assert account.config == {"imap": {"url": "a"}}
    assert secrets_of(account) == {"oauth": "grant"}
    assert "grant" not in account.sealed


def test_a_changed_secret_leaves_the_others(cast):
    actions.configure(cast.mailbox, config={}, secrets={"dkim": "key", "oauth": "old"})
    actions.replace_secret(cast.mailbox, name="oauth", value="new")
    assert secrets_of(Account.objects.get(pk=cast.mailbox.pk)) == {"dkim": "key", "oauth": "new"}


def test_a_stopped_mailbox_is_not_fetched_until_it_is_configured_again(cast):
    actions.configure(cast.mailbox, config={"imap": {"url": "a"}}, secrets={})
    assert fetched_accounts() == [cast.mailbox]
    actions.stop(cast.mailbox)
    assert fetched_accounts() == []
    actions.configure(cast.mailbox, config={}, secrets={})
    assert fetched_accounts() == [cast.mailbox]


def test_a_stopped_account_starts_again_as_it_was(cast):
    actions.configure(cast.mailbox, config={"imap": {"url": "a"}}, secrets={"imap_password": "s"})
    actions.stop(cast.mailbox)
    assert (fetched_accounts(), Account.objects.get(pk=cast.mailbox.pk).is_active) == ([], False)
    actions.start(cast.mailbox)
    assert fetched_accounts() == [cast.mailbox]
    assert secrets_of(Account.objects.get(pk=cast.mailbox.pk)) == {"imap_password": "s"}


def test_fetching_again_at_once_is_seen_by_who_fetches_and_touches_nothing_else(cast):
    actions.configure(cast.mailbox, config={"imap": {"url": "a", "set_at": "before"}, "x": 1}, secrets={})
    actions.fetch_again(cast.mailbox, at=TUESDAY)
    config = {"imap": {"url": "a", "set_at": TUESDAY.isoformat()}, "x": 1}
    assert (cast.mailbox.config, Account.objects.get(pk=cast.mailbox.pk).config) == (config, config)
    actions.fetch_again(cast.tabel_mailbox, at=TUESDAY)
    assert Account.objects.get(pk=cast.tabel_mailbox.pk).config == {}


def test_who_fetches_is_known_while_the_lease_lasts(cast):
    assert is_being_fetched(cast.mailbox, at=TUESDAY) is False
    take(cast, "one")
    assert [is_being_fetched(cast.mailbox, at=TUESDAY + MINUTE * each) for each in (0.5, 1)] == [True, False]


def test_secrets_sealed_with_another_key_make_room_for_new_ones(cast):
    cast.mailbox.sealed = "gAAAA-not-ours"
    cast.mailbox.save()
    actions.configure(cast.mailbox, config={}, secrets={"imap_password": "new"})
    assert secrets_of(Account.objects.get(pk=cast.mailbox.pk)) == {"imap_password": "new"}
