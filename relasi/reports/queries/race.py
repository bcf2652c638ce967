"""RACE: every measure in all, by week and by source, with the period before beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection, transaction

from relasi.reports.rules import MEASURES, Facts, Measure, Period

from .facts import facts_sql

Figure = float | None
KINDS: tuple[Facts, ...] = ("visits", "events", "orders", "repeats")


@dataclass(frozen=True, slots=True)
class Race:
    """Figures by measure; a source without a name is ''. Nothing counted is 0, no share None.

    `before` and `weeks_before` are of the period of the same length just before.
    """

    period: Period
    source: str | None
    total: dict[str, Figure]
    before: dict[str, Figure]
    by_week: dict[str, tuple[Figure, ...]]
    weeks_before: dict[str, tuple[Figure, ...]]
    by_source: dict[str, dict[str, Figure]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One group of one kind of facts: in the period or before it, of a week or a source."""

    present: bool
    week: datetime | None
    source: str | None
    figures: dict[str, Figure]


@lru_cache(maxsize=16)
def race_of(period: Period, source: str | None = None) -> Race:
    """As `race`, remembered by this process; a period that ends a minute later is another."""
    return race(period, source=source)


@transaction.atomic
def race(period: Period, *, source: str | None = None) -> Race:
    """All measures of the period; `source` narrows to what came from one source."""
    with connection.cursor() as cursor:
        # Visits are put together from every page looked at: in memory, not on disk.
        cursor.execute("SET LOCAL work_mem = '192MB'")
    cells = [cell for facts in KINDS for cell in _cells(facts, period, source)]
    by_source: dict[str, dict[str, Figure]] = {}
    for cell in cells:
        if cell.present and cell.source is not None:
            by_source.setdefault(cell.source, nothing()).update(cell.figures)
    return Race(
        period=period,
        source=source,
        total=_total(cells, present=True),
        before=_total(cells, present=False),
        by_week=_weekly(cells, period.mondays, present=True),
        weeks_before=_weekly(cells, period.before.mondays, present=False),
        by_source=dict(sorted(by_source.items(), key=_most_visitors)),
    )


def nothing() -> dict[str, Figure]:
    return {m.key: None if m.kind == "share" else 0.0 for m in MEASURES}


def sources(period: Period) -> tuple[str, ...]:
    """Where anything of the period came from; the unknown source is left out."""
    return tuple(sorted(source for source in race_of(period).by_source if source))


def values(period: Period, source: str | None = None) -> dict[str, Any]:
    """The parameters of the facts."""
    return {"since": period.since, "until": period.until, "zone": period.zone, "source": source}


def figure_sql(measure: Measure) -> str:
    """How the measure is counted; of events, those of its own name."""
    if measure.facts == "events":
        return f"count(*) FILTER (WHERE name = '{measure.name}')"
    return measure.figure


def _cells(facts: Facts, period: Period, source: str | None) -> Iterator[Cell]:
    measures = [m for m in MEASURES if m.facts == facts]
    columns = ", ".join(figure_sql(measure) for measure in measures)
    both = values(period, source) | {
        "since": period.before.since,
        "turn": period.since,
        "pause": period.before.until,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT present, week, source, GROUPING(source) = 0, {columns}
            FROM (SELECT f.*, f.at >= %(turn)s AS present,
                      date_trunc('week', f.at, %(zone)s) AS week
                  FROM ({facts_sql(facts)}) f) f
            WHERE (at >= %(turn)s OR at < %(pause)s)
                AND (%(source)s::text IS NULL OR source = %(source)s)
            GROUP BY GROUPING SETS ((present), (present, week), (present, source))
            """,  # noqa: S608 - measures and names of tables only
            both,
        )
        for present, week, of_source, by_source, *figures in cursor.fetchall():
            keyed = {
                measure.key: None if figure is None else float(figure)
                for measure, figure in zip(measures, figures, strict=True)
            }
            yield Cell(present, week, of_source if by_source else None, keyed)


def _total(cells: list[Cell], *, present: bool) -> dict[str, Figure]:
    found = nothing()
    for cell in cells:
        if cell.present == present and cell.week is None and cell.source is None:
            found.update(cell.figures)
    return found


def _weekly(
    cells: list[Cell], mondays: tuple[datetime, ...], *, present: bool
) -> dict[str, tuple[Figure, ...]]:
    weeks = {monday: nothing() for monday in mondays}
    for cell in cells:
        if cell.present == present and cell.week in weeks:
            weeks[cell.week].update(cell.figures)
    return {m.key: tuple(week[m.key] for week in weeks.values()) for m in MEASURES}


def _most_visitors(item: tuple[str, dict[str, Figure]]) -> tuple[float, str]:
    return (-(item[1]["visitors"] or 0), item[0])
