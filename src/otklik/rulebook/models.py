"""What a company makes of the coach's rules: rules of its own, which of the shipped ones are off, which became hints."""

from __future__ import annotations

from django.db import models


class OwnRule(models.Model):
    """A rule of the company's own, as an admin typed it (`texts.RuleText` makes a rule of the coach out of it). `edition` grows
    with every change: who saves over somebody else's change is told so."""

    lang = models.CharField(max_length=2)  # ru or en
    title = models.CharField(max_length=120)
    why = models.CharField(max_length=300)
    is_plain = models.BooleanField(default=True)  # `phrases` are plain words, any form; else the language of phrases
    phrases = models.JSONField(default=list)  # lines, each «words» or «words → what to write instead»
    instead = models.CharField(max_length=200, blank=True)  # for lines that have none of their own
    unless = models.JSONField(default=list)  # lines, words that excuse
    situations = models.JSONField(default=list)  # ids; empty: all
    bad = models.JSONField(default=list)
    good = models.JSONField(default=list)
    is_on = models.BooleanField(default=False)
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("people.Agent", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.title


class RuleState(models.Model):
    """What became of a rule here, shipped or own, by its id. `shown` and `dismissed` are of the present round (`rules.ROUND`);
    a rule that was dismissed too often is a hint since `hint_on`, by the figures `hint_shown` and `hint_dismissed`."""

    rule = models.CharField(max_length=60, unique=True)
    is_off = models.BooleanField(default=False)
    shown = models.PositiveIntegerField(default=0)
    dismissed = models.PositiveIntegerField(default=0)
    hint_on = models.DateField(null=True, blank=True)
    hint_shown = models.PositiveIntegerField(default=0)
    hint_dismissed = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey("people.Agent", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


class Stamp(models.Model):
    """One row: a value that is another after every change of the above that the coach must know of. Random, so that neither a
    restored backup nor a second database can bring an old one back."""

    value = models.CharField(max_length=32)
