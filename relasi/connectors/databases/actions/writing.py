"""A table of a database is written."""

from contextlib import AbstractContextManager

from relasi.connectors.databases.clients.tables import TableWriter, Target, table
from relasi.connectors.databases.queries.databases import where_of


def write_table(database_id: int, target: Target) -> AbstractContextManager[TableWriter]:
    """Left without `finish`, the table is as it was. Raises Unanswered, Refused, NotFound."""
    return table(where_of(database_id), target)
