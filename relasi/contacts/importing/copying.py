"""Rows into PostgreSQL by COPY, ids by the block, and the record of what a run made."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg import Copy

from .batches import Batch

NOTHING = "\\N"


def escaped(values: Iterable[str]) -> list[str]:
    """Texts as COPY wants them. Checked texts hold neither tabs nor line ends."""
    return [value.replace("\\", "\\\\") for value in values]


def copy_rows(table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    """`lines` are complete, each with its line end, already escaped."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with _copying(statement) as copy:
        copy.write("".join(lines).encode())


def copy_values(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Any values, for the few rows that are not in a hurry."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with _copying(statement) as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def _copying(statement: str) -> Iterator[Copy]:
    """A COPY whose errors are Django's, as those of every other statement."""
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        yield copy


def new_ids(table: str, count: int) -> list[int]:
    """Ids nobody else gets, smallest first; in a transaction.

    Lanes take turns, so that each gets its block in one piece and what a run made is a few
    spans. The savepoint lets go of the lock at once; what a sequence gave stays given.
    """
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT taking_turns")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 20261122))", [table])
        cursor.execute(
            "SELECT min(taken), max(taken) FROM (SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
            " AS taken FROM generate_series(1, %s)) AS block",
            [table, count],
        )
        first, last = cursor.fetchone()
        cursor.execute("ROLLBACK TO SAVEPOINT taking_turns")
        cursor.execute("RELEASE SAVEPOINT taking_turns")
    if last - first + 1 == count:
        return list(range(first, last + 1))
    return _scattered_ids(table, count)


def _scattered_ids(table: str, count: int) -> list[int]:
    """Somebody who takes no turns took some in between: ask for each one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return sorted(row[0] for row in cursor.fetchall())


def record_made(batch: Batch, table: str, ids: Sequence[int]) -> None:
    """Remember rows this run made, as spans of ids."""
    rows = [(batch.run.id, table, first, last) for first, last in spans(ids)]
    if rows:
        copy_values("contacts_importmade", ("run_id", '"table"', "first_id", "last_id"), rows)


def spans(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Consecutive ids as (first, last)."""
    first: int | None = None
    last = 0
    for number in sorted(ids):
        if first is None:
            first = number
        elif number != last + 1:
            yield first, last
            first = number
        last = number
    if first is not None:
        yield first, last
