"""Orders, their lines, and what they add up to."""

from decimal import Decimal

from django.db.models import Count, F, Max, Min, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from relasi.commerce.models import Order, OrderLine, Return
from relasi.commerce.values import CustomerTotals, LineCard, OrderCard, ReturnCard
from relasi.kernel.errors import NotFound

NOTHING = Decimal(0)


def order_card(order_id: int) -> OrderCard:
    row = Order.objects.filter(pk=order_id).first()
    if row is None:
        raise NotFound(_("This order is gone."))
    return card_of(row)


def find_order(external_id: str) -> int | None:
    return Order.objects.filter(external_id=external_id).values_list("pk", flat=True).first()


def orders_of(contact_id: int, *, limit: int = 50) -> list[OrderCard]:
    """A contact's orders, newest first."""
    rows = Order.objects.filter(contact_id=contact_id).order_by("-placed_at", "-id")[:limit]
    return [card_of(row) for row in rows]


def totals_of(contact_id: int) -> CustomerTotals:
    found = Order.objects.filter(contact_id=contact_id, status=Order.Status.COMPLETED).aggregate(
        orders=Count("id"),
        value=Coalesce(Sum(F("total_base") - F("returned_base")), NOTHING),
        first_at=Min("placed_at"),
        last_at=Max("placed_at"),
    )
    return CustomerTotals(**found)


def lines_of(order_id: int) -> list[LineCard]:
    """The lines with how many pieces of each came back."""
    returned = dict(
        Return.objects.filter(order_id=order_id, line__isnull=False)
        .values_list("line_id")
        .annotate(pieces=Sum("quantity"))
    )
    rows = OrderLine.objects.filter(order_id=order_id).select_related("product").order_by("number")
    return [
        LineCard(
            id=row.pk,
            number=row.number,
            product_id=row.product_id,
            sku=row.product.sku,
            product=row.product.name,
            quantity=row.quantity,
            returned=returned.get(row.pk, NOTHING),
            amount=row.amount,
            amount_base=row.amount_base,
        )
        for row in rows
    ]


def returns_of(order_id: int) -> list[ReturnCard]:
    rows = Return.objects.filter(order_id=order_id).select_related("line__product")
    return [
        ReturnCard(
            row.pk,
            row.line.product.name if row.line else "",
            row.quantity,
            row.amount,
            row.amount_base,
            row.returned_at,
            row.reason,
        )
        for row in rows.order_by("-returned_at", "-id")
    ]


def card_of(row: Order) -> OrderCard:
    return OrderCard(
        id=row.pk,
        external_id=row.external_id,
        contact_id=row.contact_id,
        status=row.status,
        status_label=str(Order.Status(row.status).label),
        placed_at=row.placed_at,
        currency=row.currency,
        total=row.total,
        total_base=row.total_base,
        returned_base=row.returned_base,
        coupon=row.coupon,
        source=row.source,
    )
