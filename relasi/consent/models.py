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


class Consent(models.Model):
    """One statement of a person. The ledger: a trigger refuses every change but a new contact
    (a merge), and every deletion outside `erasing`.

    A trigger also notes whose it was when it was recorded, `stated_for`, and seals it: `seal` is
    the SHA-256 of all of it, so that a change behind the trigger's back shows (`relasi audit
    verify`).
    """

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    granted = models.BooleanField()
    stated_at = models.DateTimeField()
    source = models.CharField(max_length=80)
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
