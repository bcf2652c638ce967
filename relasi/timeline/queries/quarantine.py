"""Events that could not be taken in: a list, and one of them with all that is known of it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from relasi.kernel.errors import NotFound
from relasi.timeline.models import Quarantined
from relasi.ui.public import FilterValue, ListState

from .bodies import name_of, readable

COUNTED_TO = 10_000


@dataclass(frozen=True, slots=True)
class QuarantinedCard:
    id: int
    source_id: int
    family: str
    kind: str
    name: str
    reason: str
    detail: str
    received_at: datetime
    quarantined_at: datetime
    keep_until: datetime | None
    ip: str
    agent: str
    body: str
    shared: str


def quarantined(state: ListState) -> QuerySet[Quarantined]:
    """The rows a list asks for, the newest first or last."""
    rows = Quarantined.objects.all()
    for value in state.filters:
        rows = rows.filter(CONDITIONS[value.key](value))
    way = "-" if state.descending else ""
    return rows.order_by(f"{way}received_at", f"{way}pk")


def chosen(ids: Collection[int]) -> QuerySet[Quarantined]:
    return Quarantined.objects.filter(pk__in=ids)


def counted(rows: QuerySet[Quarantined]) -> tuple[int, bool]:
    """How many, and whether there are more than are counted."""
    count = rows.order_by()[: COUNTED_TO + 1].count()
    return min(count, COUNTED_TO), count > COUNTED_TO


def quarantined_card(quarantined_id: int) -> QuarantinedCard:
    """Raises NotFound."""
    row = Quarantined.objects.filter(pk=quarantined_id).first()
    if row is None:
        sentence = _("This event is not in quarantine any more. Choose another in the list.")
        raise NotFound(sentence)
    return QuarantinedCard(
        id=row.pk,
        source_id=row.source_id,
        family=row.family,
        kind=row.kind,
        name=name_of(row.kind, row.body),
        reason=row.reason,
        detail=row.detail,
        received_at=row.received_at,
        quarantined_at=row.quarantined_at,
        keep_until=row.keep_until,
        ip=row.ip,
        agent=row.agent,
        body=readable(row.body),
        shared=readable(row.shared),
    )


def reasons_there() -> list[str]:
    """The codes that something is in quarantine for."""
    rows = Quarantined.objects.order_by("reason").values_list("reason", flat=True)
    return list(rows.distinct())


def waiting_for(source_id: int, codes: Sequence[str]) -> dict[str, int]:
    """How many events of a source wait for each of these reasons, where any do."""
    rows = Quarantined.objects.filter(source_id=source_id, reason__in=codes)
    return dict(rows.order_by("reason").values_list("reason").annotate(Count("pk")))


def any_quarantined() -> bool:
    return Quarantined.objects.exists()


def _word(field: str) -> Callable[[FilterValue], Q]:
    def build(value: FilterValue) -> Q:
        if value.relation in {"set", "not_set"}:
            return Q(pk__isnull=value.relation == "not_set")
        found = Q(**{field: value.value})
        return found if value.relation == "is" else ~found

    return build


def _day(value: FilterValue) -> Q:
    """A day by the clock of whoever asks."""
    if value.relation in {"set", "not_set"}:
        return Q(pk__isnull=value.relation == "not_set")
    start = _midnight(value.on)
    end = _midnight(value.on + timedelta(days=1))
    found: dict[str, Q] = {
        "before": Q(received_at__lt=start),
        "after": Q(received_at__gte=end),
        "is": Q(received_at__gte=start, received_at__lt=end),
    }
    return found[value.relation]


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


CONDITIONS: dict[str, Callable[[FilterValue], Q]] = {
    "source": _word("source_id"),
    "reason": _word("reason"),
    "received": _day,
}
