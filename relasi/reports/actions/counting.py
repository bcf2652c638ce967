"""The quality of the list is counted: what holds of everybody is noted, and the day's figures."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from relasi.accounts import public as accounts
from relasi.audience import public as audience
from relasi.engine import relations
from relasi.kernel.jobs import later
from relasi.reports.models import QualityDay
from relasi.reports.queries.quality_facts import facts_sql
from relasi.reports.rules.quality import ALIVE_DAYS, LACKS, MARKS, score

# One at a time: each writes everybody.
LOCK = "reports.quality"
# The sources most people came from; a list with a source for each person has no figures for each.
MOST_SOURCES = 50
GONE = """
DELETE FROM reports_personquality q
WHERE NOT EXISTS (SELECT FROM quality_now n WHERE n.contact_id = q.contact_id)
"""
NOTE = """
INSERT INTO reports_personquality (contact_id, marks, lacks)
SELECT contact_id, marks, lacks FROM quality_now
ON CONFLICT (contact_id) DO UPDATE SET marks = excluded.marks, lacks = excluded.lacks
WHERE (reports_personquality.marks, reports_personquality.lacks)
    <> (excluded.marks, excluded.lacks)
"""
SOURCES = f"""
SELECT n.source, {{counts}} FROM quality_now n WHERE n.source <> ''
GROUP BY n.source ORDER BY count(*) DESC, n.source LIMIT {MOST_SOURCES}
"""  # noqa: S608 - our own number
Group = tuple[str, str, dict[str, int]]


def count_soon() -> None:
    """As a job of its own."""
    later("reports.count_quality", lock=LOCK)


@transaction.atomic
def count_quality(*, now: datetime) -> float | None:
    """Note what holds of everybody, and write today's figures; returns everybody's score."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '192MB'")
        cursor.execute(
            f"CREATE TEMP TABLE quality_now ON COMMIT DROP AS {facts_sql()}",
            {"now": now, "alive_since": now - timedelta(days=ALIVE_DAYS)},
        )
        cursor.execute("ANALYZE quality_now")
        cursor.execute(GONE)
        cursor.execute(NOTE)
    today = now.astimezone(ZoneInfo(accounts.organisation().time_zone)).date()
    found = list(_groups())
    for scope, name, counts in found:
        QualityDay.objects.update_or_create(
            scope=scope,
            name=name,
            on=today,
            defaults={"counts": counts, "score": score(counts), "counted_at": now},
        )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE quality_now")
    return score(found[0][2])


def _groups() -> Iterator[Group]:
    """Everybody first."""
    counts = _counts_sql()
    yield ("all", "", _counted(f"SELECT {counts} FROM quality_now n")[0])  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(SOURCES.format(counts=counts))
        for source, *numbers in cursor.fetchall():
            yield ("source", source, dict(zip(NAMES, numbers, strict=True)))
    members = relations.physical("memberships")
    for one in audience.segments():
        inside = (
            f"SELECT {counts} FROM quality_now n"  # noqa: S608 - our own names
            f" JOIN {members} m ON m.contact_id = n.contact_id WHERE m.segment_id = {one.id:d}"
        )
        yield ("segment", str(one.id), _counted(inside)[0])


NAMES = ("people", *MARKS, *(f"lacks:{field}" for field in LACKS))


def _counts_sql() -> str:
    noted = [f"count(*) FILTER (WHERE n.marks & {bit} <> 0)" for bit in MARKS.values()]
    lacking = [f"count(*) FILTER (WHERE n.lacks & {bit} <> 0)" for bit in LACKS.values()]
    return ", ".join(["count(*)", *noted, *lacking])


def _counted(sql: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [dict(zip(NAMES, row, strict=True)) for row in cursor.fetchall()]
