"""What comes in over the wire: from which source, what waits, what became of it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _in


class Source(models.Model):
    """A web site, an app or a server that sends events. Its write key says which it is.

    The collector reads these rows by name of column (relasi/collector/sources.py).
    `origins` are the web origins a browser may send from, none means any; `per_second` is how
    many events it may send in a second, None means as many as come. `consent_mode` is what
    happens, in the tracking script and in processing, where nobody chose; a server is not asked.
    `unread_days` is how long an event that cannot be read is kept where nobody may be known.
    """

    class Kind(models.TextChoices):
        WEBSITE = "website", _("Web site")
        APP = "app", _("App")
        SERVER = "server", _("Server")

    class ConsentMode(models.TextChoices):
        COOKIELESS = "cookieless", _("Count visits, know nobody")
        REQUIRED = "required", _("Keep nothing")
        GRANTED = "granted", _("Take it as agreed: the site asks, or need not")

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.WEBSITE)
    write_key = models.CharField(max_length=64, unique=True)
    origins = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    per_second = models.PositiveIntegerField(null=True, blank=True)
    is_enabled = models.BooleanField(default=True)
    consent_mode = models.CharField(
        max_length=10,
        choices=ConsentMode.choices,
        default=ConsentMode.COOKIELESS,
        db_default=ConsentMode.COOKIELESS,
    )
    unread_days = models.PositiveSmallIntegerField(default=3, db_default=3)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.IntegerField(default=1)


class Arrival(models.Model):
    """An event as it came. The collector writes it before it says 200; processing takes it away.

    `body` is the event's own JSON, `shared` what its batch says for all (context, sentAt), ""
    for nothing. `family` is whose wire format it is, `kind` the type the address says,
    `gpc` whether the browser sent the signal of Global Privacy Control.
    """

    class Family(models.TextChoices):
        SEGMENT = "segment", "Segment"
        POSTHOG = "posthog", "PostHog"

    source_id = models.IntegerField()
    family = models.CharField(max_length=8, choices=Family.choices)
    kind = models.CharField(max_length=16, default="")
    received_at = models.DateTimeField()
    ip = models.CharField(max_length=45, default="")
    agent = models.TextField(default="")
    shared = models.TextField(default="")
    body = models.TextField()
    gpc = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "timeline_arrival"


class DaySalt(models.Model):
    """What ids for a day are made with, of visitors whom nobody may follow. It is thrown away
    with the day, and with it the way from a browser to what it did.
    """

    day = models.DateField(primary_key=True)
    salt = models.BinaryField()


class Message(models.Model):
    """Which messages were taken in, for thirty days: the same one again is passed over.

    `digest` is made of the source and the client's message id. Rows come in the order of time,
    so an index of the first and last moment of each stretch finds those that are too old, and
    costs a row that comes nothing.
    """

    digest = models.UUIDField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            BrinIndex(fields=["at"], name="message_by_time", autosummarize=True, pages_per_range=32)
        ]


class Quarantined(models.Model):
    """An event that could not be taken in, and why. It can be sent through again.

    `keep_until` is when it goes by itself, None where its person may be known.
    """

    source_id = models.IntegerField()
    family = models.CharField(max_length=8)
    kind = models.CharField(max_length=16, default="")
    received_at = models.DateTimeField()
    ip = models.CharField(max_length=45, default="")
    agent = models.TextField(default="")
    shared = models.TextField(default="")
    body = models.TextField()
    gpc = models.BooleanField(default=False, db_default=False)
    reason = models.CharField(max_length=24)
    detail = models.TextField(default="")
    quarantined_at = models.DateTimeField()
    keep_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["source_id", "-id"], name="quarantine_by_source"),
            models.Index(
                fields=["keep_until"],
                condition=models.Q(keep_until__isnull=False),
                name="quarantine_by_end",
            ),
        ]


class Intake(models.Model):
    """How many events of a source, minute by minute, had which outcome and for which reason.

    received = stored + withheld + omitted + repeated + quarantined + waiting; those refused at
    the door were never received. Unused counts ids and addresses by which nobody was known,
    whatever became of the events that told them. Source 0 stands for write keys nobody knows.
    """

    class Outcome(models.TextChoices):
        RECEIVED = "received", _("Received")
        REFUSED = "refused", _in("event", "Refused")
        STORED = "stored", _("Stored")
        WITHHELD = "withheld", _("Withheld")
        OMITTED = "omitted", _("Left out")
        REPEATED = "repeated", _("Came before")
        QUARANTINED = "quarantined", _("In quarantine")
        UNUSED = "unused", _("Id not used")

    source_id = models.IntegerField()
    minute = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reason = models.CharField(max_length=24, default="", db_default="")
    events = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source_id", "minute", "outcome", "reason"], name="one_count_per_minute"
            ),
        ]


class Glimpse(models.Model):
    """One of the last events of a source and what became of it, for eyes. `came_by` is where
    its visit came from.
    """

    source_id = models.IntegerField()
    at = models.DateTimeField(db_default=Now())
    name = models.CharField(max_length=200)
    outcome = models.CharField(max_length=12, choices=Intake.Outcome.choices)
    reason = models.CharField(max_length=24, default="")
    profile_id = models.BigIntegerField(null=True)
    came_by = models.CharField(max_length=40, default="", db_default="")
    body = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["source_id", "-id"], name="glimpse_by_source")]
