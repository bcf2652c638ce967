"""The door of `commerce`: `from relasi.commerce import public as commerce`."""

from .actions.catalogue import add_product, change_product, ensure_category
from .actions.ordering import cancel_order, complete_order, record_order
from .actions.rating import remove_rate, set_rate
from .actions.returning import pay_back, return_goods
from .actions.telling import tell_orders, untell_orders
from .queries.orders import find_order, lines_of, order_card, orders_of, returns_of, totals_of
from .queries.products import categories, find_product, product_card, product_names, products
from .queries.rates import base_currency, rate_for, to_base
from .values import (
    CategoryCard,
    CustomerTotals,
    LineCard,
    LineIn,
    OrderCard,
    ProductCard,
    ReturnCard,
    ReturnIn,
)

__all__ = [
    "CategoryCard",
    "CustomerTotals",
    "LineCard",
    "LineIn",
    "OrderCard",
    "ProductCard",
    "ReturnCard",
    "ReturnIn",
    "add_product",
    "base_currency",
    "cancel_order",
    "categories",
    "change_product",
    "complete_order",
    "ensure_category",
    "find_order",
    "find_product",
    "lines_of",
    "order_card",
    "orders_of",
    "pay_back",
    "product_card",
    "product_names",
    "products",
    "rate_for",
    "record_order",
    "remove_rate",
    "return_goods",
    "returns_of",
    "set_rate",
    "tell_orders",
    "to_base",
    "totals_of",
    "untell_orders",
]
