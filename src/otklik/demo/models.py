"""Letters that the demo caught instead of sending."""

from __future__ import annotations

from django.db import models


class CaughtLetter(models.Model):
    """An outgoing letter as it would have left: raw bytes, for whom, when."""

    recipient = models.CharField(max_length=320, db_index=True)
    sender = models.CharField(max_length=320)
    raw = models.BinaryField()
    at = models.DateTimeField()
