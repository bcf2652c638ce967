"""What became of messages: a list, and one of them with each try."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from relasi.connectors.webhooks.models import Attempt, Delivery
from relasi.kernel.errors import NotFound
from relasi.ui.public import FilterValue, ListState

COUNTED_TO = 10_000
ENDED = (Delivery.State.DELIVERED, Delivery.State.DEAD)


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    """A message at an endpoint; `status` and `word` are those of the last try."""

    id: int
    uid: str
    kind: str
    endpoint_id: int
    endpoint_name: str
    state: str
    state_label: str
    failures: int
    due_at: datetime
    created_at: datetime
    ended_at: datetime | None
    status: int | None
    word: str

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED


@dataclass(frozen=True, slots=True)
class AttemptCard:
    began_at: datetime
    seconds: float | None
    status: int | None
    word: str
    answer: str


def deliveries(state: ListState) -> QuerySet[Delivery]:
    """The rows a list asks for, the newest first or last."""
    rows = Delivery.objects.all()
    for value in state.filters:
        rows = rows.filter(CONDITIONS[value.key](value))
    return rows.order_by("-pk" if state.descending else "pk")


def chosen(ids: Collection[int]) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk__in=ids)


def counted(rows: QuerySet[Delivery]) -> tuple[int, bool]:
    """How many, and whether there are more than are counted."""
    count = rows.order_by()[: COUNTED_TO + 1].count()
    return min(count, COUNTED_TO), count > COUNTED_TO


def cards(rows: QuerySet[Delivery]) -> list[DeliveryCard]:
    last = Attempt.objects.filter(delivery=OuterRef("pk"), seconds__isnull=False).order_by("-pk")
    found = rows.annotate(
        uid=F("message__uid"),
        kind=F("message__kind"),
        told_at=F("message__created_at"),
        endpoint_name=F("endpoint__name"),
        status=Subquery(last.values("status")[:1]),
        word=Subquery(last.values("word")[:1]),
    )
    return [
        DeliveryCard(
            id=row.pk,
            uid=row.uid,
            kind=row.kind,
            endpoint_id=row.endpoint_id,
            endpoint_name=row.endpoint_name,
            state=row.state,
            state_label=str(Delivery.State(row.state).label),
            failures=row.failures,
            due_at=row.due_at,
            created_at=row.told_at,
            ended_at=row.ended_at,
            status=row.status,
            word=row.word or "",
        )
        for row in found
    ]


def newest(endpoint_id: int, limit: int) -> list[DeliveryCard]:
    return cards(Delivery.objects.filter(endpoint_id=endpoint_id).order_by("-pk")[:limit])


def delivery_page(
    endpoint_id: int, *, before: int | None, state: str | None, limit: int
) -> list[DeliveryCard]:
    """Newest first, those before the id `before`."""
    rows = Delivery.objects.filter(endpoint_id=endpoint_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if state is not None:
        rows = rows.filter(state=state)
    return cards(rows.order_by("-pk")[:limit])


def delivery_card(delivery_id: int) -> DeliveryCard:
    """Raises NotFound."""
    found = cards(Delivery.objects.filter(pk=delivery_id))
    if not found:
        raise NotFound(_("This message is not here any more. Choose another in the list."))
    return found[0]


def attempts(delivery_id: int, limit: int = 50) -> list[AttemptCard]:
    """The newest first."""
    rows = Attempt.objects.filter(delivery_id=delivery_id).order_by("-pk")[:limit]
    names = AttemptCard.__dataclass_fields__
    return [AttemptCard(*row) for row in rows.values_list(*names)]


def body_of(delivery_id: int) -> str:
    """What is sent, laid out to be read."""
    row = Delivery.objects.select_related("message").get(pk=delivery_id)
    return json.dumps(json.loads(row.message.body), ensure_ascii=False, indent=2)


def kinds_there() -> list[str]:
    """The kinds that something was told of."""
    rows = Delivery.objects.order_by("message__kind").values_list("message__kind", flat=True)
    return list(rows.distinct())


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
    start, end = _midnight(value.on), _midnight(value.on + timedelta(days=1))
    found: dict[str, Q] = {
        "before": Q(message__created_at__lt=start),
        "after": Q(message__created_at__gte=end),
        "is": Q(message__created_at__gte=start, message__created_at__lt=end),
    }
    return found[value.relation]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


CONDITIONS: dict[str, Callable[[FilterValue], Q]] = {
    "endpoint": _word("endpoint_id"),
    "state": _word("state"),
    "kind": _word("message__kind"),
    "told": _day,
}
