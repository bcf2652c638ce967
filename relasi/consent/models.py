"""Who allowed what, when, and on what words; and whom nobody may write to."""

from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .rules import ADDRESSED, ASKED


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp")
    PUSH = "push", _("Web push")
    PHONE = "phone", _("Phone")
    WEB = "web", _("Web site and apps")
    DATA = "data", _("Their data")


class Purpose(models.TextChoices):
    MARKETING = "marketing", _("Offers and news")
    PERSONALISE = "personalise", _("Personalisation")
    COLLECT = "collect", _("Measuring visits")
    PROFILE = "profile", _("Knowing who visits")
    EXPORT = "export", _("Passing on to others")
    TRAINING = "training", _("Training of models")


def what_is_asked(name: str) -> models.CheckConstraint:
    """No statement about what nobody can be asked for (rules.ASKED)."""
    return models.CheckConstraint(
        name=name,
        condition=reduce(
            or_,
            (
                models.Q(channel=channel, purpose__in=purposes)
                for channel, purposes in ASKED.items()
            ),
        ),
    )


class Text(models.Model):
    """What people are shown when they are asked. Published once, it is never changed and never
    deleted (a trigger); a change is the next version. `seal` is the SHA-256 of all of it.
    """

    channel = models.CharField(max_length=10, choices=Channel.choices)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    language = models.CharField(max_length=2)
    version = models.IntegerField()
    words = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40)
    seal = models.CharField(max_length=64, db_default="", editable=False)

    class Meta:
        constraints: ClassVar = [
            what_is_asked("a_text_is_about_what_is_asked"),
            models.UniqueConstraint(
                fields=["channel", "purpose", "language", "version"],
                name="one_text_per_version",
            ),
        ]


class Consent(models.Model):
    """One statement of a person. The ledger: a trigger refuses every change but a new contact
    (a merge), and every deletion outside `erasing`.

    A trigger also notes whose it was when it was recorded, `stated_for`, and seals it: `seal` is
    the SHA-256 of all of it, so that a change behind the trigger's back shows (`relasi audit
    verify`). `text` is the version of the text it was given to, `wording` the words where there
    was none.
    """

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    granted = models.BooleanField()
    stated_at = models.DateTimeField()
    source = models.CharField(max_length=80)
    text = models.ForeignKey(
        Text, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    wording = models.TextField(default="", blank=True)
    proof = models.JSONField(default=dict)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    stated_for = models.BigIntegerField(db_default=0, editable=False)
    seal = models.CharField(max_length=64, db_default="", editable=False)

    class Meta:
        constraints: ClassVar = [what_is_asked("a_statement_is_about_what_is_asked")]
        indexes: ClassVar = [
            models.Index(fields=["contact", "channel", "purpose"], name="consent_by_contact"),
        ]


class Ask(models.Model):
    """A question that waits for its answer: a mail with a link was sent to the address, and only
    who presses the button there agrees. Until then nothing is allowed by it.

    `about` holds [channel, purpose, number of the text or null, words shown] of each thing asked.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waits for confirmation")
        CONFIRMED = "confirmed", _("Confirmed")
        TAKEN_BACK = "taken_back", _("Taken back")

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=320)
    about = models.JSONField()
    language = models.CharField(max_length=2)
    source = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    expires_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["address", "asked_at"], name="asks_of_an_address"),
        ]


class Permission(models.Model):
    """What holds now: the newest statement per contact, channel and purpose."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    granted = models.BooleanField()
    stated_at = models.DateTimeField()
    source = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            what_is_asked("a_permission_is_for_what_is_asked"),
            models.UniqueConstraint(
                fields=["contact", "channel", "purpose"], name="one_permission_per_purpose"
            ),
        ]


class Restriction(models.Model):
    """Data that is kept and not used: the person asked for it (GDPR 18, UU PDP 11). While it
    stands they are in no segment, campaign, search for duplicates or score, and what they do is
    not taken in. Lifting it keeps the row. Two people who become one may bring one each.
    """

    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.TextField(default="", blank=True)
    restricted_at = models.DateTimeField()
    restricted_by = models.CharField(max_length=40)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=40, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["contact"],
                condition=models.Q(lifted_at=None),
                name="restriction_that_stands",
            ),
        ]


class Wish(models.Model):
    """How often somebody wants to hear from us: at most so many offers in seven days, all
    channels together; null as often as we like. The newest wish holds.
    """

    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    most_a_week = models.SmallIntegerField(null=True)
    stated_at = models.DateTimeField()
    source = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_wish_is_for_some", condition=models.Q(most_a_week__range=(1, 7))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["contact", "-stated_at"], name="newest_wish")]


class Suppression(models.Model):
    """An address nobody may write to, whoever it belongs to. Lifting one keeps the row."""

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
        BOUNCED = "bounced", _("Address is dead")
        COMPLAINED = "complained", _("Complained")
        MANUAL = "manual", _("Set by a colleague")

    channel = models.CharField(
        max_length=10, choices=[(c.value, c.label) for c in Channel if c in ADDRESSED]
    )
    address = models.CharField(max_length=320)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    detail = models.TextField(default="", blank=True)
    is_sample = models.BooleanField(default=False)
    suppressed_at = models.DateTimeField()
    suppressed_by = models.CharField(max_length=40)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=40, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["channel", "address", "reason"],
                condition=models.Q(lifted_at=None),
                name="one_suppression_per_reason",
            ),
        ]
