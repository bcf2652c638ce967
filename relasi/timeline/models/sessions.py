"""Visits: what somebody did at one device without a pause, and where they came from."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy as _in


class Session(models.Model):
    """`timeline_event.session` names it. `contact_id` is whose it is, as in timeline_event: the
    contact who was signed in, else the visitor. `visitor_id` is the device, `mark` stands for
    the campaign of the link that began it.

    Rows are changed with each event, so half of each page is left free and no column that
    changes often is in an index: PostgreSQL then writes the new version beside the old one.
    """

    class Device(models.TextChoices):
        MOBILE = "mobile", _in("device", "Mobile")
        TABLET = "tablet", _in("device", "Tablet")
        DESKTOP = "desktop", _in("device", "Desktop")
        TV = "tv", _in("device", "TV")
        CONSOLE = "console", _in("device", "Console")
        OTHER = "other", _in("device", "Other")

    contact_id = models.BigIntegerField()
    visitor_id = models.BigIntegerField(null=True)
    source_id = models.IntegerField()
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()
    landed_at = models.DateTimeField(null=True)
    landing = models.TextField(default="", db_default="")
    referrer = models.CharField(max_length=270, default="", db_default="")
    source = models.CharField(max_length=40)
    medium = models.CharField(max_length=40, default="", db_default="")
    campaign = models.CharField(max_length=100, default="", db_default="")
    term = models.CharField(max_length=100, default="", db_default="")
    content = models.CharField(max_length=100, default="", db_default="")
    click_kind = models.CharField(max_length=20, default="", db_default="")
    click_id = models.CharField(max_length=200, default="", db_default="")
    mark = models.BigIntegerField(default=0, db_default=0)
    channel = models.CharField(max_length=20)
    device = models.CharField(max_length=8, choices=Device.choices)
    browser = models.CharField(max_length=40, default="", db_default="")
    system = models.CharField(max_length=40, default="", db_default="")
    country = models.CharField(max_length=2, null=True)
    region = models.CharField(max_length=80, null=True)
    city = models.CharField(max_length=80, null=True)
    events = models.IntegerField(default=0, db_default=0)
    pages = models.IntegerField(default=0, db_default=0)
    is_machine = models.BooleanField(default=False, db_default=False)
    is_sample = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["visitor_id", "started_at"], name="session_by_visitor"),
            models.Index(fields=["contact_id", "started_at"], name="session_by_contact"),
            models.Index(fields=["started_at"], name="session_by_start"),
        ]
