"""Everything by id: where the lake has no mark yet, where the database is another since it was
restored, and where the operator asks for it.

Month by month, each a transaction of the lake, and again from the beginning after a kill: what
is as it should be stays untouched.
"""

from collections.abc import Callable
from datetime import datetime

import duckdb
from django.db import connection

from relasi.timeline.queries.months import months_here
from relasi.timeline.queries.older import hot_since
from relasi.timeline.rules import next_month

from .rounds import Round, note_done, settled, system_of
from .table import FINGERPRINT, Mark, literal, mark_of, put_mark, told, writing
from .taking_away import take_away

Step = Callable[[str], None]
# Of a month that was let go of here, only what came late is to be compared.
WRONG = """
CREATE OR REPLACE TEMP TABLE wrong AS
SELECT DISTINCT there.id FROM there LEFT JOIN here USING (id)
WHERE there.copies > 1 OR {missing} OR here.fingerprint <> there.fingerprint
"""
LACKING = "id IN (SELECT id FROM here EXCEPT (SELECT id FROM there EXCEPT SELECT id FROM wrong))"


def compare_all(
    lake: duckdb.DuckDBPyConnection, now: datetime, step: Step = lambda _words: None
) -> Round:
    """The lake is as PostgreSQL afterwards; what only the lake has stays. Hold the lock."""
    last, system = mark_of(lake), system_of()
    if last is not None and last.system != system:
        _count_on(last.until)
    until = settled()
    with writing(lake):
        removed = take_away(lake, 0, until)
    added, border = 0, hot_since()
    for month in months_here():
        step(f"{month:%Y-%m}")
        more, fewer = _compare(lake, month, until, is_older=border is not None and month < border)
        added, removed = added + more, removed + fewer
    mark = Mark((last.number if last else 0) + 1, until, system)
    with writing(lake):
        put_mark(lake, mark, now, added=added, removed=removed)
    return note_done(mark, Round(added, removed), now)


def _count_on(before: int) -> None:
    """Transactions of this cluster count on above those that the rows were told in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(changed_in) FROM timeline_event")
        offset = max(before, cursor.fetchone()[0] or 0)
        for name, number in {
            "change": "pg_current_xact_id()",
            "settled": "pg_snapshot_xmin(pg_current_snapshot())",
        }.items():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION timeline_{name}() RETURNS bigint LANGUAGE sql STABLE"
                f" AS 'SELECT {number}::text::bigint + {offset}'"
            )


def _compare(
    lake: duckdb.DuckDBPyConnection, month: datetime, until: int, *, is_older: bool
) -> tuple[int, int]:
    """How many rows were added to this month of the lake, and how many taken out."""
    span = _span(month, "happened_at")
    here = told(f"{_span(month, 'at')} AND changed_in < {until}")
    with writing(lake):
        if _count(lake, f"SELECT count(*) FROM lake.events WHERE {span}") == 0:  # noqa: S608
            return _count(lake, f"INSERT INTO lake.events SELECT * FROM {here}"), 0  # noqa: S608
        _stage(lake, here, span, is_older=is_older)
        removed = _count(
            lake,
            f"DELETE FROM lake.events WHERE {span} AND id IN (SELECT id FROM wrong)",  # noqa: S608
        )
        added = _count(
            lake,
            f"INSERT INTO lake.events SELECT * FROM {here} WHERE {LACKING}",  # noqa: S608
        )
    return added, removed


def differences(lake: duckdb.DuckDBPyConnection, month: datetime, mark: Mark) -> tuple[int, int]:
    """How many events of a month the lake lacks, and how many it has that it should not have,
    as far as the last round is to have brought them.
    """
    span, border = _span(month, "happened_at"), hot_since()
    with writing(lake):
        _stage(
            lake,
            told(f"{_span(month, 'at')} AND changed_in < {mark.until}"),
            f"{span} AND id NOT IN (SELECT event_id FROM {_changed_since(mark)})",  # noqa: S608
            is_older=border is not None and month < border,
        )
        lacking = _count(lake, f"SELECT count(*) FROM here WHERE {LACKING}")  # noqa: S608
        return lacking, _count(lake, "SELECT count(*) FROM wrong")


def _changed_since(mark: Mark) -> str:
    """A relation of the events that the next round will take out of the lake."""
    notes = (
        "SELECT event_id FROM timeline_lakenote"  # noqa: S608
        f" WHERE event_id IS NOT NULL AND changed_in >= {mark.until}"
    )
    return f"postgres_query('pg', {literal(notes)})"


def _span(month: datetime, column: str) -> str:
    until = next_month(month)
    return f"{column} >= '{month.isoformat()}' AND {column} < '{until.isoformat()}'"


def _stage(lake: duckdb.DuckDBPyConnection, here: str, span: str, *, is_older: bool) -> None:
    lake.execute(
        "CREATE OR REPLACE TEMP TABLE here AS"  # noqa: S608
        f" SELECT id, {FINGERPRINT} AS fingerprint FROM {here}"
    )
    lake.execute(
        "CREATE OR REPLACE TEMP TABLE there AS SELECT id, min(fingerprint) AS fingerprint,"  # noqa: S608
        f" count(*) AS copies FROM (SELECT id, {FINGERPRINT} AS fingerprint FROM lake.events"
        f" WHERE {span}) GROUP BY id"
    )
    lake.execute(WRONG.format(missing="false" if is_older else "here.id IS NULL"))


def _count(lake: duckdb.DuckDBPyConnection, statement: str) -> int:
    row = lake.execute(statement).fetchone()
    return int(row[0]) if row else 0
