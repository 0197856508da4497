"""Who writes to us and who answers: contacts with their identities, organizations, agents, teams."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Role(models.TextChoices):
    """What an agent may do: see `people.rules`."""

    ADMIN = "admin"
    AGENT = "agent"
    VIEWER = "viewer"


class Organization(models.Model):
    """A company that contacts belong to."""

    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=253, blank=True, db_index=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """Agents who answer one kind of ticket. Tickets of a private team are seen by its members and admins only."""

    name = models.CharField(max_length=120, unique=True)
    is_private = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Agents(BaseUserManager["Agent"]):
    """People type their address as they like; it is kept in lower case."""

    def get_by_natural_key(self, username: str | None) -> Agent:
        """By address, whatever its case. Raises Agent.DoesNotExist."""
        return self.get(email=(username or "").strip().lower())


class Agent(AbstractBaseUser):
    """A person on our side; logs in by e-mail."""

    email = models.EmailField(max_length=254, unique=True)  # lower case, by `actions`
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.AGENT)
    is_active = models.BooleanField(default=True)
    teams = models.ManyToManyField(Team, blank=True, related_name="agents")
    language = models.CharField(max_length=8, default="ru")
    theme = models.CharField(max_length=8, default="auto")
    time_zone = models.CharField(max_length=64, default="Europe/Moscow")
    signature = models.TextField(blank=True)
    gender = models.CharField(max_length=1, choices=[("f", "f"), ("m", "m")], blank=True)  # «посмотрела», «посмотрел»
    is_on_duty = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = Agents()

    def __str__(self) -> str:
        return self.name


class FailedLogin(models.Model):
    """A log-in that did not succeed; kept for a day, so that guessing is slowed (`people.queries`)."""

    email = models.CharField(max_length=254)  # as typed, lower case: of an agent or of nobody
    remote = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["email", "at"], name="failed_login_by_email"),
            models.Index(fields=["remote", "at"], name="failed_login_by_remote"),
        ]


class Contact(models.Model):
    """A person on the other side, whatever addresses they write from."""

    name = models.CharField(max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    language = models.CharField(max_length=8, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name or f"contact {self.pk}"


class Identity(models.Model):
    """An address of a contact in one channel; `value` is normalised by that channel (e-mail: lower case)."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=320)
    undeliverable_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="identity_once")]

    def __str__(self) -> str:
        return self.value
