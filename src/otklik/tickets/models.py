"""Tickets, what is in them, and the log of what happened to them. Nouns only: `actions` writes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Status(models.TextChoices):
    """Where a ticket stands; `rules` says which may follow which."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"  # waits for the customer
    ON_HOLD = "on-hold"  # waits for somebody else
    SOLVED = "solved"
    CLOSED = "closed"


UNSOLVED = (Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD)


class Priority(models.IntegerChoices):
    """Higher is sooner."""

    LOW = 1
    NORMAL = 2
    HIGH = 3
    URGENT = 4


class Direction(models.TextChoices):
    """Which way a message went."""

    IN = "in"
    OUT = "out"


class State(models.TextChoices):
    """Where a message stands on its way."""

    RECEIVED = "received"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Tag(models.Model):
    """A word agents put on tickets; lower case, no spaces at the ends."""

    name = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class Ticket(models.Model):
    """One request and its story. The primary key is the number that people say."""

    number = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=500)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    requester = models.ForeignKey("people.Contact", on_delete=models.PROTECT, related_name="tickets", db_index=False)
    participants = models.ManyToManyField("people.Contact", through="Participant", related_name="participates_in")
    brand = models.ForeignKey("services.Brand", on_delete=models.PROTECT, related_name="tickets", db_index=False)
    account = models.ForeignKey(
        "channels.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    team = models.ForeignKey(
        "people.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="tickets", db_index=False
    )
    assignee = models.ForeignKey(
        "people.Agent", null=True, blank=True, on_delete=models.SET_NULL, related_name="tickets", db_index=False
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="tickets")
    category = models.CharField(max_length=60, blank=True)  # id of a request type
    situation = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=8, blank=True)
    excerpt = models.CharField(max_length=200, blank=True)  # of the newest message, for the list
    message_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()  # what the list is ordered by: the newest message, the opening, a reminder
    waiting_since = models.DateTimeField(null=True, blank=True)  # the customer's oldest unanswered message
    solved_at = models.DateTimeField(null=True, blank=True)
    # 1 or 0, no boolean: SQLite uses an index for `= 1`, not for a bare column.
    unsolved = models.GeneratedField(
        expression=models.Case(
            models.When(status__in=["new", "open", "pending", "on-hold"], then=models.Value(1)),
            default=models.Value(0),
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )

    # Each index costs time with every letter: a column that begins another index, or has a handful of values, has none
    # of its own. So below.
    class Meta:
        indexes = [
            models.Index(fields=["status", "-updated_at"], name="ticket_by_status"),
            models.Index(fields=["unsolved", "-updated_at"], name="ticket_by_unsolved"),
            models.Index(fields=["assignee", "unsolved", "-updated_at"], name="ticket_by_assignee"),
            models.Index(fields=["team", "unsolved", "-updated_at"], name="ticket_by_team"),
            models.Index(fields=["unsolved", "status", "team", "assignee"], name="ticket_counts"),
            models.Index(fields=["requester", "-updated_at"], name="ticket_by_requester"),
            models.Index(fields=["-updated_at"], name="ticket_by_update"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


class Participant(models.Model):
    """A contact in copy of a ticket's letters; `is_verified` False until the sender could be proved."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="participations", db_index=False)
    contact = models.ForeignKey("people.Contact", on_delete=models.CASCADE, related_name="participations")
    address = models.CharField(max_length=320)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "contact"], name="participant_once")]


class Message(models.Model):
    """What went between the customer and us, one way or the other."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages", db_index=False)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    channel = models.CharField(max_length=20, default="email")
    account = models.ForeignKey(
        "channels.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    contact = models.ForeignKey(
        "people.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    agent = models.ForeignKey(
        "people.Agent", null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    external_id = models.CharField(max_length=500)  # Message-ID without <>
    in_reply_to = models.CharField(max_length=500, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    to = models.JSONField(default=list)  # addresses, plain strings
    cc = models.JSONField(default=list)
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField()  # all that is visible
    reply_text = models.TextField(blank=True)  # the new part of an incoming letter
    html = models.TextField(blank=True)  # sanitised
    language = models.CharField(max_length=8, blank=True)
    auto = models.CharField(max_length=12, blank=True)  # auto-reply, bounce, list, loop: written by a machine
    is_automatic = models.BooleanField(default=False)  # our own acknowledgement
    verdict = models.CharField(max_length=10, blank=True)  # sender's authenticity: pass, fail, none
    state = models.CharField(max_length=10, choices=State.choices)
    send_after = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)  # why it could not be delivered, in plain words
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "direction", "external_id"], name="message_once"),
        ]
        indexes = [
            models.Index(fields=["external_id"], name="message_by_external_id"),
            models.Index(fields=["ticket", "created_at"], name="message_by_ticket"),
            models.Index(fields=["contact", "created_at"], name="message_by_contact"),
            models.Index(fields=["send_after"], name="message_queued", condition=Q(state="queued")),
            models.Index(fields=["claimed_at"], name="message_sending", condition=Q(state="sending")),
        ]


