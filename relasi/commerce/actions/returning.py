"""Goods come back and are paid back, by the rate of their order."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.commerce.events import GoodsReturned
from relasi.commerce.models import Order, OrderLine, Return
from relasi.commerce.rules import share
from relasi.commerce.values import ReturnIn
from relasi.kernel import bus
from relasi.kernel.errors import Refused
from relasi.kernel.money import Money
from relasi.timeline import public as timeline

from .ordering import locked

NOTHING = Decimal(0)


@transaction.atomic
def return_goods(  # noqa: PLR0913 - a verb, all by name
    *,
    order_id: int,
    pieces: Sequence[ReturnIn],
    reason: str = "",
    returned_at: datetime | None = None,
    by: Actor,
    now: datetime,
) -> list[int]:
    """Record what came back and return the ids of the returns, one for each line named.

    Each is paid back its share of the line's amount. Raises Refused when more would come
    back than was bought.
    """
    order = locked(order_id)
    at = returned_at or now
    _check(order, pieces, at, now)
    returned = [_return(order, piece, reason, at) for piece in pieces]
    record(by, "took goods back", "orders", order_id, at=now, returns=returned)
    return returned


@transaction.atomic
def pay_back(
    *, order_id: int, amount: Decimal, returned_at: datetime, by: Actor, now: datetime
) -> int | None:
    """Pay part of an order back without goods, at most what is left of it; the return's id."""
    order = locked(order_id)
    left = _left(order)
    paid = min(Money(amount, order.currency).rounded().amount, left)
    if paid <= 0:
        return None
    taken, left_base = order.total - left, order.total_base - order.returned_base
    row = Return.objects.create(
        order=order,
        quantity=Decimal(1),
        amount=paid,
        amount_base=share(order.total_base, paid, order.total, taken, left_base),
        returned_at=returned_at,
    )
    _count(order, row)
    _tell(order, row, None)
    record(by, "took goods back", "orders", order_id, at=now, returns=[row.pk])
    return row.pk


def _check(order: Order, pieces: Sequence[ReturnIn], at: datetime, now: datetime) -> None:
    if order.status != Order.Status.COMPLETED:
        raise Refused(
            _("Order %(number)s is not completed; nothing can come back from it.")
            % {"number": order.external_id}
        )
    if not pieces:
        raise Refused(_("Say which goods came back."), field="quantity")
    if at > now:
        raise Refused(_("A return cannot lie in the future. Check the date."), field="returned_at")
    if at < order.placed_at:
        raise Refused(_("Goods cannot come back before they were bought."), field="returned_at")


def _return(order: Order, piece: ReturnIn, reason: str, at: datetime) -> int:
    line = OrderLine.objects.select_related("product").filter(pk=piece.line_id, order=order).first()
    if line is None:
        raise Refused(_("This line does not belong to the order."), field="quantity")
    before = Return.objects.filter(line=line).aggregate(
        pieces=Sum("quantity"), amount=Sum("amount"), base=Sum("amount_base")
    )
    taken = before["pieces"] or Decimal(0)
    if piece.quantity <= 0 or taken + piece.quantity > line.quantity:
        raise Refused(
            _("%(product)s: between 0 and %(left)s pieces can come back.")
            % {"product": line.product.name, "left": (line.quantity - taken).normalize()},
            field="quantity",
        )
    left = line.amount - (before["amount"] or 0)
    left_base = line.amount_base - (before["base"] or 0)
    amount = share(line.amount, piece.quantity, line.quantity, taken, left)
    amount_base = share(line.amount_base, piece.quantity, line.quantity, taken, left_base)
    row = Return.objects.create(
        order=order,
        line=line,
        quantity=piece.quantity,
        amount=min(amount, max(_left(order), NOTHING)),
        amount_base=min(amount_base, max(order.total_base - order.returned_base, NOTHING)),
        returned_at=at,
        reason=reason,
    )
    _count(order, row)
    _tell(order, row, line)
    return row.pk


def _left(order: Order) -> Decimal:
    """What of it was not paid back yet."""
    returned = Return.objects.filter(order=order).aggregate(amount=Sum("amount"))["amount"]
    return order.total - (returned or NOTHING)


def _count(order: Order, row: Return) -> None:
    order.returned_base += row.amount_base
    order.version += 1
    order.save(update_fields=["returned_base", "version"])


def _tell(order: Order, row: Return, line: OrderLine | None) -> None:
    timeline.record(
        timeline.NewEvent(
            contact_id=order.contact_id,
            at=row.returned_at,
            name="order returned",
            channel="orders",
            order_id=order.pk,
            product_id=line.product_id if line else None,
            revenue=-row.amount_base,
            properties={
                "number": order.external_id,
                "product": line.product.name if line else "",
                "quantity": f"{row.quantity.normalize():f}",
                "amount": str(row.amount),
                "currency": order.currency,
                "reason": row.reason,
            },
            key=f"return:{row.pk}",
            is_sample=order.is_sample,
        )
    )
    bus.publish(GoodsReturned(row.pk, order.pk, order.contact_id, row.returned_at, row.amount_base))
