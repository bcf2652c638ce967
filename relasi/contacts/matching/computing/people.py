"""People are read from PostgreSQL into DuckDB and staged: everybody, or some."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from relasi.contacts.matching.leaving_out import left_out
from relasi.contacts.matching.rules.traits import staged

COLUMNS = (
    "c.id, c.version, c.name, c.given_name, c.family_name,"
    " coalesce(c.born_on::text, '') AS born_on, c.street, c.postal_code, c.city, c.region"
)
# One look at the addresses: they are the larger table.
EVERYBODY = f"""
SELECT {COLUMNS}, coalesce(i.email, '') AS email, coalesce(i.phone, '') AS phone
FROM pg.public.contacts_contact c LEFT JOIN (
    SELECT contact_id, max(value) FILTER (kind = 'email') AS email,
        max(value) FILTER (kind = 'phone') AS phone
    FROM pg.public.contacts_identity WHERE is_primary AND kind IN ('email', 'phone')
    GROUP BY contact_id) i ON i.contact_id = c.id
WHERE c.erased_at IS NULL
"""  # noqa: S608
SOME = f"""
SELECT {COLUMNS}, coalesce(e.value, '') AS email, coalesce(p.value, '') AS phone
FROM contacts_contact c
LEFT JOIN contacts_identity e ON e.contact_id = c.id AND e.kind = 'email' AND e.is_primary
LEFT JOIN contacts_identity p ON p.contact_id = c.id AND p.kind = 'phone' AND p.is_primary
WHERE c.erased_at IS NULL AND c.id = ANY('{{%s}}'::bigint[])
"""  # noqa: S608


def stage_everybody(cursor: duckdb.DuckDBPyConnection, table: str) -> int:
    """Stage all people as `table`; returns how many."""
    everybody = EVERYBODY + left_out("c.id", "pg.public.")
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE raw_people AS {everybody}")
    return _stage(cursor, table)


def stage_some(cursor: duckdb.DuckDBPyConnection, table: str, ids: Sequence[int]) -> int:
    """Stage these people as `table`; returns how many of them are there."""
    some = SOME % ",".join(map(str, ids)) + left_out("c.id")
    inner = some.replace("'", "''")
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE raw_people AS FROM postgres_query('pg', '{inner}')"
    )
    return _stage(cursor, table)


def stage_rows(cursor: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> int:
    """Stage people that come as an Arrow table with the columns of `rules.traits.RAW`."""
    cursor.register("given_people", rows)
    cursor.execute("CREATE OR REPLACE TEMP TABLE raw_people AS FROM given_people")
    cursor.unregister("given_people")
    return _stage(cursor, table)


def _stage(cursor: duckdb.DuckDBPyConnection, table: str) -> int:
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {staged('raw_people')}")
    cursor.execute("DROP TABLE raw_people")
    row = cursor.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0
