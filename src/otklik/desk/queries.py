"""Reads for the desk's pages: the views on the left, the rows of a list, a conversation as one timeline."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace

from django.core.cache import cache
from django.db.models import Count, Max, Prefetch, Q, QuerySet, Sum, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.desk import words
from otklik.desk.models import FindingCount, LessonPassed
from otklik.outbound.models import Attempt
from otklik.outbound.queries import story
from otklik.people.models import Agent, Identity, Team
from otklik.people.queries import teams_known_to
from otklik.tickets.events import TEAM_CHANGED
from otklik.tickets.models import Attachment, Direction, Event, Message, Note, Participant, State, Status, Tag, Ticket
from otklik.tickets.queries import hidden_teams, reminded, visible_to

PAGE = 50


@dataclass(frozen=True)
class View:
    """A line on the left. `condition` is about tickets; counts are of unsolved ones."""

    slug: str
    label: str
    count: int | None = None
    is_current: bool = False
    mark: str = ""  # a status: its sign stands before the words


MAIN = ("mine", "unassigned", "unsolved")
FIXED = {
    "mine": gettext_lazy("My tickets"),
    "unassigned": gettext_lazy("Unassigned"),
    "unsolved": gettext_lazy("All unsolved"),
    "new": gettext_lazy("New"),
    "pending": gettext_lazy("Waiting for customer"),
    "on-hold": gettext_lazy("On hold"),
    "solved": gettext_lazy("Solved"),
    "closed": gettext_lazy("Closed"),
    "all": gettext_lazy("Everything"),
}
COUNTED = ("mine", "unassigned", "unsolved", "new", "pending", "on-hold")


@dataclass(frozen=True)
class Row:
    """A ticket in a list, ready to be printed."""

    number: int
    subject: str
    who: str
    excerpt: str
    status: str
    status_label: str
    shape: str
    priority: int
    priority_label: str
    brand: str
    assignee: str
    tone: int
    initials: str
    stamp: str
    time: str
    exact: str
    waiting: str
    messages: int
    is_reminded: bool = False
    kind: str = ""  # of request, in the reader's language
    tags: list[str] = field(default_factory=list)
    snippet: tuple[tuple[str, bool], ...] = ()


def views(agent: Agent, current: str) -> tuple[list[View], list[View]]:
    """(fixed views, teams) with their counts: two queries."""
    groups = _groups(agent)
    counts: dict[str, int] = dict.fromkeys(COUNTED, 0)
    for status, team_id, assignee_id, number in groups:
        keys = ["unsolved", status if status in counts else "", f"team-{team_id}"]
        keys.append("unassigned" if assignee_id is None else "mine" if assignee_id == agent.pk else "")
        for key in filter(None, keys):
            counts[key] = counts.get(key, 0) + number
    fixed = [
        View(slug, str(label), counts.get(slug), slug == current, slug if slug in Status.values else "")
        for slug, label in FIXED.items()
    ]
    rows = [(f"team-{team.pk}", team.name) for team in teams_known_to(agent).order_by("name")]
    return fixed, [View(slug, name, counts.get(slug, 0), slug == current) for slug, name in rows]


def _groups(agent: Agent) -> list[tuple[str, int | None, int | None, int]]:
    """How many unsolved tickets by (status, team, assignee). Counted anew when anything has happened: every change
    of a ticket writes an Event in its own transaction, so the newest one's id says whether the count still holds."""
    newest = Event.objects.aggregate(newest=Max("pk"))["newest"]
    key = f"counts:{newest}:{'-'.join(map(str, hidden_teams(agent)))}"
    found: list[tuple[str, int | None, int | None, int]] | None = cache.get(key)
    if found is None:
        rows = visible_to(agent).filter(unsolved=1).values_list("status", "team_id", "assignee_id")
        found = list(rows.annotate(n=Count("*")).order_by())
        cache.set(key, found, 300)
    return found


def tickets_of(agent: Agent, view: str) -> QuerySet[Ticket]:
    """The tickets of a view, newest first. Raises KeyError on a view that there is not."""
    rows = visible_to(agent)
    if view.startswith("team-") and view[5:].isdigit():
        rows = rows.filter(team_id=int(view[5:]), unsolved=1)
    elif view == "mine":
        rows = rows.filter(assignee=agent, unsolved=1)
    elif view == "unassigned":
        rows = rows.filter(assignee=None, unsolved=1)
    elif view == "unsolved":
        rows = rows.filter(unsolved=1)
    elif view in Status.values:
        rows = rows.filter(status=view)
    elif view != "all":
        raise KeyError(view)
    return rows.order_by("-updated_at", "-number")


_ONE_GO = datetime.timedelta(minutes=2)
_UNFOLDED = 5

_COLUMNS = (
    "number", "subject", "excerpt", "status", "priority", "updated_at", "waiting_since", "message_count", "requester__name",
    "requester_id", "assignee__name", "brand__name", "category",
)  # fmt: skip


