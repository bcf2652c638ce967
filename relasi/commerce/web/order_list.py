"""The Orders list: of everybody, or of one person."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts import public as accounts
from relasi.commerce.models import Order
from relasi.commerce.queries.counting import counted
from relasi.commerce.queries.order_list import orders
from relasi.commerce.queries.rates import base_currency
from relasi.commerce.queries.waiting_orders import is_any_waiting
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.ui import public as ui
from relasi.ui.public import Action, Cell, Column, EmptyState, Filter, ListSpec, ListState, Row

TAGS = {"completed": "", "open": "info", "cancelled": "warn"}
HEADER = ("number", "contact_id", "placed_at", "status", "currency", "total", "total_base",
          "returned_base", "coupon", "source")  # fmt: skip
CHUNK = 2000


def _statuses() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Order.Status.choices]


def order_spec(request: HttpRequest, title: Any) -> ListSpec:
    return ListSpec(
        key="orders",
        title=title,
        columns=(
            Column("number", gettext_lazy("Number")),
            Column("person", gettext_lazy("Person"), sortable=False),
            Column("placed", gettext_lazy("Placed"), "date", wide_only=True),
            Column("status", gettext_lazy("Status"), sortable=False, wide_only=True),
            Column("source", gettext_lazy("Came by"), sortable=False, wide_only=True),
            Column("returned", gettext_lazy("Returned"), "money", sortable=False, wide_only=True),
            Column("total", gettext_lazy("Total"), "money"),
        ),
        filters=(
            Filter("status", gettext_lazy("Status"), "choice", _statuses),
            Filter("placed", gettext_lazy("Placed"), "date"),
            Filter("total", gettext_lazy("Total"), "number"),
            Filter("returned", gettext_lazy("Returned"), "number"),
            Filter("source", gettext_lazy("Came by"), "text", read=contacts.source_called),
            Filter("currency", gettext_lazy("Currency"), "text"),
        ),
        default_sort="-placed",
        export_name="orders" if ui.may(request, ("orders", "export")) else "",
        empty=EmptyState(
            gettext_lazy("Orders show who your customers are"),
            gettext_lazy(
                "Bring in last year's purchases: value, rhythm and segments follow from them."
            ),
        ),
    )


def show(request: HttpRequest, contact_id: int | None = None) -> HttpResponseBase:
    title: Any = gettext_lazy("Orders")
    if contact_id is not None:
        title = _("Orders of %(name)s") % {"name": _person(request, contact_id)}
    spec = order_spec(request, title)
    state = ui.list_state(request, spec)
    if ui.wants_csv(request):
        return _export(request, state, contact_id)
    owners = accounts.visible_owners(accounts.actor_of(request), "view", "orders")
    rows = orders(state, owners, contact_id)
    total, about = counted(rows)
    page = list(rows[state.offset : state.offset + state.limit])
    return ui.render_list(
        request, spec, state, _rows(page), total, total_is_estimate=about, second=_waiting(owners)
    )


def _waiting(owners: Collection[int] | None) -> Action | None:
    """The way to those that wait, while any do."""
    if not is_any_waiting(owners):
        return None
    return Action(_("Orders that wait"), reverse("commerce:waiting_orders"), "hourglass")


def _person(request: HttpRequest, contact_id: int) -> str:
    card = contacts.card(contact_id)
    actor = accounts.actor_of(request)
    accounts.authorise(actor, "view", "orders", owner_id=card.owner_id)
    return card.called


def _rows(page: Sequence[Order]) -> list[Row]:
    people = contacts.names([order.contact_id for order in page])
    base = base_currency()
    return [
        Row(
            order.pk,
            reverse("commerce:order", args=[order.pk]),
            {
                "number": order.external_id,
                "person": Cell(
                    people.get(order.contact_id, ""),
                    url=reverse("contacts:contact", args=[order.contact_id]),
                ),
                "placed": order.placed_at,
                "status": Cell(str(Order.Status(order.status).label), tag=TAGS[order.status]),
                "source": contacts.source_called(order.source),
                "returned": Cell(order.returned_base or None, currency=base),
                "total": Cell(order.total_base, currency=base, note=_other(order, base)),
            },
            muted=order.status == Order.Status.CANCELLED,
        )
        for order in page
    ]


def _other(order: Order, base: str) -> str:
    return "" if order.currency == base else order.currency


def _export(request: HttpRequest, state: ListState, contact_id: int | None) -> HttpResponseBase:
    actor = accounts.actor_of(request)
    owners = accounts.visible_owners(actor, "export", "orders")
    accounts.record(actor, "exported", "orders", at=clock.now(), query=state.asked_by)
    return ui.csv_stream("orders", HEADER, _lines(orders(state, owners, contact_id)))


def _lines(rows: QuerySet[Order]) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(CHUNK):
        yield (row.external_id, *(getattr(row, name) for name in HEADER[1:]))
