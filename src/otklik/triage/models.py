"""What is understood of a ticket: its reading, what it names, who said what it is, which team takes which type. Nouns only."""

from __future__ import annotations

from django.db import models


class DecidedBy(models.TextChoices):
    """Whose word the ticket's type is; nobody's while the machine is not sure and no agent has said it."""

    NOBODY = ""
    MACHINE = "machine"
    AGENT = "agent"


class Reading(models.Model):
    """What has been understood of a ticket, from all that its customer wrote; made anew with every letter of theirs. The words of
    an answer are not kept twice: they are the span of the message, which may be erased."""

    ticket = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE, related_name="reading")
    guess = models.CharField(max_length=60, blank=True)  # id of the likeliest type, whatever the ticket's is
    probability = models.FloatField(default=0)  # of the guess, 0 to 1
    likely = models.JSONField(default=list)  # [[type id, probability], …], the three best
    words = models.JSONField(default=list)  # of the customer, that speak most for the guess
    decided_by = models.CharField(max_length=8, choices=DecidedBy.choices, blank=True)
    mood = models.CharField(max_length=8, blank=True)  # of coach.request.mood, in the newest letter
    language = models.CharField(max_length=8, blank=True)  # ru or en, of the newest letter
    kind = models.CharField(max_length=60, blank=True)  # the type whose questions were looked for; "" while unsure
    answers = models.JSONField(
        default=dict
    )  # {question id: {message, start, end, file}}; file: an attachment's id or None
    missing = models.JSONField(default=list)  # question ids, in the type's order
    completeness = models.FloatField(null=True)  # 0 to 1 by the questions' weights; None: the type asks nothing
    reports = models.JSONField(default=list)  # mtr, see `reading.report`
    asked_at = models.DateTimeField(null=True)
    ask = models.ForeignKey(
        "tickets.Message", null=True, on_delete=models.SET_NULL, related_name="+"
    )  # the one letter that asked for what is missing
    model = models.CharField(max_length=24, blank=True)  # version of what read it
    read_at = models.DateTimeField()


class Mention(models.Model):
    """An object that a ticket's customer names; `value` is the same for every spelling (coach.request.objects)."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="mentions")
    message = models.ForeignKey("tickets.Message", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=253)

    class Meta:
        indexes = [models.Index(fields=["kind", "value"], name="mention_by_value")]


class Decision(models.Model):
    """One word on a ticket's type: the machine's (`agent` None) or an agent's, beside what the machine had guessed."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="decisions")
    agent = models.ForeignKey("people.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    before = models.CharField(max_length=60, blank=True)
    chosen = models.CharField(max_length=60, blank=True)
    guess = models.CharField(max_length=60, blank=True)
    probability = models.FloatField(default=0)
    model = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="decision_by_time")]


class Route(models.Model):
    """Which team takes the requests of a type."""

    kind = models.CharField(max_length=60, unique=True)  # id of a type
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, related_name="+")
