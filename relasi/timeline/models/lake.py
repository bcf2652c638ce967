"""What PostgreSQL knows of the lake: how far it is, what it still has to take away."""

from typing import ClassVar

from django.db import models


class Alias(models.Model):
    """A contact who was joined with another: their events keep its id and are read as theirs."""

    profile_id = models.BigIntegerField(primary_key=True)
    contact_id = models.BigIntegerField(db_index=True)


class LakeNote(models.Model):
    """What the lake has to take away in its next round; triggers and verbs write it.

    One event (`event_id`, `at`, of `profile_id`), one by its `key` and `at`, everything of a
    profile, or, where nothing is named, the sample. `changed_in` is as in timeline_event.
    """

    event_id = models.BigIntegerField(null=True)
    profile_id = models.BigIntegerField(null=True, db_index=True)
    key = models.CharField(max_length=80, null=True)
    at = models.DateTimeField(null=True)
    changed_in = models.BigIntegerField(db_index=True)


class LakeState(models.Model):
    """The one row of what is so: since when events lie in PostgreSQL too, and for eyes the rest.

    `hot_since` is None while nothing was ever let go of here. The mark that counts lies in the
    lake itself, beside the rows; `until` and the figures follow it and may lag by a round.
    `to_clean` says that bytes of what was taken away may still lie in files; `problem` is why
    the last try came to nothing, "" when it did not.
    """

    hot_since = models.DateTimeField(null=True)
    until = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)
    added = models.BigIntegerField(default=0)
    removed = models.BigIntegerField(default=0)
    to_clean = models.BooleanField(default=False)
    cleaned_at = models.DateTimeField(null=True)
    cleaned_in = models.FloatField(default=0)
    problem = models.TextField(default="")


class OlderCount(models.Model):
    """How many events of a profile lie in the lake alone, by channel."""

    profile_id = models.BigIntegerField()
    channel = models.CharField(max_length=12)
    events = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["profile_id", "channel"], name="one_older_count_per_channel"
            ),
        ]
