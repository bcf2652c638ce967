"""Visits as they are shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from relasi.timeline.models import Session

FIELDS = (
    "id", "started_at", "last_at", "source", "medium", "campaign", "channel", "device", "pages",
    "country", "city",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VisitCard:
    id: int
    started_at: datetime
    last_at: datetime
    source: str
    medium: str
    campaign: str
    channel: str
    device: str
    pages: int
    country: str | None
    city: str | None


def visit_cards(ids: Collection[int]) -> dict[int, VisitCard]:
    """Those of these visits that are known."""
    if not ids:
        return {}
    rows = Session.objects.filter(pk__in=ids).values_list(*FIELDS)
    return {row[0]: VisitCard(*row) for row in rows}
