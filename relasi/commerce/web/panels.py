"""What the customer page shows of orders."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from relasi.commerce.queries.orders import orders_of, totals_of
from relasi.commerce.queries.rates import base_currency

from .order_list import TAGS

SHOWN = 5


def side(request: HttpRequest, contact_id: int) -> SafeString | None:
    """The right column: the last orders; nothing for somebody who never bought."""
    found = orders_of(contact_id, limit=SHOWN)
    if not found:
        return None
    context = {
        "contact_id": contact_id,
        "orders": [(order, TAGS[order.status]) for order in found],
        "count": totals_of(contact_id).orders,
        "base": base_currency(),
    }
    return render_to_string("commerce/side.html", context, request)


def figure(request: HttpRequest, contact_id: int) -> SafeString:
    """The strip: what they brought in so far."""
    context = {
        "contact_id": contact_id,
        "totals": totals_of(contact_id),
        "base": base_currency(),
    }
    return render_to_string("commerce/figure.html", context, request)
