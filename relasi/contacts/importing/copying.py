"""Rows into PostgreSQL by COPY, ids by the block, and the record of what a run made."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Copy

from .batches import Batch

NOTHING = "\\N"
# The first half of the lock under which lanes take ids; the second is the sequence.
TURNS = 20_261_122
# The sequence by its number: looked up by name it would be so for each of a million ids.
_TAKE = "SELECT nextval(%s::oid::regclass) AS taken FROM generate_series(1, %s)"
_TAKEN = f"SELECT min(taken), max(taken) FROM ({_TAKE}) AS block"  # noqa: S608  # our own text


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
        sequence = _sequence(cursor, table)
        cursor.execute("SAVEPOINT taking_turns")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURNS << 32 | sequence])
        cursor.execute(_TAKEN, [sequence, count])
        first, last = cursor.fetchone()
        cursor.execute("ROLLBACK TO SAVEPOINT taking_turns")
        cursor.execute("RELEASE SAVEPOINT taking_turns")
        if last - first + 1 == count:
            return list(range(first, last + 1))
        # Somebody who takes no turns took some in between: ask for each one.
        cursor.execute(_TAKE, [sequence, count])
        return sorted(row[0] for row in cursor.fetchall())


def _sequence(cursor: CursorWrapper, table: str) -> int:
    cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')::regclass::oid::bigint", [table])
    number: int = cursor.fetchone()[0]
    return number


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
