"""The lake's table of events, how rows get there, and the mark that says how far it is."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

import duckdb

from relasi import engine

# In the lake's words and in PostgreSQL's, in one order. The profile is whom the event was told
# of, a contact or a visitor, and stays; who they are is said by PostgreSQL at reading. To DuckDB
# `at` is a word of its own, which whoever asks by hand would have to quote.
COLUMNS = {
    "id": ("BIGINT", "id"),
    "profile_id": ("BIGINT", "contact_id"),
    "happened_at": ("TIMESTAMPTZ", "at"),
    "name": ("VARCHAR", "name"),
    "channel": ("VARCHAR", "channel"),
    "source": ("VARCHAR", "source"),
    "session": ("BIGINT", "session"),
    "url": ("VARCHAR", "url"),
    "product_id": ("BIGINT", "product_id"),
    "order_id": ("BIGINT", "order_id"),
    "campaign_id": ("BIGINT", "campaign_id"),
    "revenue": ("DECIMAL(18,2)", "revenue"),
    "by_machine": ("BOOLEAN", "by_machine"),
    "properties": ("VARCHAR", "properties::text"),
    "key": ("VARCHAR", "key"),
    "is_sample": ("BOOLEAN", "is_sample"),
}
NAMES = ", ".join(COLUMNS)
TOLD = ", ".join(f"{said} AS {name}" for name, (_kind, said) in COLUMNS.items())
FINGERPRINT = f"hash({NAMES})"
MAKE = (
    f"CREATE TABLE lake.events ({', '.join(f'{n} {kind}' for n, (kind, _s) in COLUMNS.items())})",
    "ALTER TABLE lake.events SET PARTITIONED BY (year(happened_at), month(happened_at))",
    "ALTER TABLE lake.events SET SORTED BY (profile_id ASC, happened_at ASC)",
    """CREATE TABLE lake.mark (number BIGINT, until BIGINT, system VARCHAR,
        moved_at TIMESTAMPTZ, added BIGINT, removed BIGINT)""",
)
# One row, written with each round: it is kept in the catalogue, not in a file for each.
INLINED = "CALL lake.set_option('data_inlining_row_limit', '10', table_name => 'mark')"


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the lake is: every event told in a transaction below `until`, of the cluster of
    PostgreSQL that is called `system`.
    """

    number: int
    until: int
    system: str


def opened() -> duckdb.DuckDBPyConnection:
    """The cursor of this thread; the lake's tables are made where there are none."""
    lake = engine.session().lake()
    made = {name for (name,) in lake.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'"
    ).fetchall()}  # fmt: skip
    if not {"events", "mark"} <= made:
        with writing(lake):
            for statement in MAKE:
                lake.execute(statement)
        lake.execute(INLINED)
    return lake


@contextmanager
def writing(lake: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """One transaction of the lake: all of what is done inside or nothing."""
    lake.execute("BEGIN TRANSACTION")
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):
            lake.execute("ROLLBACK")
        raise
    lake.execute("COMMIT")


def mark_of(lake: duckdb.DuckDBPyConnection) -> Mark | None:
    row = lake.execute("SELECT number, until, system FROM lake.mark ORDER BY 1 DESC").fetchone()
    return Mark(*row) if row else None


def put_mark(
    lake: duckdb.DuckDBPyConnection, mark: Mark, now: datetime, *, added: int, removed: int
) -> None:
    """In the transaction of the rows. Taking the last one away first makes two rounds at a time
    a conflict, of which one is given up.
    """
    lake.execute("DELETE FROM lake.mark")
    lake.execute(
        "INSERT INTO lake.mark VALUES (?, ?, ?, ?, ?, ?)",
        [mark.number, mark.until, mark.system, now, added, removed],
    )


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def told(where: str) -> str:
    """A relation of the rows of PostgreSQL for which `where` holds, in the lake's columns."""
    return f"postgres_query('pg', {literal(f'SELECT {TOLD} FROM timeline_event WHERE {where}')})"  # noqa: S608  # our own text
