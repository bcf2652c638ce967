"""Two contacts made one, with what is needed to take them apart again."""

from typing import ClassVar

from django.db import models


class Merge(models.Model):
    """Two contacts made one. `lost` holds the row that went, `before` the row that stayed."""

    kept_id = models.BigIntegerField()
    lost_id = models.BigIntegerField()
    lost = models.JSONField()
    before = models.JSONField()
    merged_at = models.DateTimeField()
    merged_by = models.CharField(max_length=40)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=40, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kept_id"], name="merge_by_kept")]


class MergedRow(models.Model):
    """A row that changed hands in a merge: undoing gives back exactly these.

    `before` holds the whole row where it could not change hands (the other contact had one
    of its kind) and was dropped; undoing puts it back.
    """

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    before = models.JSONField(null=True)
