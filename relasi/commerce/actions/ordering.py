"""Orders come in, are completed, or are cancelled."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.commerce.events import OrderCancelled, OrderCompleted, OrdersRecorded
from relasi.commerce.models import Order, OrderLine, Product, Return
from relasi.commerce.queries.rates import base_currency, day_of, rate_for
from relasi.commerce.rules import LARGEST_AMOUNT, LARGEST_QUANTITY, in_base
from relasi.commerce.values import LineIn
from relasi.contacts import public as contacts
from relasi.kernel import bus
from relasi.kernel.errors import NotFound, Refused
from relasi.kernel.money import Money
from relasi.timeline import public as timeline

from .telling import tell_orders, untell_orders


@transaction.atomic
def record_order(  # noqa: PLR0913 - a verb, all by name
    *,
    external_id: str,
    contact_id: int,
    placed_at: datetime,
    currency: str,
    lines: Sequence[LineIn],
    status: str = Order.Status.COMPLETED,
    coupon: str = "",
    source: str = "",
    by: Actor,
    now: datetime,
) -> int:
    """Record an order and return its id. The same order again returns the id it has.

    Raises Refused for another order under a known number, an unknown product, a currency
    without a rate on that day, or a moment in the future.
    """
    del by
    _check(external_id, status, placed_at, now, lines)
    if contact_id not in contacts.names([contact_id]):
        raise Refused(_("This person is gone. Search for them again."), field="contact_id")
    known = Order.objects.select_for_update().filter(external_id=external_id).first()
    if known is not None:
        return _same(known, contact_id, currency, lines)
    products = _products(lines)
    amounts = [Money(line.amount, currency).rounded().amount for line in lines]
    rate = rate_for(currency, day_of(placed_at))
    total_base, amounts_base = in_base(amounts, rate, base_currency())
    if abs(total_base) > LARGEST_AMOUNT:
        raise Refused(_("The order's total is too large to be kept."), field="lines")
    order = Order.objects.create(
        external_id=external_id,
        contact_id=contact_id,
        status=status,
        placed_at=placed_at,
        currency=currency,
        total=sum(amounts, Decimal(0)),
        total_base=total_base,
        coupon=coupon,
        source=source,
    )
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            contact_id=contact_id,
            product_id=products[line.sku],
            placed_at=placed_at,
            quantity=line.quantity,
            amount=amount,
            amount_base=amount_base,
            number=number,
        )
        for number, (line, amount, amount_base) in enumerate(
            zip(lines, amounts, amounts_base, strict=True), start=1
        )
    )
    _tell(order)
    bus.publish(OrdersRecorded((external_id,), now))
    return order.pk


@transaction.atomic
def complete_order(*, order_id: int, by: Actor, now: datetime) -> None:
    order = locked(order_id)
    if order.status == Order.Status.CANCELLED:
        raise Refused(_("Order %(number)s is cancelled.") % {"number": order.external_id})
    if order.status == Order.Status.COMPLETED:
        return
    _set_status(order, Order.Status.COMPLETED)
    _tell(order)
    record(by, "completed", "orders", order_id, at=now)


@transaction.atomic
def cancel_order(*, order_id: int, by: Actor, now: datetime) -> None:
    """The order did not happen: its event goes, and that it was cancelled is told instead."""
    order = locked(order_id)
    if order.status == Order.Status.CANCELLED:
        return
    if Return.objects.filter(order=order).exists():
        raise Refused(
            _("Goods of order %(number)s came back already; return the rest instead.")
            % {"number": order.external_id}
        )
    _set_status(order, Order.Status.CANCELLED)
    untell_orders("SELECT %s::bigint", [order.pk])
    timeline.record(
        timeline.NewEvent(
            contact_id=order.contact_id,
            at=now,
            name="order cancelled",
            channel="orders",
            order_id=order.pk,
            properties={"number": order.external_id},
            key=f"order-cancelled:{order.pk}",
            is_sample=order.is_sample,
        )
    )
    bus.publish(OrderCancelled(order.pk, order.contact_id, now))
    record(by, "cancelled", "orders", order_id, at=now)


def locked(order_id: int) -> Order:
    """The order, locked until the transaction ends. Raises NotFound."""
    order = Order.objects.select_for_update().filter(pk=order_id).first()
    if order is None:
        raise NotFound(_("This order is gone."))
    return order


def _set_status(order: Order, status: str) -> None:
    order.status = status
    order.version += 1
    order.save(update_fields=["status", "version"])


def _tell(order: Order) -> None:
    if order.status == Order.Status.COMPLETED:
        tell_orders("SELECT %s::bigint", [order.pk])
        bus.publish(OrderCompleted(order.pk, order.contact_id, order.placed_at, order.total_base))


def _check(
    external_id: str, status: str, placed_at: datetime, now: datetime, lines: Sequence[LineIn]
) -> None:
    if not external_id.strip():
        raise Refused(_("Give the order a number."), field="external_id")
    if status not in Order.Status.values:
        raise Refused(
            _("“%(word)s” is not a status. Choose one of: %(words)s.")
            % {"word": status, "words": ", ".join(Order.Status.values)},
            field="status",
        )
    if placed_at > now:
        raise Refused(_("An order cannot lie in the future. Check the date."), field="placed_at")
    if not lines:
        raise Refused(_("An order has at least one line."), field="lines")
    for number, line in enumerate(lines, start=1):
        _check_line(number, line)


def _check_line(number: int, line: LineIn) -> None:
    if not 0 < line.quantity <= LARGEST_QUANTITY:
        raise Refused(
            _("Line %(number)d: the quantity is more than 0 and at most %(most)s.")
            % {"number": number, "most": LARGEST_QUANTITY},
            field="lines",
        )
    if abs(line.amount) > LARGEST_AMOUNT:
        raise Refused(
            _("Line %(number)d: the amount is too large to be kept.") % {"number": number},
            field="lines",
        )


def _products(lines: Sequence[LineIn]) -> dict[str, int]:
    wanted = {line.sku for line in lines}
    known = dict(Product.objects.filter(sku__in=wanted).values_list("sku", "pk"))
    if missing := sorted(wanted - set(known)):
        raise Refused(
            _("There is no product %(sku)s. Add it first.") % {"sku": missing[0]}, field="lines"
        )
    return known


def _same(order: Order, contact_id: int, currency: str, lines: Sequence[LineIn]) -> int:
    """The id of an order that came before, if this is really the same one."""
    kept = OrderLine.objects.filter(order=order).order_by("number")
    before = [(row.product.sku, row.quantity, row.amount) for row in kept.select_related("product")]
    again = [
        (line.sku, line.quantity, Money(line.amount, currency).rounded().amount) for line in lines
    ]
    if (order.contact_id, order.currency, before) != (contact_id, currency, again):
        raise Refused(
            _("Order %(number)s exists already and is different. Choose another number.")
            % {"number": order.external_id},
            field="external_id",
        )
    return order.pk
