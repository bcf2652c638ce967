"""What a source is expected to send, what was seen of it, and what departs from it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .collecting import Source


class Doing(models.TextChoices):
    ALLOW = "allow", _("Store it, and count it")
    OMIT = "omit", _("Leave it out, and count it")
    QUARANTINE = "quarantine", _("Quarantine the event")


class Problem(models.TextChoices):
    EVENT = "event", _("The event is not planned")
    PROPERTY = "property", _("The property is not planned")
    VALUE = "value", _("The value is none of the planned")
    MISSING = "missing", _("A required property is missing")


class TrackingPlan(models.Model):
    """Of one source. `document` is the plan (rules/planning), kept since `kept_since`, None
    while it is not. `learning` is how many events are still learned from.

    Processing keeps what it made of a plan by `version`: whatever changes what it does to
    events raises it.
    """

    source = models.OneToOneField(
        Source, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    document = models.JSONField(default=dict)
    unplanned_event = models.CharField(max_length=10, choices=Doing.choices, default=Doing.ALLOW)
    unplanned_property = models.CharField(max_length=10, choices=Doing.choices, default=Doing.ALLOW)
    wrong_value = models.CharField(max_length=10, choices=Doing.choices, default=Doing.ALLOW)
    learning = models.PositiveIntegerField(default=0)
    learning_since = models.DateTimeField(null=True)
    kept_since = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "timeline_plan"


class PlanSeen(models.Model):
    """How many events of a source had this name, and this property as this kind of value; no
    value of any. Of the event itself `property` and `kind` are "". Where the name is "" it stands
    for all that are no names, or too many.
    """

    source_id = models.IntegerField()
    event = models.CharField(max_length=60)
    property = models.CharField(max_length=80, default="")
    kind = models.CharField(max_length=8, default="")
    events = models.BigIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "timeline_plan_seen"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source_id", "event", "property", "kind"], name="one_count_per_name"
            ),
        ]


class PlanDeviation(models.Model):
    """How often in a day events of a source departed from the plan in this way, and what was
    done about it. Names as above.
    """

    Problem = Problem

    source_id = models.IntegerField()
    day = models.DateField()
    event = models.CharField(max_length=60)
    property = models.CharField(max_length=80, default="")
    problem = models.CharField(max_length=8, choices=Problem.choices)
    done = models.CharField(max_length=10, choices=Doing.choices)
    events = models.BigIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "timeline_plan_deviation"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source_id", "day", "event", "property", "problem", "done"],
                name="one_deviation_per_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="deviation_by_day")]
