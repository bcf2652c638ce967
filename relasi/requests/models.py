"""Requests about somebody's data, and every step of each."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Request(models.Model):
    """Somebody asks for their right. `contact_id` is whom it is about, null while that is not
    known; there is no foreign key, for a request outlives whom it erased. `address` is what they
    wrote from; it is taken off when they are erased.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("See what is held")
        PORTABILITY = "portability", _("Take it with them")
        CORRECTION = "correction", _("Correct it")
        ERASURE = "erasure", _("Erase it")
        RESTRICTION = "restriction", _("Keep it and not use it")
        OBJECTION = "objection", _("Object to its use")

    class Via(models.TextChoices):
        MAIL = "mail", _("E-mail")
        PAGE = "page", _("Their own page")
        PHONE = "phone", _("Phone")
        LETTER = "letter", _("Letter")
        COUNTER = "counter", _("In person")
        OPENDSR = "opendsr", _("OpenDSR")
        API = "api", _("REST API")

    class Law(models.TextChoices):
        UU_PDP = "uu_pdp", _("UU PDP, 3 × 24 hours")
        GDPR = "gdpr", _("GDPR, one month")

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        PROVING = "proving", _("Who they are is to be proven")
        WORKING = "working", _("In work")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    class Proof(models.TextChoices):
        NONE = "", _("Not proven")
        LINK = "link", _("A link sent to their address")
        DOCUMENT = "document", _("A document")
        KNOWN = "known", _("Known in person")
        CALL = "call", _("A call back to their number")
        SENDER = "sender", _("Whoever passed it on proved it")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    contact_id = models.BigIntegerField(null=True, db_index=True)
    address = models.CharField(max_length=320, default="", blank=True)
    wish = models.TextField(default="", blank=True)
    via = models.CharField(max_length=8, choices=Via.choices)
    law = models.CharField(max_length=8, choices=Law.choices)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=10, choices=Proof.choices, default=Proof.NONE, blank=True)
    proven_at = models.DateTimeField(null=True)
    erasure_id = models.BigIntegerField(null=True)
    export_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="what_is_closed_has_its_moment",
                condition=models.Q(
                    state__in=["received", "proving", "working"], closed_at__isnull=True
                )
                | models.Q(state__in=["done", "refused", "withdrawn"], closed_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(closed_at=None), name="request_due"),
            models.Index(fields=["-received_at"], name="request_newest"),
        ]


class Step(models.Model):
    """One thing that was done about a request. `what` is a word of ours, `said` why or how."""

    class What(models.TextChoices):
        RECEIVED = "received", _("Received")
        LINK_SENT = "link_sent", _("A link was sent to their address")
        PROVEN = "proven", _("Who they are is proven")
        EXTENDED = "extended", _("The time was extended")
        EXPORTED = "exported", _("The export was started")
        HANDED_OVER = "handed_over", _("The export was sent to them")
        ERASING = "erasing", _("The erasure was started")
        ERASED = "erased", _("Everything about them is erased")
        RESTRICTED = "restricted", _("Their data are kept and not used")
        OBJECTED = "objected", _("Nothing is sent or made for them any more")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=12, choices=What.choices)
    said = models.TextField(default="", blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)


class Passed(models.Model):
    """A request that another program passed on by OpenDSR: its number there, whom it belongs to
    (the key it came with), and who wants to hear of its course.
    """

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="passed")
    number = models.UUIDField(unique=True)
    controller = models.CharField(max_length=40)
    callbacks = models.JSONField(default=list)


class Callback(models.Model):
    """What one of them is told once: the state of a request, tried until it is taken."""

    passed = models.ForeignKey(Passed, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=2000)
    status = models.CharField(max_length=12)
    due_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(told_at=None, due_at__isnull=False),
                name="callback_due",
            ),
        ]


class SigningKey(models.Model):
    """What OpenDSR answers are signed with: the certificate for everybody, the key sealed."""

    certificate = models.TextField()
    key_sealed = models.TextField()
    made_at = models.DateTimeField()
