"""Templates, mailings, and the ledger of every message to every person."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Template(models.Model):
    """A mail as blocks. `blocks` is a list of typed dicts (rules.py), Liquid inside texts."""

    name = models.CharField(max_length=120)
    subject = models.CharField(max_length=400)
    preheader = models.CharField(max_length=400, default="", blank=True)
    blocks = models.JSONField(default=list)
    is_sample = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(
        "accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.IntegerField(default=1)
    revision = models.IntegerField(default=1)


class TemplateRevision(models.Model):
    """A template as it was after one change. Undo and redo walk along `number`.

    `version` is the template's when this state was last made the current one, by `saved_by`.
    """

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="revisions")
    number = models.IntegerField()
    version = models.IntegerField()
    subject = models.CharField(max_length=400)
    preheader = models.CharField(max_length=400, default="", blank=True)
    blocks = models.JSONField(default=list)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "number"], name="one_revision_per_number"),
        ]


class Mailing(models.Model):
    """One sending of up to a few contents to a list of people; a campaign makes it.

    `contents` freezes the templates by variant key when it starts, so that editing a
    template never changes a mail under way. `campaign_id` is whose it is, for the timeline.
    The purpose "service" is for letters of the house (see Letter), and never for a campaign.
    """

    class State(models.TextChoices):
        PREPARING = "preparing", _("Preparing")
        SENDING = "sending", _("Sending")
        PAUSED = "paused", _("Paused")
        CANCELLED = "cancelled", _("Cancelled")
        DONE = "done", _("Done")

    name = models.CharField(max_length=160)
    channel = models.CharField(max_length=10, default="email")
    purpose = models.CharField(max_length=12, default="marketing")
    sender_name = models.CharField(max_length=120)
    sender_address = models.EmailField()
    reply_to = models.EmailField(default="", blank=True)
    contents = models.JSONField(default=dict)
    campaign_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    state_reason = models.TextField(default="", blank=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="no_campaign_goes_as_a_letter",
                condition=~models.Q(purpose="service") | models.Q(campaign_id=None),
            ),
        ]


class Delivery(models.Model):
    """The ledger: what happened to one message to one contact. See docs/explanation/ledger.

    queued → claimed → sending → sent | deferred | failed | suppressed | in_doubt.
    `claim` is a fencing token: only its holder may write the outcome. There is no foreign
    key to the contact: after a merge, a message to the one who is gone stays as it was.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        CLAIMED = "claimed", _("Taken up")
        SENDING = "sending", _("Being handed over")
        SENT = "sent", _("Sent")
        DEFERRED = "deferred", _("Put off")
        FAILED = "failed", _("Failed")
        SUPPRESSED = "suppressed", _("Held back")
        IN_DOUBT = "in_doubt", _("In doubt")
        CANCELLED = "cancelled", _("Cancelled")

    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    channel = models.CharField(max_length=10)
    variant = models.CharField(max_length=20, default="a")
    address = models.CharField(max_length=320)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=40, default="")
    detail = models.TextField(default="")
    message_id = models.CharField(max_length=200, default="")
    due_at = models.DateTimeField()
    attempts = models.SmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mailing", "contact", "channel"], name="one_message_per_person"
            ),
            models.UniqueConstraint(
                fields=["mailing", "channel", "address"], name="one_message_per_address"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["mailing", "due_at", "id"],
                condition=models.Q(state__in=["queued", "deferred"]),
                name="delivery_waiting",
            ),
            models.Index(
                fields=["claimed_at"],
                condition=models.Q(state__in=["claimed", "sending"]),
                name="delivery_under_way",
            ),
            models.Index(fields=["contact"], name="delivery_by_contact"),
            models.Index(fields=["mailing", "state"], name="delivery_by_state"),
        ]


class Letter(models.Model):
    """What the house writes to one person in answer to what they asked for, and never an offer:
    it needs no permission, carries no tracking and nothing to unsubscribe from.

    `kind` says who wrote it and from what it is made (letters.py), `about` is the number of the
    thing it is about there.
    """

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    about = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "about"], name="letters_about")]


class Hit(models.Model):
    """An open or a click as it came in, with what judged it human or machine."""

    class Kind(models.TextChoices):
        OPEN = "open", _("Opened")
        CLICK = "click", _("Clicked")

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    url = models.TextField(default="")
    at = models.DateTimeField()
    user_agent = models.TextField(default="")
    by = models.CharField(max_length=16)
    evidence = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["delivery", "kind"], name="hit_by_delivery")]


class Unsubscription(models.Model):
    """Someone left through a link of this delivery."""

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=12)
    at = models.DateTimeField()


class Preflight(models.Model):
    """A rendering of every mail before it is sent. It runs as a job and survives a kill."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")

    contents = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    total = models.BigIntegerField(default=0)
    checked = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class PreflightCase(models.Model):
    """One mail of a pre-flight: waiting (`problem` is null) or found to fail. Good ones go."""

    preflight = models.ForeignKey(Preflight, on_delete=models.CASCADE, related_name="cases")
    contact_id = models.BigIntegerField()
    variant = models.CharField(max_length=20, default="a")
    block = models.CharField(max_length=120, default="")
    problem = models.TextField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["preflight", "id"],
                condition=models.Q(problem=None),
                name="preflight_waiting",
            ),
        ]
