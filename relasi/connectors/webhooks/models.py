"""Who is told, what there is to tell, and each try to tell it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import pgettext_lazy as _in


class Endpoint(models.Model):
    """An address that is told of chosen kinds. `previous_sealed` signs beside the secret until
    `previous_until`, so that a receiver changes over without missing anything.
    """

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=2000)
    kinds = ArrayField(models.CharField(max_length=40))
    secret_sealed = models.TextField()
    previous_sealed = models.TextField(default="")
    previous_until = models.DateTimeField(null=True)
    is_enabled = models.BooleanField(default=True)
    gone_at = models.DateTimeField(null=True)  # when it answered 410 and was switched off
    failing_since = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()


class Message(models.Model):
    """The outbox: what happened, as it is sent, byte for byte, to whoever is told.

    The body names rows by their ids and nobody by a name or an address.
    """

    uid = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["created_at"], name="message_by_age")]


class Delivery(models.Model):
    """A message on its way to one endpoint.

    While it is `sending`, `due_at` is when that try counts as lost and the next may begin.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _in("webhook", "Waiting")
        SENDING = "sending", _in("webhook", "Being sent")
        DELIVERED = "delivered", _in("webhook", "Delivered")
        DEAD = "dead", _in("webhook", "Not delivered")

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries", db_index=False)
    endpoint = models.ForeignKey(
        Endpoint, models.CASCADE, related_name="deliveries", db_index=False
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    failures = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["message", "endpoint"], name="one_delivery_per_endpoint"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["endpoint", "due_at", "id"],
                name="deliveries_due",
                condition=models.Q(state__in=["waiting", "sending"]),
            ),
            models.Index(fields=["endpoint", "state", "-id"], name="deliveries_of_endpoint"),
            models.Index(fields=["ended_at"], name="deliveries_by_end"),
        ]


class Attempt(models.Model):
    """One try. Without `seconds` it is under way, or whoever made it was killed."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    began_at = models.DateTimeField()
    seconds = models.FloatField(null=True)
    status = models.SmallIntegerField(null=True)
    word = models.CharField(max_length=20, default="")
    answer = models.TextField(default="")
