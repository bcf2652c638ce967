"""What goes out, where to, when, and each time it went."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Export(models.Model):
    """`segment_id` is None for everybody; `fields` are keys of fields.py, the number is always
    there. `database` and `table` say where to for a table.
    """

    class Form(models.TextChoices):
        CSV = "csv", _("CSV file")
        PARQUET = "parquet", _("Parquet file")
        TABLE = "table", _("Table of a database")

    class Whom(models.TextChoices):
        OTHERS = "others", _("Others: only who allowed it")
        OURSELVES = "ourselves", _("Our own systems")

    class Way(models.TextChoices):
        SWAP = "swap", _("Write the table anew")
        CHANGES = "changes", _("Change only what changed")

    name = models.CharField(max_length=80)
    segment_id = models.BigIntegerField(null=True)
    fields = models.JSONField(default=list)
    form = models.CharField(max_length=8, choices=Form.choices)
    whom = models.CharField(max_length=10, choices=Whom.choices, default=Whom.OTHERS)
    database = models.ForeignKey("databases.Database", models.PROTECT, null=True, related_name="+")
    table = models.CharField(max_length=60, default="", blank=True)
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.SWAP)
    every_hours = models.IntegerField(null=True)
    daily_at = models.TimeField(null=True)
    next_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["next_at"], name="exports_due")]


class Run(models.Model):
    """One time. `rows` were written, `left_out` are of the segment and were not."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        RUNNING = "running", _("going out")
        DONE = "done", _("gone out")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    export = models.ForeignKey(Export, models.CASCADE, related_name="runs")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    total = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    left_out = models.BigIntegerField(default=0)
    bytes = models.BigIntegerField(null=True)
    cancel_requested = models.BooleanField(default=False)
    problem = models.TextField(default="", blank=True)
