"""What departed from the tracking plan of a source, day by day."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from relasi.timeline.models import PlanDeviation
from relasi.ui.public import FilterValue, ListState

ORDERS = {"day": "day", "event": "event", "events": "events", "last": "last_at"}


def deviations(source_id: int, state: ListState) -> QuerySet[PlanDeviation]:
    """The rows a list asks for."""
    rows = PlanDeviation.objects.filter(source_id=source_id)
    if state.search:
        rows = rows.filter(Q(event__icontains=state.search) | Q(property__icontains=state.search))
    for value in state.filters:
        rows = rows.filter(CONDITIONS[value.key](value))
    way = "-" if state.descending else ""
    return rows.order_by(f"{way}{ORDERS[state.sort]}", "-events", "pk")


def _word(field: str) -> Callable[[FilterValue], Q]:
    def build(value: FilterValue) -> Q:
        if value.relation in {"set", "not_set"}:
            return Q(pk__isnull=value.relation == "not_set")
        found = Q(**{field: value.value})
        return found if value.relation == "is" else ~found

    return build


def _day(value: FilterValue) -> Q:
    if value.relation in {"set", "not_set"}:
        return Q(pk__isnull=value.relation == "not_set")
    lookup = {"before": "day__lt", "after": "day__gt", "is": "day"}[value.relation]
    return Q(**{lookup: value.on})


CONDITIONS: dict[str, Callable[[FilterValue], Q]] = {
    "problem": _word("problem"),
    "done": _word("done"),
    "day": _day,
}
