"""Words people are sorted by."""

from typing import ClassVar

from django.db import models

from .contact import Contact


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
