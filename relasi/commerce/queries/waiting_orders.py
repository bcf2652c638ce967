"""Told orders that wait, as a list asks for them."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet

from relasi.commerce.models import WaitingOrder
from relasi.ui.public import FilterValue, ListState

# Why each waits: nobody knows yet who bought, or what it tells about an order that is not here.
NOBODY, NO_ORDER = "nobody", "no_order"
BOUGHT = ("completed", "updated")
SORTS = {"waits": "waits_since", "told": "at"}


def waiting_orders(state: ListState, owners: Collection[int] | None) -> QuerySet[WaitingOrder]:
    """`owners` are whose people's orders may be seen; what is of nobody yet is for those alone
    who may see everybody's.
    """
    rows = _visible(owners)
    if state.search:
        rows = rows.filter(number__startswith=state.search.strip())
    for value in state.filters:
        rows = rows.filter(_why(value) if value.key == "why" else _since(value))
    way = "-" if state.descending else ""
    return rows.order_by(f"{way}{SORTS[state.sort]}", f"{way}id")


def is_any_waiting(owners: Collection[int] | None) -> bool:
    return _visible(owners).exists()


def _visible(owners: Collection[int] | None) -> QuerySet[WaitingOrder]:
    rows = WaitingOrder.objects.all()
    return rows if owners is None else rows.filter(contact__owner_id__in=owners)


def why_it_waits(row: WaitingOrder) -> str:
    return NOBODY if row.told["doing"] in BOUGHT else NO_ORDER


def _why(value: FilterValue) -> Q:
    if value.relation in {"set", "not_set"}:
        return Q(pk__isnull=value.relation == "not_set")
    bought = Q(told__doing__in=BOUGHT)
    asked = bought if value.value == NOBODY else ~bought
    return ~asked if value.relation == "is_not" else asked


def _since(value: FilterValue) -> Q:
    if value.relation in {"set", "not_set"}:
        return Q(pk__isnull=value.relation == "not_set")
    day = datetime.fromisoformat(value.value).replace(tzinfo=UTC)
    after = day + timedelta(days=1)
    return {
        "before": Q(waits_since__lt=day),
        "after": Q(waits_since__gte=after),
        "is": Q(waits_since__gte=day, waits_since__lt=after),
    }[value.relation]
