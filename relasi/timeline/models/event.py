"""Everything that happened, one row each. The table is partitioned by month (migration)."""

from typing import ClassVar

from django.db import models


class Event(models.Model):
    """Something a contact did or that was done for them. Properties hold the rest.

    `key` makes recording idempotent: the same key is stored once (EventKey). The table is
    PARTITIONED BY RANGE (at) with primary key (id, at); a month without a partition of its
    own rests in timeline_event_rest until it gets one.
    """

    id = models.BigAutoField(primary_key=True)
    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    at = models.DateTimeField()
    name = models.CharField(max_length=60)
    channel = models.CharField(max_length=12)
    source = models.CharField(max_length=40, default="")
    session = models.BigIntegerField(null=True)
    url = models.TextField(default="")
    product_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField(null=True)
    campaign_id = models.BigIntegerField(null=True)
    revenue = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    by_machine = models.BooleanField(default=False)
    properties = models.JSONField(default=dict)
    key = models.CharField(max_length=80, null=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        managed = False
        db_table = "timeline_event"
        indexes: ClassVar = []


class EventKey(models.Model):
    """Which keys were recorded, and when that was: a partitioned table has no unique key."""

    key = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()
