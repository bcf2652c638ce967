"""Orders that clients told of and that cannot be done yet, each with what it waits for."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts
from relasi.commerce.models import WaitingOrder
from relasi.commerce.queries.counting import counted
from relasi.commerce.queries.waiting_orders import NO_ORDER, NOBODY, waiting_orders, why_it_waits
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.ui import public as ui
from relasi.ui.public import Action, Cell, Column, EmptyState, Filter, ListSpec, Row

WHY = {
    NOBODY: gettext_lazy("Nobody knows yet who bought"),
    NO_ORDER: gettext_lazy("The order is not here yet"),
}
DOING = {
    "completed": _in("told of an order", "Completed"),
    "updated": _in("told of an order", "Changed"),
    "cancelled": _in("told of an order", "Cancelled"),
    "refunded": _in("told of an order", "Refunded"),
}
HEADER = ("number", "doing", "why", "at", "waits_since", "currency", "amount", "source")
CHUNK = 2000


def _reasons() -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in WHY.items()]


def waiting_spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="waiting_orders",
        title=gettext_lazy("Orders that wait"),
        columns=(
            Column("number", gettext_lazy("Number"), sortable=False),
            Column("doing", gettext_lazy("What was told"), sortable=False),
            Column("why", gettext_lazy("Waits because"), sortable=False),
            Column("told", gettext_lazy("When it happened"), "date", wide_only=True),
            Column("waits", gettext_lazy("Waits since"), "date", wide_only=True),
            Column("source", gettext_lazy("Came by"), sortable=False, wide_only=True),
            Column("amount", gettext_lazy("Amount"), "money", sortable=False),
        ),
        filters=(
            Filter("why", gettext_lazy("Waits because"), "choice", _reasons),
            Filter("waits", gettext_lazy("Waits since"), "date"),
        ),
        default_sort="-waits",
        export_name="waiting orders" if ui.may(request, ("orders", "export")) else "",
        empty=EmptyState(
            gettext_lazy("No order waits"),
            gettext_lazy(
                "An order of a visitor whom nobody knows waits here until they say who they are,"
                " a refund or a cancellation until its order is told of. Then each is done by"
                " itself, once."
            ),
        ),
    )


def show(request: HttpRequest) -> HttpResponseBase:
    spec = waiting_spec(request)
    state = ui.list_state(request, spec)
    actor = accounts.actor_of(request)
    if ui.wants_csv(request):
        rows = waiting_orders(state, accounts.visible_owners(actor, "export", "orders"))
        accounts.record(actor, "exported", "orders", at=clock.now(), query=state.asked_by)
        return ui.csv_stream("waiting-orders", HEADER, _exported(rows))
    rows = waiting_orders(state, accounts.visible_owners(actor, "view", "orders"))
    total, about = counted(rows)
    page = list(rows[state.offset : state.offset + state.limit])
    back = Action(_("Orders"), reverse("commerce:order_list"), "shopping-bag")
    return ui.render_list(
        request, spec, state, _rows(page), total, total_is_estimate=about, second=back
    )


def _rows(page: Sequence[WaitingOrder]) -> list[Row]:
    return [
        Row(
            row.pk,
            "",
            {
                "number": row.number,
                "doing": str(DOING[row.told["doing"]]),
                "why": Cell(str(WHY[why_it_waits(row)]), tag="warn"),
                "told": row.at,
                "waits": row.waits_since,
                "source": contacts.source_called(row.source),
                "amount": Cell(_amount(row), currency=row.told["currency"]),
            },
        )
        for row in page
    ]


def _amount(row: WaitingOrder) -> Decimal | None:
    """None where the client did not say, or said no currency."""
    amount = row.told["amount"]
    return Decimal(amount) if amount is not None and row.told["currency"] else None


def _exported(rows: QuerySet[WaitingOrder]) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(CHUNK):
        told, why = row.told, why_it_waits(row)
        said = (told["currency"], told["amount"], row.source)
        yield (row.number, told["doing"], why, row.at, row.waits_since, *said)