def page_of(rows: QuerySet[Ticket], *, now: datetime.datetime, before: str = "") -> tuple[list[Row], str]:
    """(rows, what to ask for the next page or ""). `before` is `<microseconds>-<number>` of the last row seen."""
    stamp, _dash, number = before.partition("-")
    if stamp.isdigit() and number.isdigit():
        at = datetime.datetime.fromtimestamp(int(stamp) / 1_000_000, tz=datetime.UTC)
        rows = rows.filter(Q(updated_at__lt=at) | Q(updated_at=at, number__lt=int(number)))
    found = list(rows.values_list(*_COLUMNS)[: PAGE + 1])
    further = ""
    if len(found) > PAGE:
        last = found[PAGE - 1]
        further = f"{round(last[5].timestamp() * 1_000_000)}-{last[0]}"
    return rows_of(found[:PAGE], now=now), further


def rows_of(found: list[tuple[object, ...]], *, now: datetime.datetime) -> list[Row]:
    """Tuples of `_COLUMNS` as rows; one query for the tags, one for reminders that rang, one for people without a name."""
    tags: dict[int, list[str]] = {}
    for number, name in Ticket.tags.through.objects.filter(ticket_id__in=[row[0] for row in found]).values_list(
        "ticket_id", "tag__name"
    ):
        tags.setdefault(number, []).append(name)
    nameless = [int(str(row[9])) for row in found if not row[8]]
    addresses = (
        dict(Identity.objects.filter(contact_id__in=nameless).values_list("contact_id", "value")) if nameless else {}
    )
    rung = reminded(int(str(row[0])) for row in found)
    return [_row(row, tags, addresses, now, rung) for row in found]


def _row(
    row: tuple[object, ...], tags: dict[int, list[str]], addresses: dict[int, str], now: datetime.datetime, rung: set[int]
) -> Row:  # fmt: skip
    number, subject, excerpt, status, priority, updated, since, count, who, requester, assignee, brand, category = row
    assert isinstance(number, int)  # noqa: S101 -- narrows what values_list cannot say
    assert isinstance(updated, datetime.datetime)  # noqa: S101 -- likewise
    assert isinstance(requester, int)  # noqa: S101 -- likewise
    return Row(
        number=number,
        subject=str(subject),
        who=str(who) or addresses.get(requester, ""),
        excerpt=str(excerpt),
        status=str(status),
        status_label=str(words.STATUSES[Status(str(status))]),
        shape=words.SHAPES[str(status)],
        priority=int(str(priority)),
        priority_label=str(words.PRIORITIES[int(str(priority))]),  # type: ignore[index]  # the enum's values are its keys
        brand=str(brand),
        assignee=str(assignee or ""),
        tone=words.tone(str(who) or addresses.get(requester, "")),
        initials=words.initials(str(who) or addresses.get(requester, "")),
        stamp=updated.isoformat(),
        time=words.ago(updated, now),
        exact=words.exact(updated),
        waiting=words.waiting(since, now) if isinstance(since, datetime.datetime) else "",
        messages=int(str(count)),
        is_reminded=number in rung,
        kind=words.kind(str(category)),
        tags=tags.get(number, []),
    )


def by_numbers(agent: Agent, numbers: list[int], *, now: datetime.datetime) -> dict[int, Row]:
    """Rows of these tickets, by number."""
    found = visible_to(agent).filter(pk__in=numbers).values_list(*_COLUMNS)
    return {row.number: row for row in rows_of(list(found), now=now)}


@dataclass(frozen=True)
class Entry:
    """A line of the timeline: a message, a note or an event."""

    kind: str  # in, out, note, event
    at: datetime.datetime
    who: str
    time: str
    exact: str
    message: Message | None = None
    note: Note | None = None
    text: str = ""
    history: str = ""
    files: list[Attachment] = field(default_factory=list)
    is_html: bool = False
    state: str = ""
    story: list[str] = field(default_factory=list)
    is_stranger: bool = False
    key: str = ""
    tone: int = 0
    initials: str = ""
    has_remote: bool = False
    is_folded: bool = False


def timeline(
    agent: Agent, ticket: Ticket, *, now: datetime.datetime, language: str, zone: datetime.tzinfo
) -> list[Entry]:
    """The whole conversation as this agent may know it, oldest first: six queries whatever its length, one more where
    it went from team to team."""
    messages = list(
        ticket.messages.exclude(state=State.CANCELLED).select_related("contact", "agent").order_by("created_at", "id")
    )
    notes = list(ticket.notes.select_related("agent"))
    files: dict[tuple[str, int], list[Attachment]] = {}
    # By the ids, each of which has an index: an OR over two joins reads every attachment there is.
    enclosed = Q(message__in=[each.pk for each in messages]) | Q(note__in=[each.pk for each in notes])
    for each in Attachment.objects.filter(enclosed).order_by("id"):
        key = ("m", each.message_id) if each.message_id else ("n", each.note_id or 0)
        files.setdefault(key, []).append(each)
    attempts: dict[int, list[Attempt]] = {}
    for attempt in Attempt.objects.filter(message__ticket=ticket).order_by("id"):
        attempts.setdefault(attempt.message_id, []).append(attempt)
    people = {ticket.requester_id, *(each.contact_id for each in ticket.participations.all())}
    entries = [_message(each, files, attempts, people, now, language, zone) for each in messages]
    for note in notes:
        entries.append(Entry("note", note.created_at, note.agent.name, words.ago(note.created_at, now), words.exact(note.created_at),
                             key=f"note-{note.pk}", tone=words.tone(note.agent.name), initials=words.initials(note.agent.name), note=note, text=note.text, files=files.get(("n", note.pk), [])))  # fmt: skip
    happened = list(Event.objects.filter(ticket=ticket).select_related("agent", "contact").order_by("id"))
    unknown: list[str] = []
    if any(event.kind == TEAM_CHANGED for event in happened) and (hidden := hidden_teams(agent)):
        unknown = list(Team.objects.filter(pk__in=hidden).values_list("name", flat=True))
    for event in happened:
        text = words.told(event, unknown_teams=unknown)
        if text:
            who = event.agent.name if event.agent else event.contact.name if event.contact else ""
            entries.append(Entry("event", event.at, who or _("Otklik"), words.ago(event.at, now), words.exact(event.at),
                                 key=f"event-{event.pk}", text=text))  # fmt: skip
    return _folded(_joined(sorted(entries, key=lambda entry: entry.at)))


