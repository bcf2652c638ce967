"""Statistics of a table that was empty until now, and search indexes kept from slowing a run.

PostgreSQL 18 may look an id up in any index that holds it, by skip scan. On an empty table all
of them seem equally cheap, the check of a foreign key keeps the plan it made then, and each
check reads a whole index: a million rows took hours. So the first chunk is small, and then
the tables are analysed, which also has every session plan anew.
"""

from django.db import connection

from relasi.contacts.importing.targets import tables_of

SETTLED = 10_000
# How much a trigram index may collect before it sorts it in: the more, the cheaper. Searches
# read what is collected, so it stays small enough for them, and is sorted in at the end.
PENDING = "32MB"
# Only the owner of an index may sort it in; elsewhere the next vacuum does.
_GIN = """
SELECT i.indexrelid FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_am AS a ON a.oid = c.relam
WHERE a.amname = 'gin' AND i.indrelid = ANY(%s::regclass[]) AND pg_has_role(c.relowner, 'USAGE')
"""


def settle(target: str) -> None:
    """Analyse what the target writes and what is still small."""
    names = {name for table in tables_of(target) for name in (table.table, *dict(table.parts))}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r'"
            " AND reltuples < %s AND pg_table_is_visible(oid)",
            [sorted(names), SETTLED],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"ANALYZE {connection.ops.quote_name(name)}")


def collect_more() -> None:
    """For the transaction in hand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gin_pending_list_limit', %s, true)", [PENDING])


def sort_in(target: str) -> None:
    """What the search indexes have collected, sorted in now instead of at the next search."""
    with connection.cursor() as cursor:
        cursor.execute(_GIN, [[table.table for table in tables_of(target)]])
        for (index,) in cursor.fetchall():
            cursor.execute("SELECT gin_clean_pending_list(%s::oid::regclass)", [index])
