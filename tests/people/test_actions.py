"""Contacts with several addresses, agents, teams, organizations, and who must wait at the door."""

import pytest
from django.db import IntegrityError

from otklik.people import actions
from otklik.people.models import Agent, Contact, Identity
from otklik.people.rules import may_administer, may_write
from tests.cast import TUESDAY


def test_one_person_by_many_addresses(cast):
    Identity.objects.create(contact=cast.anna, kind="email", value="anna@home.example", created_at=TUESDAY)
    again = actions.find_or_add_contact(kind="email", value="anna@home.example", name="A.", at=TUESDAY)
    assert (again, again.name) == (cast.anna, "Анна Белова")
    assert sorted(cast.anna.identities.values_list("value", flat=True)) == ["anna@firma.example", "anna@home.example"]


def test_a_nameless_contact_learns_the_name_once(cast):
    first = actions.find_or_add_contact(kind="email", value="x@y.example", name="", at=TUESDAY)
    for name in ("Пётр", "Другой"):
        actions.find_or_add_contact(kind="email", value="x@y.example", name=name, at=TUESDAY)
    first.refresh_from_db()
    assert first.name == "Пётр"


def test_an_address_is_one_persons(cast):
    with pytest.raises(IntegrityError):
        Identity.objects.create(contact=cast.ivan, kind="email", value="anna@firma.example", created_at=TUESDAY)


def test_the_same_address_in_another_channel_is_another(cast):
    other = actions.find_or_add_contact(kind="telegram", value="anna@firma.example", name="A", at=TUESDAY)
    assert other != cast.anna


def test_an_organization_has_its_contacts(cast):
    house = actions.add_organization("Фирма", at=TUESDAY, domain="Firma.Example")
    petr = actions.find_or_add_contact(
        kind="email", value="p@firma.example", name="Пётр", at=TUESDAY, organization=house
    )
    assert (house.domain, list(house.contacts.all())) == ("firma.example", [petr])


def test_letters_that_come_back_mark_the_address_until_one_arrives(cast):
    def since():
        return Identity.objects.get(value="anna@firma.example").undeliverable_since

    actions.mark_undeliverable(kind="email", value="anna@firma.example", at=TUESDAY)
    assert since() == TUESDAY
    actions.find_or_add_contact(kind="email", value="anna@firma.example", name="", at=TUESDAY, has_written=True)
    assert since() is None


@pytest.mark.parametrize(
    ("login", "is_active", "writes", "administers"),
    [("clara", True, True, True), ("boris", True, True, False), ("vera", True, False, False), ("clara", False, False, False),
     ("boris", False, False, False)],
)  # fmt: skip
def test_roles(cast, login, is_active, writes, administers):
    agent = getattr(cast, login)
    agent.is_active = is_active
    assert (may_write(agent), may_administer(agent)) == (writes, administers)


def test_an_address_of_an_agent_is_taken_once_whatever_its_letters(cast):
    with pytest.raises(IntegrityError):
        actions.add_agent(" BORIS@nord.example ", name="x", password="y", at=TUESDAY)


def test_a_password_is_kept_hashed_and_changed(cast):
    actions.set_password(cast.boris, "another-long-one-2")
    kept = Agent.objects.get(pk=cast.boris.pk)
    assert (kept.check_password("another-long-one-2"), "another" in kept.password) == (True, False)
    nobody = actions.add_agent("bot@nord.example", name="Бот", password=None, at=TUESDAY)
    assert nobody.has_usable_password() is False


def test_a_profile_is_changed_in_all_its_fields(cast):
    wanted = {
        "name": "Б. К.",
        "language": "en",
        "theme": "dark",
        "time_zone": "UTC",
        "signature": "Б.",
        "is_on_duty": False,
    }
    actions.change_profile(cast.boris, **wanted)
    kept = Agent.objects.get(pk=cast.boris.pk)
    assert {name: getattr(kept, name) for name in wanted} == wanted


def test_people_say_their_names():
    assert (str(Contact(pk=5)), str(Contact(name="Анна")), str(Identity(value="a@b"))) == ("contact 5", "Анна", "a@b")
