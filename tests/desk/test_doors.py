"""Every address of the desk, by every role: guests to the door, viewers read, foreign tickets are not there."""

import pytest
from django.test import Client
from django.urls import reverse

from otklik.desk import urls
from otklik.intake.actions import Arrived, accept
from otklik.tickets import actions
from otklik.tickets.models import Event, Message
from tests.cast import PASSWORD, TUESDAY, arrival, ticket

# name -> (methods that are answered, who may change by it). A new address must be entered here.
READ, READ_AND_CHANGE, CHANGE = ("GET",), ("GET", "POST"), ("POST",)
DOORS = {
    "home": READ, "login": READ_AND_CHANGE, "logout": CHANGE, "profile": READ_AND_CHANGE, "password": READ_AND_CHANGE, "quarantine": READ,
    "retry": CHANGE, "search": READ, "rail": READ, "inbox": READ, "ticket": READ, "timeline": READ, "facts": READ, "change": CHANGE, "letter": READ,
    "attachment": READ, "draft": CHANGE, "attach": CHANGE, "detach": CHANGE, "coach": CHANGE, "finding": CHANGE, "send": CHANGE,
    "undo": CHANGE, "presence": CHANGE, "who": READ, "saved": READ, "rewrite": CHANGE, "reminder": CHANGE, "view": READ, "wishes": READ_AND_CHANGE, "features": READ, "feature": READ, "feature-add": CHANGE,
    "feature-edit": CHANGE, "feature-move": CHANGE, "feature-merge": CHANGE, "feature-voice": CHANGE, "announcements": READ_AND_CHANGE,
    "announcements-send": CHANGE, "announcement": READ_AND_CHANGE, "announcement-coach": CHANGE, "learn": READ, "lesson": READ_AND_CHANGE,
    "rules": READ, "rule-new": READ_AND_CHANGE, "rule": READ_AND_CHANGE, "rule-switch": CHANGE, "rule-remove": CHANGE, "rule-state": CHANGE,
    "brands": READ, "brand": READ_AND_CHANGE, "brand-add": READ_AND_CHANGE,
    "writing": READ, "writing-table": READ, "writing-persons": CHANGE,
    "mailboxes": READ, "mailbox": READ_AND_CHANGE, "mailbox-add": READ_AND_CHANGE, "mailbox-check": CHANGE, "mailbox-stop": CHANGE,
    "mailbox-start": CHANGE, "asking": READ, "routing": READ_AND_CHANGE,
}  # fmt: skip
OPEN = {"login"}
ADMINS_ONLY = {
    "quarantine", "retry", "routing", "rule-new", "brands", "brand", "brand-add", "writing-persons", *(name for name in DOORS if name.startswith("mailbox")),
}  # fmt: skip
OF_A_TICKET = {
    "ticket", "timeline", "facts", "change", "letter", "attachment", "draft", "attach", "detach", "coach", "finding", "send", "undo",
    "presence", "who", "saved", "wishes", "reminder", "rewrite", "asking",
}  # fmt: skip
# A viewer may be seen reading, ask the coach, and look after their own settings; all else that changes is refused.
VIEWERS_MAY = {"login", "logout", "profile", "password", "coach", "presence", "lesson"}


def enter(agent):
    client = Client()
    assert client.login(username=agent.email, password=PASSWORD)
    return client


def address(name, row, message):
    """The address of this name for this ticket; ids that exist wherever there can be one."""
    words = {
        "retry": [1], "reminder": [row.pk, 1], "brand": [row.brand_id], "letter": [row.pk, message.pk], "attachment": [row.pk, 1], "detach": [row.pk, 1], "undo": [row.pk, message.pk],
        "view": ["unsolved"], "lesson": ["gratitude"], "rule": [1], "rule-switch": [1], "rule-remove": [1], "rule-state": ["jargon"], "writing-table": ["weeks"], "announcement": [1, 1], "announcement-coach": [1, 1],
        **{each: [1] for each in DOORS if each.startswith(("feature-", "announcements")) or each == "feature"}, "feature-add": [],
        **{each: [row.account_id] for each in DOORS if each.startswith("mailbox")}, "mailboxes": [], "mailbox-add": [],
    }  # fmt: skip
    return reverse(f"desk:{name}", args=words.get(name, [row.pk] if name in OF_A_TICKET else []))


def test_no_address_is_forgotten_here():
    assert {pattern.name for pattern in urls.urlpatterns} == set(DOORS)


@pytest.mark.parametrize("name", sorted(DOORS))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_guest_is_sent_to_the_door(cast, name, method):
    row, message = ticket(cast)
    answer = getattr(Client(), method)(address(name, row, message))
    if name in OPEN:
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/login/")
    assert Event.objects.count() == 1


@pytest.mark.parametrize("name", sorted(DOORS))
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
def test_a_wrong_method_is_said_and_does_nothing(cast, name, method):
    row, message = ticket(cast)
    client = Client() if name in OPEN else enter(cast.clara)  # who is in already has no business at the door
    answer = client.generic(method, address(name, row, message))
    assert (answer.status_code == 405) == (method not in DOORS[name])


@pytest.mark.parametrize("name", sorted(OF_A_TICKET))
def test_a_foreign_ticket_is_not_there_by_any_door(cast, name):
    row, message = ticket(cast, team=cast.billing)
    for agent in (cast.boris, cast.vera):
        client = enter(agent)
        method = client.get if "GET" in DOORS[name] else client.post
        assert method(address(name, row, message), {"text": "x", "what": "priority", "value": "4"}).status_code == 404
    assert (Event.objects.count(), row.presences.count(), row.drafts.count()) == (1, 0, 0)


