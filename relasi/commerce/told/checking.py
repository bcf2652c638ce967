"""Which told orders cannot be kept, said before anything of them is written."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from relasi.accounts import public as accounts
from relasi.commerce.rules import LARGEST_AMOUNT
from relasi.timeline.public import ToldOrder

from .rating import Rates


@accounts.remembering()
def problems(orders: Sequence[tuple[ToldOrder, datetime]]) -> Mapping[int, tuple[str, str]]:
    """By place: there is no exchange rate for it, or its amount is too large in ours."""
    rates = Rates(order.currency for order, _at in orders)
    found = {}
    for place, (order, at) in enumerate(orders):
        if not order.currency:
            continue
        rate = rates.at(order.currency, at)
        if rate is None:
            found[place] = ("order_no_rate", f"{order.currency} {at:%Y-%m-%d}")
        elif (order.amount or 0) * rate > LARGEST_AMOUNT:
            found[place] = ("order_bad_amount", f"{order.amount} {order.currency}")
    return found
