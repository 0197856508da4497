"""What the doors for programs and guests keep: tokens, and how much has been asked of late. Never a letter."""

from __future__ import annotations

from django.db import models


class Token(models.Model):
    """A program that may ask: its name, and the digest of its secret, which is shown once and kept nowhere."""

    name = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256: the secret is random, there is nothing to guess
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class TokenUse(models.Model):
    """What a token was used for on a day: the log that an admin reads."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="uses")
    day = models.DateField()
    calls = models.PositiveIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)  # over the limit

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "day"], name="token_use_once")]


class Spent(models.Model):
    """How many letters somebody has asked about in one minute. `who` names a token, an agent, or a digest of an address."""

    who = models.CharField(max_length=80)
    minute = models.DateTimeField(db_index=True)
    letters = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "minute"], name="spent_once")]