def _joined(entries: list[Entry]) -> list[Entry]:
    """Changes that one person made in one go as one line."""
    lines: list[Entry] = []
    for entry in entries:
        last = lines[-1] if lines else None
        if last and last.kind == entry.kind == "event" and last.who == entry.who and entry.at - last.at < _ONE_GO:
            lines[-1] = replace(last, text=f"{last.text}; {entry.text}", key=f"{last.key}+", at=entry.at)
        else:
            lines.append(entry)
    return lines


def _folded(entries: list[Entry]) -> list[Entry]:
    """A long conversation: its first letter and its last ones open, those between folded to a line each."""
    letters = [entry for entry in entries if entry.message and not (entry.message.auto or entry.message.is_automatic)]
    if len(letters) <= _UNFOLDED:
        return entries
    keys = {entry.key for entry in letters[1 : 1 - _UNFOLDED]}
    return [replace(entry, is_folded=True) if entry.key in keys else entry for entry in entries]


def _message(
    message: Message, files: dict[tuple[str, int], list[Attachment]], attempts: dict[int, list[Attempt]], people: set[int],
    now: datetime.datetime, language: str, zone: datetime.tzinfo,
) -> Entry:  # fmt: skip
    is_in = message.direction == Direction.IN
    text = (message.reply_text or message.text) if is_in else message.text
    history = (
        message.text[len(text) :].strip()
        if is_in and message.text.startswith(text)
        else message.text
        if is_in and text != message.text
        else ""
    )
    who = (
        (message.contact.name or message.sender)
        if is_in and message.contact
        else message.agent.name
        if message.agent
        else ""
    )
    return Entry(
        kind=str(message.direction), at=message.created_at, who=who, time=words.ago(message.created_at, now),
        exact=words.exact(message.created_at), message=message, text=text, history=history,
        files=[each for each in files.get(("m", message.pk), []) if not (each.is_inline and message.html)],
        is_html=bool(message.html), state=message.state,
        story=story(message, attempts.get(message.pk, []), language=language, zone=zone),
        is_stranger=is_in and message.contact_id not in people,
        key=f"message-{message.pk}", tone=words.tone(who), initials=words.initials(who), has_remote="data-remote-src" in message.html,
    )  # fmt: skip


def prefetch_people(ticket: Ticket) -> None:
    """Read once who takes part and how they are reached, for all parts of a page that ask."""
    prefetch_related_objects(
        [ticket],
        Prefetch("participations", Participant.objects.select_related("contact").order_by("id")),
        Prefetch("requester__identities", Identity.objects.order_by("id")),
    )


def other_tickets(agent: Agent, ticket: Ticket) -> QuerySet[Ticket]:
    """The requester's other tickets, newest first."""
    return visible_to(agent).filter(requester=ticket.requester).exclude(pk=ticket.pk).order_by("-updated_at")[:8]


def assignable() -> QuerySet[Agent]:
    """Agents who can be given a ticket."""
    return Agent.objects.filter(is_active=True, role__in=("admin", "agent")).order_by("name")


def known_tags() -> list[str]:
    """Tags to offer."""
    return list(Tag.objects.order_by("name").values_list("name", flat=True)[:200])


def lessons_passed(agent: Agent) -> frozenset[str]:
    """The lessons of the course whose exercise this agent has done."""
    return frozenset(LessonPassed.objects.filter(agent=agent).values_list("lesson", flat=True))


@dataclass(frozen=True)
class Shown:
    """How often a rule's findings were shown, applied and dismissed, over all agents."""

    shown: int = 0
    applied: int = 0
    dismissed: int = 0


def findings_since(day: datetime.date) -> dict[str, Shown]:
    """By the rule's id, from this day on."""
    rows = FindingCount.objects.filter(day__gte=day).values_list("rule")
    sums = rows.annotate(shown=Sum("shown"), applied=Sum("applied"), dismissed=Sum("dismissed")).order_by()
    return {rule: Shown(shown, applied, dismissed) for rule, shown, applied, dismissed in sums}
