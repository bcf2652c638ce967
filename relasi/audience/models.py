"""Segments and who is in them."""

from typing import ClassVar

from django.db import models


class Segment(models.Model):
    """A named question about contacts. `tree` is the typed condition (rules.py)."""

    name = models.CharField(max_length=120)
    description = models.TextField(default="", blank=True)
    tree = models.JSONField()
    owner = models.ForeignKey(
        "accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    size = models.BigIntegerField(null=True)
    refreshed_at = models.DateTimeField(null=True)
    refresh_seconds = models.FloatField(null=True)
    problem = models.TextField(default="")
    archived_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(archived_at=None),
                name="one_live_segment_per_name",
            ),
        ]


class Membership(models.Model):
    """Who was in at the last refresh. A million are written at once: the database enforces
    "once" and nothing is checked row by row; merging and removal are handled by listeners.
    """

    segment = models.ForeignKey(
        Segment, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["segment", "contact"], name="a_member_once"),
        ]
