"""The mail server messages leave by, and the mails the built-in sink caught."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailServer(models.Model):
    """Nothing leaves the machine unless a server is configured and `confirmed_at` is set."""

    class Security(models.TextChoices):
        NONE = "none", _("None (this machine only)")
        STARTTLS = "starttls", _("STARTTLS")
        TLS = "tls", _("TLS from the start")

    name = models.CharField(max_length=80)
    host = models.CharField(max_length=253)
    port = models.IntegerField(default=587)
    security = models.CharField(max_length=10, choices=Security.choices)
    username = models.CharField(max_length=200, default="", blank=True)
    password_sealed = models.TextField(default="", blank=True)
    staff_sender = models.EmailField(default="", blank=True)
    connections = models.IntegerField(default=4)
    is_sink = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=40, default="")
    created_at = models.DateTimeField()


class CaughtMail(models.Model):
    """A mail the built-in sink accepted: what the Outbox shows.

    One `for_staff` may hold a link that opens a seat; only owners see it.
    """

    message_id = models.CharField(max_length=200, default="")
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320)
    subject = models.TextField(default="")
    source = models.BinaryField()
    for_staff = models.BooleanField(default=False)
    caught_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-caught_at", "id"], name="caught_newest"),
            models.Index(fields=["recipient"], name="caught_by_recipient"),
            models.Index(fields=["message_id"], name="caught_by_message"),
        ]
