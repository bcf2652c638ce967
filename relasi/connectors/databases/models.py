"""Databases that rows come from, what is asked of them, and each time it was."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Database(models.Model):
    """A server, or for SQLite a file in the folder `databases` of the installation."""

    class Kind(models.TextChoices):
        POSTGRESQL = "postgresql", "PostgreSQL"
        MYSQL = "mysql", "MySQL, MariaDB"
        SQLITE = "sqlite", "SQLite"

    class Security(models.TextChoices):
        VERIFIED = "verified", _("TLS, certificate checked")
        UNVERIFIED = "unverified", _("TLS, certificate not checked")
        NONE = "none", _("None (your own network)")

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    host = models.CharField(max_length=253, default="", blank=True)
    port = models.IntegerField(null=True)
    database = models.CharField(max_length=200)
    username = models.CharField(max_length=200, default="", blank=True)
    password_sealed = models.TextField(default="", blank=True)
    security = models.CharField(max_length=10, choices=Security.choices, default=Security.VERIFIED)
    created_at = models.DateTimeField()


class Feed(models.Model):
    """A query whose rows come in. `cursor` is the last value of `cursor_column` that is in:
    {"kind": "int", "float" or "text", "value": "…", "seen": […]}, the rows at it by their marks.
    """

    database = models.ForeignKey(Database, models.PROTECT, related_name="feeds")
    name = models.CharField(max_length=80)
    target = models.CharField(max_length=20)
    statement = models.TextField()
    cursor_column = models.CharField(max_length=200, default="", blank=True)
    cursor = models.JSONField(null=True)
    every_hours = models.IntegerField(null=True)
    daily_at = models.TimeField(null=True)
    next_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["next_at"], name="feeds_due")]


class Reading(models.Model):
    """One time that a feed was read; `import_id` is what its rows became, if there were any."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="readings")
    import_id = models.BigIntegerField(null=True, unique=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    rows = models.BigIntegerField(default=0)
    cursor_before = models.JSONField(null=True)
    cursor_after = models.JSONField(null=True)
    problem = models.TextField(default="", blank=True)
