"""Ids that join more than one person's things: a counter's tablet, a colleague's test number."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Hub(models.Model):
    """A user id seen at too many devices, or a device at which too many people were seen, within
    the window: `joined` is how many it was when that was noticed. Nothing is joined over it, until
    somebody allows it; `apart_at` says that what it had joined was taken apart.
    """

    class Kind(models.TextChoices):
        EXTERNAL = "external", _("Customer number")
        VISITOR = "anonymous", _("Visitor id")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=128)
    joined = models.IntegerField()
    found_at = models.DateTimeField()
    apart_at = models.DateTimeField(null=True)
    allowed_at = models.DateTimeField(null=True)
    changed_by = models.CharField(max_length=40, default="", db_default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "value"], name="a_hub_is_known_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["-found_at", "-id"], name="hub_newest")]


class HubLimit(models.Model):
    """The one row of how many joins within how many days make a hub, once somebody set it."""

    most = models.PositiveIntegerField()
    days = models.PositiveSmallIntegerField()
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=40)
