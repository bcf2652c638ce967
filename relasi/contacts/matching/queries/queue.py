"""The pairs that wait, and those that were decided: as a list asks for them, and one by one."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from relasi.contacts.models import Contact, MatchProposal, Merge
from relasi.contacts.queries.cards import names
from relasi.ui.public import FilterValue, ListState

OPEN = MatchProposal.State.OPEN
# From where on a pair is called so; the last one is the rest.
CERTAIN, LIKELY = 0.9999, 0.99
BANDS = {
    "certain": Q(probability__gte=CERTAIN),
    "likely": Q(probability__gte=LIKELY, probability__lt=CERTAIN),
    "perhaps": Q(probability__lt=LIKELY),
}
SORTS = {"probability": "probability", "found": "proposed_at", "decided": "decided_at"}
COUNTED_TO = 10_000
Owners = Collection[int] | None


def pairs(state: ListState, owners: Owners) -> QuerySet[MatchProposal]:
    """The pairs a list asks for; unless it names a state, those that wait."""
    rows = within(owners)
    if not any(value.key == "state" for value in state.filters):
        rows = rows.filter(state=OPEN)
    for value in state.filters:
        rows = rows.filter(CONDITIONS[value.key](value))
    if state.search:
        rows = rows.filter(_side(Q(name__icontains=state.search)))
    column = F(SORTS.get(state.sort, "probability"))
    order = column.desc(nulls_last=True) if state.descending else column.asc(nulls_last=True)
    return rows.order_by(order, "pk")


def within(owners: Owners) -> QuerySet[MatchProposal]:
    """The pairs of whom somebody may see both; None may see everybody."""
    rows = MatchProposal.objects.all()
    if owners is None:
        return rows
    for column in ("a_id", "b_id"):
        theirs = Contact.objects.filter(pk=OuterRef(column), owner_id__in=owners)
        rows = rows.filter(Exists(theirs))
    return rows


def page_of_pairs(
    *, after: int | None, limit: int, owners: Owners, state: str, probability_from: float
) -> list[MatchProposal]:
    """Pairs above the id `after`, in order, for programs that read all of them in turn."""
    rows = within(owners).filter(pk__gt=after or 0, state=state, probability__gte=probability_from)
    return list(rows.order_by("pk")[:limit])


def counted(rows: QuerySet[MatchProposal]) -> tuple[int, bool]:
    """How many, and whether there are more than are counted."""
    count = rows.order_by()[: COUNTED_TO + 1].count()
    return min(count, COUNTED_TO), count > COUNTED_TO


def next_open(owners: Owners, *, after: MatchProposal | None = None) -> int | None:
    """The surest pair that waits and was not put off; then those that were, the longest ago."""
    rows = within(owners).filter(state=OPEN)
    if after is not None:
        rows = rows.exclude(pk=after.pk)
        if after.later_at is None:
            behind = Q(probability__lt=after.probability) | Q(
                probability=after.probability, pk__gt=after.pk
            )
            fresh = rows.filter(behind, later_at=None).order_by("-probability", "pk")
            found = fresh.values_list("pk", flat=True).first()
            if found is not None:
                return found
    order = (F("later_at").asc(nulls_first=True), "-probability", "pk")
    return rows.order_by(*order).values_list("pk", flat=True).first()


def last_decided(by_label: str) -> int | None:
    """The pair this person decided last."""
    rows = MatchProposal.objects.filter(
        decided_by=by_label, state__in=["accepted", "rejected"]
    ).order_by("-decided_at", "-pk")
    return rows.values_list("pk", flat=True).first()


def called(rows: Collection[MatchProposal]) -> Mapping[int, str]:
    """How both of each pair are called, also who was joined into the other since."""
    ids = {one for row in rows for one in (row.a_id, row.b_id)}
    here = names(ids)
    gone = Merge.objects.filter(lost_id__in=ids - here.keys()).order_by("pk")
    lost = {pk: name or "" for pk, name in gone.values_list("lost_id", "lost__row__name")}
    return lost | here


def _side(condition: Q) -> Q:
    """That it holds for one of the two."""
    people = Contact.objects.filter(condition)
    return Q(a_id__in=people.values("pk")) | Q(b_id__in=people.values("pk"))


def _state(value: FilterValue) -> Q:
    return Q(state=value.value) if value.relation == "is" else ~Q(state=value.value)


def _band(value: FilterValue) -> Q:
    asked = BANDS.get(value.value, Q())
    return asked if value.relation == "is" else ~asked


def _source(value: FilterValue) -> Q:
    asked = {
        "contains": Q(source__icontains=value.value),
        "is": Q(source=value.value),
        "is_not": ~Q(source=value.value),
        "set": ~Q(source=""),
        "not_set": Q(source=""),
    }[value.relation]
    return _side(asked)


def _import(value: FilterValue) -> Q:
    asked = Q(run__source_id=int(value.value)) if value.value.isdigit() else Q()
    opposite = {"is_not": ~asked, "set": ~Q(run__source=None), "not_set": Q(run__source=None)}
    return opposite.get(value.relation, asked)


def _found(value: FilterValue) -> Q:
    zone = timezone.get_current_timezone()
    begins = datetime.combine(value.on, time(), zone)
    ends = begins + timedelta(days=1)
    return {
        "before": Q(proposed_at__lt=begins),
        "after": Q(proposed_at__gte=ends),
        "is": Q(proposed_at__gte=begins, proposed_at__lt=ends),
    }[value.relation]


def _found_or_not(value: FilterValue) -> Q:
    if value.relation in {"set", "not_set"}:
        return Q(pk__isnull=value.relation == "not_set")
    return _found(value)


CONDITIONS: dict[str, Callable[[FilterValue], Q]] = {
    "state": lambda value: _state(value) if value.value else Q(),
    "band": lambda value: _band(value) if value.value else Q(),
    "source": _source,
    "import": _import,
    "found": _found_or_not,
}
