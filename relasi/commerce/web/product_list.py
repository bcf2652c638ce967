"""The Products list."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relasi.accounts import public as accounts
from relasi.commerce.models import Product
from relasi.commerce.queries.counting import counted
from relasi.commerce.queries.product_list import category_choices, products
from relasi.kernel import clock
from relasi.ui import public as ui
from relasi.ui.public import Action, Cell, Column, EmptyState, Filter, ListSpec, Row

HEADER = ("sku", "name", "department", "category", "brand", "price", "currency", "is_active")
CHUNK = 2000


def product_spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="products",
        title=_("Products"),
        columns=(
            Column("name", _("Name")),
            Column("number", _("Number"), wide_only=True),
            Column("category", _("Category"), sortable=False),
            Column("brand", _("Brand"), sortable=False, wide_only=True),
            Column("price", _("Price"), "money"),
        ),
        filters=(
            Filter("category", _("Category"), "choice", category_choices),
            Filter("brand", _("Brand"), "text"),
            Filter("price", _("Price"), "number"),
            Filter("active", _("On sale"), "boolean"),
        ),
        default_sort="name",
        export_name="products" if ui.may(request, ("products", "export")) else "",
        empty=EmptyState(
            _("What you sell"),
            _("With products in categories, segments can ask who bought what."),
            _new(request),
        ),
    )


def show(request: HttpRequest) -> HttpResponseBase:
    spec = product_spec(request)
    state = ui.list_state(request, spec)
    rows = products(state)
    if ui.wants_csv(request):
        actor = accounts.actor_of(request)
        accounts.authorise(actor, "export", "products")
        accounts.record(actor, "exported", "products", at=clock.now(), query=state.asked_by)
        return ui.csv_stream("products", HEADER, _lines(rows))
    total, about = counted(rows)
    page = [_row(row) for row in rows[state.offset : state.offset + state.limit]]
    return ui.render_list(
        request, spec, state, page, total, total_is_estimate=about, primary=_new(request)
    )


def _new(request: HttpRequest) -> Action | None:
    if not ui.may(request, ("products", "edit")):
        return None
    return Action(_("Product"), reverse("commerce:product_new"), "plus")


def _row(row: Product) -> Row:
    return Row(
        row.pk,
        reverse("commerce:product", args=[row.pk]),
        {
            "name": row.name,
            "number": row.sku,
            "category": Cell(*_category(row)),
            "brand": row.brand,
            "price": Cell(row.price, currency=row.currency),
        },
        muted=not row.is_active,
    )


def _category(row: Product) -> tuple[str, str]:
    """The category and, in the second voice, what it stands in."""
    if row.category is None:
        return "", ""
    return row.category.name, row.category.parent.name if row.category.parent else ""


def _lines(rows: QuerySet[Product]) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(CHUNK):
        name, parent = _category(row)
        price = (row.price, row.currency, row.is_active)
        yield (row.sku, row.name, parent, name, row.brand, *price)
