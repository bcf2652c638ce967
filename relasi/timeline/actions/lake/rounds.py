"""What changed in PostgreSQL since the last round goes to the lake, once.

Every event carries the number of the transaction that told it. What is below the oldest one
still under way is settled: a round takes from where the last one ended to there. The mark is
written in the same transaction of the lake as the rows, so there is nothing to heal.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import duckdb
from django.db import connection, transaction

from relasi.timeline.models import LakeNote, LakeState

from .table import Mark, mark_of, opened, put_mark, told, writing
from .taking_away import take_away

# Any constant: one process at a time writes to the lake.
LOCK = 7_203_116


@dataclass(frozen=True, slots=True)
class Round:
    added: int
    removed: int


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else writes to the lake, held until the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (held,) = cursor.fetchone()
        try:
            yield bool(held)
        finally:
            if held and connection.connection and not connection.connection.closed:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def bring_over(now: datetime) -> Round | None:
    """One round; None while somebody else is at it. Call it outside of a transaction."""
    with alone() as is_alone:
        if not is_alone:
            return None
        lake = opened()
        last, system, until = mark_of(lake), system_of(), settled()
        if last is None or last.system != system:
            from .comparing import compare_all

            return compare_all(lake, now)
        return _step(lake, last, until, now)


def _step(lake: duckdb.DuckDBPyConnection, last: Mark, until: int, now: datetime) -> Round:
    with writing(lake):
        removed = take_away(lake, last.until, until)
        added = _add(lake, f"changed_in >= {last.until} AND changed_in < {until}")
        mark = Mark(last.number + 1, until, last.system)
        put_mark(lake, mark, now, added=added, removed=removed)
    return note_done(mark, Round(added, removed), now)


def _add(lake: duckdb.DuckDBPyConnection, where: str) -> int:
    row = lake.execute(f"INSERT INTO lake.events SELECT * FROM {told(where)}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def system_of() -> str:
    """What this cluster of PostgreSQL is called; one that was restored into is another."""
    return str(_one("SELECT system_identifier FROM pg_control_system()"))


def settled() -> int:
    """Every transaction below is over."""
    return int(_one("SELECT timeline_settled()"))


def _one(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


@transaction.atomic
def note_done(mark: Mark, done: Round, now: datetime) -> Round:
    """For eyes; and what was taken away need not be known any more."""
    LakeNote.objects.filter(changed_in__lt=mark.until).delete()
    values = {
        "until": mark.until, "moved_at": now, "added": done.added, "removed": done.removed,
    }  # fmt: skip
    if done.removed:
        values["to_clean"] = True
    LakeState.objects.update_or_create(pk=1, defaults=values)
    return done
