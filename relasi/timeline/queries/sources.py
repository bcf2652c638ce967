"""The sources of events: what they are, and whether anything comes from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from relasi.kernel.errors import NotFound
from relasi.timeline.models import Arrival, Glimpse, Intake, Quarantined, Source

DAY = timedelta(days=1)
ACTIVITY = """
    SELECT s.id,
        coalesce((SELECT sum(i.events) FROM timeline_intake i
            WHERE i.source_id = s.id AND i.minute >= %s AND i.outcome = 'received'), 0)::bigint,
        (SELECT max(i.minute) FROM timeline_intake i
            WHERE i.source_id = s.id AND i.outcome = 'received')
    FROM timeline_source s
"""


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source as it is shown; `received` and `last_at` are filled in lists only."""

    id: int
    name: str
    kind: str
    kind_label: str
    write_key: str
    origins: tuple[str, ...]
    per_second: int | None
    is_enabled: bool
    consent_mode: str
    unread_days: int
    version: int
    received: int = 0
    last_at: datetime | None = None


def source_card(source_id: int) -> SourceCard:
    """Raises NotFound."""
    row = Source.objects.filter(pk=source_id).first()
    if row is None:
        raise NotFound(_("This source is not here any more. Choose one in the list."))
    return _card(row)


def source_cards(now: datetime) -> list[SourceCard]:
    """Every source by name, with what came in the last day and when anything came last."""
    with connection.cursor() as cursor:
        cursor.execute(ACTIVITY, [now - DAY])
        came = {row[0]: (row[1], row[2]) for row in cursor.fetchall()}
    rows = Source.objects.order_by("name", "pk")
    return [_card(row, *came.get(row.pk, (0, None))) for row in rows]


def source_page(*, after: int, limit: int) -> list[SourceCard]:
    """Sources in the order they were added, those after the id `after`."""
    return [_card(row) for row in Source.objects.filter(pk__gt=after).order_by("pk")[:limit]]


def source_names(ids: Iterable[int] | None = None) -> dict[int, str]:
    rows = Source.objects.all() if ids is None else Source.objects.filter(pk__in=set(ids))
    return dict(rows.order_by("name", "pk").values_list("pk", "name"))


def has_received(source_id: int) -> bool:
    """Whether anything ever came from it that was taken in or waits."""
    counted = Intake.objects.filter(source_id=source_id).exclude(outcome=Intake.Outcome.REFUSED)
    kept = (Arrival, Quarantined, Glimpse)
    return counted.exists() or any(
        table.objects.filter(source_id=source_id).exists() for table in kept
    )


def _card(row: Source, received: int = 0, last_at: datetime | None = None) -> SourceCard:
    return SourceCard(
        id=row.pk,
        name=row.name,
        kind=row.kind,
        kind_label=str(Source.Kind(row.kind).label),
        write_key=row.write_key,
        origins=tuple(row.origins),
        per_second=row.per_second,
        is_enabled=row.is_enabled,
        consent_mode=row.consent_mode,
        unread_days=row.unread_days,
        version=row.version,
        received=received,
        last_at=last_at,
    )
