"""Brands: what a customer knows us by; and the wishes for what we make."""

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
    asks = models.BooleanField(default=False)  # a letter that lacks much is answered with what is missing, once
    product = models.CharField(max_length=120, blank=True)  # what it is called in a letter, when not as the brand
    help_links = models.JSONField(default=dict)  # address of a help page by topic (`coach/reply/situations/words`)
    mail_hosts = models.JSONField(
        default=list
    )  # IP addresses that our mail comes from, for the customer's own filter
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class FeatureStatus(models.TextChoices):
    """How far a wish is, in this order; any may follow any: plans change."""

    UNPLANNED = "unplanned"
    PLANNED = "planned"
    IN_WORK = "in-work"
    SHIPPED = "shipped"


class FeatureRequest(models.Model):
    """A wish of our customers. The sentence is what a letter may honestly say of it today, one for each language we
    write in; it was written for the status `sentence_for`, and no longer holds when the status is another."""

    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)  # for English letters, when `title` is Russian
    description = models.TextField(blank=True)  # for colleagues
    brand = models.ForeignKey(Brand, null=True, blank=True, on_delete=models.PROTECT, related_name="feature_requests")
    status = models.CharField(max_length=10, choices=FeatureStatus.choices, default=FeatureStatus.UNPLANNED)
    sentence_ru = models.CharField(max_length=300, blank=True)
    sentence_en = models.CharField(max_length=300, blank=True)
    sentence_for = models.CharField(max_length=10, blank=True)
    stems = models.TextField(blank=True)  # of the titles and the description, " in spaces ": what it is found by
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    status_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["merged_into", "status", "-status_at"], name="feature_board")]

    def __str__(self) -> str:
        return self.title
