"""Rows into a table by binary COPY, whose errors are Django's, as those of every statement."""

from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection

from relasi.kernel.copying import HEADER, TRAILER


def copy_rows(
    table: str, columns: Sequence[str], rows: Iterable[bytes], *, at_once: int = 1_000
) -> None:
    """The database stores so many at once while we write the next ones."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
    rows = iter(rows)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        copy.write(HEADER)
        while some := b"".join(islice(rows, at_once)):
            copy.write(some)
        copy.write(TRAILER)
