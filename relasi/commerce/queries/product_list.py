"""The Products list, and who bought a product."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Max, Q, QuerySet, Sum

from relasi.commerce.models import Category, Order, OrderLine, Product
from relasi.ui.public import FilterValue, ListState

from .products import matching

SORTS = {"name": "name", "number": "sku", "price": "price"}
BUYERS = 20


@dataclass(frozen=True, slots=True)
class Sold:
    """What a product brought in, cancelled and open orders aside."""

    orders: int
    buyers: int
    pieces: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Buyer:
    contact_id: int
    orders: int
    value: Decimal
    last_at: datetime


def products(state: ListState) -> QuerySet[Product]:
    """The rows a list asks for, sorted, with their category."""
    rows = matching(Product.objects.select_related("category__parent"), state.search)
    for value in state.filters:
        rows = rows.filter(_condition(value))
    way = "-" if state.descending else ""
    return rows.order_by(f"{way}{SORTS[state.sort]}", "id")


def category_choices() -> list[tuple[str, str]]:
    """Categories at the top: what stands below them is found with them."""
    rows = Category.objects.filter(parent=None).order_by("name")
    return [(str(row.pk), row.name) for row in rows]


def sold(product_id: int) -> Sold:
    found = _lines(product_id).aggregate(
        orders=Count("order_id", distinct=True),
        buyers=Count("contact_id", distinct=True),
        pieces=Sum("quantity", default=Decimal(0)),
        value=Sum("amount_base", default=Decimal(0)),
    )
    return Sold(**found)


def buyers(product_id: int, owners: Collection[int] | None) -> list[Buyer]:
    """Who bought most of it, of the people that `owners` own; None is everybody's."""
    lines = _lines(product_id)
    if owners is not None:
        lines = lines.filter(contact__owner_id__in=owners)
    rows = (
        lines.values("contact_id")
        .annotate(
            orders=Count("order_id", distinct=True),
            value=Sum("amount_base"),
            last_at=Max("placed_at"),
        )
        .order_by("-value", "contact_id")[:BUYERS]
    )
    return [Buyer(**row) for row in rows]


def _lines(product_id: int) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(product_id=product_id, order__status=Order.Status.COMPLETED)


def _condition(value: FilterValue) -> Q:
    if value.key == "category":
        return _category(value)
    if value.key == "active":
        return Q(is_active=value.value == "yes")
    if value.key == "price":
        return _price(value)
    return {
        "is": Q(brand=value.value),
        "is_not": ~Q(brand=value.value),
        "contains": Q(brand__icontains=value.value),
        "set": ~Q(brand=""),
        "not_set": Q(brand=""),
    }[value.relation]


def _category(value: FilterValue) -> Q:
    if value.relation in {"set", "not_set"}:
        return Q(category__isnull=value.relation == "not_set")
    inside = Q(category_id=value.value) | Q(category__parent_id=value.value)
    return inside if value.relation == "is" else ~inside | Q(category=None)


def _price(value: FilterValue) -> Q:
    if value.relation in {"set", "not_set"}:
        return Q(price__isnull=value.relation == "not_set")
    lookup = {"above": "gt", "below": "lt", "is": "exact"}[value.relation]
    return Q(**{f"price__{lookup}": value.value})
