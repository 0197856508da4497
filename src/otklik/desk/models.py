"""What the agents' workspace keeps for itself: live signals, presence, the coach's counts, the course."""

from __future__ import annotations

from django.db import models


class Signal(models.Model):
    """A name that changed, for live pages; the id is the position a browser resumes from. Kept for a day."""

    name = models.CharField(max_length=60)
    at = models.DateTimeField(db_index=True)


class Presence(models.Model):
    """What an agent does at a ticket right now: reading, typing. Old rows mean nothing."""

    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="presences")
    doing = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "ticket"], name="presence_once")]


class FindingCount(models.Model):
    """How often a rule of the coach was shown, applied, dismissed on a day, over all agents: no score of a person."""

    rule = models.CharField(max_length=60)
    day = models.DateField()
    shown = models.PositiveIntegerField(default=0)
    applied = models.PositiveIntegerField(default=0)
    dismissed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "day"], name="finding_count_once")]


class LessonPassed(models.Model):
    """An agent has done a lesson's exercise; the letter itself is not kept."""

    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="+")
    lesson = models.CharField(max_length=60)  # the id of its situation
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "lesson"], name="lesson_passed_once")]
