"""How people are recognised: which ids and addresses count, how many, and which are nobody's."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .contact import IdentityKind

ANONYMOUS = "anonymous"


class IdentityRule(models.Model):
    """What was set for a kind of id; rules.identifying has what holds where nothing was."""

    class WhenFull(models.TextChoices):
        KEEP = "keep", _("the new one is left out")
        REPLACE = "replace", _("the one known longest goes")

    kind = models.CharField(max_length=10, primary_key=True)
    rank = models.PositiveSmallIntegerField()
    recognises = models.BooleanField()
    most = models.PositiveSmallIntegerField(null=True)
    when_full = models.CharField(max_length=8, choices=WhenFull.choices)
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=40)


class BlockedValue(models.Model):
    """A value that is nobody's. `pattern` is in lower case; a star stands for anything."""

    class Kind(models.TextChoices):
        EXTERNAL = IdentityKind.EXTERNAL.value, _("Customer number")
        EMAIL = IdentityKind.EMAIL.value, _("E-mail")
        PHONE = IdentityKind.PHONE.value, _("Phone")
        VISITOR = ANONYMOUS, _("Visitor id")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    pattern = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "pattern"], name="a_value_is_blocked_once"),
        ]
