"""Staff and what they may do. See rules.py for the matrix of rights."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Administrator")
    MARKETER = "marketer", _("Marketer")
    SALES = "sales", _("Sales")
    SERVICE = "service", _("Service")
    ANALYST = "analyst", _("Analyst")
    VIEWER = "viewer", _("Viewer")


class Organisation(models.Model):
    """The one company this installation belongs to (id is always 1)."""

    name = models.CharField(max_length=200, default="")
    postal_address = models.TextField(default="", blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=5, default="en")
    country = models.CharField(max_length=2, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_organisation"),
        ]


class Team(models.Model):
    name = models.CharField(max_length=120, unique=True)


class StaffManager(BaseUserManager["Staff"]):
    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(email__iexact=username or "")


class Staff(AbstractBaseUser, PermissionsMixin):
    """Someone who works here. An inactive one keeps their name on what they did."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.VIEWER)
    teams = models.ManyToManyField(Team, related_name="members", blank=True)
    language = models.CharField(max_length=5, default="en")
    theme = models.CharField(max_length=8, default="system")
    time_zone = models.CharField(max_length=64, default="", blank=True)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = StaffManager()

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A seat offered to an address; the token in the link is stored hashed."""

    email = models.EmailField()
    role = models.CharField(max_length=16, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class ApiKey(models.Model):
    """A program's key: `prefix` is shown, the secret is stored hashed."""

    name = models.CharField(max_length=120)
    role = models.CharField(max_length=16, choices=Role.choices)
    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    created_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class IdempotencyRecord(models.Model):
    """The answer to a write that carried an Idempotency-Key, kept 24 hours."""

    actor = models.CharField(max_length=40)
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    status = models.IntegerField(null=True)
    body = models.BinaryField(null=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["actor", "key"], name="one_answer_per_key"),
        ]


class SavedView(models.Model):
    """A list's filters, sorting and columns under a name."""

    page = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    query = models.TextField(default="", blank=True)
    owner = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    shared = models.BooleanField(default=False)
    pinned = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "page", "name"], name="one_view_per_name"),
        ]


class AuditEntry(models.Model):
    """One line of the audit log. `hash` covers the entry and the hash before it."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    object = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40, default="")
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["object", "object_id"], name="audit_by_object"),
        ]
