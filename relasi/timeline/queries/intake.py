"""How many events of a source came in and what became of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Min, QuerySet, Sum
from django.db.models.functions import Trunc

from relasi.timeline.models import Arrival, Intake

Step = Literal["hour", "day"]
Counts = dict[str, int]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COUNTED_TO = 10_000
NOBODY = 0  # the source of write keys nobody knows


@dataclass(frozen=True, slots=True)
class Tally:
    outcome: str
    reason: str
    events: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What was received and not looked at yet; `more` when it is more than is counted."""

    events: int
    since: datetime | None
    more: bool


def tallies(source_id: int, since: datetime) -> list[Tally]:
    """Events by outcome and reason since then, the most frequent reason first."""
    rows = (
        Intake.objects.filter(source_id=source_id, minute__gte=since)
        .values("outcome", "reason")
        .annotate(total=Sum("events"))
        .order_by("-total", "reason")
    )
    return [Tally(row["outcome"], row["reason"], row["total"]) for row in rows if row["total"]]


def course(
    source_id: int, since: datetime, now: datetime, step: Step, zone: ZoneInfo
) -> list[tuple[datetime, Counts]]:
    """Events by outcome in each hour or day of the reader's clock, the empty ones too."""
    rows = (
        Intake.objects.filter(source_id=source_id, minute__gte=since)
        .annotate(at=Trunc("minute", step, tzinfo=zone))
        .values("at", "outcome")
        .annotate(total=Sum("events"))
    )
    found: dict[datetime, Counts] = {}
    for row in rows:
        found.setdefault(row["at"], {})[row["outcome"]] = row["total"]
    return [(at, found.get(at, {})) for at in _steps(since, now, step, zone)]


def totals(counted: list[Tally]) -> Counts:
    """Events by outcome; every outcome is there."""
    sums = dict.fromkeys(Intake.Outcome.values, 0)
    for tally in counted:
        sums[tally.outcome] += tally.events
    return sums


def refused(source_id: int, now: datetime) -> int:
    """How many events of the last day were refused at the door."""
    return _sum(Intake.objects.filter(source_id=source_id, outcome="refused"), now)


def refused_unknown(now: datetime) -> int:
    """How many events of the last day came without a write key that a source has."""
    keyless = Intake.objects.filter(source_id=NOBODY, reason__in=("unknown_key", "no_key"))
    return _sum(keyless, now)


def waiting(source_id: int) -> Waiting:
    here = Arrival.objects.filter(source_id=source_id)
    count = here[: COUNTED_TO + 1].count()
    since = here.aggregate(since=Min("received_at"))["since"] if count else None
    return Waiting(min(count, COUNTED_TO), since, more=count > COUNTED_TO)


def _sum(rows: QuerySet[Intake], now: datetime) -> int:
    return rows.filter(minute__gte=now - DAY).aggregate(total=Sum("events"))["total"] or 0


def _steps(since: datetime, now: datetime, step: Step, zone: ZoneInfo) -> list[datetime]:
    at = since.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    if step == "day":
        at = at.replace(hour=0)
    found = []
    while at <= now:
        found.append(at)
        at = _next(at, step, zone)
    return found


def _next(at: datetime, step: Step, zone: ZoneInfo) -> datetime:
    """An hour later on every clock; a day later on this one, however long the day is."""
    if step == "hour":
        return (at.astimezone(ZoneInfo("UTC")) + HOUR).astimezone(zone)
    return at + DAY
