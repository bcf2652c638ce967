"""What PostgreSQL knows of the lake: how far it is, what it still has to take away."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _in


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
    the last try came to nothing, "" when it did not, and `failing_since` when the first of those
    that came to nothing was.
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
    failing_since = models.DateTimeField(null=True)


class LakeWork(models.Model):
    """One verifying or compacting that somebody asked for by button.

    `faults` is what verifying found, as actions.lake.verifying.Fault; `step` is a word of
    compacting; `problem` is why it failed, as DuckDB said it.
    """

    class Kind(models.TextChoices):
        VERIFY = "verify", _("Verifying")
        COMPACT = "compact", _("Compacting")

    class State(models.TextChoices):
        WAITING = "waiting", _in("work on the lake", "Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=12, default="", blank=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    faults = models.JSONField(default=list)
    problem = models.TextField(default="", blank=True)
    cancel_requested = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "-id"], name="lakework_newest")]


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
