"""Erasures with their receipts, exports of a person, and what the retention jobs did."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _in


class State(models.TextChoices):
    WAITING = "waiting", _in("erasure", "Waiting")
    RUNNING = "running", _in("erasure", "Running")
    DONE = "done", _in("erasure", "Done")
    CANCELLED = "cancelled", _in("erasure", "Cancelled")


class Erasure(models.Model):
    """One person erased. It goes on after a kill from where it was: `found` says what there was
    before, by store; `left` what stays; `cleared_at` is when the tables were done, in one
    transaction; `done` are the stores outside of tables that are done.

    `whom` is the person, sealed, until nothing of them needs to be looked for any more. A
    trigger refuses every change once there is a `seal`, the SHA-256 of the receipt.
    """

    class Reason(models.TextChoices):
        ASKED = "asked", _("They asked for it")
        WITHDREW = "withdrew", _("They withdrew their consent")
        NOT_NEEDED = "not_needed", _("It is not needed any more")
        UNLAWFUL = "unlawful", _("It should never have been kept")

    contact_id = models.BigIntegerField(db_index=True)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    whom = models.TextField(default="", blank=True)
    found = models.JSONField(default=dict)
    left = models.JSONField(default=dict)
    statements = models.JSONField(default=list)
    done = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    cleared_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    problem = models.TextField(default="", blank=True)
    receipt = models.JSONField(null=True)
    seal = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contact_id"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_erasure_at_a_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-asked_at", "-id"], name="erasure_newest")]


class Export(models.Model):
    """All that is held of a person, as one file. `path` is empty when the file is gone; `tickets`
    are the hashes of the links that open it, each until it is used.
    """

    contact_id = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    rows = models.BigIntegerField(default=0)
    path = models.CharField(max_length=500, default="", blank=True)
    size = models.BigIntegerField(default=0)
    tickets = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    problem = models.TextField(default="", blank=True)


class RetentionRun(models.Model):
    """The last time a store was looked through for what is due to go."""

    store = models.CharField(max_length=80, primary_key=True)
    ran_at = models.DateTimeField()
    rows = models.BigIntegerField(default=0)
    rows_ever = models.BigIntegerField(default=0)
    problem = models.TextField(default="", blank=True)
