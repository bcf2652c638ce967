"""A person, and the addresses that point to them."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from .company import Company


class Contact(models.Model):
    """A person. `fields` holds custom fields by key; `name` is how they are called.

    Ids stay below 2**32 so that sets of contacts fit 32-bit bitmaps. `updated_by` is the
    label of an actor ("staff:3"). From `erased_at` on nothing personal is left in the row: the
    person was deleted, and it stands for their orders and messages, which stay.
    """

    name = models.CharField(max_length=300, default="", blank=True)
    given_name = models.CharField(max_length=150, default="", blank=True)
    family_name = models.CharField(max_length=150, default="", blank=True)
    job_title = models.CharField(max_length=150, default="", blank=True)
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, related_name="people", db_index=False
    )
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
        "accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    fields = models.JSONField(default=dict)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=40, default="", db_default="", blank=True)
    version = models.IntegerField(default=1)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="contact_newest"),
            models.Index(fields=["-updated_at", "-id"], name="contact_changed"),
            # `name` is included so that far pages are read from the index alone.
            models.Index(Upper("name"), "id", name="contact_by_name", include=["name"]),
            models.Index(fields=["city", "id"], name="contact_by_city"),
            models.Index(
                fields=["country"], name="contact_by_country", condition=~models.Q(country="")
            ),
            models.Index(
                fields=["company"], name="contact_by_company", condition=~models.Q(company=None)
            ),
            models.Index(
                fields=["owner"], name="contact_by_owner", condition=~models.Q(owner=None)
            ),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="contact_name_trgm"),
            GinIndex(fields=["fields"], opclasses=["jsonb_path_ops"], name="contact_fields"),
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
    `shown` is what the person wrote. That the contact is there, triggers check for a whole
    statement (decision 0010). `is_claimed`: nobody but a page or an app said that it is theirs
    (decision 0015).
    """

    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        related_name="identities",
        db_index=False,
        db_constraint=False,
    )
    kind = models.CharField(max_length=10, choices=IdentityKind.choices)
    value = models.CharField(max_length=320)
    shown = models.CharField(max_length=320, default="", blank=True)
    label = models.CharField(max_length=40, default="", blank=True)
    is_primary = models.BooleanField(default=False)
    validity = models.CharField(max_length=8, choices=Validity.choices, default=Validity.UNKNOWN)
    is_claimed = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()

    class Meta:
        # Two indexes do the work of four, because a million people bring three million rows:
        # the first also finds by prefix, the second also finds by contact.
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["value", "kind"],
                opclasses=["varchar_pattern_ops", "varchar_ops"],
                name="one_contact_per_address",
            ),
            models.UniqueConstraint(
                "contact",
                "kind",
                models.Case(models.When(is_primary=True, then=models.Value(True))),
                name="one_primary_address_per_kind",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["contact"], condition=models.Q(validity="invalid"), name="identity_invalid"
            ),
        ]
