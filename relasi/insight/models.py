"""What the purchases say about each contact: scores, recomputed as a whole."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lifecycle(models.TextChoices):
    PROSPECT = "prospect", _("Prospect")
    FIRST_TIME = "first_time", _("First-time buyer")
    ACTIVE = "active", _("Active")
    AT_RISK = "at_risk", _("At risk")
    LAPSED = "lapsed", _("Lapsed")


class LifecycleRules(models.Model):
    """The editable limits of the lifecycle (id is always 1). See rules.py for their meaning."""

    first_time_days = models.IntegerField(default=60)
    at_risk_gaps = models.DecimalField(max_digits=5, decimal_places=2, default=2)
    lapsed_gaps = models.DecimalField(max_digits=5, decimal_places=2, default=4)
    shortest_gap = models.IntegerField(default=7)
    at_risk_days = models.IntegerField(default=90)
    lapsed_days = models.IntegerField(default=365)
    updated_at = models.DateTimeField(null=True)
    updated_by = models.CharField(max_length=40, default="")
    version = models.IntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_set_of_lifecycle_rules"),
        ]


class ScoreRun(models.Model):
    """One recomputation. `cut_points` are the quintiles' borders: {"r", "f", "m",
    "categories": {id: {"r", "f", "m"}}}; `usual_gap` the population's; `rules` what held then.
    """

    as_of = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    contacts = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    cut_points = models.JSONField(default=dict)
    usual_gap = models.FloatField(null=True)
    rules = models.JSONField(default=dict)
    seconds = models.FloatField(null=True)
    # By which definition its facts were read (computing/facts.py); 0 is unknown.
    facts = models.SmallIntegerField(default=0)
    # One in so many people, by id, is in SampledCategory; 0 is nobody.
    sampled_every = models.IntegerField(default=0)
    step = models.CharField(max_length=12, default="", blank=True)
    problem = models.TextField(default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-started_at"], name="score_run_newest")]


class PurchaseChange(models.Model):
    """Whose purchases changed since scores were computed, and which product's category did.

    Triggers on orders, lines and products write here (migration), so that no way of changing
    them goes unnoticed; a computation deletes the rows it has seen. Rows are only ever added:
    one row per contact would make writers wait for each other.
    """

    contact_id = models.BigIntegerField(null=True)
    product_id = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(contact_id__isnull=False, product_id=None)
                | models.Q(contact_id=None, product_id__isnull=False),
                name="a_change_is_of_one_thing",
            ),
        ]


class SampledCategory(models.Model):
    """What a sampled person bought in a category: the borders within categories come from it.
    Derived and read anew where purchases changed, like the facts of a score.
    """

    pk = models.CompositePrimaryKey("contact_id", "category")
    contact_id = models.BigIntegerField()
    category = models.BigIntegerField()
    last_order_at = models.DateTimeField()
    orders = models.IntegerField()
    revenue = models.DecimalField(max_digits=18, decimal_places=2)


class Score(models.Model):
    """One row per contact with at least one counted order. Money is in the base currency.

    r, f, m are quintiles 1 (worst) to 5 (best) by the cut points of the newest run.
    `typical_gap` is the median of days between this contact's order days, null before the
    second; `category_count` is range, `items_per_order` is depth. Derived and rebuilt as a
    whole, so no foreign key is checked row by row.
    """

    contact = models.OneToOneField(
        "contacts.Contact",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="+",
    )
    first_order_at = models.DateTimeField()
    last_order_at = models.DateTimeField()
    orders = models.IntegerField()
    order_days = models.IntegerField()
    revenue = models.DecimalField(max_digits=18, decimal_places=2)
    r = models.SmallIntegerField()
    f = models.SmallIntegerField()
    m = models.SmallIntegerField()
    typical_gap = models.FloatField(null=True)
    category_count = models.IntegerField()
    items_per_order = models.FloatField()
    lifecycle = models.CharField(max_length=10, choices=Lifecycle.choices)
    lifecycle_before = models.CharField(max_length=10, default="", blank=True)
    lifecycle_since = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-revenue", "contact"], name="score_by_revenue"),
            models.Index(fields=["-last_order_at", "contact"], name="score_by_last_order"),
            models.Index(fields=["-orders", "contact"], name="score_by_orders"),
            models.Index(fields=["lifecycle", "contact"], name="score_by_lifecycle"),
            models.Index(fields=["r", "f", "m", "contact"], name="score_by_cell"),
        ]
