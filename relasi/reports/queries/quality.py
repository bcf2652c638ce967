"""The list's quality as it was counted last, and day by day."""

from dataclasses import dataclass
from datetime import date, datetime

from relasi.reports.models import QualityDay

LONGEST_COURSE = 366


@dataclass(frozen=True, slots=True)
class QualityCard:
    """One list on a day. `name` is a source, or a segment's number."""

    scope: str
    name: str
    on: date
    counts: dict[str, int]
    score: float | None
    counted_at: datetime


def newest(scope: str = "all", name: str = "") -> QualityCard | None:
    rows = QualityDay.objects.filter(scope=scope, name=name).order_by("-on")
    row = rows.first()
    return _card(row) if row else None


def course(scope: str, name: str) -> list[QualityCard]:
    """The last year of days, the oldest first."""
    rows = QualityDay.objects.filter(scope=scope, name=name).order_by("-on")[:LONGEST_COURSE]
    return [_card(row) for row in reversed(rows)]


def groups(scope: str, on: date) -> list[QualityCard]:
    """Every source or segment of the day that has anybody, the largest first."""
    found = [_card(row) for row in QualityDay.objects.filter(scope=scope, on=on)]
    alive = [card for card in found if card.counts["people"]]
    return sorted(alive, key=lambda card: (-card.counts["people"], card.name))


def _card(row: QualityDay) -> QualityCard:
    return QualityCard(row.scope, row.name, row.on, row.counts, row.score, row.counted_at)
