"""Fields a company adds to what it knows about people and companies."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CustomField(models.Model):
    """A field the company added. Values live in `fields` of the object, by `key`."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", pgettext_lazy("kind of field", "Number")
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
