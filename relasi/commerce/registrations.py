"""What the rest of the house shows and reads of commerce."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from relasi.accounts.public import Actor, visible_owners
from relasi.contacts import public as contacts
from relasi.engine import relations
from relasi.timeline import public as timeline
from relasi.ui import public as ui

from . import sentences
from .importing import ORDERS, PRODUCTS
from .models import Order
from .queries.products import ids_by_sku, products
from .told.checking import problems
from .web import panels

VIEW = ("orders", "view")
VIEW_PRODUCTS = ("products", "view")


def register() -> None:
    for target in (PRODUCTS, ORDERS):
        contacts.register_import_target(target)
    relations.register("orders", "commerce_order")
    relations.register("order_lines", "commerce_orderline")
    relations.register("products", "commerce_product")
    relations.register("categories", "commerce_category")
    sentences.register()
    timeline.register_products(ids_by_sku)
    timeline.register_order_problems(problems)
    _navigation()
    ui.register_panel("customer.side", ui.Panel("orders", 30, VIEW, panels.side))
    ui.register_panel("customer.strip", ui.Panel("value", 10, VIEW, panels.figure))
    ui.register_search(ui.SearchProvider("orders", _("Orders"), VIEW, _found_orders))
    ui.register_search(ui.SearchProvider("products", _("Products"), VIEW_PRODUCTS, _found_products))
    contacts.register_holding(contacts.Holding("commerce_order", _orders))


def _navigation() -> None:
    for job, key, label, url_name, icon, rights, order in (
        ("sales", "orders", _("Orders"), "commerce:order_list", "shopping-bag", VIEW, 10),
        ("sales", "products", _("Products"), "commerce:product_list", "package", VIEW_PRODUCTS, 20),
        (
            "settings",
            "rates",
            _("Exchange rates"),
            "commerce:exchange_rates",
            "coins",
            ("settings", "view"),
            70,
        ),
    ):
        ui.register_nav(ui.NavItem(job, key, label, url_name, icon, rights, order))
    ui.register_action(
        ui.NavAction(
            "new_product", _("New product"), "commerce:product_new", "package", ("products", "edit")
        )
    )


def _orders(count: int) -> str:
    return ngettext("%(n)d order", "%(n)d orders", count) % {"n": count}


def _found_orders(actor: object, text: str, limit: int) -> list[ui.SearchHit]:
    """Orders by the beginning of their number."""
    if not isinstance(actor, Actor):
        return []
    rows = Order.objects.filter(external_id__startswith=text.strip())
    owners = visible_owners(actor, "view", "orders")
    if owners is not None:
        rows = rows.filter(contact__owner_id__in=owners)
    found = list(rows.order_by("external_id")[:limit])
    names = contacts.names([row.contact_id for row in found])
    return [
        ui.SearchHit(
            row.external_id,
            names.get(row.contact_id, ""),
            reverse("commerce:order", args=[row.pk]),
            "shopping-bag",
        )
        for row in found
    ]


def _found_products(actor: object, text: str, limit: int) -> list[ui.SearchHit]:
    del actor
    return [
        ui.SearchHit(card.name, card.sku, reverse("commerce:product", args=[card.id]), "package")
        for card in products(text, limit=limit)
    ]
