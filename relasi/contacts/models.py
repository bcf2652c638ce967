"""People, companies, and how each of them is known."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _


class Company(models.Model):
    name = models.CharField(max_length=300)
    domain = models.CharField(max_length=253, default="", blank=True)
    external_id = models.CharField(max_length=120, null=True, unique=True)
    industry = models.CharField(max_length=120, default="", blank=True)
    city = models.CharField(max_length=120, default="", blank=True)
    country = models.CharField(max_length=2, default="", blank=True)
    owner = models.ForeignKey(
        "accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    fields = models.JSONField(default=dict)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.IntegerField(default=1)


class Contact(models.Model):
    """A person. `fields` holds custom fields by key; `name` is how they are called.

    Ids stay below 2**32 so that sets of contacts fit 32-bit bitmaps.
    """

    name = models.CharField(max_length=300, default="", blank=True)
    given_name = models.CharField(max_length=150, default="", blank=True)
    family_name = models.CharField(max_length=150, default="", blank=True)
    job_title = models.CharField(max_length=150, default="", blank=True)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, null=True, related_name="people")
    street = models.CharField(max_length=300, default="", blank=True)
    postal_code = models.CharField(max_length=20, default="", blank=True)
    city = models.CharField(max_length=120, default="", blank=True)
    region = models.CharField(max_length=120, default="", blank=True)
    country = models.CharField(max_length=2, default="", blank=True)
    language = models.CharField(max_length=5, default="", blank=True)
    time_zone = models.CharField(max_length=64, default="", blank=True)
    born_on = models.DateField(null=True)
    source = models.CharField(max_length=80, default="", blank=True)
    owner = models.ForeignKey(
        "accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    fields = models.JSONField(default=dict)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "id"], name="contact_newest"),
            models.Index(Upper("name"), "id", name="contact_by_name"),
            models.Index(fields=["city"], name="contact_by_city"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="contact_name_trgm"),
        ]


class IdentityKind(models.TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    HANDLE = "handle", _("Handle")
    EXTERNAL = "external", _("External id")


class Validity(models.TextChoices):
    UNKNOWN = "unknown", _("Not checked")
    VALID = "valid", _("Valid")
    INVALID = "invalid", _("Not valid")


class Identity(models.Model):
    """An address or id that points to exactly one contact.

    `value` is normalised (e-mail lower-case, phone E.164, handle `network:name`);
    `shown` is what the person wrote.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="identities")
    kind = models.CharField(max_length=10, choices=IdentityKind.choices)
    value = models.CharField(max_length=320)
    shown = models.CharField(max_length=320, default="", blank=True)
    label = models.CharField(max_length=40, default="", blank=True)
    is_primary = models.BooleanField(default=False)
    validity = models.CharField(max_length=8, choices=Validity.choices, default=Validity.UNKNOWN)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "value"], name="one_contact_per_address"),
            models.UniqueConstraint(
                fields=["contact", "kind"],
                condition=models.Q(is_primary=True),
                name="one_primary_address_per_kind",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                OpClass("value", name="varchar_pattern_ops"), name="identity_value_prefix"
            ),
        ]


class CustomField(models.Model):
    """A field the company added. Values live in `fields` of the object, by `key`."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        BOOLEAN = "boolean", _("Yes or no")
        CHOICE = "choice", _("One of a list")

    class Of(models.TextChoices):
        CONTACT = "contact", _("Person")
        COMPANY = "company", _("Company")

    of = models.CharField(max_length=10, choices=Of.choices)
    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    choices = models.JSONField(default=list)
    position = models.IntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "key"], name="one_custom_field_per_key"),
        ]


class Tag(models.Model):
    name = models.CharField(max_length=60, unique=True)
    is_sample = models.BooleanField(default=False)


class ContactTag(models.Model):
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")
    tagged_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contact", "tag"], name="one_tag_once"),
        ]


class Note(models.Model):
    """What a colleague wrote about a contact; `mentions` are staff who should read it."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    mentions = models.ManyToManyField("accounts.Staff", related_name="+", blank=True)
    pinned = models.BooleanField(default=False)
    written_at = models.DateTimeField()


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
    """A row that changed hands in a merge: undoing gives back exactly these."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()


class ImportRun(models.Model):
    """One file brought in. It runs as a job, resumes after a kill, can be reverted."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        MAPPED = "mapped", _("Ready to run")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")
        REVERTING = "reverting", _("Being taken back")
        REVERTED = "reverted", _("Taken back")

    target = models.CharField(max_length=20)
    mode = models.CharField(max_length=16, default="create_update")
    match_by = models.CharField(max_length=20, default="email")
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
    rows_created = models.BigIntegerField(default=0)
    rows_updated = models.BigIntegerField(default=0)
    rows_unchanged = models.BigIntegerField(default=0)
    rows_refused = models.BigIntegerField(default=0)
    problem = models.TextField(default="", blank=True)
    cancel_requested = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        "accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    reverted_at = models.DateTimeField(null=True)


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


class ImportRefusal(models.Model):
    """A row that did not go in, and why."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+")
    row_number = models.BigIntegerField()
    column = models.CharField(max_length=120, default="")
    reason = models.TextField()
    cells = models.JSONField()


class ImportChange(models.Model):
    """What the run did to one row of one table: `before` is null when it made the row."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+")
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    before = models.JSONField(null=True)


class ImportMapping(models.Model):
    """What a header meant last time, so that it is suggested next time."""

    target = models.CharField(max_length=20)
    header = models.CharField(max_length=120)
    field = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["target", "header"], name="one_meaning_per_header"),
        ]
