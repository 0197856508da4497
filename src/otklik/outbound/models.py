"""Attempts: every try to deliver a message, with what the other server said."""

from __future__ import annotations

from django.db import models


class Outcome(models.TextChoices):
    """How a try ended."""

    ACCEPTED = "accepted"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"


class Attempt(models.Model):
    """One try. `code` is the SMTP reply code or 0; `said` the other server's words, or ours when none answered."""

    message = models.ForeignKey("tickets.Message", on_delete=models.CASCADE, related_name="delivery_attempts")
    recipient = models.CharField(max_length=320, blank=True)
    host = models.CharField(max_length=255, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    code = models.PositiveSmallIntegerField(default=0)
    said = models.TextField(blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
