"""What is learned from letters that were sent: a judgement of each, kept, and what became of the coach's remarks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Judgement(models.Model):
    """What the coach found in a letter of an agent's, as it was sent. `faults` is None until it has been read;
    `agent`, `team` and `situation` are those of that moment."""

    message = models.OneToOneField("tickets.Message", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey("people.Agent", on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey("people.Team", null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField()
    week = models.DateField()  # the Monday of `sent_at`, by the installation's clock
    language = models.CharField(max_length=8, blank=True)  # ru or en: what it was judged in
    situation = models.CharField(max_length=60, blank=True)
    is_guess = models.BooleanField(default=False)  # nobody said the situation; the coach guessed it
    is_first = models.BooleanField(default=False)  # of the ticket's letters by people
    faults = models.PositiveSmallIntegerField(null=True)  # remarks in all
    written_again_at = models.DateTimeField(null=True)  # the customer, within a week, with more than thanks
    coach = models.CharField(max_length=16, blank=True)  # the version that judged; "" waits for it

    class Meta:
        indexes = [
            models.Index(fields=["week"], name="judgement_by_week"),
            models.Index(fields=["ticket", "sent_at"], name="judgement_by_ticket"),
            models.Index(fields=["id"], name="judgement_waiting", condition=Q(coach="")),
        ]


class Remark(models.Model):
    """One thing that the coach found; `start` and `end` in code points of the message's text, None for an absence."""

    judgement = models.ForeignKey(Judgement, on_delete=models.CASCADE, related_name="remarks")
    rule = models.CharField(max_length=60)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["rule", "-judgement"], name="remark_by_rule")]


class RemarkUse(models.Model):
    """How often an agent was shown a rule's remarks on a day, applied their fix, waved them off."""

    rule = models.CharField(max_length=60)
    day = models.DateField()
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="+", db_index=False)
    team = models.ForeignKey("people.Team", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    language = models.CharField(max_length=8, blank=True)
    shown = models.PositiveIntegerField(default=0)
    applied = models.PositiveIntegerField(default=0)
    dismissed = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["day", "rule"], name="remark_use_by_day"),
            models.Index(fields=["agent", "day"], name="remark_use_by_agent"),
        ]


class Privacy(models.Model):
    """Whether agents see each other's figures: one row for the installation, hidden until an admin has said otherwise."""

    shows_persons = models.BooleanField(default=False)
    changed_by = models.ForeignKey("people.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()
