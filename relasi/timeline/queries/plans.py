"""The tracking plan of a source, and what was seen beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from django.db.models import Sum

from relasi.timeline.models import PlanDeviation, PlanSeen, TrackingPlan
from relasi.timeline.rules.planning import OTHERS, Handling, Plan, PlannedProperty, Seen

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PlanCard:
    """`version` is 0 while there is none; `learning` is how many events are still learned from."""

    source_id: int
    plan: Plan
    handling: Handling
    learning: int = 0
    learning_since: datetime | None = None
    kept_since: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event that is planned, or was seen, or both."""

    name: str
    is_planned: bool
    properties: int
    events: int = 0
    deviations: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PropertyLine:
    """`planned` is None where it was only seen; `share` of the events have it, None where none
    was seen. `kinds` were seen.
    """

    name: str
    planned: PlannedProperty | None
    kinds: tuple[str, ...] = ()
    share: float | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None


def plan_card(source_id: int) -> PlanCard:
    row = TrackingPlan.objects.filter(pk=source_id).first()
    if row is None:
        return PlanCard(source_id, Plan(), Handling())
    return PlanCard(
        source_id=source_id,
        plan=msgspec.convert(row.document, Plan),
        handling=Handling(row.unplanned_event, row.unplanned_property, row.wrong_value),  # type: ignore[arg-type]
        learning=row.learning,
        learning_since=row.learning_since,
        kept_since=row.kept_since,
        version=row.version,
    )


def seen(source_id: int, event: str | None = None) -> Iterator[Seen]:
    """What was seen of a source, or of one event of it."""
    rows = PlanSeen.objects.filter(source_id=source_id)
    if event is not None:
        rows = rows.filter(event=event)
    for row in rows.values_list("event", "property", "kind", "events"):
        yield Seen(*row)


def event_lines(card: PlanCard, now: datetime) -> list[EventLine]:
    """Every event by name."""
    rows = PlanSeen.objects.filter(source_id=card.source_id).exclude(event=OTHERS)
    came = {row.event: row for row in rows.filter(property="", kind="")}
    had: dict[str, int] = {}
    for event, _property in rows.exclude(kind="").values_list("event", "property").distinct():
        had[event] = had.get(event, 0) + 1
    since = (now - MONTH).date()
    departed = PlanDeviation.objects.filter(source_id=card.source_id, day__gte=since)
    told = dict(departed.values_list("event").annotate(Sum("events")))
    names = sorted({*card.plan.events, *came}, key=str.casefold)
    return [_event_line(name, card.plan, came.get(name), had, told) for name in names]


def _event_line(
    name: str, plan: Plan, came: PlanSeen | None, had: dict[str, int], told: dict[str, int]
) -> EventLine:
    planned = plan.events.get(name)
    return EventLine(
        name=name,
        is_planned=planned is not None,
        properties=len(planned.properties) if planned else had.get(name, 0),
        events=came.events if came else 0,
        deviations=told.get(name, 0),
        last_at=came.last_at if came else None,
    )


def property_lines(card: PlanCard, event: str) -> list[PropertyLine]:
    """Every property of an event, the planned first, by name."""
    planned = card.plan.events.get(event)
    properties = planned.properties if planned else {}
    rows = PlanSeen.objects.filter(source_id=card.source_id, event=event)
    total = sum(row.events for row in rows if not row.kind)
    found: dict[str, list[PlanSeen]] = {}
    for row in rows.order_by("-events"):
        if row.kind and row.property != OTHERS:
            found.setdefault(row.property, []).append(row)
    names = [*sorted(properties), *sorted(found.keys() - properties.keys())]
    return [_line(name, properties.get(name), found.get(name, []), total) for name in names]


def _line(
    name: str, planned: PlannedProperty | None, rows: list[PlanSeen], total: int
) -> PropertyLine:
    if not rows:
        return PropertyLine(name, planned)
    return PropertyLine(
        name,
        planned,
        kinds=tuple(row.kind for row in rows),
        share=min(1.0, sum(row.events for row in rows) / total) if total else None,
        first_at=min(row.first_at for row in rows),
        last_at=max(row.last_at for row in rows),
    )