class Note(models.Model):
    """An internal remark; never leaves the house."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="notes")
    agent = models.ForeignKey("people.Agent", on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    created_at = models.DateTimeField()


class Draft(models.Model):
    """What an agent has typed into a ticket's composer and not sent; saved as typed."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="drafts")
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="drafts")
    is_note = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    dismissed = models.JSONField(default=list)  # keys of findings this draft's writer has waved off
    last_message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "agent", "is_note"], name="draft_once")]


class ReminderState(models.TextChoices):
    """Where a promise of ours stands."""

    WAITING = "waiting"
    DUE = "due"  # its time has come: the ticket is back in front of the agent
    DONE = "done"
    CANCELLED = "cancelled"


class Reminder(models.Model):
    """A promise that we made in a letter, and when to come back to it: `remind_at` is early enough to keep it by `due_at`."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    agent = models.ForeignKey("people.Agent", on_delete=models.PROTECT, related_name="+", db_index=False)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.CASCADE, related_name="reminders")
    words = models.CharField(max_length=200)  # of the letter: «до пятницы»
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReminderState.choices, default=ReminderState.WAITING)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)  # when it was done or cancelled

    class Meta:
        indexes = [
            models.Index(fields=["remind_at"], name="reminder_waiting", condition=Q(state="waiting")),
            models.Index(fields=["ticket", "state"], name="reminder_by_ticket"),
        ]


class Attachment(models.Model):
    """A file of a message, a note or a draft; its bytes are in `kit.blobs` under the digest."""

    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments")
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments")
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments")
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    is_inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, blank=True)


class Event(models.Model):
    """One fact, past tense: the log that timeline, live pages and everything above read. `kind` is in `events`."""

    ticket = models.ForeignKey(
        Ticket, null=True, blank=True, on_delete=models.CASCADE, related_name="events", db_index=False
    )
    kind = models.CharField(max_length=40)
    agent = models.ForeignKey("people.Agent", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("people.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    feature = models.ForeignKey(
        "services.FeatureRequest", null=True, blank=True, on_delete=models.CASCADE, related_name="events"
    )
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    dispatched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "at"], name="event_by_ticket"),
            models.Index(fields=["id"], name="event_undispatched", condition=Q(dispatched_at=None)),
        ]


class Vote(models.Model):
    """A customer's voice for a wish, from a ticket or (`ticket` None) written down by an agent."""

    feature = models.ForeignKey("services.FeatureRequest", on_delete=models.CASCADE, related_name="votes")
    contact = models.ForeignKey("people.Contact", on_delete=models.CASCADE, related_name="votes")
    ticket = models.ForeignKey(Ticket, null=True, blank=True, on_delete=models.CASCADE, related_name="votes")
    agent = models.ForeignKey("people.Agent", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feature", "ticket"], name="vote_once_a_ticket"),
            models.UniqueConstraint(
                fields=["feature", "contact"], condition=Q(ticket=None), name="vote_once_without"
            ),
        ]


class AnnouncementState(models.TextChoices):
    """Where a letter that announces a feature stands."""

    DRAFT = "draft"  # written, nobody has looked at it
    READY = "ready"  # somebody has read it and it may go
    SKIPPED = "skipped"  # it will not go; `reason` says why
    QUEUED = "queued"  # it is `message` now


class Announcement(models.Model):
    """The letter that tells one customer that their wish has come true: one for a person and a wish, ever."""

    feature = models.ForeignKey("services.FeatureRequest", on_delete=models.CASCADE, related_name="announcements")
    contact = models.ForeignKey("people.Contact", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    agent = models.ForeignKey("people.Agent", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to = models.CharField(max_length=320, blank=True)
    language = models.CharField(max_length=8, blank=True)  # ru or en
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=AnnouncementState.choices)
    reason = models.CharField(max_length=20, blank=True)  # of a skipped one: a word of `wishes.Reason`
    message = models.OneToOneField(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feature", "contact"], name="announcement_once")]
        indexes = [models.Index(fields=["feature", "state", "id"], name="announcement_by_state")]


class SearchDocument(models.Model):
    """One findable text: a message or a note, with its ticket's subject and people (`search.index`).

    The stems live beside it: in the FTS5 table `tickets_search_fts` on SQLite, in the column `vector` on PostgreSQL.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="+")
    note = models.ForeignKey(Note, null=True, on_delete=models.CASCADE, related_name="+")


class NameWord(models.Model):
    """A word of some person's name, normalised: what a misspelt name is corrected to."""

    word = models.CharField(max_length=40, unique=True)


class NameGram(models.Model):
    """A three-letter piece of a name's word."""

    gram = models.CharField(max_length=3)
    word = models.ForeignKey(NameWord, on_delete=models.CASCADE, related_name="grams")

    class Meta:
        indexes = [models.Index(fields=["gram", "word"], name="gram_to_word")]
