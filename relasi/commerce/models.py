"""What was sold, to whom, for how much."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    name = models.CharField(max_length=160)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parent", "name"], name="one_category_per_name", nulls_distinct=False
            ),
        ]


class Product(models.Model):
    sku = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    brand = models.CharField(max_length=160, default="", blank=True)
    price = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="", blank=True)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.IntegerField(default=1)


class ExchangeRate(models.Model):
    """`rate` units of the base currency for one unit of `currency`, from `since` on."""

    currency = models.CharField(max_length=3)
    since = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["currency", "since"], name="one_rate_per_day"),
        ]


class Order(models.Model):
    """`total` is in `currency`, `total_base` in the organisation's. Returns are orders' returns."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")

    external_id = models.CharField(max_length=120, unique=True)
    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.COMPLETED)
    placed_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    total = models.DecimalField(max_digits=18, decimal_places=2)
    total_base = models.DecimalField(max_digits=18, decimal_places=2)
    returned_base = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    coupon = models.CharField(max_length=80, default="", blank=True)
    source = models.CharField(max_length=40, default="", blank=True)
    is_sample = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            # With all that scores read: a person's orders lie scattered over the table.
            models.Index(
                fields=["contact", "-placed_at"],
                include=["id", "status", "total_base", "returned_base"],
                name="order_by_contact",
            ),
            models.Index(fields=["-placed_at", "id"], name="order_newest"),
            models.Index(fields=["-total_base", "id"], name="order_largest"),
            # The few that do not count: asked for wherever lines are added up.
            models.Index(
                fields=["id"], condition=~models.Q(status="completed"), name="order_not_completed"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["id", "contact", "placed_at"], name="order_as_its_lines_see_it"
            ),
        ]


class OrderLine(models.Model):
    """`amount_base` is the line's total after discount.

    contact and placed_at repeat the order's so that twenty million lines are read without a
    join. One foreign key over the three columns, ON UPDATE CASCADE (migration), keeps them
    equal: who changes an order never touches its lines for that.
    """

    order = models.ForeignKey(
        Order, on_delete=models.CASCADE, related_name="lines", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        "contacts.Contact",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    placed_at = models.DateTimeField()
    quantity = models.DecimalField(max_digits=12, decimal_places=3, default=1)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    amount_base = models.DecimalField(max_digits=18, decimal_places=2)
    number = models.IntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "number"], name="one_line_per_number"),
        ]
        indexes: ClassVar = [
            # As of orders: what a million people bought is read without their lines.
            models.Index(
                fields=["contact", "product"],
                include=["placed_at", "order", "quantity"],
                name="line_by_contact",
            ),
            models.Index(fields=["product", "-placed_at"], name="line_by_product"),
        ]


class Return(models.Model):
    """Goods that came back; `amount_base` is what was paid back."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="returns")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, null=True, related_name="+")
    quantity = models.DecimalField(max_digits=12, decimal_places=3, default=1)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    amount_base = models.DecimalField(max_digits=18, decimal_places=2)
    returned_at = models.DateTimeField()
    reason = models.CharField(max_length=200, default="", blank=True)


class WaitingOrder(models.Model):
    """What a client told of an order that cannot be done yet: nobody knows who is behind the
    visitor, or the order is not here. `told` is a ToldOrder of timeline.
    """

    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.PROTECT, null=True, related_name="+"
    )
    visitor_id = models.BigIntegerField(null=True, db_index=True)
    number = models.CharField(max_length=120, db_index=True)
    at = models.DateTimeField()
    source = models.CharField(max_length=40, default="")
    told = models.JSONField()
    waits_since = models.DateTimeField()
