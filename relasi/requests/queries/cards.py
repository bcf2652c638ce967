"""One request with its history, and a relation of many."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from relasi.kernel.errors import NotFound
from relasi.requests.models import Request, Step
from relasi.requests.rules import OPEN
from relasi.ui.public import FilterValue, ListState

COUNTED_TO = 10_000
LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class StepCard:
    what: str
    label: str
    said: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class RequestCard:
    """`is_overdue` while it is open after its day."""

    id: int
    kind: str
    kind_label: str
    state: str
    state_label: str
    contact_id: int | None
    address: str
    wish: str
    via: str
    via_label: str
    law: str
    law_label: str
    received_at: datetime
    due_at: datetime
    extended_at: datetime | None
    proof: str
    proof_label: str
    proven_at: datetime | None
    erasure_id: int | None
    export_id: int | None
    closed_at: datetime | None
    is_overdue: bool
    steps: tuple[StepCard, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_proven(self) -> bool:
        return self.proven_at is not None


def request_card(request_id: int, now: datetime) -> RequestCard:
    """With its history, the newest step first. Raises NotFound."""
    row = Request.objects.filter(pk=request_id).first()
    if row is None:
        raise NotFound(_("There is no such request. Choose another in the list."))
    steps = row.steps.order_by("-at", "-pk")
    return card_of(row, now, tuple(_step(step) for step in steps))


def card_of(row: Request, now: datetime, steps: tuple[StepCard, ...] = ()) -> RequestCard:
    return RequestCard(
        id=row.pk,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        state=row.state,
        state_label=row.get_state_display(),
        contact_id=row.contact_id,
        address=row.address,
        wish=row.wish,
        via=row.via,
        via_label=row.get_via_display(),
        law=row.law,
        law_label=row.get_law_display(),
        received_at=row.received_at,
        due_at=row.due_at,
        extended_at=row.extended_at,
        proof=row.proof,
        proof_label=str(Request.Proof(row.proof).label),
        proven_at=row.proven_at,
        erasure_id=row.erasure_id,
        export_id=row.export_id,
        closed_at=row.closed_at,
        is_overdue=row.closed_at is None and row.due_at < now,
        steps=steps,
    )


def request_page(
    *, before: int | None, state: str | None, limit: int, now: datetime
) -> list[RequestCard]:
    """The newest first; `before` is the number of the last one of the page before."""
    rows = Request.objects.order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if state is not None:
        rows = rows.filter(state=state)
    return [card_of(row, now) for row in rows[:limit]]


def open_requests(*, most: int) -> list[Request]:
    """Those that are due first."""
    return list(Request.objects.filter(closed_at=None).order_by("due_at", "pk")[:most])


def overdue_count(now: datetime) -> int:
    return Request.objects.filter(closed_at=None, due_at__lt=now).count()


def found_requests(state: ListState, now: datetime) -> QuerySet[Request]:
    """The rows a list asks for. By due day the open ones come first, the most urgent of them at
    the top; the closed ones follow, the last closed first.
    """
    rows = Request.objects.all()
    for word in state.search.split():
        fits = Q(address__icontains=word)
        if word.isdecimal() and len(word) < LONGEST_NUMBER:
            fits |= Q(pk=int(word))
        rows = rows.filter(fits)
    for value in state.filters:
        rows = rows.filter(CONDITIONS[value.key](value, now))
    if state.sort == "received":
        way = "-" if state.descending else ""
        return rows.order_by(f"{way}received_at", f"{way}pk")
    order = F("due_at").desc() if state.descending else F("due_at").asc()
    return rows.order_by(F("closed_at").desc(nulls_first=True), order, "pk")


def counted(rows: QuerySet[Request]) -> tuple[int, bool]:
    """How many, and whether there are more than are counted."""
    count = rows.order_by()[: COUNTED_TO + 1].count()
    return min(count, COUNTED_TO), count > COUNTED_TO


Condition = Callable[[FilterValue, datetime], Q]


def _word(field: str) -> Condition:
    def condition(value: FilterValue, now: datetime) -> Q:
        del now
        if value.relation in {"set", "not_set"}:
            return Q(pk__isnull=value.relation == "not_set")
        is_it = Q(**{field: value.value})
        return is_it if value.relation == "is" else ~is_it

    return condition


def _overdue(value: FilterValue, now: datetime) -> Q:
    late = Q(closed_at=None, due_at__lt=now)
    return late if value.yes else ~late


def _open(value: FilterValue, now: datetime) -> Q:
    del now
    return Q(closed_at__isnull=value.yes)


def _day(field: str) -> Condition:
    def condition(value: FilterValue, now: datetime) -> Q:
        del now
        if value.relation in {"set", "not_set"}:
            return Q(pk__isnull=value.relation == "not_set")
        begins = timezone.make_aware(datetime.combine(value.on, time.min))
        ends = begins + timedelta(days=1)
        return {
            "before": Q(**{f"{field}__lt": begins}),
            "after": Q(**{f"{field}__gte": ends}),
            "is": Q(**{f"{field}__gte": begins, f"{field}__lt": ends}),
        }[value.relation]

    return condition


CONDITIONS: dict[str, Condition] = {
    "kind": _word("kind"),
    "state": _word("state"),
    "law": _word("law"),
    "open": _open,
    "overdue": _overdue,
    "due": _day("due_at"),
    "received": _day("received_at"),
}


def _step(row: Step) -> StepCard:
    return StepCard(row.what, row.get_what_display(), row.said, row.at, row.by)
