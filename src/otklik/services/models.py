"""Brands: what a customer knows us by."""

from __future__ import annotations

from django.db import models


class Brand(models.Model):
    """A company or product with its own name, address, language and voice in letters."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(unique=True)
    url = models.URLField(blank=True)
    language = models.CharField(max_length=8, default="ru")
    time_zone = models.CharField(max_length=64, default="Europe/Moscow")
    color = models.CharField(max_length=7, default="#b4532a")
    acknowledges = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
