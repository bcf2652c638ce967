"""One change to many people: proposed, looked at, made, and perhaps taken back."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .contact import Contact


class BulkChange(models.Model):
    """What to do to whom. `detail` by kind: {"tag"} · {"owner_id"} · {"key", "value"} · {}.

    `query` is the list it was chosen from, to go back to. Rows are made in the order of their
    ids; `done_through` is the last one that holds now.
    """

    class Kind(models.TextChoices):
        TAG = "tag", pgettext_lazy("to do", "Tag")
        UNTAG = "untag", _("Remove tag")
        OWNER = "owner", _("Set owner")
        FIELD = "field", _("Set field")
        DELETE = "delete", _("Delete")
        CORRECT = "correct", _("Correct addresses")
        INVALID = "invalid", _("Mark addresses as not valid")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("To be looked at")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    detail = models.JSONField()
    query = models.TextField(default="", blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    chosen = models.IntegerField(default=0)
    rows_total = models.IntegerField(default=0)
    done_through = models.BigIntegerField(default=0)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=40)
    made_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)


class BulkChangeRow(models.Model):
    """One person the change concerns, and what was there `before`."""

    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="rows")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "contact"], name="one_row_per_person"),
        ]
