"""What an import brought in, refused, corrected and changed, so that it can be taken back."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One file brought in. It runs as a job, resumes after a kill, can be reverted.

    `mapping` says which field each column (by its place, "0" first) fills. `lanes` holds the
    last row that each lane of the job has committed; `rows_read` is their least common.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        MAPPED = "mapped", _("Ready to run")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")
        REVERTING = "reverting", _("Being taken back")
        REVERTED = "reverted", _("Taken back")

    class Mode(models.TextChoices):
        CREATE = "create", _("Add new ones")
        CREATE_UPDATE = "create_update", _("Add new ones, change known ones")
        UPDATE = "update", _("Change known ones")

    target = models.CharField(max_length=20)
    mode = models.CharField(max_length=16, choices=Mode.choices, default=Mode.CREATE_UPDATE)
    match_by = models.CharField(max_length=20, default="", blank=True)
    file_name = models.CharField(max_length=255)
    file_path = models.CharField(max_length=500)
    encoding = models.CharField(max_length=40, default="", blank=True)
    delimiter = models.CharField(max_length=4, default="", blank=True)
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.UPLOADED)
    rows_total = models.BigIntegerField(null=True)
    rows_read = models.BigIntegerField(default=0)
    lanes = models.JSONField(default=dict)
    rows_created = models.BigIntegerField(default=0)
    rows_updated = models.BigIntegerField(default=0)
    rows_unchanged = models.BigIntegerField(default=0)
    rows_repeated = models.BigIntegerField(default=0)
    rows_refused = models.BigIntegerField(default=0)
    undo_total = models.BigIntegerField(default=0)
    undo_done = models.BigIntegerField(default=0)
    problem = models.TextField(default="", blank=True)
    cancel_requested = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        "accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    reverted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-created_at", "-id"], name="import_newest")]


class ImportCorrection(models.Model):
    """A faulty cell put right in the preview, before the run."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="corrections")
    row_number = models.BigIntegerField()
    column = models.IntegerField()
    value = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "row_number", "column"], name="one_correction_per_cell"
            ),
        ]


class ImportForecast(models.Model):
    """What bringing the first rows in would change; `found_at` is null while a job looks.

    It goes as soon as a column, a cell or the reading of the file is settled anew.
    """

    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="forecast")
    asked_at = models.DateTimeField()
    found_at = models.DateTimeField(null=True)
    problem = models.TextField(default="", blank=True)
    figures = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    faults = models.JSONField(default=list)


class ImportRefusal(models.Model):
    """A row that did not go in, and why; or a note about a row that did."""

    class Kind(models.TextChoices):
        REFUSED = "refused", _("Left out")
        NOTE = "note", _("Brought in, with a note")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.REFUSED)
    row_number = models.BigIntegerField()
    column = models.CharField(max_length=120, default="")
    reason = models.TextField()
    cells = models.JSONField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["run", "kind", "row_number"], name="refusal_by_row")
        ]


class ImportMade(models.Model):
    """Rows the run made in a table that counts versions: all ids of a span."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+", db_index=False)
    table = models.CharField(max_length=63)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["run", "table", "first_id"], name="made_by_run"),
        ]


class ImportChange(models.Model):
    """What the run did to one row: `before` is null when it made the row, `after` when it
    removed it. Each is the whole row; where a table counts versions, `after` may be its
    version alone.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+", db_index=False)
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["run", "table", "row_id"], name="change_by_run"),
        ]


class ImportKept(models.Model):
    """A row that taking the import back left as it is, and why."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+")
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    name = models.CharField(max_length=300)
    reason = models.TextField()


class ImportMapping(models.Model):
    """What a header meant last time, so that it is suggested next time."""

    target = models.CharField(max_length=20)
    header = models.CharField(max_length=120)
    field = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["target", "header"], name="one_meaning_per_header"),
        ]
