"""A campaign: whom, with what, when, and what it earned against those left alone."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Campaign(models.Model):
    """`send_at_local` is what clocks show (its UTC means nothing); null is "at once".

    `starts_at` is the moment at which a scheduled campaign draws its people; `drawn_at` says
    that the draw is complete, so that a start taken up again does not draw twice.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        PREPARING = "preparing", _("Preparing")
        RUNNING = "running", _("Sending")
        PAUSED = "paused", _("Paused")
        CANCELLED = "cancelled", _("Cancelled")
        DONE = "done", _("Done")

    class Zone(models.TextChoices):
        SENDER = "sender", _("Our time zone")
        RECIPIENT = "recipient", _("Each person's time zone")

    name = models.CharField(max_length=120)
    segment = models.ForeignKey(
        "audience.Segment", on_delete=models.PROTECT, null=True, related_name="+"
    )
    holdout_percent = models.DecimalField(max_digits=5, decimal_places=2, default=10)
    sender_name = models.CharField(max_length=120, default="", blank=True)
    sender_address = models.EmailField(default="", blank=True)
    reply_to = models.EmailField(default="", blank=True)
    send_at_local = models.DateTimeField(null=True)
    zone = models.CharField(max_length=10, choices=Zone.choices, default=Zone.SENDER)
    window_days = models.IntegerField(default=14)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    mailing = models.OneToOneField(
        "messaging.Mailing", on_delete=models.PROTECT, null=True, related_name="+"
    )
    seed = models.BigIntegerField(default=0)
    owner = models.ForeignKey(
        "accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_sample = models.BooleanField(default=False)
    problem = models.TextField(default="", blank=True)
    preflight_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    starts_at = models.DateTimeField(null=True)
    drawn_at = models.DateTimeField(null=True)
    launched_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["starts_at"],
                condition=models.Q(state="scheduled"),
                name="campaign_waiting_to_start",
            ),
        ]


class Variant(models.Model):
    """Which template the people of `segment` get; null is everybody else. Lowest position wins."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="variants")
    key = models.CharField(max_length=20)
    position = models.IntegerField(default=0)
    template = models.ForeignKey("messaging.Template", on_delete=models.PROTECT, related_name="+")
    segment = models.ForeignKey(
        "audience.Segment", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "key"], name="one_variant_per_key"),
        ]


class Recipient(models.Model):
    """The draw: who was contacted, who was held out, who could not be reached and why.

    `due_at` is when the mail was to be sent, also for those held out: from then on their
    purchases count. Null for those who cannot be reached.
    """

    class Group(models.TextChoices):
        CONTACTED = "contacted", _("Contacted")
        HELD_OUT = "held_out", _("Held out")
        UNREACHABLE = "unreachable", _("Not reachable")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=12, choices=Group.choices)
    variant = models.CharField(max_length=20, default="")
    reason = models.CharField(max_length=40, default="")
    due_at = models.DateTimeField(null=True)
    assigned_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "contact"], name="drawn_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["contact"], name="recipient_by_contact")]
