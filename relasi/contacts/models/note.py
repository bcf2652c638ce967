"""What colleagues write about a person, and whom they want to read it."""

from typing import ClassVar

from django.db import models

from .contact import Contact


class Note(models.Model):
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    pinned = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)


class Mention(models.Model):
    """A colleague named in a note; it waits on their Today until they have seen it."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    staff = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["note", "staff"], name="one_mention_per_note"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["staff", "-id"],
                condition=models.Q(seen_at=None),
                name="mention_waiting",
            ),
        ]
