"""Statistics of a table that was empty until now.

PostgreSQL 18 may look an id up in any index that holds it, by skip scan. On an empty table all
of them seem equally cheap, the check of a foreign key keeps the plan it made then, and each
check reads a whole index: a million rows took hours. So the first chunk is small, and then
the tables are analysed, which also has every session plan anew.
"""

from django.db import connection

from relasi.contacts.importing.targets import tables_of

SETTLED = 10_000


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
