"""Who may do what to this very order: whoever may touch the person it belongs to."""

from django.http import HttpRequest

from relasi.accounts.public import actor_of, authorise
from relasi.commerce.queries.orders import order_card
from relasi.commerce.values import OrderCard
from relasi.contacts import public as contacts


def reached(request: HttpRequest, action: str, order_id: int) -> OrderCard:
    """The order's card. Raises NotFound, and NotAllowed when it is another's to touch."""
    card = order_card(order_id)
    owner_id = contacts.owner_of(card.contact_id)
    authorise(actor_of(request), action, "orders", owner_id=owner_id)
    return card
