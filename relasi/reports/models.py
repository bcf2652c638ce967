"""What is noted of each person's part in the list's quality, and the figures of each day."""

from typing import ClassVar

from django.db import models


class PersonQuality(models.Model):
    """What holds of somebody (rules.quality): `marks` are notes, `lacks` the fields that are empty,
    one bit each. Derived, written anew as a whole, so that no foreign key is checked row by row.
    """

    contact = models.OneToOneField(
        "contacts.Contact",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="+",
    )
    marks = models.IntegerField()
    lacks = models.SmallIntegerField()


class QualityDay(models.Model):
    """How good a list was on a day: of everybody, of those from one source, or of a segment.

    `counts` are people by note. One that is counted again on the same day takes the place of
    what was counted before.
    """

    class Scope(models.TextChoices):
        ALL = "all"
        SOURCE = "source"
        SEGMENT = "segment"

    on = models.DateField()
    scope = models.CharField(max_length=8, choices=Scope.choices)
    name = models.CharField(max_length=80, default="", blank=True)
    counts = models.JSONField()
    score = models.FloatField(null=True)
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "name", "on"], name="one_quality_a_day"),
        ]
