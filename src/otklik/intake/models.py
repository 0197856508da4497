"""Envelopes: everything that ever arrived, byte for byte, with what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class EnvelopeState(models.TextChoices):
    """Where an arrival stands."""

    NEW = "new"  # committed; nobody has read it
    DONE = "done"  # it is a message in a ticket
    IGNORED = "ignored"  # read, kept visible, and rightly no message (duplicate, bounce, loop): `reason`
    QUARANTINED = "quarantined"  # something unexpected: `reason` and `traceback`; an admin retries it


class Envelope(models.Model):
    """A raw arrival. `raw` is zlib-compressed; committed before the sender hears "accepted"."""

    kind = models.CharField(max_length=20, default="email")
    account = models.ForeignKey(
        "channels.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="envelopes", db_index=False
    )
    external_id = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 -- NULL: not deduplicated by its source
    sender = models.CharField(max_length=320, blank=True)  # MAIL FROM
    recipients = models.JSONField(default=list)  # RCPT TO
    remote = models.CharField(max_length=100, blank=True)  # address of the peer
    helo = models.CharField(max_length=255, blank=True)
    raw = models.BinaryField()
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=12, choices=EnvelopeState.choices, default=EnvelopeState.NEW)
    attempts = models.PositiveSmallIntegerField(default=0)
    message = models.ForeignKey(
        "tickets.Message", null=True, blank=True, on_delete=models.SET_NULL, related_name="envelopes"
    )
    ticket = models.ForeignKey(
        "tickets.Ticket", null=True, blank=True, on_delete=models.SET_NULL, related_name="envelopes"
    )
    steps = models.JSONField(default=list)  # what each intake step decided, for "why did this become that?"
    reason = models.CharField(max_length=500, blank=True)
    traceback = models.TextField(blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "external_id"], name="envelope_once")]
        indexes = [
            models.Index(fields=["id"], name="envelope_waiting", condition=Q(state="new")),
            models.Index(fields=["-received_at"], name="envelope_quarantined", condition=Q(state="quarantined")),
        ]
