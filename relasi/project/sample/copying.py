"""From DuckDB into PostgreSQL: a query becomes a file, the file goes in through COPY.

All of it happens on Django's connection, inside its transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from django.db import connection

BLOCK = 1 << 20


def copy_query(
    con: duckdb.DuckDBPyConnection, folder: Path, table: str, columns: str, query: str
) -> None:
    """Append the query's rows, whose columns come in the order of `columns`."""
    path = folder / f"{table}.csv"
    con.execute(f"COPY ({query}) TO '{path}' (FORMAT csv, HEADER false, NULLSTR '\\N')")
    statement = f"COPY {table} ({columns}) FROM STDIN (FORMAT csv, NULL '\\N')"
    with connection.cursor() as cursor, path.open("rb") as file, cursor.copy(statement) as copy:
        while block := file.read(BLOCK):
            copy.write(block)
    path.unlink()


def copy_rows(table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def reserve(table: str, count: int) -> int:
    """The first of `count` ids that nobody else will get.

    The table is locked against other writers until the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        sequence = "timeline_event_id" if table == "timeline_event" else None
        if sequence is None:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            sequence = cursor.fetchone()[0]
        cursor.execute("SELECT nextval(%s)", [sequence])
        first = int(cursor.fetchone()[0])
        cursor.execute("SELECT setval(%s, %s)", [sequence, first + max(count, 1) - 1])
    return first


@contextmanager
def checked_at_the_end(table: str) -> Iterator[None]:
    """Foreign keys of the table are checked once for all rows, not once for each row.

    One join instead of millions of look-ups; a row that points nowhere fails here, and the
    whole transaction with it. PostgreSQL can do so from version 18 on; before, each is checked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT quote_ident(conname) FROM pg_constraint WHERE conrelid = %s::regclass"
            " AND contype = 'f' AND current_setting('server_version_num')::int >= 180000",
            [table],
        )
        names = [row[0] for row in cursor.fetchall()]
        for name in names:
            cursor.execute(f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT ENFORCED")
        yield
        for name in names:
            cursor.execute(f"ALTER TABLE {table} ALTER CONSTRAINT {name} ENFORCED")
