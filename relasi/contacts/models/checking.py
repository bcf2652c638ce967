"""Addresses that can hardly be right, and the checks that found them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AddressFinding(models.Model):
    """What is doubtful about one address. `meant` is the domain that was probably meant.

    It hangs on the number of the address and on nothing else: whoever it belongs to after a merge
    has the finding, and one whose address is gone is passed over and dropped by the next check.
    Who said that it is right as it is `left_by`; it is not found again.
    """

    class Kind(models.TextChoices):
        TYPO = "typo", _("Probably mistyped")
        NO_MAIL = "no_mail", _("Its domain takes no mail")
        UNREADABLE = "unreadable", _("No address")
        DISPOSABLE = "disposable", _("Thrown away after use")
        ROLE = "role", _("Nobody’s own")
        PHONE = "phone", _("Number not in use")

    identity_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    meant = models.CharField(max_length=255, default="", blank=True)
    found_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    left_by = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["identity_id", "kind"], name="one_finding_of_a_kind"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["kind", "identity_id"],
                condition=models.Q(left_at=None),
                name="finding_open",
            ),
        ]


class MailExchange(models.Model):
    """Whether a domain takes mail, as its name servers said; asked again when that is old."""

    class Answer(models.TextChoices):
        YES = "yes", _("Takes mail")
        NO = "no", _("Takes no mail")
        SILENT = "silent", _("Did not answer")

    domain = models.CharField(max_length=255, primary_key=True)
    answer = models.CharField(max_length=6, choices=Answer.choices)
    asked_at = models.DateTimeField()


class AddressCheck(models.Model):
    """One look at all addresses. What was learnt of domains stays when it is stopped, so that the
    next one goes on there.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("check of addresses", "Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")

    class Step(models.TextChoices):
        READING = "reading", _("Reading addresses")
        ASKING = "asking", _("Asking which domains take mail")
        WRITING = "writing", _("Writing what was found")

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=10, choices=Step.choices, default="", blank=True)
    addresses = models.BigIntegerField(default=0)
    domains = models.IntegerField(default=0)
    to_ask = models.IntegerField(default=0)
    asked = models.IntegerField(default=0)
    findings = models.IntegerField(default=0)
    problem = models.TextField(default="", blank=True)
    cancel_requested = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-asked_at", "-id"], name="addresscheck_newest")]
