"""One product: what it is, what it brought in, and who bought it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relasi.accounts.public import actor_of, visible_owners
from relasi.commerce.queries.product_list import Buyer, buyers, sold
from relasi.commerce.queries.products import categories, product_card
from relasi.commerce.queries.rates import base_currency
from relasi.contacts import public as contacts
from relasi.ui import public as ui


def show(request: HttpRequest, product_id: int) -> HttpResponse:
    card = product_card(product_id)
    bought = _bought(request, product_id)
    names = contacts.names([buyer.contact_id for buyer in bought])
    paths = {category.id: category.path for category in categories()}
    context = {
        "card": card,
        "path": " / ".join(paths.get(card.category_id or 0, ())),
        "sold": sold(product_id),
        "buyers": [(names.get(buyer.contact_id, ""), buyer) for buyer in bought],
        "base": base_currency(),
        "editor": ui.may(request, ("products", "edit")),
    }
    return render(request, "commerce/product.html", context)


def _bought(request: HttpRequest, product_id: int) -> list[Buyer]:
    """The buyers whom this person may see."""
    if not ui.may(request, ("contacts", "view")):
        return []
    return buyers(product_id, visible_owners(actor_of(request), "view", "contacts"))