@pytest.mark.parametrize("name", sorted(name for name in DOORS if "POST" in DOORS[name] and name not in VIEWERS_MAY))
def test_a_viewer_changes_nothing_by_any_door(cast, name):
    row, message = ticket(cast)
    actions.save_draft(row, by=cast.boris, text="чужое", is_note=False, seen=None, at=TUESDAY)
    given = {"text": "x", "what": "priority", "value": "4", "rule": "thanks", "key": "thanks:"}
    answer = enter(cast.vera).post(address(name, row, message), given)
    row.refresh_from_db()
    assert answer.status_code in (403, 404)
    assert (Event.objects.count(), row.priority, row.drafts.get().text) == (1, 2, "чужое")


@pytest.mark.parametrize(
    "what", ["status", "priority", "assignee", "team", "tag", "untag", "subject", "situation", "category"]
)
def test_a_viewer_changes_no_field(cast, what):
    row, _ = ticket(cast)
    value = {
        "status": "solved",
        "priority": "4",
        "assignee": "me",
        "team": str(cast.hosting.pk),
        "category": "mail",
    }.get(what, "слово")
    before = Event.objects.count()
    answer = enter(cast.vera).post(reverse("desk:change", args=[row.pk]), {"what": what, "value": value})
    assert (answer.status_code, Event.objects.count()) == (403, before)


@pytest.mark.parametrize("name", sorted(ADMINS_ONLY))
def test_the_admins_rooms_are_not_there_for_others(cast, name):
    accept([Arrived(b"x", "a@b.example", ("support@nord.example",))], at=TUESDAY)
    row, message = ticket(cast)
    for agent in (cast.boris, cast.vera):
        client = enter(agent)
        method = client.get if "GET" in DOORS[name] else client.post
        assert method(address(name, row, message)).status_code == 404


@pytest.mark.parametrize("name", sorted(name for name in DOORS if "POST" in DOORS[name]))
def test_every_change_asks_for_the_forms_token(cast, name):
    row, message = ticket(cast)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.clara)
    assert client.post(address(name, row, message), {"text": "x"}).status_code == 403


@pytest.mark.parametrize("value", ["not-a-number", "999999", "-1", "", "1" * 40, "NaN"])
@pytest.mark.parametrize(
    "what", ["status", "priority", "assignee", "team", "tag", "subject", "situation", "category", "nonsense"]
)
def test_no_value_breaks_a_change(cast, what, value):
    row, _ = ticket(cast)
    answer = enter(cast.boris).post(reverse("desk:change", args=[row.pk]), {"what": what, "value": value})
    assert answer.status_code in (200, 302, 404)


def test_another_agents_reply_is_not_taken_back(cast):
    row, message = ticket(cast)
    ours = actions.reply(
        row, by=cast.boris, text="x", to=["anna@firma.example"], external_id="r@nord.example", at=TUESDAY, send_after=TUESDAY,
        seen=message.pk,
    )  # fmt: skip
    enter(cast.nina).post(reverse("desk:undo", args=[row.pk, ours.pk]))
    assert Message.objects.get(pk=ours.pk).state == "queued"


def test_a_letter_of_another_ticket_is_not_shown_by_ones_own_number(cast):
    mine, _ = ticket(cast)
    _, secret = ticket(cast, team=cast.billing)
    boris = enter(cast.boris)
    assert boris.get(reverse("desk:letter", args=[mine.pk, secret.pk])).status_code == 404
    assert boris.post(reverse("desk:undo", args=[mine.pk, secret.pk])).status_code == 404


def test_a_private_teams_ticket_shows_nowhere(cast):
    secret, _ = ticket(cast, "Возврат на карту", subject="Тайное", team=cast.billing)
    shown, _ = ticket(cast, subject="Явное")
    boris = enter(cast.boris)
    pages = [
        boris.get(address).content.decode()
        for address in ("/tickets/all/", "/tickets/unsolved/", f"/tickets/team-{cast.billing.pk}/", "/search/?q=тайное",
                        f"/search/?q={secret.pk}", f"/tickets/{shown.pk}/", "/search/?q=team:биллинг")
    ]  # fmt: skip
    assert [f"/tickets/{secret.pk}/" in page for page in pages] == [False] * len(pages)
    actions.receive(secret, arrival("Ещё"), contact=cast.anna, account=cast.mailbox)
    assert f"/tickets/{secret.pk}/" not in boris.get("/tickets/all/").content.decode()


@pytest.mark.parametrize(("who", "is_told"), [("boris", False), ("vera", False), ("nina", True), ("clara", True)])
def test_a_private_teams_name_is_told_to_its_own_people_alone(cast, who, is_told):
    row, message = ticket(cast, team=cast.billing)
    actions.set_team(row, cast.hosting, by=cast.clara, at=TUESDAY)
    actions.set_team(row, cast.billing, by=cast.clara, at=TUESDAY)
    actions.set_team(row, None, by=cast.clara, at=TUESDAY)  # it has been there, and everybody may read it now
    client = enter(getattr(cast, who))
    paths = [address(name, row, message) for name in ("ticket", "facts", "timeline", "rail", "inbox")]
    assert {"Биллинг" in client.get(path).content.decode() for path in paths[:2]} == {is_told}
    assert not is_told or "Биллинг" in client.get(paths[2]).content.decode()
    assert is_told or not any("Биллинг" in client.get(path).content.decode() for path in paths)
    assert "Хостинг" in client.get(paths[2]).content.decode()


def test_a_team_that_one_may_not_know_takes_no_ticket_from_one(cast):
    row, message = ticket(cast)
    given = {"what": "team", "value": str(cast.billing.pk)}
    assert enter(cast.boris).post(address("change", row, message), given).status_code == 404
    row.refresh_from_db()
    assert row.team is None
    enter(cast.nina).post(address("change", row, message), given)
    row.refresh_from_db()
    assert row.team == cast.billing
