"""Who is behind a browser or an app, as far as is known for certain."""

from typing import ClassVar

from django.db import models


class Visitor(models.Model):
    """A browser or an app: whoever sends one anonymous id.

    Its id comes from the sequence of contacts, so that an event has one column for whose it is.
    Events without a user id stay with the visitor for ever; `contact_id` says whose they are
    read as, and is None as long as nobody, or more than one person, was seen there.
    """

    id = models.BigIntegerField(primary_key=True)
    anonymous_id = models.CharField(max_length=128, unique=True)
    contact_id = models.BigIntegerField(null=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["contact_id"],
                condition=models.Q(contact_id__isnull=False),
                name="visitor_by_contact",
            ),
        ]


class Sighting(models.Model):
    """A person was certainly seen at a visitor: the evidence, kept when it is undone.

    Contact 0 stands for people who were deleted: the visitor was not one person's alone.
    """

    visitor_id = models.BigIntegerField()
    contact_id = models.BigIntegerField()
    evidence = models.JSONField(default=dict)
    seen_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=40, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visitor_id", "contact_id"],
                condition=models.Q(undone_at=None),
                name="one_sighting_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contact_id"], name="sighting_by_contact"),
            models.Index(fields=["visitor_id"], name="sighting_by_visitor"),
        ]
