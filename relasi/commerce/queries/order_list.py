"""The Orders list at any size."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from relasi.commerce.models import Order
from relasi.contacts import public as contacts
from relasi.ui.public import FilterValue, ListState

SORTS = {
    "placed": ("placed_at", "id"),
    "total": ("total_base", "id"),
    "number": ("external_id",),
}


def orders(
    state: ListState, owners: Collection[int] | None, contact_id: int | None
) -> QuerySet[Order]:
    """The rows a list asks for, sorted; `owners` are whose people's orders may be seen."""
    rows = Order.objects.all()
    if owners is not None:
        rows = rows.filter(contact__owner_id__in=owners)
    if contact_id is not None:
        rows = rows.filter(contact_id=contact_id)
    if state.search:
        rows = rows.filter(external_id__startswith=state.search.strip())
    for value in state.filters:
        rows = rows.filter(_condition(value))
    way = "-" if state.descending else ""
    # placed_at falls while id rises in the index; either way it is read from one end.
    first, *rest = SORTS[state.sort]
    opposite = "" if state.descending else "-"
    return rows.order_by(f"{way}{first}", *(f"{opposite}{key}" for key in rest))


def _condition(value: FilterValue) -> Q:
    return CONDITIONS[value.key](value)


def _day(value: FilterValue) -> Q:
    if value.relation in {"set", "not_set"}:
        return Q(pk__isnull=value.relation == "not_set")
    day = datetime.fromisoformat(value.value).replace(tzinfo=UTC)
    after = day + timedelta(days=1)
    return {
        "before": Q(placed_at__lt=day),
        "after": Q(placed_at__gte=after),
        "is": Q(placed_at__gte=day, placed_at__lt=after),
    }[value.relation]


def _number(field: str) -> Callable[[FilterValue], Q]:
    lookups = {"above": "gt", "below": "lt", "is": "exact"}

    def build(value: FilterValue) -> Q:
        if value.relation in {"set", "not_set"}:
            return Q(**{f"{field}__isnull": value.relation == "not_set"})
        return Q(**{f"{field}__{lookups[value.relation]}": value.value})

    return build


def _text(field: str) -> Callable[[FilterValue], Q]:
    def build(value: FilterValue) -> Q:
        found: dict[str, Any] = {
            "is": Q(**{field: value.value}),
            "is_not": ~Q(**{field: value.value}),
            "contains": Q(**{f"{field}__icontains": value.value}),
            "set": ~Q(**{field: ""}),
            "not_set": Q(**{field: ""}),
        }
        answer: Q = found[value.relation]
        return answer

    return build


def _source(value: FilterValue) -> Q:
    """By the stored word or by what it is called for whoever asks."""
    if value.relation in {"set", "not_set"}:
        return _text("source")(value)
    called = contacts.sources_called(value.value, wholly=value.relation != "contains")
    if value.relation == "contains":
        return Q(source__icontains=value.value) | Q(source__in=called)
    either = Q(source__in=[value.value, *called])
    return either if value.relation == "is" else ~either


CONDITIONS: dict[str, Callable[[FilterValue], Q]] = {
    "status": _text("status"),
    "source": _source,
    "currency": _text("currency"),
    "placed": _day,
    "total": _number("total_base"),
    "returned": _number("returned_base"),
}
